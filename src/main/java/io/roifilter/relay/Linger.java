package io.roifilter.relay;

import io.roifilter.thread.Gate;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Lets POSTs fill: before it claims, a thread waits as long as it takes at the rate of the moment until there are orders
 * for a whole one, and at most as long as orders may be kept waiting. If orders come singly, so that none would join the
 * one that is there, it does not wait at all. One thread waits at a time, so that they do not share what comes among
 * themselves. Thread-safe.
 */
final class Linger {
    /** Where fewer are to be expected within the longest wait, orders come singly. */
    private static final int WORTHWHILE = 2;

    /** The rate is taken over the longest wait, and sooner, over this part of it, if it rises. */
    private static final int PARTS = 10;

    /** As many as there may be: before the first claim, or where more was claimed than was seen to come. */
    private static final long MANY = Long.MAX_VALUE / 2;

    private final long longest;
    private final LongSupplier added;
    private final LongSupplier nanoTime;
    private final Gate stopped = new Gate();
    private final ReentrantLock turn = new ReentrantLock();

    // Mutable state, guarded by this
    private long seen; // of what was added
    private long left = MANY; // what was added and not claimed, as far as that is known here
    private long windowStart;
    private long addedBefore; // at its start
    private double rate; // per nanosecond

    /**
     * @param longest in nanoseconds; zero: nobody waits
     * @param added how many orders have been added since the start
     */
    Linger(long longest, LongSupplier added, LongSupplier nanoTime) {
        this.longest = longest;
        this.added = added;
        this.nanoTime = nanoTime;
        seen = added.getAsLong();
        addedBefore = seen;
        windowStart = nanoTime.getAsLong();
    }

    /**
     * Waits before a claim, if it is worth it.
     *
     * @param full how many orders one POST takes
     * @return how many are there to be claimed, which are left to the caller
     */
    int await(int full) throws InterruptedException {
        if (longest == 0) {
            return full;
        }
        turn.lockInterruptibly();
        try {
            stopped.await(nanos(full));
            return take(full);
        } finally {
            turn.unlock();
        }
    }

    /**
     * To be told what was claimed.
     *
     * @param expected how many were there, as {@link #await} has said; zero if nobody knows
     * @param isFull whether no more could be claimed, so that there may be more
     */
    synchronized void claimed(int expected, int size, boolean isFull) {
        if (isFull && expected < size / 2.0) {
            left = MANY; // retried, or another's
        } else if (isFull) {
            left = Math.min(MANY, left + Math.max(0, expected - size)); // a POST takes less at the moment
        } else if (left > MANY / 2) {
            left = 0;
        }
    }

    /** From now on nobody waits. */
    void stop() {
        stopped.open();
    }

    /** How long it is worth waiting for a POST to be full. */
    synchronized long nanos(int full) {
        look();
        long missing = full - left;
        boolean isWorthwhile = rate * longest >= WORTHWHILE;
        return missing > 0 && isWorthwhile ? (long) Math.min(longest, missing / rate) : 0;
    }

    /** @return how many of them are there to fill a POST, which are the caller's from here on */
    synchronized int take(int full) {
        look();
        int taken = (int) Math.min(full, left);
        left -= taken;
        return taken;
    }

    private void look() {
        long now = nanoTime.getAsLong();
        long total = added.getAsLong();
        left = Math.min(MANY, left + total - seen);
        seen = total;
        long nanos = now - windowStart;
        long came = total - addedBefore;
        if (nanos >= longest) {
            rate = (double) came / nanos;
            windowStart = now;
            addedBefore = total;
        } else { // one that comes alone says nothing of others
            rate = Math.max(rate, (came - 1.0) / Math.max(nanos, longest / PARTS));
        }
    }
}
