package io.roifilter.container.shop;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;

/** Answers in the ways in which copies of answers go wrong, each by a forward; and tells what a copy of it had in it. */
public final class CopiedServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    private static final String PAGE = "<p>d\u00e4nke \u20ac \u65e5\u672c</p>";
    private static final String SMALL = "0123456789".repeat(50);
    private static final String LARGE = "0123456789abcde\n".repeat(3125); // 50,000 characters

    /** Ways to answer. */
    public enum Way {
        SMALL_BY_WRITER(SMALL, (request, response) -> response.getWriter().print(SMALL)),
        LARGE_BY_WRITER(LARGE, (request, response) -> response.getWriter().print(LARGE)),
        LARGE_BY_STREAM(LARGE, (request, response) -> response.getOutputStream().write(utf8(LARGE))),
        LENGTH(SMALL, (request, response) -> {
            response.setContentLength(SMALL.length());
            response.getWriter().print(SMALL);
        }),
        NO_CONTENT(null, (request, response) -> {
            response.setStatus(204);
            response.flushBuffer();
        }),
        NOT_MODIFIED(null, (request, response) -> {
            response.setStatus(304);
            response.flushBuffer();
        }),
        WRITER_AND_STREAM("class java.lang.IllegalStateException", (request, response) -> {
            PrintWriter writer = response.getWriter();
            try {
                response.getOutputStream();
            } catch (IllegalStateException e) {
                writer.print(e.getClass());
            }
        }),
        ASYNC(SMALL, (request, response) -> {
            AsyncContext async = request.startAsync();
            async.start(() -> print(async, (HttpServletResponse) async.getResponse()));
        }),
        ASYNC_BY_ITS_OWN_VARIABLE(SMALL, (request, response) -> {
            AsyncContext async = request.startAsync();
            async.start(() -> print(async, response));
        }),
        ASYNC_WITH_REQUEST_AND_RESPONSE(SMALL, (request, response) -> {
            AsyncContext async = request.startAsync(request, response);
            async.start(() -> print(async, response));
        }),
        ASYNC_DISPATCH(SMALL, (request, response) -> request.startAsync().dispatch("/catalogue?way=SMALL_BY_WRITER")),
        NON_BLOCKING(LARGE, (request, response) -> {
            AsyncContext async = request.startAsync(request, response);
            ServletOutputStream stream = response.getOutputStream();
            stream.setWriteListener(new WriteListener() {
                private int at;

                @Override
                public void onWritePossible() throws IOException {
                    while (stream.isReady()) {
                        if (at == LARGE.length()) {
                            async.complete();
                            return;
                        }
                        stream.write(utf8(LARGE), at, 1000);
                        at += 1000;
                    }
                }

                @Override
                public void onError(Throwable failure) {
                    async.complete();
                }
            });
        }),
        EVERY_WRITE_OF_THE_WRITER(
                "abcdefghtrue1null\u20ac1.50" + System.lineSeparator() + "end", (request, response) -> {
                    response.setContentType("text/html;charset=UTF-8");
                    PrintWriter out = response.getWriter();
                    out.write('a');
                    out.write("b");
                    out.write("xcx", 1, 1);
                    out.write(new char[] {'d'});
                    out.write(new char[] {'x', 'e', 'x'}, 1, 1);
                    out.append('f').append("g").append("xhx", 1, 2);
                    out.print(true);
                    out.print(1);
                    out.print((Object) null);
                    out.print('\u20ac');
                    out.format(java.util.Locale.ROOT, "%.2f", 1.5).println();
                    out.print("end");
                }),
        EVERY_WRITE_OF_THE_STREAM("abcdtrue1\r\nef", (request, response) -> {
            ServletOutputStream out = response.getOutputStream();
            out.write('a');
            out.write(new byte[] {'b'});
            out.write(new byte[] {'x', 'c', 'x'}, 1, 1);
            out.print("d");
            out.print(true);
            out.println(1);
            out.print('e');
            write(out, ByteBuffer.wrap(new byte[] {'x', 'f', 'x'}, 1, 1));
        }),
        TYPE_AFTER_THE_STREAM(PAGE, (request, response) -> {
            ServletOutputStream out = response.getOutputStream();
            response.setContentType("text/html;charset=UTF-8");
            out.write(utf8(PAGE));
        }),
        RESET("kept", (request, response) -> {
            response.setHeader("X-Shop", "lost");
            response.getOutputStream().write(utf8("lost"));
            response.reset();
            response.getWriter().print("kept");
        }),
        RESET_BUFFER("kept", (request, response) -> {
            response.getWriter().print("lost");
            response.resetBuffer();
            response.getWriter().print("kept");
        }),
        ERROR(null, (request, response) -> {
            response.getWriter().print("lost");
            response.sendError(404);
        }),
        REDIRECT(null, (request, response) -> {
            response.getWriter().print("lost");
            response.sendRedirect("catalogue");
        }),
        HEADERS_AND_TRAILERS("page", (request, response) -> {
            response.setHeader("X-Shop", "as it is");
            response.setTrailerFields(() -> Map.of("X-Sum", "4"));
            response.getWriter().print("page");
            response.getWriter().flush();
        }),
        COMPRESSED(LARGE, (request, response) -> {
            response.setContentType("text/html");
            response.setHeader("Content-Encoding", "gzip");
            try (GZIPOutputStream out = new GZIPOutputStream(response.getOutputStream())) {
                out.write(utf8(LARGE));
            }
        }),
        BROTLI(null, (request, response) -> {
            response.setHeader("Content-Encoding", "br");
            response.getOutputStream().write(new byte[] {11, 2, -128, 'x', 3});
        }),
        CHARSET_OF_THE_WRITER(PAGE, (request, response) -> {
            response.setContentType("text/html;charset=UTF-16LE");
            response.getWriter().print(PAGE);
        }),
        CHARSET_OF_THE_STREAM("\u65e5\u672c", (request, response) -> {
            response.setContentType("text/html;charset=Shift_JIS");
            response.getOutputStream().write("\u65e5\u672c".getBytes(Charset.forName("Shift_JIS")));
        }),
        CHARSET_OF_THE_PAGE("<meta charset=windows-1251>\u0441\u043f", (request, response) -> {
            // No type: to a type alone, some servers add the charset that they think it has.
            response.getOutputStream()
                    .write("<meta charset=windows-1251>\u0441\u043f".getBytes(Charset.forName("windows-1251")));
        }),
        BYTE_ORDER_MARK(PAGE, (request, response) -> {
            response.setContentType("text/html");
            response.getOutputStream().write(utf8("\ufeff" + PAGE));
        }),
        JSON("{\"id\": \"\u20ac1123\"}", (request, response) -> {
            response.setContentType("application/json");
            response.setStatus(201);
            response.getOutputStream().write(utf8("{\"id\": \"\u20ac1123\"}"));
        }),
        LONGER_THAN_THE_LIMIT(
                "<b>1123</b>\n" + LARGE.repeat(6).substring(0, 262_144 - 12) + "\n"
                        + LARGE.repeat(6).substring(300_000 - 262_144 + 13) + "<b>152.99</b>",
                (request, response) -> {
                    PrintWriter out = response.getWriter();
                    out.println("<b>1123</b>");
                    for (int i = 0; i < 20; i++) {
                        out.print(LARGE);
                    }
                    out.print("<b>152.99</b>");
                }),
        EVENTS(null, (request, response) -> {
            response.setContentType("text/event-stream");
            response.getWriter().print("data: 1\n\n");
            response.getWriter().flush();
        }),
        IMAGE(null, (request, response) -> {
            response.setContentType("image/png");
            response.getOutputStream().write(new byte[] {1, 2, 3});
        }),
        DOWNLOAD(null, (request, response) -> {
            response.setContentType("text/plain");
            response.setHeader("Content-Disposition", "attachment");
            response.getWriter().print("invoice");
        }),
        PARTIAL(null, (request, response) -> {
            response.setStatus(206);
            response.setHeader("Content-Range", "bytes 0-3/10");
            response.getWriter().print("part");
        }),
        IDENTITY("true false", (request, response) -> {
            PrintWriter out = response.getWriter();
            out.print((out == response.getWriter()) + " ");
            out.print(out.checkError());
        }),
        INCLUDE("before " + SMALL + " after", (request, response) -> {
            response.getWriter().print("before ");
            request.getRequestDispatcher("/catalogue?way=SMALL_BY_WRITER").include(request, response);
            response.getWriter().print(" after");
        }),
        FORWARD_AFTER_A_PART(SMALL, (request, response) -> {
            response.getWriter().print("lost");
            request.getRequestDispatcher("/catalogue?way=SMALL_BY_WRITER").forward(request, response);
        });

        private final String copied;
        private final Page page;

        Way(String copied, Page page) {
            this.copied = copied;
            this.page = page;
        }

        /** What a copy has in it; null if there is none. */
        public String copied() {
            return copied;
        }
    }

    private interface Page {
        void answer(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException;
    }

    /** Where the filter's expression leaves what it reads. */
    public static final class Copies {
        private static final Map<String, String> PAGES = new ConcurrentHashMap<>();

        /** For the shop. */
        public Copies() {}

        /** Gives the id if there is a page. */
        public String take(String id, Object page) {
            if (page == null || page.toString().isEmpty()) {
                return null;
            }
            PAGES.put(id, page.toString());
            return id;
        }
    }

    /** For the container. */
    public CopiedServlet() {}

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        String way = request.getParameter("way");
        if (way != null && request.getServletPath().equals("/thank-you")) {
            request.setAttribute("copies", new Copies());
            request.getRequestDispatcher("/catalogue").forward(request, response);
        } else if (way != null) {
            Way.valueOf(way).page.answer(request, response);
        } else if (request.getParameter("copy") != null) {
            response.setContentType("text/plain;charset=UTF-8");
            response.getWriter().print(Copies.PAGES.getOrDefault(request.getParameter("copy"), "none"));
        } else {
            response.getWriter().println("<h1>Catalogue</h1>");
        }
    }

    private static void print(AsyncContext async, HttpServletResponse response) {
        try {
            response.getWriter().print(SMALL);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } finally {
            async.complete();
        }
    }

    /** As Servlet 6.1 can. */
    private static void write(ServletOutputStream stream, ByteBuffer bytes) throws IOException {
        try {
            ServletOutputStream.class.getMethod("write", ByteBuffer.class).invoke(stream, bytes);
        } catch (NoSuchMethodException e) {
            stream.write(bytes.array(), bytes.position(), bytes.remaining());
        } catch (ReflectiveOperationException e) {
            throw new IOException(e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
