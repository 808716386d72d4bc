package io.roifilter;

import io.roifilter.page.AnswerCopy;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;

/**
 * The response of a {@link HeldVisit} as the application sees it: before the last of the answer goes out, the
 * visit has its turn, and what passes is copied where the visit is to read it. Nothing is buffered, flushed or changed: each call goes to the container as it is, in its own
 * writer or stream, and none is made that the application did not make.
 */
final class HeldResponse extends HttpServletResponseWrapper {
    /** Jetty keeps what is written in pieces no larger than this part of its buffer, and sends larger ones at once. */
    private static final int JETTY_SENDS = 4;

    private final HeldVisit visit;
    private final AnswerCopy copy;
    private final AnswerEnd end;
    private final boolean toHead;

    // Mutable state
    private HeldWriter writer; // the same as long as the container's is the same
    private HeldOutputStream stream; // likewise
    private int includes; // that are under way

    /** @param request which it answers */
    HeldResponse(HttpServletResponse response, HeldVisit visit, HttpServletRequest request) {
        super(response);
        this.visit = visit;
        copy = visit.copy();
        toHead = "HEAD".equals(request.getMethod());
        end = new AnswerEnd(visit);
        if ("HTTP/1.0".equals(request.getProtocol()) || "close".equalsIgnoreCase(request.getHeader("Connection"))) {
            end.endsWithConnection(response.getBufferSize() / JETTY_SENDS);
        }
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        PrintWriter delegate = super.getWriter();
        if (writer == null || writer.delegate() != delegate) {
            writer = new HeldWriter(delegate, copy, end, this::isBodiless, this);
        }
        return writer;
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        ServletOutputStream delegate = super.getOutputStream();
        if (stream == null || stream.delegate() != delegate) {
            stream = new HeldOutputStream(delegate, copy, end, this::isBodiless);
        }
        return stream;
    }

    @Override
    public void flushBuffer() throws IOException {
        end.flush(isBodiless());
        super.flushBuffer();
    }

    @Override
    public void sendError(int status) throws IOException {
        super.sendError(status);
        errorSent();
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        super.sendError(status, message);
        errorSent();
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        redirect(SC_FOUND, location, () -> super.sendRedirect(location));
    }

    /** The container's since Servlet 6.1, as the next two are. */
    public void sendRedirect(String location, int status) throws IOException {
        redirect(status, location, () -> ServletSince61.sendRedirect(container(), location, status));
    }

    public void sendRedirect(String location, boolean clearBuffer) throws IOException {
        redirect(SC_FOUND, location, () -> ServletSince61.sendRedirect(container(), location, clearBuffer));
    }

    public void sendRedirect(String location, int status, boolean clearBuffer) throws IOException {
        redirect(status, location, () -> ServletSince61.sendRedirect(container(), location, status, clearBuffer));
    }

    @Override
    public void setContentLength(int length) {
        announce(length);
        super.setContentLength(length);
    }

    @Override
    public void setContentLengthLong(long length) {
        announce(length);
        super.setContentLengthLong(length);
    }

    @Override
    public void setHeader(String name, String value) {
        header(name, value);
        super.setHeader(name, value);
    }

    @Override
    public void addHeader(String name, String value) {
        header(name, value);
        super.addHeader(name, value);
    }

    @Override
    public void setIntHeader(String name, int value) {
        header(name, Integer.toString(value));
        super.setIntHeader(name, value);
    }

    @Override
    public void addIntHeader(String name, int value) {
        header(name, Integer.toString(value));
        super.addIntHeader(name, value);
    }

    @Override
    public void resetBuffer() {
        super.resetBuffer();
        end.resetBuffer();
        copy.resetBuffer();
    }

    @Override
    public void reset() {
        super.reset();
        if (includes == 0) {
            end.reset();
            copy.reset();
        }
    }

    /** To be called before a forward, for which the container clears its buffer: Jetty does so without a word. */
    void forwards() {
        if (!isCommitted()) {
            end.resetBuffer();
            copy.resetBuffer();
        }
    }

    /** What is included may write and clear the buffer: Tomcat tells us of what else it tries, and does not do it. */
    void includeBegins() {
        includes++;
    }

    void includeEnds() {
        includes--;
    }

    private HttpServletResponse container() {
        return (HttpServletResponse) getResponse();
    }

    private interface Redirect {
        void send() throws IOException;
    }

    /**
     * Jetty sends and closes it at once. Some containers take any status for a redirect, and an error is no order's answer.
     * What is refused, as when the head is out, was no end.
     */
    private void redirect(int status, String location, Redirect redirect) throws IOException {
        boolean becomesOne = includes == 0 && !isCommitted();
        boolean sent = false;
        try {
            copy.redirect(becomesOne ? status : 0, becomesOne ? location : null);
            if (becomesOne && status < SC_BAD_REQUEST) {
                visit.answerEnds();
            }
            redirect.send();
            sent = becomesOne;
        } finally {
            if (!sent) {
                copy.noRedirect();
            }
        }
    }

    private void errorSent() {
        if (includes == 0) {
            copy.sendError();
        }
    }

    /** A length that comes when the head is out changes nothing: the answer ends where it was said to. */
    private void announce(long length) {
        if (includes == 0 && !isCommitted()) {
            end.announce(length);
        }
    }

    private void header(String name, String value) {
        if (includes == 0 && !isCommitted()) {
            copy.header(name, value);
            end.header(name, value);
        }
    }

    /** Whether the head of the answer is all of it (RFC 9110, sections 6.4.1 and 9.3.2). */
    private boolean isBodiless() {
        int status = getStatus();
        return toHead || status == SC_NO_CONTENT || status == SC_RESET_CONTENT || status == SC_NOT_MODIFIED;
    }
}
