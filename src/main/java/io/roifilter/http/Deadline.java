package io.roifilter.http;

import java.net.SocketTimeoutException;
import java.time.Duration;

/** Until when something has to be done, by the clock that nobody sets. */
record Deadline(long nanoTime) {
    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    Deadline orEarlier(Deadline other) {
        return nanoTime - other.nanoTime < 0 ? this : other;
    }

    boolean isOver() {
        return System.nanoTime() - nanoTime >= 0;
    }

    /**
     * What is left, at least 1.
     *
     * @throws SocketTimeoutException if nothing is
     */
    int millis() throws SocketTimeoutException {
        long left = nanoTime - System.nanoTime();
        if (left <= 0) {
            throw new SocketTimeoutException("the time is over");
        }
        return (int) Math.max(1, Math.min(left / 1_000_000, Integer.MAX_VALUE));
    }
}
