package io.roifilter.bench;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for what happens in the background. */
final class Until {
    private static final Duration BOUND = Duration.ofMinutes(10);
    private static final long PAUSE_NANOS = Duration.ofMillis(1).toNanos();

    private Until() {}

    /** @throws IllegalStateException if it is not so in ten minutes, so that a benchmark ends in any case */
    static void isTrue(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + BOUND.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("waited in vain for " + BOUND);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
