package io.roifilter.http;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A server of which a test says every byte. */
final class WireServer implements AutoCloseable {
    private final ServerSocket server;
    private final Conversation conversation;
    private final AtomicInteger connections = new AtomicInteger();
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final List<Socket> open = Collections.synchronizedList(new ArrayList<>());

    /** What happens on one connection, which is closed when it returns. */
    interface Conversation {
        void on(Peer peer) throws Exception;
    }

    /** The other end. */
    final class Peer {
        final Socket socket;
        final int number;
        private final InputStream in;

        Peer(Socket socket, int number) throws IOException {
            this.socket = socket;
            this.number = number;
            in = new BufferedInputStream(socket.getInputStream());
        }

        /** Takes a whole request; its head and body are noted. */
        void takeRequest() throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    throw new EOFException();
                }
                head.append((char) next);
            }
            int length = head.indexOf("Content-Length: ");
            String body = "";
            if (length >= 0) {
                int size = Integer.parseInt(head.substring(length + 16, head.indexOf("\r", length)));
                body = new String(in.readNBytes(size), StandardCharsets.UTF_8);
            }
            requests.add(head + body);
        }

        void say(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
        }
    }

    WireServer(Conversation conversation) throws IOException {
        this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), conversation);
    }

    WireServer(ServerSocket server, Conversation conversation) {
        this.server = server;
        this.conversation = conversation;
        Thread thread = new Thread(this::accept, "wire-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** One that answers every request with this. */
    static WireServer answering(String answer) throws IOException {
        return new WireServer(peer -> {
            while (true) {
                peer.takeRequest();
                peer.say(answer);
            }
        });
    }

    /** One that answers the first request on each connection with this, and closes it. */
    static WireServer answeringOnce(String answer) throws IOException {
        return new WireServer(peer -> {
            peer.takeRequest();
            peer.say(answer);
        });
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    int port() {
        return server.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    List<String> requests() {
        return requests;
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                open.add(socket);
                int number = connections.incrementAndGet();
                Thread thread = new Thread(() -> talk(socket, number), "wire-connection");
                thread.setDaemon(true);
                thread.start();
            }
        } catch (IOException e) {
            // It is closed.
        }
    }

    private void talk(Socket socket, int number) {
        try (socket) {
            conversation.on(new Peer(socket, number));
        } catch (Exception e) {
            // The client has gone, or the test is over.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
