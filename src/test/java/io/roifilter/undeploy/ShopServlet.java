package io.roifilter.undeploy;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** A shop without JSP: its order is a bean of its own, in the request. */
public final class ShopServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    /** For the container. */
    public ShopServlet() {}

    /** What the expressions read. */
    public record Order(String id, Total total) {}

    /** A bean in a bean. */
    public static final class Total {
        /** What the customer pays. */
        public double getDollars() {
            return 152.99;
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        request.setAttribute("order", new Order(request.getParameter("order"), new Total()));
        response.getWriter().print("thank you");
    }
}
