package io.roifilter;

import io.roifilter.testing.AsyncAdapter;
import io.roifilter.testing.TestShop;
import io.roifilter.testing.WriteWhenReady;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;

/**
 * Ways in which applications answer oddly, or wrongly: what their server makes of it is theirs. Some look at what they are
 * given and tell of it in the page.
 */
enum OddAnswer {
    BUFFER_RESET((request, response) -> {
        response.setContentType("text/html; charset=UTF-8");
        response.getWriter().print("lost");
        response.resetBuffer();
        response.getWriter().print("kept");
    }),
    BUFFER_RESET_OF_A_STREAM((request, response) -> {
        response.getOutputStream().print("lost");
        response.setHeader("X-Shop", "kept");
        response.resetBuffer();
        response.getOutputStream().print("kept");
    }),
    BUFFER_RESET_AFTER_THE_LENGTH((request, response) -> {
        response.setContentLength(9);
        response.getWriter().print("lost");
        response.resetBuffer();
        response.getWriter().print("thank you");
    }),
    RESET((request, response) -> {
        response.setStatus(203);
        response.setHeader("X-Shop", "lost");
        response.setContentType("text/html; charset=UTF-16");
        response.getWriter().print("lost");
        response.reset();
        response.setContentType("text/plain; charset=UTF-8");
        response.getWriter().print("kept \u20ac");
    }),
    RESET_AND_OTHER_OUTPUT((request, response) -> {
        response.setContentLength(4);
        response.getWriter().print("los");
        response.reset();
        response.getOutputStream().print("kept, and longer");
    }),
    RESET_BUFFER_AND_OTHER_OUTPUT((request, response) -> {
        response.getWriter().print("lost");
        response.resetBuffer();
        tell(response.getWriter(), response::getOutputStream);
    }),
    RESET_AFTER_A_FLUSH((request, response) -> {
        response.getWriter().print("sent ");
        response.flushBuffer();
        tell(response.getWriter(), response::reset);
        tell(response.getWriter(), response::resetBuffer);
    }),

    LENGTH_TOO_LARGE((request, response) -> {
        response.setContentLength(100);
        response.getWriter().print("short");
    }),
    LENGTH_TOO_LARGE_FLUSHED((request, response) -> {
        response.setContentLength(100);
        response.getOutputStream().print("short");
        response.flushBuffer();
    }),
    LENGTH_TOO_LARGE_CLOSED((request, response) -> {
        response.setContentLength(100);
        response.getOutputStream().print("short");
        response.getOutputStream().close();
    }),
    LENGTH_TOO_SMALL((request, response) -> {
        response.setContentLength(5);
        response.getWriter().print("thank you");
    }),
    LENGTH_TOO_SMALL_IN_PIECES((request, response) -> {
        response.setContentLength(5);
        attempt(() -> {
            for (byte b : "thank you".getBytes(StandardCharsets.US_ASCII)) {
                response.getOutputStream().write(b);
            }
        });
        response.getOutputStream().close();
    }),
    LENGTH_TOO_SMALL_AND_LARGE_BODY((request, response) -> {
        response.setHeader("Content-Length", "70000");
        response.getOutputStream().print(Text.LARGE);
    }),
    LENGTH_AFTER_THE_BODY((request, response) -> {
        response.getWriter().print("thank you");
        response.getWriter().flush();
        response.setContentLength(5);
        response.getWriter().print(" and more");
    }),
    LENGTH_TOO_SMALL_AFTER_THE_BODY((request, response) -> {
        response.getOutputStream().print("thank you");
        attempt(() -> response.setContentLength(5));
    }),
    LENGTH_CHANGED((request, response) -> {
        response.setContentLength(3);
        response.setContentLengthLong(9);
        response.getWriter().print("thank you");
    }),
    LENGTH_REMOVED((request, response) -> {
        response.setContentLength(3);
        attempt(() -> response.setHeader("Content-Length", null));
        response.getWriter().print("thank you");
    }),
    LENGTH_NEGATIVE((request, response) -> {
        attempt(() -> response.setContentLength(-1));
        attempt(() -> response.setContentLengthLong(-7));
        response.getWriter().print("thank you");
    }),
    LENGTH_TWICE((request, response) -> {
        response.addHeader("Content-Length", "9");
        attempt(() -> response.addHeader("content-length", "9"));
        response.getWriter().print("thank you");
    }),
    LENGTH_AND_CLOSED((request, response) -> {
        response.setContentLength(9);
        response.getWriter().print("thank you");
        response.getWriter().close();
        response.getWriter().print("too late");
    }),
    LENGTH_ZERO_AND_BODY((request, response) -> {
        response.setContentLength(0);
        response.getWriter().print("thank you");
    }),
    LENGTH_OF_UTF_16((request, response) -> {
        response.setContentType("text/html; charset=UTF-16");
        byte[] page = "thank you".getBytes(StandardCharsets.UTF_16);
        response.setContentLength(page.length);
        response.getWriter().print("thank you");
        response.getWriter().flush();
    }),

