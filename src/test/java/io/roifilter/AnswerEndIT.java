package io.roifilter;

import static io.roifilter.testing.TestShop.print;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.testing.AsyncAdapter;
import io.roifilter.testing.CheckedLog;
import io.roifilter.testing.Clicks;
import io.roifilter.testing.OnEachContainer;
import io.roifilter.testing.TestShop;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The customer has no page whole before its order is stored, whichever way the application answers; and the page is the
 * same, byte for byte on the wire, as without the filters.
 */
@OnEachContainer
class AnswerEndIT {
    @RegisterExtension
    static final CheckedLog LOG = new CheckedLog();

    /** Longer than any page is under way on this machine; a page that is held takes as long as its order is. */
    private static final int HELD_MILLIS = 300;

    private static final String LONG = "0123456789abcde\n".repeat(12_800); // 200 KiB: larger than any buffer

    @RegisterExtension
    final TestShop shop = new TestShop();

    @AutoClose("shutdownNow")
    private final ExecutorService shopThreads = Executors.newCachedThreadPool();

    /** Ways to answer; each has the order before it begins. */
    enum Way {
        WRITER {
            @Override
            void answer(HttpServletRequest request, HttpServletResponse response, ExecutorService threads)
                    throws Exception {
                response.getWriter().print("thank you");
            }
        },
        STREAM {
            @Override
            void answer(HttpServletRequest request, HttpServletResponse response, ExecutorService threads)
                    throws Exception {
                response.getOutputStream().write(bytes("thank you"));
            }
        },
        NOTHING {
            @Override
            void answer(HttpServletRequest request, HttpServletResponse response, ExecutorService threads) {
                response.setStatus(204);
            }
        },
        FLUSHED_WITHOUT_BODY {
            @Override
            void answer(HttpServletRequest request, HttpServletResponse response, ExecutorService threads)
                    throws Exception {
                response.setStatus(204);
                response.flushBuffer();
            }
        },
        LARGER_THAN_THE_BUFFER {
            @Override
            void answer(HttpServletRequest request, HttpServletResponse response, ExecutorService threads)
                    throws Exception {
                response.getWriter().print(LONG);
                response.getWriter().flush();
            }
        },
        LARGER_THAN_THE_BUFFER_ANNOUNCED {
            @Override
            void answer(HttpServletRequest request, HttpServletResponse response, ExecutorService threads)
                    throws Exception {
                response.setContentLength(LONG.length());
                ServletOutputStream stream = response.getOutputStream();
                stream.write(bytes(LONG), 0, LONG.length() - 1);
                stream.flush();
                stream.write('\n');
            }
        },
        WRITER_CLOSED {
            @Override
            void answer(HttpServletRequest request, HttpServletResponse response, ExecutorService threads)
                    throws Exception {
                try (PrintWriter writer = response.getWriter()) {
                    writer.format("%s %d", "thank you", 1123).println();
                    writer.append("again").append('!').print(1.5);
                }
            }
        },
        STREAM_CLOSED {
            @Override
            void answer(HttpServletRequest request, HttpServletResponse response, ExecutorService threads)
                    throws Exception {
                try (ServletOutputStream stream = response.getOutputStream()) {
                    stream.println("thank you");
                    stream.print(1123);
                }
            }
        },
        LENGTH_ANNOUNCED_FOR_WRITER {
            @Override
            void answer(HttpServletRequest request, HttpServletResponse response, ExecutorService threads)
                    throws Exception {
                response.setContentType("text/html; charset=UTF-8");
                String page = "d\u00e4nke \u20ac \ud83d\ude80";
                response.setHeader("Content-Length", "" + page.getBytes(StandardCharsets.UTF_8).length);
                response.getWriter().write(page.toCharArray());
                response.getWriter().flush();
            }
        },
        LENGTH_ANNOUNCED_FOR_STREAM {
            @Override
            void answer(HttpServletRequest request, HttpServletResponse response, ExecutorService threads)
                    throws Exception {
                response.setContentLengthLong(9);
                for (byte b : bytes("thank you")) {
                    response.getOutputStream().write(b);
                }
                response.getOutputStream().flush();
            }
        },
        LENGTH_ANNOUNCED_AT_LAST {
            @Override
            void answer(HttpServletRequest request, HttpServletResponse response, ExecutorService threads)
                    throws Exception {
                response.getOutputStream().print("thank you");
                response.setIntHeader("content-length", 9);
            }
        },
        LENGTH_CHANGED_TOO_LATE {
            @Override
            void answer(HttpServletRequest request, HttpServletResponse response, ExecutorService threads)
                    throws Exception {
                response.setContentLength(9);
                response.flushBuffer();
                response.setContentLength(9000);
                response.setHeader("Content-Length", "9000");
                response.getOutputStream().print("thank you");
                response.getOutputStream().flush();
            }
        },
        LENGTH_NOT_REMOVED {
            @Override
            void answer(HttpServletRequest request, HttpServletResponse response, ExecutorService threads)
                    throws Exception {
                response.setContentLength(9);
                response.setHeader("Content-Length", null); // but by Jetty
                response.getOutputStream().print("thank you");
                response.getOutputStream().flush();
            }
        },
        LENGTH_ZERO_AND_ERRORS_LOOKED_FOR {
            @Override
            void answer(HttpServletRequest request, HttpServletResponse response, ExecutorService threads)
                    throws Exception {
                response.setContentLength(0);
                response.getWriter().checkError();
            }
        },
        WRITER_FLUSHED_WITHOUT_BODY {
            @Override
            void answer(HttpServletRequest request, HttpServletResponse response, ExecutorService threads)
                    throws Exception {
                response.setStatus(204);
                response.getWriter().flush();
            }
        },
        LENGTH_ZERO {
            @Override
            void answer(HttpServletRequest request, HttpServletResponse response, ExecutorService threads)
                    throws Exception {
                response.setContentLength(0);
                response.flushBuffer();
            }
        },
        REDIRECT {
            @Override
            void answer(HttpServletRequest request, HttpServletResponse response, ExecutorService threads)
                    throws Exception {
                response.sendRedirect("/shop/elsewhere");
            }
        },
        FORWARD {
            @Override
            void answer(HttpServletRequest request, HttpServletResponse response, ExecutorService threads)
                    throws Exception {
                request.getRequestDispatcher("/writer").forward(request, response);
            }
        },
        FORWARD_TO_STREAM {
            @Override
            void answer(HttpServletRequest request, HttpServletResponse response, ExecutorService threads)
                    throws Exception {
                request.getServletContext().getRequestDispatcher("/long").forward(request, response);
            }
        },
        FORWARD_THROUGH_A_WRAPPER {
            @Override
            void answer(HttpServletRequest request, HttpServletResponse response, ExecutorService threads)
                    throws Exception {
                request.getRequestDispatcher("/writer").forward(request, new HttpServletResponseWrapper(response));
            }
        },
        INCLUDE {
            @Override
            void answer(HttpServletRequest request, HttpServletResponse response, ExecutorService threads)
                    throws Exception {
                request.getRequestDispatcher("/writer").include(request, response);
                response.getWriter().close();
            }
        },
        ASYNC_IN_ANOTHER_THREAD {
            @Override
            void answer(HttpServletRequest request, HttpServletResponse response, ExecutorService threads) {
                complete(request.startAsync(), response, threads);
            }
        },
        ASYNC_WITH_REQUEST_AND_RESPONSE {
            @Override
            void answer(HttpServletRequest request, HttpServletResponse response, ExecutorService threads) {
                complete(request.startAsync(request, response), response, threads);
            }
        },
        ASYNC_BY_THE_RESPONSE_OF_THE_CONTEXT {
            @Override
            void answer(HttpServletRequest request, HttpServletResponse response, ExecutorService threads) {
                AsyncContext async = request.startAsync();
                complete(async, (HttpServletResponse) async.getResponse(), threads);
            }
        },
        ASYNC_IN_THE_CONTAINERS_THREAD {
            @Override
            void answer(HttpServletRequest request, HttpServletResponse response, ExecutorService threads)
                    throws Exception {
                AsyncContext async = request.startAsync();
                response.getWriter().print("thank you");
                async.complete();
            }
        },
        ASYNC_AFTER_A_FLUSH {
            @Override
            void answer(HttpServletRequest request, HttpServletResponse response, ExecutorService threads) {
                AsyncContext async = request.startAsync();
                async.start(() -> {
                    print(response, "thank you");
                    flush(response);
                    async.complete();
                });
            }
        },
        ASYNC_AT_A_TIMEOUT {
            @Override
            void answer(HttpServletRequest request, HttpServletResponse response, ExecutorService threads) {
                AsyncContext async = request.startAsync();
                async.setTimeout(100);
                async.addListener(new AsyncAdapter() {
                    @Override
                    public void onTimeout(AsyncEvent event) {
                        print(response, "thank you, late");
                        event.getAsyncContext().complete();
                    }
                });
            }
        },
        ASYNC_DISPATCH {
            @Override
            void answer(HttpServletRequest request, HttpServletResponse response, ExecutorService threads) {
                AsyncContext async = request.startAsync();
                threads.execute(() -> async.dispatch("/writer"));
            }
        },
        ASYNC_DISPATCH_WITH_REQUEST_AND_RESPONSE {
            @Override
            void answer(HttpServletRequest request, HttpServletResponse response, ExecutorService threads) {
                AsyncContext async = request.startAsync(request, response);
                threads.execute(() -> async.dispatch("/writer"));
            }
        },
        ASYNC_DISPATCH_TO_A_FORWARD {
            @Override
            void answer(HttpServletRequest request, HttpServletResponse response, ExecutorService threads) {
                AsyncContext async = request.startAsync();
                threads.execute(() -> async.dispatch("/forward"));
            }
        },
        ASYNC_TWICE {
            @Override
            void answer(HttpServletRequest request, HttpServletResponse response, ExecutorService threads) {
                AsyncContext async = request.startAsync();
                threads.execute(() -> async.dispatch("/async"));
            }
        },
        NON_BLOCKING {
            @Override
            void answer(HttpServletRequest request, HttpServletResponse response, ExecutorService threads)
                    throws Exception {
                AsyncContext async = request.startAsync();
                ServletOutputStream stream = response.getOutputStream();
                stream.setWriteListener(new WriteListener() {
                    private int written;

                    @Override
                    public void onWritePossible() throws IOException {
                        while (stream.isReady() && written < LONG.length()) {
                            stream.write(bytes(LONG), written, 1024);
                            written += 1024;
                        }
                        if (written == LONG.length() && stream.isReady()) {
                            async.complete();
                        }
                    }

                    @Override
                    public void onError(Throwable failure) {
                        throw new AssertionError(failure);
                    }
                });
            }
        },
        SESSION_ENDED {
            @Override
            void answer(HttpServletRequest request, HttpServletResponse response, ExecutorService threads)
                    throws Exception {
                response.getWriter().print("thank you and good bye");
                response.getWriter().close();
            }
        };

