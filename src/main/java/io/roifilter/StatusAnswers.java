package io.roifilter;

import io.roifilter.admin.OrdersDesk;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** How the status page and what lies below it answer. */
final class StatusAnswers {
    static final String JSON = "application/json";
    static final String HTML = "text/html;charset=UTF-8";

    private StatusAnswers() {}

    /** What names JSON before HTML, or alone. */
    static boolean prefersJson(HttpServletRequest request) {
        String accept = request.getHeader("Accept");
        int json = accept == null ? -1 : accept.indexOf(JSON);
        int page = accept == null ? -1 : accept.indexOf("text/html");
        return json >= 0 && (page < 0 || json < page);
    }

    static void refuse(HttpServletResponse response, int status, String text) throws IOException {
        response.setStatus(status);
        send(response, "text/plain;charset=UTF-8", text + "\n");
    }

    static void nothingHere(HttpServletResponse response) throws IOException {
        refuse(response, HttpServletResponse.SC_NOT_FOUND, "There is nothing here.");
    }

    /**
     * A page that can be loaded again without pressing a button again.
     *
     * @param location may be relative (RFC 9110, 10.2.2)
     */
    static void seeOther(HttpServletResponse response, String location) {
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", location);
    }

    static void send(HttpServletResponse response, OrdersDesk.Reply reply) throws IOException {
        if (reply.isJson()) {
            send(response, JSON, reply.text());
        } else {
            refuse(response, reply.status(), reply.text());
        }
    }

    static void send(HttpServletResponse response, String contentType, String text) throws IOException {
        send(response, contentType, text.getBytes(StandardCharsets.UTF_8));
    }

    static void send(HttpServletResponse response, String contentType, byte[] bytes) throws IOException {
        response.setContentType(contentType);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
