package io.roifilter.outbox;

import io.roifilter.thread.Gate;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How long requests wait for their orders to be on disk, and how many at once: a disk in trouble must not take the
 * server all its threads. Thread-safe.
 *
 * <p>Any number of requests may wait for as long as a healthy disk ever takes, {@value #ANY_MILLIS} ms. Beyond that, or
 * while what is being written has been under way for longer already, only {@value #MAX_LONG} at a time go on waiting, up to
 * {@code acceptTimeout}; for the others their orders are handed in, and the page goes out.
 *
 * <p>The first orders after a start also wait for the first attempt to open the store, {@value #OPENING_SECONDS} seconds at
 * most since the start, and under the same bound; their {@code acceptTimeout} begins when it is over.
 *
 * <p>An interrupt does not end a wait: the flag is the application's, and is set again afterwards.
 */
final class Waiting {
    static final int ANY_MILLIS = 500;
    static final int MAX_LONG = 16;
    static final int OPENING_SECONDS = 5;

    private static final long ANY_NANOS = TimeUnit.MILLISECONDS.toNanos(ANY_MILLIS);
    private static final long OPENING_NANOS = TimeUnit.SECONDS.toNanos(OPENING_SECONDS);

    private final long begun = System.nanoTime();
    private final long acceptTimeoutNanos;
    private final Gate firstOpening;
    private final Semaphore longWaits = new Semaphore(MAX_LONG);

    // By the writer thread; the time first, so that whoever sees the flag sees the time that belongs to it or a later
    // one
    private volatile long underWaySince = System.nanoTime();
    private volatile boolean underWay = true; // the first opening is

    /** @param firstOpening opens when the first attempt to open the store is over */
    Waiting(long acceptTimeoutNanos, Gate firstOpening) {
        this.acceptTimeoutNanos = acceptTimeoutNanos;
        this.firstOpening = firstOpening;
    }

    /** The writer begins to write. */
    void writeBegins() {
        underWaySince = System.nanoTime();
        underWay = true;
    }

    /** The writer waits for orders. */
    void writerIsIdle() {
        underWay = false;
    }

    /** Returns at once if nobody waits by the settings. */
    void awaitFirstOpening() {
        long left = begun + OPENING_NANOS - System.nanoTime();
        if (acceptTimeoutNanos > 0 && !firstOpening.isOpen() && left > 0) {
            await(firstOpening, left);
        }
    }

    /** @param done opens when what became of the order is known */
    void awaitWrite(Gate done) {
        await(done, acceptTimeoutNanos);
    }

    private void await(Gate gate, long nanos) {
        long start = System.nanoTime();
        for (long left = freely(start, nanos); left > 0; left = freely(start, nanos)) {
            if (awaitUninterruptibly(gate, left)) {
                return;
            }
        }
        long left = start + nanos - System.nanoTime();
        if (left > 0 && longWaits.tryAcquire()) {
            try {
                awaitUninterruptibly(gate, left);
            } finally {
                longWaits.release();
            }
        }
    }

    /** How much longer a request may wait that has waited since then, however many others do. */
    private long freely(long start, long nanos) {
        long now = System.nanoTime();
        long left = start + Math.min(nanos, ANY_NANOS) - now;
        if (!underWay) {
            return left;
        }
        long allowed = !firstOpening.isOpen() ? OPENING_NANOS : ANY_NANOS;
        return Math.min(left, underWaySince + allowed - now);
    }

    private static boolean awaitUninterruptibly(Gate gate, long nanos) {
        boolean interrupted = false;
        try {
            long deadline = System.nanoTime() + nanos;
            for (long left = nanos; ; left = deadline - System.nanoTime()) {
                try {
                    return gate.await(left);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