    ERROR_AFTER_A_PART((request, response) -> {
        response.getWriter().print("lost");
        response.sendError(500, "of the shop's");
        response.getWriter().print("ignored");
    }),
    ERROR_AFTER_A_FLUSH((request, response) -> {
        response.getWriter().print("sent ");
        response.flushBuffer();
        tell(response.getWriter(), () -> response.sendError(500, "too late"));
    }),
    ERROR_AFTER_A_LARGE_PART((request, response) -> {
        response.getOutputStream().print(Text.LARGE);
        tell(response.getOutputStream(), () -> response.sendError(503));
    }),
    ERROR_TWICE((request, response) -> {
        response.getWriter(); // else Tomcat asks for it at the end of a forward, if the response is anybody's wrapper
        response.sendError(404);
        attempt(() -> response.sendError(500));
    }),
    ERROR_WITH_A_PAGE((request, response) -> response.sendError(SameBytesIT.ERROR_WITH_A_PAGE, "see there")),
    ERROR_WITH_A_PAGE_AFTER_A_PART((request, response) -> {
        response.setHeader("X-Shop", "as it is");
        response.getWriter().print("lost");
        response.sendError(SameBytesIT.ERROR_WITH_A_PAGE);
    }),
    ERROR_IN_A_FORWARD((request, response) ->
            request.getRequestDispatcher("/odd?way=ERROR_WITH_A_PAGE").forward(request, response)),
    STATUS_OF_AN_ERROR((request, response) -> {
        response.setStatus(404);
        response.getWriter().print("nothing here");
    }),

    EXCEPTION((request, response) -> {
        response.getWriter().print("lost");
        throw new IllegalStateException("of the shop's");
    }),
    EXCEPTION_AFTER_A_FLUSH((request, response) -> {
        response.getWriter().print("sent");
        response.flushBuffer();
        throw new IllegalStateException("of the shop's");
    }),
    EXCEPTION_AFTER_A_LARGE_PART((request, response) -> {
        response.getOutputStream().print(Text.LARGE);
        throw new ServletException("of the shop's", new IOException("cause"));
    }),
    EXCEPTION_AFTER_THE_END((request, response) -> {
        response.getWriter().print("thank you");
        response.getWriter().close();
        throw new IOException("of the shop's");
    }),
    EXCEPTION_AFTER_THE_LENGTH((request, response) -> {
        response.setContentLength(9);
        response.getWriter().print("thank");
        throw new IllegalStateException("of the shop's");
    }),
    EXCEPTION_AFTER_A_WHOLE_LENGTH((request, response) -> {
        response.setContentLength(9);
        response.getOutputStream().print("thank you");
        throw new IllegalStateException("of the shop's");
    }),
    EXCEPTION_WITH_A_PAGE((request, response) -> {
        response.getWriter().print("lost");
        throw new NoSuchElementException("see there");
    }),
    EXCEPTION_WITH_A_PAGE_WITHIN((request, response) -> {
        throw new ServletException("see there", new NoSuchElementException());
    }),
    EXCEPTION_IN_A_FORWARD((request, response) ->
            request.getRequestDispatcher("/odd?way=EXCEPTION").forward(request, response)),
    EXCEPTION_IN_AN_INCLUDE((request, response) -> {
        response.getWriter().print("before ");
        tell(
                response.getWriter(),
                () -> request.getRequestDispatcher("/odd?way=EXCEPTION").include(request, response));
    }),
    ERROR_THROWN((request, response) -> {
        response.getWriter().print("lost");
        throw new StackOverflowError("of the shop's");
    }),

