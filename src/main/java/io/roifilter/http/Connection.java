package io.roifilter.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;

/**
 * One connection, for one exchange at a time. The thread that has the exchange is its only user; any other may
 * {@linkplain #breakOff break it off}.
 */
final class Connection {
    private volatile Socket plain; // below TLS; closing it never waits, as a polite end of TLS may
    private volatile boolean broken;
    private volatile Deadline deadline; // of what is under way; null if nothing is
    private volatile long idleSince;

    private InputStream in;
    private OutputStream out;
    private String targetPrefix;
    private String proxyHeader;
    private AnswerReader reader;
    private boolean used;

    /** Takes a socket that is to be connected. */
    Socket begins(Socket socket) throws SocketException {
        plain = socket;
        if (broken) {
            close();
            throw new SocketException("the connection was broken off");
        }
        return socket;
    }

    /**
     * What is sent goes by this socket from now on.
     *
     * @param prefix of the targets in requests: a proxy that is no tunnel wants to have them whole
     * @param header for that proxy, with the end of its line
     */
    void uses(Socket socket, String prefix, String header) throws IOException {
        in = socket.getInputStream();
        out = socket.getOutputStream();
        targetPrefix = prefix;
        proxyHeader = header;
        reader = new AnswerReader(this::read);
    }

    String targetPrefix() {
        return targetPrefix;
    }

    String proxyHeader() {
        return proxyHeader;
    }

    /** Whether a proxy that is no tunnel reads the requests, and may answer them itself. */
    boolean asksProxy() {
        return !targetPrefix.isEmpty();
    }

    /** Whether an answer has come by it, so that its server may have closed it since. */
    boolean wasUsed() {
        return used;
    }

    /** To be called before anything that may take long. */
    void mayTake(Deadline until) {
        deadline = until;
    }

    /** From now on it may be broken off for being idle. */
    void rests() {
        idleSince = System.nanoTime();
        deadline = null;
    }

    /** Whether something takes longer than it may, or nothing has happened for this long. */
    boolean isOverdue(long idleNanos) {
        Deadline under = deadline;
        return under == null ? System.nanoTime() - idleSince > idleNanos : under.isOver();
    }

    /**
     * Sends a request and takes the head of its answer.
     *
     * @throws StaleConnectionException if the server had closed the connection after an earlier answer
     */
    AnswerReader.Head headOf(byte[] request, Deadline until) throws IOException {
        deadline = until;
        IOException unwritten = written(request);
        try {
            return reader.head();
        } catch (IOException e) {
            IOException first = unwritten == null ? e : unwritten;
            throw used && !reader.hasBegun() && !until.isOver() ? new StaleConnectionException(first) : first;
        }
    }

    /** @return what kept it from being written, if something did: the server may have said why before it closed */
    private IOException written(byte[] request) {
        try {
            out.write(request);
            out.flush();
            return null;
        } catch (IOException e) {
            return e;
        }
    }

    /** Takes the rest of the answer. */
    byte[] body(AnswerReader.Head head, int maxBytes) throws IOException {
        byte[] body = reader.body(head, maxBytes);
        used = true;
        return body;
    }

    /** Whether another exchange can follow. */
    boolean staysOpen(AnswerReader.Head head) {
        return head.keepsConnection() && !reader.wasUntilClosed() && !reader.hasMore();
    }

    /** Ends it, and whatever is under way on it, with an exception there. Never throws, and does not wait. */
    void breakOff() {
        broken = true;
        close();
    }

    private void close() {
        Socket socket = plain;
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            // It is of no use any more.
        }
    }

    private int read(byte[] bytes, int offset, int length) throws IOException {
        plain.setSoTimeout(deadline.millis());
        return in.read(bytes, offset, length);
    }
}
