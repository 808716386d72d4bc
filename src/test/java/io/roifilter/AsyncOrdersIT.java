package io.roifilter;

import static io.roifilter.testing.TestShop.print;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.outbox.UnstoredLines;
import io.roifilter.testing.AsyncAdapter;
import io.roifilter.testing.CheckedLog;
import io.roifilter.testing.Clicks;
import io.roifilter.testing.OnEachContainer;
import io.roifilter.testing.TestShop;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.http.HttpResponse;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Orders on pages that are answered asynchronously, on each container. */
@OnEachContainer
class AsyncOrdersIT {
    /** More than a page needs to be answered, less than a test may take. */
    private static final long TIMEOUT_MILLIS = 300;

    @RegisterExtension
    static final CheckedLog LOG = new CheckedLog();

    @RegisterExtension
    final TestShop shop = new TestShop();

    @AutoClose("shutdownNow")
    private final ExecutorService shopThreads = Executors.newCachedThreadPool();

    @Test
    void reportsWhenAnotherThreadHasAnswered() throws Exception {
        CountDownLatch containerThreadIsGone = new CountDownLatch(1);
        shop.filter("signal", after(containerThreadIsGone), Map.of(), "/*")
                .report(TestShop.ORDER)
                .page("/thank-you", (request, response) -> {
                    AsyncContext async = request.startAsync();
                    shopThreads.execute(() -> {
                        await(containerThreadIsGone);
                        answer(async, request, response);
                    });
                })
                .start();

        assertEquals("thank you", TestShop.text(shop.order()));

        assertReported("1123");
    }

    /** The answer may be complete before, while or after our filter looks: none may fall between. */
    @Test
    void reportsEveryOrderHoweverSoonItIsAnswered() throws Exception {
        shop.report(Map.of("orderId", "${param.order}", "amount", "${order.total}"))
                .page("/thank-you", (request, response) -> {
                    order(request, "");
                    AsyncContext async = request.startAsync();
                    shopThreads.execute(async::complete);
                })
                .setting("acceptTimeout", "0s")
                .start();

        for (int i = 0; i < 200; i++) {
            shop.get("/thank-you?order=" + i, "Cookie", "roi_data=" + Clicks.inCookie(Clicks.CLICK));
        }
        shop.stop();

        assertEquals(200, shop.reported().size(), LOG::all);
    }

    @Test
    void reportsWhatIsCompletedOnTheContainersThread() throws Exception {
        shop.report(TestShop.ORDER)
                .page("/thank-you", (request, response) -> {
                    AsyncContext async = request.startAsync();
                    order(request, "1123");
                    async.complete();
                })
                .start();

        shop.order();

        assertReported("1123");
    }

    @Test
    void reportsAfterADispatchToAnotherPage() throws Exception {
        shop.report(TestShop.ORDER)
                .page("/thank-you", (request, response) -> {
                    AsyncContext async = request.startAsync();
                    shopThreads.execute(() -> {
                        order(request, "1123");
                        async.dispatch("/view");
                    });
                })
                .page("/view", (request, response) -> response.getWriter().print("thank you"))
                .start();

        assertEquals("thank you", TestShop.text(shop.order()));

        assertReported("1123");
    }

    /** Each cycle forgets the listeners of the one before. */
    @Test
    void reportsOnceAfterSeveralAsynchronousCycles() throws Exception {
        shop.filter(
                        "roi-insert",
                        new RoiInsertFilter(),
                        Map.of(
                                "orderId", "${order.id}",
                                "amount", "${order.total}",
                                "ignoreDuplicateOrders", "true"),
                        EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC),
                        "/*")
                .page("/thank-you", (request, response) -> request.startAsync().dispatch("/second"))
                .page("/second", (request, response) -> {
                    AsyncContext async = request.startAsync();
                    shopThreads.execute(() -> async.dispatch("/third"));
                })
                .page("/third", (request, response) -> {
                    AsyncContext async = request.startAsync();
                    shopThreads.execute(() -> answer(async, request, response));
                })
                .start();

        assertEquals("thank you", TestShop.text(shop.order()));