    FORWARD_AFTER_A_PART((request, response) -> {
        response.getWriter().print("lost");
        request.getRequestDispatcher("/writer").forward(request, response);
    }),
    FORWARD_AFTER_A_FLUSH((request, response) -> {
        response.getWriter().print("sent ");
        response.flushBuffer();
        tell(response.getWriter(), () -> request.getRequestDispatcher("/writer").forward(request, response));
    }),
    FORWARD_TO_THE_OTHER_OUTPUT((request, response) -> {
        response.getWriter().print("lost");
        tell(response.getWriter(), () -> request.getRequestDispatcher("/stream").forward(request, response));
    }),
    FORWARD_AND_MORE((request, response) -> {
        request.getRequestDispatcher("/writer").forward(request, response);
        response.getWriter().print("ignored");
        response.setHeader("X-Shop", "ignored");
    }),
    FORWARD_NESTED((request, response) ->
            request.getRequestDispatcher("/odd?way=FORWARD_AND_MORE").forward(request, response)),
    FORWARD_TO_INCLUDES((request, response) ->
            request.getRequestDispatcher("/odd?way=INCLUDES").forward(request, response)),
    FORWARD_TO_A_LARGE_PAGE(
            (request, response) -> request.getRequestDispatcher("/large").forward(request, response)),
    FORWARD_TO_ASYNC((request, response) ->
            request.getRequestDispatcher("/odd?way=ASYNC_COMPLETED").forward(request, response)),
    FORWARD_BY_WRAPPERS((request, response) -> request.getRequestDispatcher("/stream")
            .forward(new HttpServletRequestWrapper(request), new HttpServletResponseWrapper(response))),
    FORWARD_BY_NAME((request, response) ->
            request.getServletContext().getNamedDispatcher("/writer").forward(request, response)),
    FORWARD_TO_NOTHING(
            (request, response) -> request.getRequestDispatcher("/nothing").forward(request, response)),
    INCLUDES((request, response) -> {
        response.getWriter().print("before ");
        request.getRequestDispatcher("/writer").include(request, response);
        request.getRequestDispatcher("/headers").include(request, response);
        request.getRequestDispatcher("/writer").include(request, response);
        response.getWriter().print(" after");
    }),
    INCLUDE_OF_A_FORWARD((request, response) -> {
        response.getWriter().print("before ");
        request.getRequestDispatcher("/odd?way=FORWARD_TO_A_LARGE_PAGE").include(request, response);
        response.getWriter().print(" after");
    }),
    INCLUDE_OF_AN_ERROR((request, response) -> {
        response.getWriter().print("before ");
        request.getRequestDispatcher("/odd?way=ERROR_WITH_A_PAGE").include(request, response);
        response.getWriter().print(" after");
    }),
    INCLUDE_THAT_RESETS_THE_BUFFER((request, response) -> {
        response.getWriter().print("before ");
        request.getRequestDispatcher("/odd?way=BUFFER_RESET").include(request, response);
        response.getWriter().print(" after");
    }),
    INCLUDE_THAT_RESETS((request, response) -> {
        response.getWriter().print("before ");
        request.getRequestDispatcher("/odd?way=RESET").include(request, response);
        response.getWriter().print(" after");
    }),
    INCLUDE_THAT_REDIRECTS((request, response) -> {
        response.getWriter().print("before ");
        tell(
                response.getWriter(),
                () -> request.getRequestDispatcher("/odd?way=REDIRECT_AWAY").include(request, response));
        response.getWriter().print(" after");
    }),
    INCLUDE_THAT_CLOSES((request, response) -> {
        response.getWriter().print("before ");
        request.getRequestDispatcher("/odd?way=LENGTH_AND_CLOSED").include(request, response);
        response.getWriter().print(" after");
    }),
    INCLUDE_OF_THE_OTHER_OUTPUT((request, response) -> {
        response.getWriter().print("before ");
        tell(response.getWriter(), () -> request.getRequestDispatcher("/stream").include(request, response));
        response.getWriter().print(" after");
    }),
    INCLUDE_OF_NOTHING((request, response) -> {
        response.getWriter().print("before ");
        tell(
                response.getWriter(),
                () -> request.getRequestDispatcher("/nothing").include(request, response));
    }),

