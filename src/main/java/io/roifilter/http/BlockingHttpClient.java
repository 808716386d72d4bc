package io.roifilter.http;

import io.roifilter.thread.DaemonThread;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * Speaks HTTP/1.1 with one server. Each exchange is made by the thread that asks for it, from the first byte to the last;
 * redirects are answers like others, and nothing is compressed that was not asked for. Thread-safe.
 *
 * <p>A connection is kept after an answer, for the next exchange or {@value #IDLE_SECONDS} s. If the server has closed it by
 * then, the request is sent again on a new one: it may in rare cases have been seen, so that it must be one that does no
 * harm when it comes twice.
 *
 * <p>A read, and with it most of what an exchange can wait for, ends in time by itself. A thread of the client's looks every
 * {@value #WATCH_MILLIS} ms after what does not, which is a server that takes no more bytes, and after connections that
 * nobody needs; it starts with the first exchange, or whenever it can.
 *
 * <p>Not the JDK's client, which costs five times as much processor time an exchange, and whose threads, once they
 * have died for want of memory, let it wait for ever.
 */
public final class BlockingHttpClient implements AutoCloseable {
    private static final int IDLE_SECONDS = 30;
    private static final int WATCH_MILLIS = 1000;
    private static final int PROXY_AUTHENTICATION = 407; // RFC 9110, section 15.5.8: a proxy's own

    private final Limits limits;
    private final String application;
    private final long idleNanos;
    private final Dialer dialer;

    // Guarded by this
    private final Deque<Connection> unused = new ArrayDeque<>();
    private final List<Connection> all = new ArrayList<>();
    private Thread watch; // null until it is needed
    private boolean closed;

    /**
     * What an exchange may take.
     *
     * @param connect the longest until a connection is there, TLS and a proxy's tunnel included
     * @param exchange the longest from its beginning to the last byte of the answer, connecting included
     * @param bodyBytes the most that is taken of the body of an answer
     */
    public record Limits(Duration connect, Duration exchange, int bodyBytes) {}

    /**
     * @param server scheme, host and port; what else there is in it does not matter
     * @param way by which the server is reached
     * @param application whose name is in the name of the client's thread
     */
    public BlockingHttpClient(URI server, OutgoingWay way, Limits limits, String application) {
        this(server, way, limits, application, Duration.ofSeconds(IDLE_SECONDS));
    }

    BlockingHttpClient(URI server, OutgoingWay way, Limits limits, String application, Duration idle) {
        this.limits = limits;
        this.application = application;
        idleNanos = idle.toNanos();
        dialer = new Dialer(server, way);
    }

    /** The target of a request for this address: path and query. */
    public static String target(URI address) {
        String path = address.getRawPath() == null || address.getRawPath().isEmpty() ? "/" : address.getRawPath();
        String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
        // What is not ASCII stands in an address as it is, and nowhere in a request.
        return URI.create(path + query).toASCIIString();
    }

    /**
     * Makes a GET.
     *
     * @param target path and query, escaped
     * @throws IOException as {@link #post}
     */
    public HttpAnswer get(String target, Map<String, String> headers) throws IOException {
        return exchange(head("GET", target, headers), new byte[0]);
    }

    /**
     * Makes a POST.
     *
     * @param target path and query, escaped
     * @param headers besides Host and Content-Length
     * @throws UnsentException if there is no connection to the server
     * @throws SocketTimeoutException if the answer has not ended in time
     * @throws ClosedException if the client is closed, or is meanwhile
     * @throws IOException if there was no answer, or one that is not whole, not HTTP or longer than allowed
     */
    public HttpAnswer post(String target, Map<String, String> headers, byte[] body) throws IOException {
        return exchange(head("POST", target, headers) + "Content-Length: " + body.length + "\r\n", body);
    }

    /** Breaks off what is under way. Idempotent, does not wait, and throws nothing. */
    @Override
    public synchronized void close() {
        closed = true;
        all.forEach(Connection::breakOff);
        all.clear();
        unused.clear();
        notifyAll();
    }

    private String head(String method, String target, Map<String, String> headers) {
        StringBuilder head = new StringBuilder(method).append(' ');
        head.append(target)
                .append(" HTTP/1.1\r\nHost: ")
                .append(dialer.authority())
                .append("\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return head.toString();
    }

    private HttpAnswer exchange(String head, byte[] body) throws IOException {
        Deadline deadline = Deadline.in(limits.exchange());
        try {
            Connection kept = kept(deadline);
            return exchange(kept == null ? connected(deadline) : kept, head, body, deadline);
        } catch (StaleConnectionException e) {
            return exchange(connected(deadline), head, body, deadline);
        }
    }

    private HttpAnswer exchange(Connection connection, String head, byte[] body, Deadline deadline) throws IOException {
        boolean kept = false;
        try {
            AnswerReader.Head answer = connection.headOf(message(connection, head, body), deadline);
            if (answer.status() == PROXY_AUTHENTICATION && connection.asksProxy()) {
                throw new UnsentException(ProxyRefusedException.of(answer));
            }
            byte[] text = connection.body(answer, limits.bodyBytes());
            kept = connection.staysOpen(answer) && keep(connection);
            return new HttpAnswer(answer.status(), answer.headers(), text);
        } catch (IOException e) {
            throw isClosed() ? new ClosedException() : deadline.isOver() ? late() : e;
        } finally {
            if (!kept) {
                drop(connection);
            }
        }
    }

    private static SocketTimeoutException late() {
        return new SocketTimeoutException("the answer has not ended in time");
    }

    /** In one piece, so that it is sent in as few as there can be. */
    private static byte[] message(Connection connection, String head, byte[] body) {
        int method = head.indexOf(' ') + 1;
        byte[] start = (head.substring(0, method) + connection.targetPrefix() + head.substring(method)
                        + connection.proxyHeader() + "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        byte[] message = Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, message, start.length, body.length);
        return message;
    }

    private Connection connected(Deadline deadline) throws IOException {
        Connection connection = new Connection();
        Deadline connecting = Deadline.in(limits.connect()).orEarlier(deadline);
        connection.mayTake(connecting);
        add(connection);
        boolean connected = false;
        try {
            dialer.connect(connection, connecting);
            connected = true;
            return connection;
        } catch (IOException e) {
            throw isClosed() ? new ClosedException() : e;
        } finally {
            if (!connected) {
                drop(connection);
            }
        }
    }

    private synchronized Connection kept(Deadline deadline) throws ClosedException {
        if (closed) {
            throw new ClosedException();
        }
        Connection connection = unused.pollLast(); // the warmest
        if (connection != null) {
            connection.mayTake(deadline);
        }
        return connection;
    }

    private synchronized void add(Connection connection) throws ClosedException {
        if (closed) {
            throw new ClosedException();
        }
        all.add(connection);
        startWatch();
        notifyAll();
    }

    private synchronized boolean keep(Connection connection) {
        connection.rests();
        return !closed && unused.offerLast(connection);
    }

    private synchronized void drop(Connection connection) {
        connection.breakOff();
        all.remove(connection);
        unused.remove(connection);
    }

    /** Whether {@link #close} has been called. */
    public synchronized boolean isClosed() {
        return closed;
    }

    private void startWatch() {
        if (watch == null) {
            Thread thread = DaemonThread.lasting("http", application, this::watch);
            try {
                thread.start();
                watch = thread;
            } catch (Throwable e) {
                // The process may have no more threads at the moment; the next connection tries again.
            }
        }
    }

    private synchronized void watch() {
        while (!closed) {
            try {
                wait(all.isEmpty() ? 0 : WATCH_MILLIS);
            } catch (InterruptedException e) {
                // Nobody does that.
            }
            for (int i = all.size() - 1; i >= 0; i--) {
                if (all.get(i).isOverdue(idleNanos)) {
                    drop(all.get(i));
                }
            }
        }
    }
}
