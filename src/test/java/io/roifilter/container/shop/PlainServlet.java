package io.roifilter.container.shop;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;

/** The shop's pages without JSP, for containers that have none. */
public final class PlainServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    /** For the container. */
    public PlainServlet() {}

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getWriter().println("<h1>Catalogue</h1>");
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String id = UUID.randomUUID().toString();
        request.setAttribute("order", Map.of("id", id, "totalPrice", "64.00"));
        response.getWriter()
                .println("Order <strong id=\"order-id\">" + id + "</strong>: $<span id=\"total\">64.00</span>");
    }
}
