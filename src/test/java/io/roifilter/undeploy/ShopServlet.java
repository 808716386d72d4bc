package io.roifilter.undeploy;

import io.roifilter.setup.SetupDesk;
import io.roifilter.setup.VisitRecorder;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
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
        SetupDesk.of(getServletContext())
                .filter(desk -> request.getParameter("order") != null)
                .ifPresent(desk -> setUp(desk, request, response));
        response.getWriter().print("thank you");
    }

    /** As if the operator had placed this order in a browser of the set-up's, looked for it, and tried out what was proposed. */
    private void setUp(SetupDesk desk, HttpServletRequest request, HttpServletResponse response) {
        String cookie = desk.begin();
        HttpServletRequest operators = new HttpServletRequestWrapper(request) {
            @Override
            public Cookie[] getCookies() {
                return new Cookie[] {new Cookie(SetupDesk.COOKIE, cookie)};
            }
        };
        record(desk, operators, response);
        desk.search(request.getParameter("order"), "152.99");
        desk.tryOut(0);
        record(desk, operators, response);
        if (desk.view().tried().stream().noneMatch(tried -> tried.order().isPresent())) {
            throw new IllegalStateException("not found: " + desk.view());
        }
    }

    private void record(SetupDesk desk, HttpServletRequest request, HttpServletResponse response) {
        VisitRecorder recorder =
                desk.record(request, response, getServletContext()).orElseThrow();
        recorder.over();
        recorder.end();
    }
}
