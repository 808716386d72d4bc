package io.roifilter.faults;

import io.roifilter.testing.WriteWhenReady;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The ways in which an application answers; each ends its answer in another moment, or through another object. */
enum Answer {
    WRITER((request, response) -> write(response, Text.SMALL)),
    STREAM((request, response) -> stream(response, Text.SMALL)),
    NOTHING((request, response) -> response.setStatus(HttpServletResponse.SC_OK)),
    FLUSHED((request, response) -> {
        response.flushBuffer();
        write(response, Text.SMALL);
    }),
    FLUSHED_AT_THE_END((request, response) -> {
        write(response, Text.SMALL);
        response.flushBuffer();
    }),
    LARGE_WRITER((request, response) -> write(response, Text.LARGE)),
    LARGE_STREAM((request, response) -> stream(response, Text.LARGE)),

    FORWARD((request, response) -> request.getRequestDispatcher(Text.PAGE).forward(request, response)),
    FORWARD_LARGE(
            (request, response) -> request.getRequestDispatcher(Text.LARGE_PAGE).forward(request, response)),
    FORWARD_CLOSED((request, response) ->
            request.getRequestDispatcher(Text.CLOSING_PAGE).forward(request, response)),
    INCLUDE((request, response) -> request.getRequestDispatcher(Text.PAGE).include(request, response)),
    INCLUDE_LARGE(
            (request, response) -> request.getRequestDispatcher(Text.LARGE_PAGE).include(request, response)),

    CLOSED_WRITER((request, response) -> {
        write(response, Text.SMALL);
        response.getWriter().close();
    }),
    CLOSED_STREAM((request, response) -> {
        stream(response, Text.SMALL);
        response.getOutputStream().close();
    }),
    CLOSED_LARGE((request, response) -> {
        stream(response, Text.LARGE);
        response.getOutputStream().close();
    }),

    LENGTH_WRITER((request, response) -> {
        response.setContentLength(Text.SMALL.length());
        write(response, Text.SMALL);
    }),
    LENGTH_STREAM((request, response) -> {
        response.setContentLengthLong(Text.SMALL.length());
        stream(response, Text.SMALL);
    }),
    LENGTH_IN_A_HEADER((request, response) -> {
        response.setHeader("Content-Length", String.valueOf(Text.SMALL.length()));
        stream(response, Text.SMALL);
    }),
    LENGTH_BYTE_BY_BYTE((request, response) -> {
        response.setIntHeader("Content-Length", Text.SMALL.length());
        for (byte b : Text.SMALL.getBytes(StandardCharsets.US_ASCII)) {
            response.getOutputStream().write(b);
        }
    }),
    LENGTH_FLUSHED((request, response) -> {
        response.setContentLength(Text.SMALL.length());
        write(response, Text.SMALL);
        response.getWriter().flush();
    }),
    LENGTH_LARGE((request, response) -> {
        response.setContentLength(Text.LARGE.length());
        stream(response, Text.LARGE);
    }),
    LENGTH_ZERO((request, response) -> {
        response.setContentLength(0);
        response.flushBuffer();
    }),

    REDIRECT((request, response) -> response.sendRedirect("/shop/thank-you")),
    REDIRECT_BY_STATUS((request, response) -> {
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", "/shop/thank-you");
    }),

