package io.roifilter.outbox;

import io.roifilter.text.ApplicationLog;
import io.roifilter.text.Thrown;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.AccessDeniedException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * Opens the store, on the writer's thread: at the start and whenever it has failed, again and again after growing pauses.
 * The log says when trouble begins and when it ends.
 */
final class Opening {
    private static final long MIN_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long MAX_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Memory comes back sooner than disks and databases. */
    private static final long MAX_MEMORY_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final StoreAccess shared;
    private final Opener opener;
    private final Waiting waiting;
    private final LongSupplier unstored;
    private final ApplicationLog log;
    private final AtomicReference<Throwable> failureElsewhere = new AtomicReference<>();
    private volatile boolean inTrouble; // written by the writer thread

    // Mutable state of the writer thread
    private Store opened; // not yet the shared one
    private boolean lastChanceTaken;
    private long unstoredBefore;
    private long pauseNanos;
    private long next = System.nanoTime();
    private long openedAt; // zero while it is not open

    /** @param unstored how many orders went to a file or the log instead, so far */
    Opening(StoreAccess shared, Opener opener, Waiting waiting, LongSupplier unstored, ApplicationLog log) {
        this.shared = shared;
        this.opener = opener;
        this.waiting = waiting;
        this.unstored = unstored;
        this.log = log;
    }

    /** Whether orders wait while the store is away; else they are kept elsewhere. */
    boolean ordersWait() {
        return opener.ordersWait();
    }

    /** Whether orders wait now. */
    boolean makesWait() {
        return opener.ordersWait() && inTrouble && !shared.isOpen();
    }

    /** The store failed on another thread, which has closed it. */
    void failedElsewhere(Throwable failure) {
        failureElsewhere.set(failure);
    }

    /** How long until the next attempt; not positive if it is due. */
    long nanosToNext() {
        return next - System.nanoTime();
    }

    /** There need be no pause before the next attempt. */
    void hurry() {
        next = System.nanoTime();
    }

    /** The store does its work: pauses begin anew. */
    void isWell() {
        pauseNanos = 0;
    }

    /**
     * Opens the store if it is away and it is time to try.
     *
     * @param closing whether orders that have waited for it are kept elsewhere if it does not open now
     * @return whether it was opened
     */
    boolean tryIfDue(boolean closing) {
        if (shared.isOpen() || nanosToNext() > 0 && !isLastChance(closing)) {
            return false;
        }
        String state;
        try {
            if (opened == null) {
                shared.finishClosing();
                tellOfFailureElsewhere(); // which is known now, however short ago it was
                opened = opener.open();
            }
            state = opened + ": " + opened.counts();
            waiting.writeBegins(); // before those go on who wait for the opening
            shared.opened(opened);
            opened = null;
            openedAt = System.nanoTime();
        } catch (Throwable e) {
            shared.away(e);
            trouble(e);
            return false;
        }
        tellOfOpening(state);
        return true;
    }

    /** The store failed in the writer's hands, or could not be opened. */
    void trouble(Throwable failure) {
        long most = Thrown.isOutOfMemory(failure) ? MAX_MEMORY_PAUSE_NANOS : MAX_PAUSE_NANOS;
        if (openedAt != 0 && System.nanoTime() - openedAt > MAX_PAUSE_NANOS) {
            pauseNanos = 0; // all was well for long
        }
        openedAt = 0;
        pauseNanos = Math.min(most, Math.max(MIN_PAUSE_NANOS, 2 * pauseNanos));
        next = System.nanoTime() + pauseNanos;
        tellOfTrouble(failure);
    }

    void tellOfFailureElsewhere() {
        Throwable failure = failureElsewhere.getAndSet(null);
        if (failure != null) {
            trouble(failure);
        }
    }

    /** To be called again if it throws anything but an {@code IOException}. */
    void closeStore() throws IOException {
        if (opened != null) {
            shared.opened(opened);
            opened = null;
        }
        shared.close();
    }

    /** When the store is closed; to be called again as {@link #closeStore}. */
    void close() throws IOException {
        opener.close();
    }

    /** Before orders that have waited for it are kept elsewhere at the end. */
    private boolean isLastChance(boolean closing) {
        boolean last = closing && opener.ordersWait() && !lastChanceTaken;
        lastChanceTaken |= last;
        return last;
    }

    private void tellOfOpening(String state) {
        if (inTrouble) {
            inTrouble = false;
            log.log(
                    Level.INFO,
                    "the outbox is open again, " + state + "; meanwhile " + (unstored.getAsLong() - unstoredBefore)
                            + " orders went to a file or to this log");
        } else {
            log.log(Level.INFO, "the outbox is open, " + state);
        }
    }

    private void tellOfTrouble(Throwable failure) {
        if (inTrouble) {
            return;
        }
        inTrouble = true;
        unstoredBefore = unstored.getAsLong();
        String orders = opener.ordersWait() || Thrown.isOutOfMemory(failure)
                ? "orders wait in memory, and what that cannot hold goes"
                : "orders go";
        log.log(
                Level.ERROR,
                "the outbox cannot be written: until it can, which is tried again and again, " + orders
                        + " to a file unstored-N.log in outboxDirectory or, if that cannot be written either, to this log,"
                        + " whole, each on a line. Check " + (opener.ordersWait() ? "outbox" : "outboxDirectory")
                        + ", and what is said here of it" + remedy(failure),
                failure);
    }

    /** For the commonest cause, which the exception names and does not explain. */
    static String remedy(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof AccessDeniedException
                    || String.valueOf(cause.getMessage()).contains("Read-only file system")) {
                return ". The user that the server runs as must be able to make files there, and under systemd the"
                        + " server's unit must allow it, too: by ReadWritePaths= in a drop-in of the unit. Or set"
                        + " outboxDirectory to a directory where that is so, such as a volume of the container";
            }
        }
        return "";
    }
}
