package io.roifilter.container.shop;

import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Answers in the ways that Jakarta Servlet has had since 6.1, which the tests are not compiled against. */
public final class NewestServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    /** Ways to answer. */
    public enum Way {
        REDIRECT_WITH_STATUS {
            @Override
            void answer(HttpServletRequest request, HttpServletResponse response) throws Exception {
                redirect(response, new Class<?>[] {String.class, int.class}, "catalogue", 303);
            }
        },
        REDIRECT_WITH_BODY {
            @Override
            void answer(HttpServletRequest request, HttpServletResponse response) throws Exception {
                response.getWriter().print("it is elsewhere");
                redirect(response, new Class<?>[] {String.class, boolean.class}, "catalogue", false);
            }
        },
        REDIRECT_WITH_STATUS_AND_BODY {
            @Override
            void answer(HttpServletRequest request, HttpServletResponse response) throws Exception {
                response.getWriter().print("it is elsewhere");
                redirect(response, new Class<?>[] {String.class, int.class, boolean.class}, "catalogue", 307, false);
            }
        },
        REDIRECT_TO_NOWHERE {
            @Override
            void answer(HttpServletRequest request, HttpServletResponse response) throws Exception {
                try {
                    redirect(response, new Class<?>[] {String.class, int.class}, null, 303);
                } catch (RuntimeException e) {
                    response.getWriter().print(e.getClass());
                }
            }
        },
        BUFFER {
            @Override
            void answer(HttpServletRequest request, HttpServletResponse response) throws Exception {
                write(response.getOutputStream(), ByteBuffer.wrap(bytes("thank you")));
            }
        },
        BUFFER_OF_ANNOUNCED_LENGTH {
            @Override
            void answer(HttpServletRequest request, HttpServletResponse response) throws Exception {
                response.setContentLength(9);
                ByteBuffer direct = ByteBuffer.allocateDirect(12).put(bytes("<thank you>"));
                write(response.getOutputStream(), direct.flip().slice(1, 9).asReadOnlyBuffer());
            }
        },
        CHARSET {
            @Override
            void answer(HttpServletRequest request, HttpServletResponse response) throws Exception {
                response.setContentType("text/html");
                ServletResponse.class
                        .getMethod("setCharacterEncoding", Charset.class)
                        .invoke(response, StandardCharsets.UTF_8);
                response.getWriter().print("d\u00e4nke");
            }
        },
        ACCESSOR {
            @Override
            void answer(HttpServletRequest request, HttpServletResponse response) throws Exception {
                HttpSession session = request.getSession();
                session.setAttribute("name", "Maya");
                Object accessor = HttpSession.class.getMethod("getAccessor").invoke(session);
                StringBuilder seen = new StringBuilder();
                Consumer<HttpSession> look = accessed -> seen.append(accessed.getAttribute("name"));
                Class.forName(HttpSession.class.getName() + "$Accessor")
                        .getMethod("access", Consumer.class)
                        .invoke(accessor, look);
                response.getWriter().print(seen);
            }
        },
        SESSION_ENDED {
            @Override
            void answer(HttpServletRequest request, HttpServletResponse response) throws Exception {
                HttpSession session = request.getSession();
                session.setAttribute("order", request.getAttribute("order"));
                request.removeAttribute("order");
                response.getWriter()
                        .print(session.equals(request.getSession()) + " " + session.isNew() + " "
                                + session.equals("session"));
                session.invalidate();
                try {
                    session.getAttribute("order");
                } catch (IllegalStateException e) {
                    response.getWriter().print(" ended");
                }
            }
        };

        abstract void answer(HttpServletRequest request, HttpServletResponse response) throws Exception;
    }

    /** Costs more if it is asked when the answer, or its beginning, may have gone. */
    public record Order(String id, ServletResponse container) {
        public String getId() {
            return id;
        }

        public String getTotalPrice() {
            return container.isCommitted() ? "99.00" : "64.00";
        }
    }

    /** For the container. */
    public NewestServlet() {}

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        String way = request.getParameter("way");
        if (way == null) {
            response.getWriter().println("<h1>Catalogue</h1>");
            return;
        }
        ServletResponse container = response;
        while (container instanceof ServletResponseWrapper wrapper) {
            container = wrapper.getResponse();
        }
        request.setAttribute("order", new Order(way, container));
        try {
            Way.valueOf(way).answer(request, response);
        } catch (IOException | ServletException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ServletException(e);
        }
    }

    private static void redirect(HttpServletResponse response, Class<?>[] types, Object... arguments) throws Exception {
        try {
            HttpServletResponse.class.getMethod("sendRedirect", types).invoke(response, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private static void write(ServletOutputStream stream, ByteBuffer bytes) throws Exception {
        ServletOutputStream.class.getMethod("write", ByteBuffer.class).invoke(stream, bytes);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
