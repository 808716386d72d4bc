package io.roifilter.relay;

import java.time.Duration;

/**
 * Wakes a sleeper, at once even if it is just about to fall asleep: what was signalled since the sleeper last looked
 * is not slept through.
 */
final class Signal {
    private long count; // guarded by this

    /** What to hand to {@link #await}: taken before looking for work. */
    synchronized long count() {
        return count;
    }

    synchronized void raise() {
        count++;
        notifyAll();
    }

    /** Returns when a signal came after {@code seen} was taken, or after the pause. */
    synchronized void await(long seen, Duration pause) throws InterruptedException {
        long deadline = System.nanoTime() + pause.toNanos();
        for (long left = pause.toNanos(); count == seen && left > 0; left = deadline - System.nanoTime()) {
            // One millisecond more than asked, never zero, which would wait for ever.
            wait(left / 1_000_000 + 1);
        }
    }
}