    UTF_8((request, response) -> text(response, "UTF-8")),
    UTF_16((request, response) -> text(response, "UTF-16")),
    UTF_16_LITTLE((request, response) -> text(response, "UTF-16LE")),
    UTF_32((request, response) -> text(response, "UTF-32")),
    LATIN_1((request, response) -> text(response, "ISO-8859-1")),
    WINDOWS((request, response) -> text(response, "windows-1252")),
    ASCII((request, response) -> text(response, "US-ASCII")),
    SHIFT_JIS((request, response) -> text(response, "Shift_JIS")),
    ISO_2022_JP((request, response) -> text(response, "ISO-2022-JP")),
    EBCDIC((request, response) -> text(response, "IBM1047")),
    NO_CHARSET((request, response) -> text(response, null)),
    UNKNOWN_CHARSET((request, response) -> {
        response.setContentType("text/html");
        tell(response.getOutputStream(), () -> {
            response.setCharacterEncoding("no-such");
            response.getWriter();
        });
    }),
    CHARSET_TOO_LATE((request, response) -> {
        response.setContentType("text/html; charset=ISO-8859-1");
        PrintWriter writer = response.getWriter();
        response.setCharacterEncoding("UTF-8");
        response.setContentType("application/json; charset=UTF-16");
        response.setLocale(Locale.JAPAN);
        writer.print("d\u00e4nke " + response.getCharacterEncoding() + " " + response.getContentType());
    }),
    LOCALE((request, response) -> {
        response.setLocale(Locale.JAPAN);
        response.setContentType("text/html");
        response.getWriter().print("\u65e5\u672c " + response.getCharacterEncoding() + " " + response.getLocale());
    }),

    WRITER_OF_EVERYTHING((request, response) -> {
        response.setContentType("text/html; charset=UTF-8");
        PrintWriter out = response.getWriter();
        out.print(true);
        out.print('\u20ac');
        out.print(1123);
        out.print(1123L);
        out.print(1.5f);
        out.print(1.5);
        out.print(new char[] {'a', '\u00e4'});
        out.print((String) null);
        out.print((Object) null);
        out.print(Map.of("a", 1));
        out.println();
        out.println(true);
        out.println('c');
        out.println(1);
        out.println(1L);
        out.println(1.5f);
        out.println(1.5);
        out.println(new char[] {'\ud83d', '\ude80'});
        out.println("text");
        out.println((Object) "object");
        out.write('\ud83d');
        out.write('\ude80');
        out.write("text", 1, 2);
        out.write(new char[] {'a', 'b', 'c'}, 1, 2);
        out.append('c').append("text").append(null).append("text", 1, 3);
        out.append(new StringBuilder("built"), 0, 5);
        out.format("%s %d", "a", 1).printf("%.2f", 1.5).printf(Locale.GERMANY, "%.2f", 1.5);
        out.format((Locale) null, "%.2f", 1.5);
        out.print(out.checkError());
    }),
    WRITER_OF_WHAT_IS_WRONG((request, response) -> {
        PrintWriter out = response.getWriter();
        tell(out, () -> out.write((String) null));
        tell(out, () -> out.write((char[]) null));
        tell(out, () -> out.append("abc", 2, 1));
        tell(out, () -> out.format(null));
        tell(out, () -> out.format("%d", "text"));
        tell(out, () -> out.write(-1));
        tell(out, () -> out.write(0x1F680));
        tell(out, () -> out.print("\ud83d lonely \ude80"));
        tell(
                out,
                () -> out.print(new Object() {
                    @Override
                    public String toString() {
                        throw new IllegalStateException("of an object");
                    }
                }));
    }),
    STREAM_OF_EVERYTHING((request, response) -> {
        ServletOutputStream out = response.getOutputStream();
        out.print(true);
        out.print('c');
        out.print(1123);
        out.print(1123L);
        out.print(1.5f);
        out.print(1.5);
        out.print("d\u00e4nke");
        out.println();
        out.println(true);
        out.println('c');
        out.println(1);
        out.println(1L);
        out.println(1.5f);
        out.println(1.5);
        out.println("text");
        tell(out, () -> out.print((String) null));
        tell(out, () -> out.println((String) null));
        out.write(0x1FF);
        out.write(new byte[] {1, 2, 3}, 1, 2);
    }),
    STREAM_OF_WHAT_IS_WRONG((request, response) -> {
        ServletOutputStream out = response.getOutputStream();
        tell(out, () -> out.write((byte[]) null));
        tell(out, () -> out.print("\u20ac"));
        tell(out, () -> out.println("\u20ac"));
        tell(out, () -> out.print('\u20ac'));
    }),
    WRITE_AFTER_THE_WRITER_IS_CLOSED((request, response) -> {
        PrintWriter writer = response.getWriter();
        writer.print("thank you");
        writer.close();
        writer.close();
        attempt(() -> writer.print("too late"));
        attempt(writer::flush);
        attempt(writer::println);
        attempt(() -> writer.format("%d", 1));
        attempt(response::flushBuffer);
        attempt(writer::checkError);
    }),
    WRITE_AFTER_THE_STREAM_IS_CLOSED((request, response) -> {
        ServletOutputStream stream = response.getOutputStream();
        stream.print("thank you");
        stream.close();
        attempt(() -> stream.print("too late"));
        attempt(stream::flush);
        stream.close();
    }),
    STREAM_AFTER_A_WRITER((request, response) -> {
        response.getWriter().print("thank you ");
        tell(response.getWriter(), response::getOutputStream);
    }),
    WRITER_AFTER_A_STREAM((request, response) -> {
        response.getOutputStream().print("thank you ");
        tell(response.getOutputStream(), response::getWriter);
    }),

