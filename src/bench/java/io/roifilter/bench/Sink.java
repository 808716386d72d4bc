package io.roifilter.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An endpoint that accepts all calls at the least expense: it counts them, without a look at what they say, and sends an
 * answer that it has at hand. One thread for each connection. In a process of its own, it prints its address, tells whoever
 * asks by GET how many calls and POSTs there were, and ends with its standard input.
 */
final class Sink implements AutoCloseable {
    private static final byte[] CALL = "%3CmethodCall%3E".getBytes(StandardCharsets.US_ASCII);
    private static final String CONTENT_LENGTH = "content-length:";
    private static final int BUFFER_BYTES = 1 << 16;

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final ConcurrentHashMap<Integer, byte[]> answers = new ConcurrentHashMap<>();
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong posts = new AtomicLong();

    /** So many until now. */
    record Counts(long calls, long posts) {
        /** What the endpoint at this address has counted, in whatever process it is. */
        static Counts of(URI sink) throws IOException {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), sink.getPort())) {
                socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                String[] counts = readLine(new BufferedInputStream(socket.getInputStream()))
                        .split(" ");
                return new Counts(Long.parseLong(counts[0]), Long.parseLong(counts[1]));
            }
        }
    }

    /** Until standard input ends. */
    public static void main(String[] arguments) throws IOException {
        try (Sink sink = new Sink()) {
            System.out.println(sink.uri());
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }

    Sink() throws IOException {
        start(this::acceptAll, "sink");
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/api/xmlrpc/index.php");
    }

    /** How many calls have been answered so far. */
    long calls() {
        return calls.get();
    }

    /** Ends all connections, and their threads with them. */
    @Override
    public void close() throws IOException {
        server.close();
        for (Socket connection : connections) {
            connection.close();
        }
    }

    private static void start(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void acceptAll() {
        try {
            while (true) {
                Socket connection = server.accept();
                connections.add(connection);
                start(() -> serve(connection), "sink-connection");
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(connection.getInputStream(), BUFFER_BYTES);
            OutputStream out = connection.getOutputStream();
            while (true) {
                int length = readHeader(in);
                if (length == 0) {
                    out.write((calls + " " + posts + "\n").getBytes(StandardCharsets.US_ASCII));
                    return;
                }
                int count = count(in.readNBytes(length));
                posts.incrementAndGet();
                out.write(answers.computeIfAbsent(count, Sink::answer));
                calls.addAndGet(count);
            }
        } catch (EOFException | SocketException e) {
            // Closed, from here or from there.
        } catch (IOException e) {
            throw new IllegalStateException("the sink failed", e);
        }
    }

    /** @return the length of the body */
    private static int readHeader(InputStream in) throws IOException {
        int length = 0;
        for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
            String lowerCase = line.toLowerCase(Locale.ROOT);
            if (lowerCase.startsWith(CONTENT_LENGTH)) {
                length = Integer.parseInt(
                        lowerCase.substring(CONTENT_LENGTH.length()).strip());
            }
        }
        return length;
    }

    private static String readLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException();
            }
            line.append((char) b);
        }
        return line.toString().strip();
    }

    private static int count(byte[] body) {
        int count = 0;
        for (int i = 0; i <= body.length - CALL.length; i++) {
            if (body[i] == '%' && Arrays.equals(body, i, i + CALL.length, CALL, 0, CALL.length)) {
                count++;
                i += CALL.length - 1;
            }
        }
        return count;
    }

    private static byte[] answer(int calls) {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?><methodResponse>");
        for (int number = 1; number <= calls; number++) {
            xml.append("<item><methodName>roi.insert</methodName><responseCode>201</responseCode><responseText>")
                    .append("Conversion will be saved and processed later</responseText><responseNum>")
                    .append(number)
                    .append("</responseNum></item>");
        }
        xml.append("</methodResponse>");
        String header = "HTTP/1.1 200 OK\r\nContent-Type: text/xml; charset=UTF-8\r\nContent-Length: " + xml.length()
                + "\r\n\r\n";
        return (header + xml).getBytes(StandardCharsets.US_ASCII);
    }
}
