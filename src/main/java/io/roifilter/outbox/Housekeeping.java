package io.roifilter.outbox;

import io.roifilter.text.ApplicationLog;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** What is done for an outbox beside its orders, a bounded part at a time. Thread-safe: one thread at a time does it. */
final class Housekeeping {
    private static final long PURGE_INTERVAL_MILLIS = Duration.ofMinutes(1).toMillis();

    /** Where versions of an application overlap, the old one's file is free only when the new one is long at work. */
    private static final long ADOPTION_INTERVAL_MILLIS = Duration.ofSeconds(10).toMillis();

    private static final long CLOSING_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final long COUNTING_INTERVAL_MILLIS = Duration.ofMinutes(1).toMillis();

    private static final int PURGED_ROWS = 500;
    private static final int READDRESSED_ROWS = 500;
    private static final int PARTS = 20;

    private final StoreAccess shared;
    private final EmbeddedFiles files;
    private final AcceptedSignal accepted;
    private final HourlyCounts hours;
    private final long keepDeliveredMillis;
    private final Optional<Destination> former;
    private final Clock clock;
    private final ApplicationLog log;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile boolean closed;

    // Guarded by lock
    private Takeover takeover; // null while there is none
    private boolean broken; // it was ended by an error half way
    private long nextAdoption;
    private long nextReaddressing;
    private long nextPurge;
    private long nextCounting;
    private long nextLook;

    Housekeeping(
            StoreAccess shared,
            EmbeddedFiles files,
            AcceptedSignal accepted,
            HourlyCounts hours,
            OutboxOptions options,
            Clock clock,
            ApplicationLog log) {
        this.shared = shared;
        this.files = files;
        this.accepted = accepted;
        this.hours = hours;
        keepDeliveredMillis = options.keepDelivered().toMillis();
        former = options.former();
        this.clock = clock;
        this.log = log;
    }

    void run() {
        if (!lock.tryLock()) {
            return;
        }
        try {
            keepCounts(clock.millis());
            lookForUnstored(clock.millis());
            if (files.delivering(shared) != shared) {
                return; // what is left to do is to deliver
            }
            long now = clock.millis();
            boolean more = shared.use(Store::housekeep) | purge(now) | adopt(now) | readdress(now);
            if (more) {
                accepted.run();
            }
        } finally {
            try {
                if (closed) {
                    abandonTakeover();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /** Ends an adoption under way, or has the thread end it that is about it when the time is over. */
    void close(Duration timeout) {
        closed = true;
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            if (lock.tryLock(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                try {
                    letGo(deadline);
                } finally {
                    lock.unlock();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A clock that was put back delays nothing. */
    private static boolean isDue(long next, long interval, long now) {
        return now >= next || next - now > interval;
    }

    /** What came while the store was away is counted for its hour all the same. */
    private void keepCounts(long now) {
        if (isDue(nextCounting, COUNTING_INTERVAL_MILLIS, now)) {
            nextCounting = now + COUNTING_INTERVAL_MILLIS;
            if (shared.isOpen()) {
                hours.keep(shared);
            } else {
                hours.note();
            }
        }
    }

    /** Also while the store is away, as nobody is to find out later. */
    private void lookForUnstored(long now) {
        if (isDue(nextLook, ADOPTION_INTERVAL_MILLIS, now)) {
            nextLook = now + ADOPTION_INTERVAL_MILLIS;
            files.unstored().counts().look();
        }
    }

    private boolean purge(long now) {
        if (!isDue(nextPurge, PURGE_INTERVAL_MILLIS, now)) {
            return false;
        }
        for (int i = 0; i < PARTS && !closed; i++) {
            if (shared.use(store -> store.purge(keepDeliveredMillis, PURGED_ROWS)) < PURGED_ROWS) {
                nextPurge = now + PURGE_INTERVAL_MILLIS;
                return false;
            }
        }
        return true;
    }

    private boolean adopt(long now) {
        try {
            if (broken) {
                abandonTakeover();
            }
            return (takeover != null || begin(now)) && proceed();
        } catch (SQLException | IOException e) {
            log.log(Level.WARNING, "cannot take over " + takeover + "; tried again later", e);
            abandonTakeover();
            return false;
        } catch (Error e) {
            broken = true; // whatever state the file is in now, opening it again makes it a known one
            throw e;
        }
    }

    private boolean begin(long now) throws SQLException, IOException {
        if (closed
                || !isDue(nextAdoption, ADOPTION_INTERVAL_MILLIS, now)
                        && !files.takeovers().isUrgent()) {
            return false;
        }
        Optional<Takeover> next = files.takeovers().next(shared);
        if (next.isEmpty()) {
            nextAdoption = now + ADOPTION_INTERVAL_MILLIS;
            return false;
        }
        takeover = next.get();
        takeover.begin();
        return true;
    }

    /** In a database; a file of the former destination's is adopted. */
    private boolean readdress(long now) {
        if (former.isEmpty() || !isDue(nextReaddressing, ADOPTION_INTERVAL_MILLIS, now)) {
            return false;
        }
        int moved = 0;
        for (int i = 0; i < PARTS && !closed; i++) {
            int part = shared.use(store -> store.readdress(former.get(), READDRESSED_ROWS));
            moved += part;
            if (part < READDRESSED_ROWS) {
                nextReaddressing = now + ADOPTION_INTERVAL_MILLIS;
                break;
            }
        }
        if (moved > 0) {
            log.log(Level.INFO, "took over " + moved + " orders that were for " + former.get());
        }
        return moved > 0;
    }

    /** @return true, because there may be more */
    private boolean proceed() throws SQLException, IOException {
        for (int i = 0; i < PARTS && !closed; i++) {
            if (!takeover.step()) {
                takeover.finish();
                log.log(Level.INFO, "took over " + takeover);
                takeover = null;
                return true;
            }
        }
        return true;
    }

    /** Tried again while there is no memory for it: what stays held is nobody's until the process ends. */
    private void letGo(long deadline) {
        boolean done = false;
        do {
            try {
                abandonTakeover();
                done = true;
            } catch (Error e) {
                LockSupport.parkNanos(CLOSING_PAUSE_NANOS);
            }
        } while (!done && System.nanoTime() - deadline < 0);
    }

    private void abandonTakeover() {
        if (takeover != null) {
            try {
                takeover.abandon(); // after an error in it, at the next call again: the file must not stay held
            } catch (IOException | RuntimeException e) {
                log.log(Level.WARNING, e.getMessage(), e);
            }
        }
        takeover = null;
        broken = false;
        try {
            files.takeovers().end();
        } catch (IOException e) {
            log.log(Level.WARNING, e.getMessage(), e);
        }
    }
}