        assertReported("1123");
    }

    @Test
    void reportsWhatTheApplicationAnswersOnATimeout() throws Exception {
        shop.report(TestShop.ORDER)
                .page(
                        "/thank-you",
                        (request, response) -> onTimeout(request, () -> {
                            order(request, "1123");
                            print(response, "thank you, late");
                            request.getAsyncContext().complete();
                        }))
                .start();

        assertEquals("thank you, late", TestShop.text(shop.order()));

        assertReported("1123");
    }

    @Test
    void reportsNothingWhenATimeoutIsAnError() throws Exception {
        shop.report(TestShop.ORDER)
                .page("/thank-you", (request, response) -> {
                    order(request, "1123");
                    if (request.getParameter("handled") == null) {
                        request.startAsync().setTimeout(TIMEOUT_MILLIS);
                    } else {
                        onTimeout(request, () -> {
                            response.setStatus(503);
                            request.getAsyncContext().complete();
                        });
                    }
                })
                .start();

        assertEquals(500, shop.order().statusCode());
        assertEquals(
                503,
                shop.get("/thank-you?handled=1", "Cookie", "roi_data=" + Clicks.inCookie(Clicks.CLICK))
                        .statusCode());

        assertEquals(List.of(), shop.rows(), LOG::all);
    }

    @Test
    void reportsNothingWhenADispatchedPageFails() throws Exception {
        shop.report(TestShop.ORDER)
                .page("/thank-you", (request, response) -> {
                    order(request, "1123");
                    request.startAsync().dispatch("/view");
                })
                .page("/view", (request, response) -> {
                    throw new IllegalStateException("the view is broken");
                })
                .start();

        assertEquals(500, shop.order().statusCode());

        assertEquals(List.of(), shop.rows(), LOG::all);
    }

    @Test
    void reportsNothingWhenThePageFailsAfterStartingAsync() throws Exception {
        shop.report(TestShop.ORDER)
                .page("/thank-you", (request, response) -> {
                    order(request, "1123");
                    request.startAsync().setTimeout(TIMEOUT_MILLIS); // for which Jetty waits
                    throw new IllegalStateException("broken");
                })
                .start();

        assertEquals(500, shop.order().statusCode());

        assertEquals(List.of(), shop.rows(), LOG::all);
    }

    @Test
    void leavesThePageAsItIsWhenReadingTheOrderFails() throws Exception {
        shop.report(Map.of("orderId", "${order.id.x.y()}", "amount", "${order.total}"))
                .page("/thank-you", (request, response) -> {
                    order(request, "1123");
                    print(response, "thank you");
                    AsyncContext async = request.startAsync();
                    shopThreads.execute(async::complete);
                })
                .start();

        HttpResponse<byte[]> response = shop.order();

        assertEquals(200, response.statusCode());
        assertEquals("thank you", TestShop.text(response));
        assertEquals("rejected", shop.rows().get(0).state());
        assertEquals(
                1,
                LOG.ours(Level.WARNING).stream()
                        .filter(entry -> entry.contains("kept in the outbox as rejected"))
                        .count(),
                LOG::all);
    }

    /** The application is being stopped while its customers still wait for their page. */
    @Test
    void keepsAnOrderForTheNextStartThatIsAnsweredAfterTheFilterIsGone() throws Exception {
        RoiInsertFilter filter = new RoiInsertFilter();
        shop.filter("roi-insert", filter, TestShop.ORDER, "/*")
                .page("/thank-you", (request, response) -> {
                    AsyncContext async = request.startAsync();
                    shopThreads.execute(() -> {
                        filter.destroy();
                        answer(async, request, response);
                    });
                })
                .setting("shutdownTimeout", "0s") // it does not wait for them
                .start();

        assertEquals("thank you", TestShop.text(shop.order()));

        assertEquals(List.of(), shop.rows());
        List<String> errors = LOG.ours(Level.SEVERE);
        assertEquals(1, errors.size(), LOG::all);
        assertTrue(errors.get(0).startsWith("shop: 1 order that the outbox could not take is in "), LOG::all);
        assertTrue(UnstoredLines.in(shop.outbox()).get(0).contains(Clicks.CLICK), LOG::all);
    }

    private void assertReported(String... orderIds) throws Exception {
        assertEquals(List.of(orderIds), shop.reportedIds(), LOG::all);
    }

    private static void onTimeout(HttpServletRequest request, Runnable answer) {
        AsyncContext async = request.startAsync();
        async.setTimeout(TIMEOUT_MILLIS);
        async.addListener(new AsyncAdapter() {
            @Override
            public void onTimeout(AsyncEvent event) {
                answer.run();
            }
        });
    }

    private static Filter after(CountDownLatch latch) {
        return (request, response, chain) -> {
            chain.doFilter(request, response);
            latch.countDown();
        };
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(AsyncContext async, HttpServletRequest request, HttpServletResponse response) {
        order(request, "1123");
        print(response, "thank you");
        async.complete();
    }

    private static void order(HttpServletRequest request, String id) {
        request.setAttribute("order", Map.of("id", id, "total", "152.99"));
    }
}
