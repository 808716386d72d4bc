package io.roifilter.outbox;

import io.roifilter.api.MethodCall;
import io.roifilter.text.Thrown;
import io.roifilter.thread.DaemonThread;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes what requests hand in, many orders in one commit, on a thread of its own, which also opens the store and
 * closes it. While the store is away, opening is tried again after growing pauses, and orders go to the log or, if the
 * opener says so, wait: a batch that may or may not have been written is then written again, which its duplicate keys
 * make harmless.
 *
 * <p>The thread lives on whatever is thrown in it, and its handling of that takes no memory. An application that has used
 * up the heap for a while costs no order: what can be neither stored nor logged waits, in room made beforehand, until it
 * can, and the log says so afterwards.
 */
final class Writer {
    private static final int MAX_BATCH = 1000;
    private static final long MIN_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long MAX_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** The pause after what should not happen, or for which there was no memory. */
    private static final long FAILURE_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** The longest that the thread sleeps before it looks for what could not be handed in by the queue. */
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** How often each end is tried before the thread is let go: a minute. */
    private static final int END_TRIES = 1200;

    private static final int LATE_TRIES = 20;

    /** Wakes the writer for something else than orders. When the queue is full, it is awake anyway. */
    private static final Pending WAKE = new Pending(null, null, Instant.EPOCH);

    /** Thrown where it is tried again, without the memory that another would take. */
    private static final OutOfMemoryError NO_MEMORY = new OutOfMemoryError("orders wait for memory to be logged");

    private static final String CLOSED = "the outbox is closed";

    /** Finds the store and opens it, its tables made. */
    interface Opener {
        Store open() throws IOException, SQLException;

        /** Whether orders wait while the store is away; else they go to the log. */
        default boolean ordersWait() {
            return false;
        }

        /** Called at the end, when the store is closed. */
        default void close() throws IOException {}
    }

    private final Journal journal;
    private final SharedStore shared;
    private final Opener opener;
    private final Unstored unstored;
    private final BlockingQueue<Pending> queue; // of an array: to hand in an order takes no memory
    private final Kept kept = new Kept();

    /** Taken from the queue but not known to be stored. Changed by the writer thread alone, and read by it, without a lock. */
    private final List<Pending> unwritten = new ArrayList<>(MAX_BATCH);

    private final Waiting waiting;
    private final Thread thread;
    private final AtomicLong duplicates = new AtomicLong();
    private volatile Runnable signal = () -> {};
    private volatile boolean closing;
    private volatile boolean ended;
    private volatile boolean inTrouble; // written by the writer thread
    private final AtomicReference<Throwable> failureElsewhere = new AtomicReference<>();

    // Mutable state of the writer thread
    private Store opened; // not yet the shared one
    private int singly; // how many of the first unwritten are to be written one by one
    private boolean again; // whether what is unwritten may have been written before
    private boolean lastOpeningTried;
    private long loggedBefore;
    private long pauseNanos;
    private long nextOpening = System.nanoTime();
    private long failures; // in a row, for want of memory or such as should not happen
    private long failingSince;
    private long lostTold;

    Writer(Outbox.Options options, SharedStore shared, Opener opener, Journal journal) {
        this.journal = journal;
        this.shared = shared;
        this.opener = opener;
        unstored = new Unstored(journal, options.seal());
        queue = new ArrayBlockingQueue<>(options.queueCapacity());
        waiting = new Waiting(options.acceptTimeout().toNanos(), shared.triedOnce());
        thread = DaemonThread.of("outbox", options.name(), this::run);
    }

    void start() {
        shared.onFailure(failure -> {
            if (Thread.currentThread() != thread) {
                failureElsewhere.set(failure);
                wake(); // to open it again
            }
        });
        thread.start();
    }