    SESSION_ENDED((request, response) -> {
        HttpSession session = request.getSession();
        session.setAttribute("order", request.getAttribute("order"));
        PrintWriter out = response.getWriter();
        out.print(session.isNew() + " " + session.equals(request.getSession(false)));
        tell(out, request::changeSessionId);
        session.invalidate();
        out.print(attempt(() -> session.getAttribute("order")).split(":")[0]);
        out.print(attempt(session::isNew).split(":")[0]);
        out.print(attempt(session::getCreationTime).split(":")[0]);
        out.print(attempt(session::invalidate).split(":")[0]);
        out.print(attempt(() -> session.setAttribute("order", null)).split(":")[0]);
        out.print(request.getSession(false));
        out.print(request.getSession().getAttribute("order"));
    }),
    SESSION_AFTER_A_FLUSH((request, response) -> {
        response.flushBuffer();
        tell(response.getWriter(), request::getSession);
    }),

    REDIRECT_RELATIVE((request, response) -> response.sendRedirect("elsewhere?a=b#c")),
    REDIRECT_AWAY((request, response) -> response.sendRedirect("https://example.com/\u00e4 b")),
    REDIRECT_TO_NOTHING((request, response) -> tell(response.getWriter(), () -> response.sendRedirect(null))),
    REDIRECT_AFTER_A_PART((request, response) -> {
        response.getWriter().print("lost");
        response.sendRedirect("/shop/elsewhere");
        response.getWriter().print("ignored");
    }),
    REDIRECT_AFTER_A_FLUSH((request, response) -> {
        response.getWriter().print("sent ");
        response.flushBuffer();
        tell(response.getWriter(), () -> response.sendRedirect("/shop/elsewhere"));
    }),
    REDIRECT_IN_A_FORWARD((request, response) ->
            request.getRequestDispatcher("/odd?way=REDIRECT_RELATIVE").forward(request, response)),
    REDIRECT_IN_AN_INCLUDE((request, response) -> {
        response.getWriter().print("before ");
        request.getRequestDispatcher("/odd?way=REDIRECT_RELATIVE").include(request, response);
    }),

