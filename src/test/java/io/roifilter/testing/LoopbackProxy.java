package io.roifilter.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;

/** A proxy for CONNECT and for plain http that wants to know who asks; everything goes to this machine, whatever host is asked for. */
public final class LoopbackProxy implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> open = Collections.synchronizedList(new ArrayList<>());
    private final List<String> heads = Collections.synchronizedList(new ArrayList<>());
    private final String login;
    private volatile String refusal = "";

    /** @param login user and password, with a colon between them */
    public LoopbackProxy(String login) throws IOException {
        this.login = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
        start(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** What was asked, its headers included. */
    public List<String> heads() {
        return heads;
    }

    /** From now on everybody is answered so; empty: as usual. */
    public void refuse(String statusLine) {
        refusal = statusLine;
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                open.add(socket);
                start(() -> talk(socket));
            }
        } catch (IOException e) {
            // It is closed.
        }
    }

    private void talk(Socket socket) {
        try (socket) {
            String head = head(socket.getInputStream());
            heads.add(head);
            if (!refusal.isEmpty()) {
                say(socket, "HTTP/1.1 " + refusal + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            } else if (!head.contains("\r\nProxy-Authorization: Basic " + login + "\r\n")) {
                say(
                        socket,
                        "HTTP/1.1 407 Proxy Authentication Required\r\n"
                                + "Proxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            } else {
                pass(socket, head);
            }
        } catch (IOException e) {
            // One of them has gone.
        }
    }

    private void pass(Socket socket, String head) throws IOException {
        boolean isTunnel = head.startsWith("CONNECT ");
        String target = head.split(" ")[1].replaceFirst("^http://", "");
        String authority = target.replaceFirst("/.*", "");
        int port = Integer.parseInt(authority.substring(authority.lastIndexOf(':') + 1));
        try (Socket behind = new Socket("127.0.0.1", port)) {
            open.add(behind);
            if (isTunnel) {
                say(socket, "HTTP/1.1 200 Connection established\r\n\r\n");
            } else {
                say(behind, head.replaceFirst("http://[^/]*", "").replaceFirst("Proxy-Authorization: .*\r\n", ""));
            }
            start(() -> copy(behind, socket));
            copy(socket, behind);
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // One of them has gone.
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("it has gone");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "loopback-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : List.copyOf(open)) {
            socket.close();
        }
    }
}