    /** Never throws. */
    boolean accept(Pending pending) {
        boolean handedIn = false;
        try {
            handedIn = offer(pending);
            return handedIn && isStored(pending);
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
                LockSupport.parkNanos(FAILURE_PAUSE_NANOS);
            }
        }
    }

    void onAccepted(Runnable newSignal) {
        signal = newSignal;
    }

    void runSignal() {
        try {
            signal.run();
        } catch (Throwable e) {
            journal.log(Level.ERROR, "the signal for accepted orders failed", e);
        }
    }

    long logged() {
        return unstored.count();
    }

    /** For a row that was in a store which is gone. */
    void logStored(Row row, String why) {
        String rejection = row.state() == State.REJECTED ? row.lastCode() + " " + row.lastText() : null;
        unstored.log(row, rejection, Instant.ofEpochMilli(row.acceptedAt()), why);
    }

    long duplicates() {
        return duplicates.get();
    }

    /** Waits until the writer has written all; what it has not begun to write in time goes to the log. */
    void close(Duration timeout) {
        closing = true;
        wake();
        try {
            TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, timeout.toNanos()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            try {
                journal.log(
                        Level.WARNING,
                        "the outbox is still being written after " + timeout + "; orders that wait"
                                + " for that go to this log, those that are being written as well, and the store is closed"
                                + " when the write ends");
                logUnwritten();
                logQueue();
                kept.drain(this::logKept);
            } catch (OutOfMemoryError e) {
                // The thread goes on, and does it when there is memory.
            } finally {
                shared.triedOnce().countDown(); // whoever waits for it has its order in the log
            }
        }
    }

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
        if (!mustWait()) {
            waiting.awaitWrite(pending.done());
        }
        return pending.isStored();
    }

    private void run() {
        boolean over = false;
        while (!over) {
            try {
                over = round();
            } catch (Throwable e) {
                failed(e);
            }
        }
        end();
    }

    /** @return whether all is done */
    private boolean round() throws InterruptedException {
        if (closing && queue.isEmpty() && unwritten.isEmpty() && kept.isEmpty()) {
            return true;
        }
        tellOfFailureElsewhere();
        if (!kept.isEmpty()) {
            kept.drain(this::handIn);
            if (closing && !kept.isEmpty()) {
                pauseFor(NO_MEMORY);
            }
        }
        openIfDue();
        if (mustWait()) {
            LockSupport.parkNanos(this, nextOpening - System.nanoTime());
        } else {
            writeNext();
        }
        tellOfFailures();
        return false;
    }

    /** Two ways, because the thread may wait in two: for orders, or for the next opening. */
    private void wake() {
        try {
            queue.offer(WAKE);
        } catch (OutOfMemoryError e) {
            // It looks by itself from time to time.
        }
        LockSupport.unpark(thread);
    }

    private boolean mustWait() {
        return opener.ordersWait() && inTrouble && !shared.isOpen() && !closing;
    }

    /** Once the thread is gone nobody tries again; but it must not stay for ever in an application that is gone. */
    private void end() {
        int step = 0;
        for (int tries = 0; step < 3 && tries < END_TRIES; tries++) {
            try {
                end(step);
                step++;
            } catch (IOException | RuntimeException e) {
                journal.log(Level.WARNING, e.getMessage(), e);
                step++;
            } catch (Throwable e) {
                LockSupport.parkNanos(FAILURE_PAUSE_NANOS);
            }
        }
        ended = true;
    }

    private void end(int step) throws IOException {
        switch (step) {
            case 0 -> closeStore();
            case 1 -> opener.close();
            default -> {
                ended = true;
                logQueue();
                kept.drain(this::logKept);
                if (!queue.isEmpty() || !kept.isEmpty()) {
                    throw NO_MEMORY;
                }
            }
        }
    }

    private void closeStore() throws IOException {
        if (opened != null) {
            shared.opened(opened);
            opened = null;
        }
        shared.close();
    }

    private void writeNext() throws InterruptedException {
        dropLogged();
        if (unwritten.isEmpty()) {
            take();
        }
        if (!unwritten.isEmpty()) {
            openIfDue(); // it may have failed in other hands while we waited for orders
            write(singly > 0 ? 1 : unwritten.size());
        }
    }

    /** Takes what is in the queue, without any memory once there is something. */
    private void take() throws InterruptedException {
        again = false;
        singly = 0;
        waiting.writerIsIdle();
        Pending first = next();
        waiting.writeBegins();
        if (first != null) {
            synchronized (unwritten) {
                unwritten.add(first);
                queue.drainTo(unwritten, MAX_BATCH - 1);
                while (unwritten.remove(WAKE)) {
                    // Of these there may be several.
                }
            }
        }
    }

    private Pending next() throws InterruptedException {
        if (closing) {
            return queue.poll();
        }
        long nanos = shared.isOpen() ? LOOK_NANOS : Math.min(LOOK_NANOS, nextOpening - System.nanoTime());
        return queue.poll(nanos, TimeUnit.NANOSECONDS);
    }

    /** Writes so many of the first. */
    private void write(int size) {
        List<Row> rows = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            rows.add(unwritten.get(i).row());
        }
        boolean open = shared.isOpen();
        boolean wasAgain = again;
        again |= open; // until it is known
        Counts added;
        try {
            added = shared.use(store -> store.insert(rows));
        } catch (RuntimeException | Error e) {
            notWritten(size, open, e);
            return;
        }
        wrote(size, added, wasAgain);
    }

    private void wrote(int size, Counts added, boolean wasAgain) {
        pauseNanos = 0;
        if (!wasAgain) { // else what is known may be what was written the first time
            duplicates.addAndGet(size - added.total());
        }
        for (int i = 0; i < size; i++) {
            unwritten.get(i).settle(true);
        }
        synchronized (unwritten) {
            if (size == unwritten.size()) {
                unwritten.clear();
            } else {
                unwritten.subList(0, size).clear();
            }
        }
        singly = Math.max(0, singly - size);
        again = wasAgain;
        if (added.waiting() > 0) {
            runSignal();
        }
    }

    private void notWritten(int size, boolean open, Throwable failure) {
        if (open && opener.ordersWait() && isRefusal(failure.getCause())) {
            refused(size, failure);
            return;
        }
        if (open) { // else orders that keep coming would put off the next opening for ever
            trouble(failure);
        }
        if (Thrown.isOutOfMemory(failure)) { // it passes, and the log needs memory as well
            pauseFor(failure);
        } else if (closing || !opener.ordersWait()) {
            giveUp(size, failure);
        }
    }

    /** Whether the store does not want these rows, on which waiting would change nothing: bad data, or a constraint. */
    private static boolean isRefusal(Throwable cause) {
        if (cause instanceof SQLException e) {
            String state = String.valueOf(e.getSQLState());
            return state.startsWith("22") || state.startsWith("23");
        }
        return cause instanceof RuntimeException;
    }

    /** Finds the order that is to blame, so that the others get through. */
    private void refused(int size, Throwable failure) {
        nextOpening = System.nanoTime();
        again = false; // nothing of it was written
        if (size == 1) {
            giveUp(size, failure);
        } else {
            singly = size;
        }
    }

    /** Has the first go to the log, unless {@link #close} has done so; those that it cannot have are tried again. */
    private void giveUp(int size, Throwable failure) {
        String why = failure.getMessage();
        for (int i = 0; i < size; i++) {
            if (!log(unwritten.get(i), why)) {
                pauseFor(failure);
                break;
            }
        }
        dropLogged();
    }

    private void dropLogged() {
        synchronized (unwritten) {
            int before = unwritten.size();
            for (int i = before - 1; i >= 0; i--) {
                if (unwritten.get(i).isTakenForLog()) {
                    unwritten.remove(i);
                }
            }
            singly = Math.max(0, singly - before + unwritten.size());
        }
    }

    /** @return whether the log has it, from us or from another thread */
    private boolean log(Pending pending, String why) {
        if (pending.takeForLog()) {
            boolean logged = false;
            try {
                logged = unstored.log(pending, why);
            } finally {
                if (!logged) {
                    pending.giveBackFromLog();
                }
            }
            if (!logged) {
                return false;
            }
        }
        pending.settle(false);
        return true;
    }

    private void logUnwritten() {
        synchronized (unwritten) {
            for (int i = 0; i < unwritten.size(); i++) {
                log(
                        unwritten.get(i),
                        "it was still being written when the outbox was closed, and may be stored all the same");
            }
        }
    }

    private void logQueue() {
        for (Pending pending = queue.poll(); pending != null; pending = queue.poll()) {
            if (pending != WAKE) {
                logOrKeep(pending, CLOSED);
                pending.settle(false);
            }
        }
    }

    private void logOrKeep(Pending pending, String why) {
        boolean logged = false;
        try {
            logged = log(pending, why);
        } catch (OutOfMemoryError e) {
            // Then it is kept.
        }
        if (!logged) {
            keep(pending.call(), pending.rejection());
        }
    }

    private boolean handIn(MethodCall call, String rejection) {
        return closing ? logKept(call, rejection) : queue.offer(new Pending(call, rejection, Instant.now()));
    }

    private boolean logKept(MethodCall call, String rejection) {
        return log(new Pending(call, rejection, Instant.now()), "there was no memory to store it");
    }

    private void tellOfFailureElsewhere() {
        Throwable failure = failureElsewhere.getAndSet(null);
        if (failure != null) {
            tellOfTrouble(failure);
            nextOpening = System.nanoTime();
        }
    }

    /** The loop must live. This takes no memory, unless there is some for a line in the log. */
    private void failed(Throwable failure) {
        try {
            if (failures == 0 && !Thrown.isOutOfMemory(failure)) {
                journal.log(Level.ERROR, "the outbox's writer failed and goes on", failure);
            }
            pauseFor(failure);
        } catch (Throwable e) {
            // There is nothing left to be done but to go on.
        }
    }

    private void pauseFor(Throwable failure) {
        if (failures == 0) {
            failingSince = System.nanoTime();
        }
        failures++;
        Thread.interrupted(); // else it would not pause
        LockSupport.parkNanos(this, FAILURE_PAUSE_NANOS);
    }

    private void tellOfFailures() {
        if (failures > 0 && unwritten.isEmpty() && kept.isEmpty()) {
            Duration time = Duration.ofNanos(System.nanoTime() - failingSince);
            if (journal.log(
                    Level.WARNING,
                    "the outbox's writer was held up for " + time + ", in " + failures
                            + " attempts, most likely for want"
                            + " of memory; orders waited meanwhile, and are stored or in this log now")) {
                failures = 0;
            }
        }
        long lost = kept.lost();
        if (lost > lostTold
                && journal.log(
                        Level.ERROR,
                        (lost - lostTold)
                                + " orders are lost: there was no memory to store or log them, and more waited"
                                + " for it than the " + Kept.SLOTS + " that may")) {
            lostTold = lost;
        }
    }

    private void openIfDue() {
        if (shared.isOpen() || System.nanoTime() - nextOpening < 0 && !isLastChance()) {
            return;
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
        } catch (Throwable e) {
            shared.away(e);
            trouble(e);
            return;
        }
        logOpened(state);
        runSignal();
    }

    private void logOpened(String state) {
        if (inTrouble) {
            inTrouble = false;
            journal.log(
                    Level.INFO,
                    "the outbox is open again, " + state + "; meanwhile " + (unstored.count() - loggedBefore)
                            + " orders went to this log");
        } else {
            journal.log(Level.INFO, "the outbox is open, " + state);
        }
    }

    /** Before orders that have waited for it go to the log at the end. */
    private boolean isLastChance() {
        boolean last = closing && opener.ordersWait() && !lastOpeningTried;
        lastOpeningTried |= last;
        return last;
    }

    private void trouble(Throwable failure) {
        long most = Thrown.isOutOfMemory(failure) ? LOOK_NANOS : MAX_PAUSE_NANOS;
        pauseNanos = Math.min(most, Math.max(MIN_PAUSE_NANOS, 2 * pauseNanos));
        nextOpening = System.nanoTime() + pauseNanos;
        tellOfTrouble(failure);
    }

    private void tellOfTrouble(Throwable failure) {
        if (inTrouble) {
            return;
        }
        inTrouble = true;
        loggedBefore = unstored.count();
        String orders = opener.ordersWait() || Thrown.isOutOfMemory(failure)
                ? "orders wait in memory, and what that cannot hold goes to this log,"
                : "orders go to this log,";
        journal.log(
                Level.ERROR,
                "the outbox cannot be written: until it can, which is tried again and again, " + orders
                        + " whole, each on a line",
                failure);
    }
}
