package io.roifilter.thread;

import static io.roifilter.testing.Eventually.assertEventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GateTest {
    private static final long LONG = TimeUnit.HOURS.toNanos(1);

    private final Gate gate = new Gate();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @Test
    void anOpenGateHoldsNobodyUp() throws InterruptedException {
        gate.open();
        assertTrue(gate.await(0));
        assertTrue(gate.await(LONG));
    }

    @Test
    void waitsNoLongerThanItMay() throws InterruptedException {
        long start = System.nanoTime();
        assertFalse(gate.await(TimeUnit.MILLISECONDS.toNanos(30)));
        assertTrue(System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(30));
        assertFalse(gate.await(-1));
    }

    @Test
    void letsAllThroughThatWait() throws Exception {
        List<Future<Boolean>> waiting = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            waiting.add(threads.submit(() -> gate.await(LONG)));
        }
        gate.open();
        for (Future<Boolean> one : waiting) {
            assertTrue(one.get(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void anInterruptEndsTheWait() throws Exception {
        List<String> ended = new ArrayList<>();
        Thread waiting = new Thread(() -> {
            assertThrows(InterruptedException.class, () -> gate.await(LONG));
            ended.add("interrupted");
        });
        waiting.start();
        assertEventually(true, () -> waiting.getState() == Thread.State.TIMED_WAITING);
        waiting.interrupt();
        waiting.join();
        assertEquals(List.of("interrupted"), ended);
    }

    @Test
    void whoComesInterruptedThroughAnOpenGateStaysSo() throws InterruptedException {
        gate.open();
        Thread.currentThread().interrupt();
        assertTrue(gate.await(LONG));
        assertTrue(Thread.interrupted());
    }
}