    NOTHING((request, response) -> {}),
    FLUSHED_WITHOUT_BODY((request, response) -> {
        response.flushBuffer();
        response.flushBuffer();
    }),
    NO_CONTENT_WITH_A_BODY((request, response) -> {
        response.setStatus(204);
        response.setContentType("text/html");
        attempt(() -> response.getWriter().print("thank you"));
    }),
    NO_CONTENT_FLUSHED((request, response) -> {
        response.setStatus(204);
        response.getWriter().flush();
    }),
    RESET_CONTENT((request, response) -> response.setStatus(205)),
    NOT_MODIFIED((request, response) -> {
        response.setStatus(304);
        response.setHeader("ETag", "\"1123\"");
        response.setContentLength(9);
        response.flushBuffer();
    }),
    UNUSUAL_STATUS((request, response) -> {
        response.setStatus(299);
        response.getWriter().print("thank you");
    }),
    HEADERS_OF_ALL_KINDS((request, response) -> {
        response.addHeader("X-Shop", "one");
        response.addHeader("X-Shop", "two");
        response.setDateHeader("Last-Modified", 0);
        response.addIntHeader("X-Number", 1);
        attempt(() -> response.setHeader("X-Empty", ""));
        attempt(() -> response.setHeader("X-Nothing", null));
        attempt(() -> response.setHeader(null, "x"));
        attempt(() -> response.setHeader("X-Lines", "a\r\nb"));
        attempt(() -> response.addHeader("X-Letters", "d\u00e4nke \u20ac"));
        response.addCookie(new Cookie("shop", "as-it-is"));
        response.setContentType(null);
        response.getWriter().print(new TreeSet<>(response.getHeaderNames()) + " " + response.getHeaders("X-Shop"));
    }),
    HEADERS_TOO_LATE((request, response) -> {
        response.flushBuffer();
        PrintWriter out = response.getWriter();
        tell(out, () -> response.setHeader("X-Shop", "late"));
        tell(out, () -> response.setStatus(500));
        tell(out, () -> response.addCookie(new Cookie("shop", "late")));
        tell(out, () -> response.setContentLength(3));
        tell(out, () -> response.setBufferSize(3));
        out.print(response.getStatus() + " " + response.containsHeader("X-Shop"));
    }),
    CHUNKED_BY_THE_SHOP((request, response) -> {
        response.setHeader("Transfer-Encoding", "chunked");
        response.getWriter().print("thank you");
    }),
    CONNECTION_CLOSED((request, response) -> {
        response.setHeader("Connection", "close");
        response.getOutputStream().print(Text.LARGE);
    }),
    TRAILERS((request, response) -> {
        response.setHeader("Trailer", "X-Sum");
        attempt(() -> response.setTrailerFields(() -> Map.of("X-Sum", "1123")));
        response.getWriter().print("thank you");
        response.getWriter().flush();
        tell(response.getWriter(), () -> response.setTrailerFields(Map::of));
    }),
    TRAILERS_OF_A_LARGE_PAGE((request, response) -> {
        attempt(() -> response.setTrailerFields(() -> Map.of("X-Sum", "1123")));
        response.getOutputStream().print(Text.LARGE);
    }),

