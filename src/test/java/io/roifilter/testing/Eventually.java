package io.roifilter.testing;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for what happens in the background: asks again and again, with a bound. */
public final class Eventually {
    private static final Duration BOUND = Duration.ofSeconds(60);

    private Eventually() {}

    /** Fails if the value is still another one when the bound is reached. */
    public static void assertEventually(Object expected, Callable<?> actual) throws Exception {
        long deadline = System.nanoTime() + BOUND.toNanos();
        Object last = actual.call();
        while (!Objects.equals(expected, last)) {
            if (System.nanoTime() > deadline) {
                fail("after " + BOUND + " expected <" + expected + "> but was <" + last + ">");
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            last = actual.call();
        }
    }
}
