package io.roifilter.faults;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A browser that knows exactly whether a page has arrived whole. Keeps its connection for as long as the server does. */
final class PageCustomer implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 30_000;

    private final int port;
    private Socket socket;
    private InputStream in;

    PageCustomer(int port) {
        this.port = port;
    }

    /**
     * An answer that has arrived to its end.
     *
     * @param saysItsEnd by its length or a last chunk; else the connection was closed, which an end of the server's process
     *     looks like, too
     */
    record Page(int status, String body, boolean saysItsEnd) {}

    /** @throws IOException if the answer does not arrive, or not whole, or not within half a minute */
    Page get(String address, double httpVersion) throws IOException {
        return ask("GET", address, httpVersion);
    }

    Page post(String address, double httpVersion) throws IOException {
        return ask("POST", address, httpVersion);
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }

    private Page ask(String method, String address, double httpVersion) throws IOException {
        try {
            if (socket == null) {
                socket = new Socket(InetAddress.getLoopbackAddress(), port);
                socket.setSoTimeout(TIMEOUT_MILLIS);
                in = new BufferedInputStream(socket.getInputStream());
            }
            String length = method.equals("POST") ? "Content-Length: 0\r\n" : "";
            socket.getOutputStream()
                    .write((method + " " + address + " HTTP/" + httpVersion + "\r\nHost: 127.0.0.1\r\n" + length
                                    + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return read();
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private Page read() throws IOException {
        int status = Integer.parseInt(line().split(" ")[1]);
        long length = -1;
        boolean chunked = false;
        boolean last = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Long.parseLong(lower.substring(15).strip());
            }
            chunked |= lower.startsWith("transfer-encoding:") && lower.endsWith("chunked");
            last |= lower.startsWith("connection:") && lower.endsWith("close");
        }
        boolean saysItsEnd = chunked || length >= 0;
        last |= !saysItsEnd;
        byte[] body = chunked ? chunks() : length < 0 ? in.readAllBytes() : bytes((int) length);
        if (last) {
            close();
        }
        return new Page(status, new String(body, StandardCharsets.US_ASCII), saysItsEnd);
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = size(); size > 0; size = size()) {
            body.write(bytes(size));
            line();
        }
        line();
        return body.toByteArray();
    }

    private int size() throws IOException {
        return Integer.parseInt(line().split(";")[0].strip(), 16);
    }

    private byte[] bytes(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("in the body");
        }
        return bytes;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("in the headers");
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }
}