    SMALL_BUFFER((request, response) -> {
        response.setBufferSize(10);
        response.getWriter().print(response.getBufferSize() + " " + "thank you ".repeat(500));
    }),
    LARGE_BUFFER((request, response) -> {
        response.setBufferSize(500_000);
        response.getOutputStream().print(Text.LARGE + response.isCommitted());
    }),
    BUFFER_TOO_LATE((request, response) -> {
        response.getWriter().print("thank you ");
        tell(response.getWriter(), () -> response.setBufferSize(100_000));
        response.getWriter().print(response.getBufferSize());
    }),
    COMMITTED_WHEN((request, response) -> {
        ServletOutputStream out = response.getOutputStream();
        StringBuilder committed = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            out.write(new byte[1024]);
            committed.append(response.isCommitted() ? 'c' : '-');
        }
        out.print(committed.toString());
    }),
    COMMITTED_WHEN_BY_A_WRITER((request, response) -> {
        StringBuilder committed = new StringBuilder();
        for (int i = 0; i < 60_000; i++) {
            response.getWriter().write('x');
            committed.append(i % 1000 > 0 ? "" : response.isCommitted() ? "c" : "-");
        }
        response.getWriter().print(committed);
    }),
    VERY_LARGE((request, response) -> {
        for (int i = 0; i < 10; i++) {
            response.getWriter().print(Text.LARGE);
        }
    }),
    VERY_LARGE_WITH_LENGTH((request, response) -> {
        response.setContentLengthLong(10L * Text.LARGE.length());
        for (int i = 0; i < 10; i++) {
            response.getOutputStream().write(Text.LARGE.getBytes(StandardCharsets.US_ASCII));
        }
    }),
    FLUSHED_OFTEN((request, response) -> {
        for (int i = 0; i < 20; i++) {
            response.getWriter().print("thank you " + i);
            response.getWriter().flush();
            response.flushBuffer();
        }
    }),

    TELLS_OF_ITS_REQUEST((request, response) -> {
        PrintWriter out = response.getWriter();
        out.println(request.getMethod() + " " + request.getRequestURL() + " " + request.getServletPath() + " "
                + request.getPathInfo() + " " + request.getDispatcherType());
        out.println(request.isAsyncSupported() + " " + request.isAsyncStarted() + " " + request.getProtocol());
        out.println(Collections.list(request.getHeaderNames()) + " "
                + request.getParameterMap().keySet());
        out.println(new TreeSet<>(Collections.list(request.getAttributeNames())));
        out.println(request.getHttpServletMapping().getPattern() + " " + request.getSession(false));
        out.println(request.newPushBuilder() + " " + request.isTrailerFieldsReady() + " " + request.getTrailerFields());
        tell(out, request::getAsyncContext);
        tell(out, request::getParts);
        tell(out, request::getReader);
        tell(out, request::getInputStream);
    }),

    /** While the request's thread is still there: later, Tomcat may have the context in use for somebody else's request. */
    ASYNC_COMPLETED((request, response) -> {
        AsyncContext async = request.startAsync();
        CountDownLatch done = new CountDownLatch(1);
        Text.later(request, () -> {
            try {
                response.getWriter().print("thank you");
                async.complete();
                attempt(async::complete);
                attempt(async::dispatch);
            } finally {
                done.countDown();
            }
        });
        Text.await(done);
    }),
    ASYNC_LARGE((request, response) -> {
        AsyncContext async = request.startAsync(request, response);
        Text.later(request, () -> {
            async.getResponse().getOutputStream().print(Text.LARGE);
            async.complete();
        });
    }),
    ASYNC_TELLS((request, response) -> {
        AsyncContext async = request.startAsync();
        Text.later(request, () -> {
            PrintWriter out = response.getWriter();
            out.print(
                    async.hasOriginalRequestAndResponse() + " " + async.getTimeout() + " " + request.isAsyncStarted());
            out.print(((HttpServletRequest) async.getRequest()).getServletPath());
            out.print(async.getResponse() == response);
            async.complete();
        });
    }),
    ASYNC_DISPATCHED((request, response) -> {
        AsyncContext async = request.startAsync();
        Text.later(request, () -> async.dispatch("/writer"));
    }),
    ASYNC_DISPATCHED_AFTER_A_PART((request, response) -> {
        response.getWriter().print("before ");
        AsyncContext async = request.startAsync();
        Text.later(request, () -> {
            async.dispatch("/writer");
            attempt(async::dispatch);
        });
    }),
    ASYNC_DISPATCHED_TO_ITSELF((request, response) -> {
        Object before = request.getAttribute("before");
        if (before == null) {
            request.setAttribute("before", 1);
            request.startAsync().dispatch();
        } else {
            response.getWriter().print("thank you, " + request.getDispatcherType());
        }
    }),
    ASYNC_DISPATCHED_TO_AN_ERROR((request, response) -> {
        AsyncContext async = request.startAsync();
        Text.later(request, () -> async.dispatch("/odd?way=ERROR_WITH_A_PAGE"));
    }),
    ASYNC_DISPATCHED_TO_AN_EXCEPTION((request, response) -> {
        AsyncContext async = request.startAsync();
        Text.later(request, () -> async.dispatch("/odd?way=EXCEPTION"));
    }),
    ASYNC_ERROR_SENT((request, response) -> {
        AsyncContext async = request.startAsync();
        Text.later(request, () -> {
            response.sendError(SameBytesIT.ERROR_WITH_A_PAGE, "see there");
            async.complete();
        });
    }),
    ASYNC_EXCEPTION_AT_ONCE((request, response) -> {
        request.startAsync().addListener(new AsyncAdapter()); // without any, Jetty never ends it
        throw new IllegalStateException("of the shop's");
    }),
    ASYNC_EXCEPTION_WITH_A_PAGE((request, response) -> {
        request.startAsync().addListener(new AsyncAdapter());
        throw new NoSuchElementException("see there");
    }),
    ASYNC_EXCEPTION_IN_A_LISTENER((request, response) -> {
        AsyncContext async = request.startAsync();
        async.addListener(new AsyncAdapter() {
            @Override
            public void onComplete(AsyncEvent event) {
                throw new IllegalStateException("of the shop's");
            }
        });
        response.getWriter().print("thank you");
        async.complete();
    }),
    ASYNC_AT_A_TIMEOUT((request, response) -> {
        response.getWriter().print("lost, or not");
        request.startAsync().setTimeout(10);
    }),
    ASYNC_COMPLETED_AT_A_TIMEOUT((request, response) -> {
        AsyncContext async = request.startAsync();
        async.setTimeout(10);
        async.addListener(new AsyncAdapter() {
            @Override
            public void onTimeout(AsyncEvent event) throws IOException {
                response.getWriter()
                        .print("late " + (event.getAsyncContext() != null) + (event.getSuppliedRequest() != null));
                event.getAsyncContext().complete();
            }
        });
    }),
    ASYNC_DISPATCHED_AT_A_TIMEOUT((request, response) -> {
        AsyncContext async = request.startAsync();
        async.setTimeout(10);
        async.addListener(
                new AsyncAdapter() {
                    @Override
                    public void onTimeout(AsyncEvent event) {
                        event.getAsyncContext().dispatch("/writer");
                    }
                },
                request,
                response);
    }),
    NON_BLOCKING((request, response) -> {
        AsyncContext async = request.startAsync();
        response.getOutputStream().setWriteListener(new WriteWhenReady(async, Text.LARGE, Text.PIECE));
    }),
    NON_BLOCKING_SMALL((request, response) -> {
        AsyncContext async = request.startAsync();
        response.setContentLength(9);
        response.getOutputStream().setWriteListener(new WriteWhenReady(async, "thank you", Text.PIECE));
    }),
    NON_BLOCKING_WITHOUT_ASYNC((request, response) -> {
        ServletOutputStream out = response.getOutputStream();
        attempt(() -> out.setWriteListener(null));
        out.print(attempt(() -> out.setWriteListener(new WriteWhenReady(null, "never", Text.PIECE)))
                .split(":")[0]);
    }),
    NON_BLOCKING_FAILS((request, response) -> {
        AsyncContext async = request.startAsync();
        response.getOutputStream().setWriteListener(new WriteListener() {
            @Override
            public void onWritePossible() throws IOException {
                throw new IOException("of the shop's");
            }

            @Override
            public void onError(Throwable failure) {
                async.complete();
            }
        });
    });

    /** Those of which the customer never knows the end, unless by what follows: they are less than they say. */
    static final Set<OddAnswer> NEVER_WHOLE = EnumSet.of(
            LENGTH_TOO_LARGE, LENGTH_TOO_LARGE_FLUSHED, LENGTH_TOO_LARGE_CLOSED, LENGTH_NEGATIVE, CHUNKED_BY_THE_SHOP);

    private interface Page {
        void answer(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException;
    }

    private interface Attempt {
        void run() throws Exception;
    }

    private final Page page;

    OddAnswer(Page page) {
        this.page = page;
    }

    /** Adds what answers oddly, directly at {@code /odd} and by a forward, and the pages that some of the ways dispatch to. */
    static TestShop mount(TestShop shop, TestShop.Page odd) {
        return shop.page("/odd", odd)
                .page(
                        "/through",
                        (request, response) ->
                                request.getRequestDispatcher("/odd").forward(request, response))
                .page("/writer", (request, response) -> response.getWriter().print("thank you"))
                .page(
                        "/stream",
                        (request, response) -> response.getOutputStream().print("thank you"))
                .page("/large", (request, response) -> response.getWriter().print("thank you\n".repeat(10_000)))
                .page("/headers", (request, response) -> {
                    response.setHeader("X-Shop", "set");
                    response.setContentLength(3);
                    response.setStatus(203);
                });
    }

    /** @param threads the shop's own, for answers of another thread */
    static void answer(HttpServletRequest request, HttpServletResponse response, ExecutorService threads)
            throws ServletException, IOException {
        String way = request.getParameter("way");
        request.setAttribute("order", Map.of("id", way, "total", "152.99"));
        request.setAttribute("threads", threads);
        // Of a forward or include the last, which stands first.
        valueOf(way).page.answer(request, response);
    }

    /** Tries what may not be allowed, and says in the page what came of it. */
    private static void tell(PrintWriter out, Attempt attempt) {
        out.println(attempt(attempt));
    }

    private static void tell(ServletOutputStream out, Attempt attempt) throws IOException {
        out.println(attempt(attempt));
    }

    private static String attempt(Attempt attempt) {
        try {
            attempt.run();
            return "done";
        } catch (Exception e) {
            return e.toString();
        }
    }

    private static void text(ServletResponse response, String charset) throws IOException {
        response.setContentType("text/html" + (charset == null ? "" : "; charset=" + charset));
        PrintWriter out = response.getWriter();
        out.print("d\u00e4nke \u20ac \u65e5\u672c");
        out.write('\ud83d');
        out.write('\ude80');
        out.print(new char[] {'\u00e4', '\u20ac'});
        out.print("\u00e4\u20ac\u65e5".repeat(3000));
    }

    private static final class Text {
        /** More than any buffer holds. */
        static final String LARGE = "0123456789abcde\n".repeat(6_400);

        static final int PIECE = 4096;

        static void await(CountDownLatch done) {
            try {
                done.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        static void later(HttpServletRequest request, Attempt work) {
            ((ExecutorService) request.getAttribute("threads")).execute(() -> {
                try {
                    work.run();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
        }
    }
}
