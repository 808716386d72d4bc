package io.roifilter.outbox;

import io.roifilter.api.MethodCall;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What requests hand in for the writer: a queue, and beside it room for what not even the queue or the log can have, for want
 * of memory. To hand in takes no memory. Thread-safe.
 */
final class Intake {
    private static final int LATE_TRIES = 20;
    private static final long LATE_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    /** What an order takes while it waits, as orders are; the largest takes three times that. */
    private static final long ORDER_BYTES = 512;

    /** The part of the heap that orders may take. */
    private static final int HEAP_SHARE = 8;

    /** So many may wait on the smallest heap. */
    private static final int MIN_PLACES = 10_000;

    /** So many are kept elsewhere together. */
    private static final int PART = 1000;

    private static final String CLOSED = "the outbox is closed";

    /** Wakes the writer for something else than orders. When the queue is full, it is awake anyway. */
    private static final Pending WAKE = new Pending(null, null, Instant.EPOCH);

    private final BlockingQueue<Pending> queue;
    private final Kept kept = new Kept();
    private final Unstored unstored;
    private final Waiting waiting;
    private final Opening opening;
    private final Clock clock;
    private volatile boolean closing;
    private volatile boolean ended;

    /**
     * @param unstored takes what comes when the queue is full or the outbox is closed
     * @param clock says when an order was accepted that has been kept beside the queue
     */
    Intake(int capacity, Unstored unstored, Waiting waiting, Opening opening, Clock clock) {
        queue = new ArrayBlockingQueue<>(places(capacity, Runtime.getRuntime().maxMemory()));
        this.unstored = unstored;
        this.waiting = waiting;
        this.opening = opening;
        this.clock = clock;
    }

    /**
     * How many may wait: an order is better kept in memory than in the log, but the heap is the shop's.
     *
     * @param capacity the most
     */
    static int places(int capacity, long heapBytes) {
        return (int) Math.min(capacity, Math.max(MIN_PLACES, heapBytes / HEAP_SHARE / ORDER_BYTES));
    }

    /**
     * Hands this in, and waits for it to be stored as long as requests wait. Never throws.
     *
     * @param wait whether there is anybody who stores it
     * @return whether it is known to be stored
     */
    boolean accept(Pending pending, boolean wait) {
        boolean handedIn = false;
        try {
            handedIn = offer(pending);
            return handedIn && wait && isStored(pending);
        } catch (Throwable e) {
            if (!handedIn) {
                keep(pending.call(), pending.rejection());
            }
            return false;
        }
    }

    /** For an order that cannot even be handed in. Takes no memory, and never throws. */
    void keep(MethodCall call, String rejection) {
        kept.keep(call, rejection);
        for (int tries = 0; ended && !kept.isEmpty() && tries < LATE_TRIES; tries++) {
            try {
                kept.drain(this::logKept);
            } catch (Throwable e) {
                LockSupport.parkNanos(LATE_PAUSE_NANOS);
            }
        }
    }

    /** Wakes who waits in {@link #next}. */
    void wake() {
        try {
            queue.offer(WAKE);
        } catch (OutOfMemoryError e) {
            // Who waits looks by himself from time to time.
        }
    }

    /** From now on, what is handed in is kept elsewhere. */
    void close() {
        closing = true;
    }

    boolean isClosing() {
        return closing;
    }

    /** Whether orders wait for the store to be opened. */
    boolean makesWait() {
        return opening.makesWait() && !closing;
    }

    boolean isEmpty() {
        return queue.isEmpty() && kept.isEmpty();
    }

    /** Whether there is something beside the queue. */
    boolean keepsSome() {
        return !kept.isEmpty();
    }

    /** How many have found no room. */
    long lost() {
        return kept.lost();
    }

    /** Puts what is beside the queue into it, or has it kept elsewhere once the outbox is closing; as far as that can be done. */
    void handInKept() {
        if (keepsSome()) {
            kept.drain((call, rejection) ->
                    closing ? logKept(call, rejection) : queue.offer(new Pending(call, rejection, clock.instant())));
        }
    }

    /** @return null if there is none within this time, or at once when the outbox is closing */
    Pending next(long nanos) throws InterruptedException {
        return closing ? queue.poll() : queue.poll(nanos, TimeUnit.NANOSECONDS);
    }

    /** Adds the first, and what else is in the queue, without any memory. */
    void moveTo(Unwritten unwritten, Pending first) {
        unwritten.take(first, queue, WAKE);
    }

    /** Has all that is here kept elsewhere; once nobody takes from here any more, also what comes later. */
    void keepAll() {
        try {
            keepTogether(new ArrayList<>(PART));
        } catch (OutOfMemoryError e) {
            // One by one, then, which takes less of it.
        }
        keepSingly();
    }

    /** @param part room for as many */
    private void keepTogether(List<Pending> part) {
        while (queue.drainTo(part, PART) > 0) {
            try {
                part.removeIf(pending -> pending == WAKE);
                unstored.keepAll(part, CLOSED);
            } finally {
                for (int i = 0; i < part.size(); i++) {
                    leave(part.get(i));
                }
                part.clear();
            }
        }
    }

    private void keepSingly() {
        for (Pending pending = queue.poll(); pending != null; pending = queue.poll()) {
            leave(pending);
        }
        kept.drain(this::logKept);
    }

    private void leave(Pending pending) {
        if (pending != WAKE) {
            logOrKeep(pending, CLOSED); // unless it is already
            pending.settle(false);
        }
    }

    /** Nobody takes from here any more. */
    void end() {
        ended = true;
    }

    /** @return whether the writer has it now; if not, it is logged, or kept to be */
    private boolean offer(Pending pending) {
        if (closing) {
            logOrKeep(pending, CLOSED);
            return false;
        }
        if (!queue.offer(pending)) {
            logOrKeep(pending, "the queue is full");
            return false;
        }
        // The writer may have looked into the queue for the last time between the two questions above.
        if (ended && queue.remove(pending)) {
            logOrKeep(pending, CLOSED);
            return false;
        }
        return true;
    }

    private boolean isStored(Pending pending) {
        waiting.awaitFirstOpening();
        if (!makesWait()) {
            waiting.awaitWrite(pending.done());
        }
        return pending.isStored();
    }

    private void logOrKeep(Pending pending, String why) {
        boolean logged = false;
        try {
            logged = unstored.keep(pending, why);
        } catch (OutOfMemoryError e) {
            // Then it is kept.
        }
        if (!logged) {
            keep(pending.call(), pending.rejection());
        }
    }

    private boolean logKept(MethodCall call, String rejection) {
        return unstored.keep(new Pending(call, rejection, clock.instant()), "there was no memory to store it");
    }
}