        abstract void answer(HttpServletRequest request, HttpServletResponse response, ExecutorService threads)
                throws Exception;

        private static void complete(AsyncContext async, HttpServletResponse response, ExecutorService threads) {
            threads.execute(() -> {
                print(response, "thank you");
                async.complete();
            });
        }

        private static void flush(HttpServletResponse response) {
            try {
                response.flushBuffer();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Whose total is being asked for until the test lets it be known. */
    public static final class SlowOrder {
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch mayAnswer = new CountDownLatch(1);

        public String getId() {
            return "1123";
        }

        public String getTotal() throws InterruptedException {
            asked.countDown();
            assertTrue(mayAnswer.await(30, TimeUnit.SECONDS));
            return "152.99";
        }
    }

    @ParameterizedTest
    @EnumSource
    void theEndOfThePageWaitsForTheOrder(Way way) throws Exception {
        SlowOrder order = new SlowOrder();
        start(way, order, true);
        try (RawConnection customer = order("GET")) {
            assertTrue(order.asked.await(30, TimeUnit.SECONDS), "the order is read");
            assertFalse(customer.arrives(HELD_MILLIS), () -> way + " is out before its order is stored");
            order.mayAnswer.countDown();
            assertTrue(customer.arrives(30_000));
            assertEquals(List.of("1123"), shop.reportedIds(), LOG::all);
        }
    }

    @ParameterizedTest
    @EnumSource
    void thePageIsTheSameByteForByte(Way way) throws Exception {
        for (String method : List.of("GET", "POST", "HEAD")) {
            String with = page(way, method, true);
            String without = page(way, method, false);
            assertEquals(without, with, method);
        }
    }

    @Test
    void aRequestWithoutRoiDataHasTheContainersOwnResponse() throws Exception {
        AtomicReference<Object> outside = new AtomicReference<>();
        AtomicReference<Object> inside = new AtomicReference<>();
        shop.filter(
                        "outside",
                        (request, response, chain) -> {
                            outside.set(response);
                            chain.doFilter(request, response);
                        },
                        Map.of(),
                        "/*")
                .report(TestShop.ORDER)
                .page("/thank-you", (request, response) -> inside.set(response))
                .start();

        shop.get("/thank-you");
        assertSame(outside.get(), inside.get());

        shop.order();
        assertTrue(inside.get() instanceof ServletResponseWrapper);
    }

    @Test
    void anOrderThatThePageTakesOutOfTheSessionIsReported() throws Exception {
        assertReported(
                (request, order) -> request.getSession().setAttribute("order", order),
                request -> request.getSession().invalidate(),
                request -> request.getSession().removeAttribute("order"),
                request -> request.getSession(false).setAttribute("order", null),
                request -> request.getSession().setAttribute("order", Map.of()),
                HttpServletRequest::logout,
                request -> request.login("customer", "password"));
    }

    @Test
    void anOrderThatThePageTakesOutOfTheRequestIsReported() throws Exception {
        assertReported(
                (request, order) -> request.setAttribute("order", order),
                request -> request.removeAttribute("order"),
                request -> request.setAttribute("order", null),
                request -> request.setAttribute("order", Map.of()),
                request -> {
                    request.setAttribute("order", Map.of());
                    request.removeAttribute("order");
                    request.logout();
                });
    }

    /** The one before it is not what the page is about. */
    @Test
    void anOrderThatTakesThePlaceOfAnotherIsReported() throws Exception {
        assertReported(
                (request, order) -> {
                    HttpSession session = request.getSession();
                    session.setAttribute("order", Map.of("id", "of the visit before", "total", "1.00"));
                    session.setAttribute("order", order);
                },
                request -> {},
                request -> request.getSession().invalidate());
    }

    @Test
    void anOrderThatTakesThePlaceOfAnotherIsKeptIfSomethingIsWrongInIt() throws Exception {
        shop.report(TestShop.ORDER)
                .page("/thank-you", (request, response) -> {
                    request.setAttribute("order", Map.of("id", "before", "total", "1.00"));
                    request.setAttribute("order", Map.of("id", "1123", "total", "pending"));
                })
                .start();
        assertEquals(200, shop.order().statusCode());
        assertEquals(
                List.of("1123 rejected"),
                shop.rows().stream()
                        .map(row -> row.order().orderId() + " " + row.state())
                        .toList(),
                LOG::all);
    }

    /** As pages do that begin by forgetting the order before, and go on to read the form. */
    @Test
    void theBodyIsLeftToAPageThatTakesAwayTheOrderFirst() throws Exception {
        shop.report(TestShop.ORDER)
                .page("/thank-you", (request, response) -> {
                    request.getSession().setAttribute("order", Map.of("id", "before", "total", "1.00"));
                    request.getSession().removeAttribute("order");
                    response.getOutputStream().write(request.getInputStream().readAllBytes());
                })
                .start();
        byte[] form = bytes("name=Maya+T%C3%B6rres");
        HttpResponse<byte[]> answer = shop.post(
                "/thank-you",
                "application/x-www-form-urlencoded",
                form,
                "Cookie",
                "roi_data=" + Clicks.inCookie(Clicks.CLICK));
        assertEquals("name=Maya+T%C3%B6rres", TestShop.text(answer));
        assertEquals(List.of("before"), shop.reportedIds());
    }

    /** Nor does it spoil the orders after it, be it the first to be read at all. */
    @Test
    void anOrderThatIsTakenAwayAtTheEndOfTheStackIsNotSaidToBeWantOfMemory() throws Exception {
        shop.report(TestShop.ORDER)
                .page("/thank-you", (request, response) -> {
                    String id = request.getParameter("id");
                    request.setAttribute("order", Map.of("id", id, "total", "152.99"));
                    if (id.equals("deep")) {
                        deepDown(() -> request.removeAttribute("order"));
                    }
                    response.getWriter().print("thank you");
                })
                .start();
        String cookie = "roi_data=" + Clicks.inCookie(Clicks.CLICK);

        assertEquals("thank you", TestShop.text(shop.get("/thank-you?id=deep", "Cookie", cookie)));
        assertEquals("thank you", TestShop.text(shop.get("/thank-you?id=1123", "Cookie", cookie)));

        assertFalse(LOG.all().contains("no memory"), LOG::all);
        assertTrue(
                shop.reportedIds().contains("deep")
                        || LOG.all().contains("an order could not be read and is not reported"),
                LOG::all);
        assertTrue(shop.reportedIds().contains("1123"), LOG::all);
    }

    private interface Step {
        void run() throws Exception;
    }

    /** Tries it at the end of the stack, then one call less deep, until it does not fail any more. */
    private static boolean deepDown(Step step) throws Exception {
        boolean done = false;
        try {
            done = deepDown(step);
            if (!done) {
                step.run();
                done = true;
            }
        } catch (StackOverflowError e) {
            // The page has a way back.
        }
        return done;
    }

    private interface Placing {
        void place(HttpServletRequest request, Map<String, String> order);
    }

    private interface Forgetting {
        void forget(HttpServletRequest request) throws Exception;
    }

    /** With somebody's request around the container's, as those of login libraries, which end the session themselves. */
    private void assertReported(Placing placing, Forgetting... ways) throws Exception {
        shop.filter(
                        "login",
                        (request, response, chain) ->
                                chain.doFilter(new EndingSessions((HttpServletRequest) request), response),
                        Map.of(),
                        "/*")
                .report(TestShop.ORDER)
                .page("/thank-you", (request, response) -> {
                    String id = request.getParameter("way");
                    placing.place(request, Map.of("id", id, "total", "152.99"));
                    response.getWriter().print("thank you");
                    ways[Integer.parseInt(id)].forget(request);
                })
                .start();
        for (int i = 0; i < ways.length; i++) {
            assertEquals(
                    200,
                    shop.get("/thank-you?way=" + i, "Cookie", "roi_data=" + Clicks.inCookie(Clicks.CLICK))
                            .statusCode());
        }
        assertEquals(
                IntStream.range(0, ways.length).mapToObj(Integer::toString).toList(),
                shop.reportedIds().stream().sorted().toList(),
                LOG::all);
    }

    private static final class EndingSessions extends HttpServletRequestWrapper {
        EndingSessions(HttpServletRequest request) {
            super(request);
        }

        @Override
        public void logout() {
            HttpSession session = getSession(false);
            if (session != null) {
                session.invalidate();
            }
        }

        @Override
        public void login(String user, String password) {
            logout();
        }
    }

    private void start(Way way, Object order, boolean tracked) throws Exception {
        shop.anew();
        if (tracked) {
            shop.filter(
                    "roi-insert",
                    new RoiInsertFilter(),
                    TestShop.ORDER,
                    EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC),
                    "/thank-you");
            shop.initializer();
        }
        shop.page("/thank-you", (request, response) -> {
                    if (way == Way.SESSION_ENDED) {
                        request.getSession().setAttribute("order", order);
                        way.answer(request, response, shopThreads);
                        request.getSession().invalidate();
                    } else {
                        request.setAttribute("order", order);
                        way.answer(request, response, shopThreads);
                    }
                })
                .page("/writer", (request, response) -> response.getWriter().print("thank you"))
                .page("/long", (request, response) -> response.getOutputStream().print(LONG))
                .page(
                        "/forward",
                        (request, response) ->
                                request.getRequestDispatcher("/long").forward(request, response))
                .page(
                        "/async",
                        (request, response) -> Way.ASYNC_IN_ANOTHER_THREAD.answer(request, response, shopThreads))
                .start();
    }

    private String page(Way way, String method, boolean tracked) throws Exception {
        start(way, Map.of("id", "1123", "total", "152.99"), tracked);
        try (RawConnection customer = order(method)) {
            assertTrue(customer.arrives(30_000));
            return withoutDateAndSession(customer.received());
        } finally {
            shop.stop();
        }
    }

    private static String withoutDateAndSession(String page) {
        return page.replaceAll("Date: .*", "Date")
                .replaceAll("JSESSIONID=[^;]*", "session")
                .replaceAll("http://127.0.0.1:\\d+/", "");
    }

    private RawConnection order(String method) throws IOException {
        RawConnection customer = new RawConnection(shop.address());
        customer.send(method + " /shop/thank-you HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                + (method.equals("POST") ? "Content-Length: 0\r\n" : "")
                + "Cookie: roi_data=" + Clicks.inCookie(Clicks.CLICK) + "\r\n");
        return customer;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
