package io.roifilter;

import static io.roifilter.testing.Eventually.assertEventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.outbox.UnstoredLines;
import io.roifilter.testing.CheckedLog;
import io.roifilter.testing.OnEachContainer;
import io.roifilter.testing.TestShop;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The application is undeployed while somebody is buying: some containers destroy filters with requests in them. */
@OnEachContainer
@Timeout(120)
class UndeployUnderWayIT {
    @RegisterExtension
    static final CheckedLog LOG = new CheckedLog();

    @RegisterExtension
    final TestShop shop = new TestShop().capture(Map.of()).report(TestShop.ORDER);

    private final CountDownLatch underWay = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() throws Exception {
        mayEnd.countDown();
        threads.shutdown();
        assertTrue(threads.awaitTermination(60, TimeUnit.SECONDS));
    }

    @Test
    void anOrderThatIsBeingPlacedIsStillStored() throws Exception {
        shop.page("/thank-you", this::orderSlowly)
                .setting("shutdownTimeout", "30s")
                .start();

        undeployWhileAnOrderIsPlaced();

        assertStored();
    }

    @Test
    void anOrderThatIsAnsweredAsynchronouslyIsStillStored() throws Exception {
        shop.page("/thank-you", (request, response) -> {
                    AsyncContext async = request.startAsync();
                    threads.execute(() -> {
                        underWay.countDown();
                        await(mayEnd);
                        order(request);
                        async.complete();
                    });
                })
                .setting("shutdownTimeout", "30s")
                .start();

        undeployWhileAnOrderIsPlaced();

        assertStored();
    }

    @Test
    void anOrderThatIsNotPlacedInTimeIsForTheNextStart() throws Exception {
        shop.page("/thank-you", this::orderSlowly)
                .setting("shutdownTimeout", "2s")
                .start();

        Future<?> visit = threads.submit(() -> shop.order());
        underWay.await();
        shop.undeploy();
        List<String> warnings = LOG.ours(Level.WARNING);
        assertEquals(1, warnings.size(), LOG::all);
        assertTrue(warnings.get(0).startsWith("shop: stops although requests are still under way"), LOG::all);
        assertEquals(List.of(), LOG.ours(Level.SEVERE));
        mayEnd.countDown();
        visit.get();

        assertEquals(0, shop.rows().size());
        List<String> errors = LOG.ours(Level.SEVERE);
        assertEquals(1, errors.size(), LOG::all);
        assertTrue(errors.get(0).startsWith("shop: 1 order that the outbox could not take is in "), LOG::all);
        assertTrue(UnstoredLines.in(shop.outbox()).get(0).contains("1123"), LOG::all);
    }

    private void undeployWhileAnOrderIsPlaced() throws Exception {
        Future<?> visit = threads.submit(() -> shop.order());
        underWay.await();
        Thread undeploying = new Thread(this::undeploy);
        undeploying.start();
        assertEventually(true, () -> !undeploying.isAlive() || isDestroyingFilters(undeploying));
        mayEnd.countDown();
        undeploying.join();
        visit.get();
    }

    private void undeploy() {
        try {
            shop.undeploy();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isDestroyingFilters(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("destroy")
                        && frame.getClassName().startsWith("io.roifilter."));
    }

    private void assertStored() throws Exception {
        assertEquals(1, shop.reported().size(), LOG::all);
        assertEquals("1123", shop.reported().get(0).orderId());
        assertEquals(List.of(), LOG.ours(Level.SEVERE));
        assertEquals(
                List.of("shop: stopped; 1 order waits in " + shop.outbox().resolve("outbox-1.db")
                        + ", to be sent after the next start"),
                LOG.ours(Level.INFO).stream()
                        .filter(entry -> entry.startsWith("shop: stopped"))
                        .toList(),
                LOG::all);
    }

    private void orderSlowly(HttpServletRequest request, HttpServletResponse response) throws InterruptedException {
        underWay.countDown();
        mayEnd.await();
        order(request);
    }

    private static void order(HttpServletRequest request) {
        request.setAttribute("order", Map.of("id", "1123", "total", "152.99"));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