    ASYNC((request, response) -> byAnotherThread(request.startAsync(), async -> {
        write(async.getResponse(), Text.SMALL);
        async.complete();
    })),
    ASYNC_OUTER_RESPONSE((request, response) -> byAnotherThread(request.startAsync(), async -> {
        write(response, Text.SMALL);
        async.complete();
    })),
    ASYNC_OWN_PAIR((request, response) -> byAnotherThread(request.startAsync(request, response), async -> {
        stream(async.getResponse(), Text.SMALL);
        async.complete();
    })),
    ASYNC_LARGE((request, response) -> byAnotherThread(request.startAsync(), async -> {
        write(async.getResponse(), Text.LARGE);
        async.complete();
    })),
    ASYNC_CLOSED((request, response) -> byAnotherThread(request.startAsync(), async -> {
        write(async.getResponse(), Text.SMALL);
        async.getResponse().getWriter().close();
        async.complete();
    })),
    ASYNC_LENGTH((request, response) -> byAnotherThread(request.startAsync(), async -> {
        async.getResponse().setContentLength(Text.SMALL.length());
        stream(async.getResponse(), Text.SMALL);
        async.complete();
    })),
    ASYNC_REDIRECT((request, response) -> byAnotherThread(request.startAsync(), async -> {
        ((HttpServletResponse) async.getResponse()).sendRedirect("/shop/thank-you");
        async.complete();
    })),
    ASYNC_DISPATCH((request, response) -> byAnotherThread(request.startAsync(), async -> async.dispatch(Text.PAGE))),
    ASYNC_DISPATCH_AT_ONCE((request, response) -> request.startAsync().dispatch(Text.PAGE)),
    ASYNC_DISPATCH_OWN_PAIR((request, response) ->
            byAnotherThread(request.startAsync(request, response), async -> async.dispatch(Text.LARGE_PAGE))),
    ASYNC_AT_ONCE((request, response) -> {
        AsyncContext async = request.startAsync();
        write(response, Text.SMALL);
        async.complete();
    }),
    ASYNC_CONTAINER_THREAD((request, response) -> {
        AsyncContext async = request.startAsync();
        async.start(() -> {
            try {
                write(async.getResponse(), Text.SMALL);
                async.complete();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }),
    ASYNC_WRITE_LISTENER((request, response) -> {
        AsyncContext async = request.startAsync();
        ServletOutputStream out = async.getResponse().getOutputStream();
        out.setWriteListener(new WriteWhenReady(async, Text.LARGE, Text.LARGE.length()));
    }),

    UNTIL_THE_CONNECTION_IS_CLOSED((request, response) -> {
        response.setHeader("Connection", "close");
        stream(response, Text.LARGE);
    }),
    UNTIL_THE_CONNECTION_ENDS(1.0, (request, response) -> {
        response.flushBuffer();
        write(response, Text.SMALL);
    }),
    LARGE_UNTIL_THE_CONNECTION_ENDS(1.0, (request, response) -> stream(response, Text.LARGE)),
    FORWARD_UNTIL_THE_CONNECTION_ENDS(
            1.0,
            (request, response) -> request.getRequestDispatcher(Text.LARGE_PAGE).forward(request, response)),
    ASYNC_UNTIL_THE_CONNECTION_ENDS(
            1.0,
            (request, response) -> byAnotherThread(request.startAsync(), async -> {
                stream(async.getResponse(), Text.LARGE);
                async.complete();
            }));

    private static final ExecutorService THREADS = Executors.newCachedThreadPool();

    private interface Page {
        void answer(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException;
    }

    private interface Work {
        void run(AsyncContext async) throws IOException;
    }

    private final double httpVersion;
    private final Page page;

    Answer(Page page) {
        this(1.1, page);
    }

    Answer(double httpVersion, Page page) {
        this.httpVersion = httpVersion;
        this.page = page;
    }

    /** The version of HTTP that a customer speaks who wants this answer: with 1.0, the end of the connection ends it. */
    double httpVersion() {
        return httpVersion;
    }

    void give(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
        page.answer(request, response);
    }

    /** A page by its path, for those who forward to it. */
    static void givePage(String path, HttpServletResponse response) throws IOException {
        write(response, path.equals(Text.LARGE_PAGE) ? Text.LARGE : Text.SMALL);
        if (path.equals(Text.CLOSING_PAGE)) {
            response.getWriter().close();
        }
    }

    /** Whether all is there of a page that does not say how much it is: the connection may end at any moment. */
    static boolean isWhole(String body) {
        return body.endsWith(Text.END);
    }

    private static void write(ServletResponse response, String text) throws IOException {
        response.setContentType("text/html;charset=UTF-8");
        response.getWriter().print(text);
    }

    private static void stream(ServletResponse response, String text) throws IOException {
        response.setContentType("text/html");
        response.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void byAnotherThread(AsyncContext async, Work work) {
        THREADS.execute(() -> {
            try {
                work.run(async);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** What pages say, and where those are to which others forward. */
    private static final class Text {
        static final String PAGE = "/pages/small";
        static final String LARGE_PAGE = "/pages/large";
        static final String CLOSING_PAGE = "/pages/closing";

        static final String END = "</html>";
        static final String SMALL = "<html><body>thank you</body>" + END;
        /** More than any buffer holds. */
        static final String LARGE = "<html><body>" + "thank you\n".repeat(20_000) + "</body>" + END;
    }
}
