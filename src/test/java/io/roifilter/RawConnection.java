package io.roifilter;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A customer's connection that shows every byte of an answer, as it comes, and whether the server has closed it. */
public final class RawConnection implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: *(\\d+)");

    private final Socket socket;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private boolean toHead;
    private boolean closed;

    public RawConnection(URI server) throws IOException {
        socket = new Socket(server.getHost(), server.getPort());
    }

    /** Sends another request, and forgets the answer to the one before. */
    void next(String head) throws IOException {
        received.reset();
        toHead = head.startsWith("HEAD");
        send(head);
    }

    /** @param head of a request without a body, each line with its end */
    public void send(String head) throws IOException {
        toHead |= head.startsWith("HEAD");
        try {
            socket.getOutputStream().write((head + "\r\n").getBytes(StandardCharsets.US_ASCII));
        } catch (SocketException e) {
            closed = true;
        }
    }

    /**
     * Whether the whole answer arrives within the time: by its length, its last chunk, the end of its head, or the end of the
     * connection.
     */
    public boolean arrives(long millis) throws IOException {
        return receive(millis, false);
    }

    /** All that arrives before the server closes the connection. */
    String toItsEnd(long millis) throws IOException {
        boolean ends = receive(millis, true);
        return received() + (ends ? "" : "(no end)");
    }

    private boolean receive(long millis, boolean toTheEnd) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[65_536];
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (!closed && (toTheEnd || !isWhole())) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            socket.setSoTimeout((int) left);
            try {
                int read = in.read(buffer);
                if (read < 0) {
                    closed = true;
                } else {
                    received.write(buffer, 0, read);
                }
            } catch (SocketTimeoutException e) {
                return false;
            } catch (SocketException e) {
                closed = true; // reset
            }
        }
        return true;
    }

    /** What has come of the answer, a character for each byte. */
    public String received() {
        return received.toString(StandardCharsets.ISO_8859_1);
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private boolean isWhole() {
        String answer = received();
        int head = answer.indexOf("\r\n\r\n");
        if (head < 0) {
            return false;
        }
        String headers = answer.substring(0, head).toLowerCase(Locale.ROOT);
        if (toHead || headers.startsWith("http/1.1 204") || headers.startsWith("http/1.1 304")) {
            return true;
        }
        if (headers.contains("transfer-encoding: chunked")) {
            int last = answer.startsWith("0\r\n", head + 4) ? head + 2 : answer.indexOf("\r\n0\r\n", head + 4);
            return last >= 0 && answer.endsWith("\r\n\r\n"); // behind trailers, if there are any
        }
        Matcher length = LENGTH.matcher(headers);
        return length.find() && answer.length() - head - 4 >= Integer.parseInt(length.group(1));
    }
}
