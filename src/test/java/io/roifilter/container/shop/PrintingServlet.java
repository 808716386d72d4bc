package io.roifilter.container.shop;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;

/** Prints its orders itself, and leaves no attribute that says anything of them. */
public final class PrintingServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    /** Kinds of answer. */
    public enum Kind {
        /** HTML that states the order for others. */
        TAGGED {
            @Override
            void answer(String id, HttpServletRequest request, HttpServletResponse response) throws IOException {
                print(
                        response,
                        "<script>gtag('event', 'purchase', {transaction_id: '" + id
                                + "', value: 64.00, currency: 'USD'});</script>");
            }
        },
        /** HTML that does not. */
        PLAIN {
            @Override
            void answer(String id, HttpServletRequest request, HttpServletResponse response) throws IOException {
                print(
                        response,
                        "<p>Order <b id=\"order-number\">" + id + "</b>, <span class=\"total\">$64.00</span></p>");
            }
        },
        /** What scripts ask for, which alone makes an order by POST. */
        JSON {
            @Override
            void answer(String id, HttpServletRequest request, HttpServletResponse response) throws IOException {
                boolean makes = request.getMethod().equals("POST");
                response.setStatus(makes ? 201 : 200);
                if (makes) {
                    response.setHeader("Location", "/api/orders/" + id);
                }
                response.setContentType("application/json");
                String order = "{\"id\": \"" + id + "\", \"total\": 64.00, \"currency\": \"USD\"}";
                boolean isList = request.getMethod().equals("GET") && request.getParameter("list") != null;
                response.getWriter().print(isList ? "[" + order + "]" : order);
            }
        },
        /** The same in the words of schema.org. */
        JSON_LD {
            @Override
            void answer(String id, HttpServletRequest request, HttpServletResponse response) throws IOException {
                response.setContentType("application/json");
                response.getWriter()
                        .print("{\"@type\": \"Order\", \"orderNumber\": \"" + id
                                + "\", \"price\": \"64.00\", \"priceCurrency\": \"USD\"}");
            }
        },
        /** Ways to redirect to a page; the last three are those since Servlet 6.1. */
        REDIRECT {
            @Override
            void answer(String id, HttpServletRequest request, HttpServletResponse response) throws IOException {
                response.sendRedirect("/orders/" + id);
            }
        },
        STATUS_AND_HEADER {
            @Override
            void answer(String id, HttpServletRequest request, HttpServletResponse response) throws IOException {
                response.setStatus(303);
                response.setHeader("Location", "/orders/" + id);
            }
        },
        REDIRECT_AS {
            @Override
            void answer(String id, HttpServletRequest request, HttpServletResponse response) throws IOException {
                redirect(response, new Class<?>[] {String.class, int.class}, "/orders/" + id, 303);
            }
        },
        REDIRECT_UNCLEARED {
            @Override
            void answer(String id, HttpServletRequest request, HttpServletResponse response) throws IOException {
                redirect(response, new Class<?>[] {String.class, boolean.class}, "/orders/" + id, false);
            }
        },
        REDIRECT_UNCLEARED_AS {
            @Override
            void answer(String id, HttpServletRequest request, HttpServletResponse response) throws IOException {
                redirect(
                        response, new Class<?>[] {String.class, int.class, boolean.class}, "/orders/" + id, 307, false);
            }
        };

        abstract void answer(String id, HttpServletRequest request, HttpServletResponse response) throws IOException;
    }

    /** For the container. */
    public PrintingServlet() {}

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        String kind = request.getParameter("kind");
        if (kind == null) {
            response.getWriter().println("<h1>Catalogue</h1>");
        } else {
            Kind.valueOf(kind).answer(request.getParameter("id"), request, response);
        }
    }

    private static void print(HttpServletResponse response, String body) throws IOException {
        response.setContentType("text/html;charset=UTF-8");
        PrintWriter page = response.getWriter();
        page.println("<!DOCTYPE html><html><head><title>Thank you</title></head><body><h1>Thank you</h1>");
        page.println(body);
        page.println("</body></html>");
    }

    private static void redirect(HttpServletResponse response, Class<?>[] types, Object... arguments)
            throws IOException {
        try {
            HttpServletResponse.class.getMethod("sendRedirect", types).invoke(response, arguments);
        } catch (ReflectiveOperationException e) {
            throw new IOException(e);
        }
    }
}
