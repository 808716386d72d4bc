package io.roifilter.outbox;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes what requests hand in, many orders in one commit, on a thread of its own, which also opens the store and
 * closes it. While the store is away, opening is tried again after growing pauses, and orders go to the log or, if the
 * opener says so, wait: a batch that may or may not have been written is then written again, which its duplicate keys
 * make harmless.
 */
final class Writer {
    private static final int MAX_BATCH = 1000;
    private static final long MIN_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long MAX_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Wakes the writer for something else than orders. When the queue is full, it is awake anyway. */
    private static final Pending WAKE = new Pending(null, null, Instant.EPOCH);

    private static final String CLOSED = "the outbox is closed";

    /** Finds the store and opens it, its tables made. */
    interface Opener {
        Store open() throws IOException, SQLException;

        /** Whether orders wait while the store is away; else they go to the log. */
        default boolean ordersWait() {
            return false;
        }

        /** Called at the end, when the store is closed. */
        default void close() {}
    }

    private record Encoded(Pending pending, Row row) {}

    /** What is written in one commit. */
    private static final class Batch {
        private final List<Encoded> orders;
        private boolean again; // writer thread's

        Batch(List<Encoded> orders) {
            this.orders = orders;
        }

        List<Row> rows() {
            return orders.stream().map(Encoded::row).toList();
        }
    }

    private final Journal journal;
    private final SharedStore shared;
    private final Opener opener;
    private final Payloads payloads;
    private final Unstored unstored;
    private final BlockingQueue<Pending> queue;

    /** Taken from the queue but not known to be stored; the first is being written. */
    private final Deque<Batch> unwritten = new ConcurrentLinkedDeque<>();

    private final Waiting waiting;
    private final Thread thread;
    private final AtomicLong duplicates = new AtomicLong();
    private volatile Runnable signal = () -> {};
    private volatile boolean closing;
    private volatile boolean ended;
    private volatile boolean inTrouble; // written by the writer thread
    private final AtomicReference<Throwable> failureElsewhere = new AtomicReference<>();

    // Mutable state of the writer thread
    private boolean lastOpeningTried;
    private long loggedBefore;
    private long pauseNanos;
    private long nextOpening = System.nanoTime();

    Writer(Outbox.Options options, SharedStore shared, Opener opener, Payloads payloads, Journal journal) {
        this.journal = journal;
        this.shared = shared;
        this.opener = opener;
        this.payloads = payloads;
        unstored = new Unstored(journal, payloads);
        queue = new LinkedBlockingQueue<>(options.queueCapacity());
        waiting = new Waiting(options.acceptTimeout().toNanos(), shared.triedOnce());
        thread = new Thread(null, this::run, options.name() + "-roi-outbox", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
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

    boolean accept(Pending pending) {
        return offer(pending) && isStored(pending);
    }

    void onAccepted(Runnable newSignal) {
        signal = newSignal;
    }

    void runSignal() {
        try {
            signal.run();
        } catch (RuntimeException e) {
            journal.log(Level.ERROR, "the signal for accepted orders failed", e);
        }
    }

    long logged() {
        return unstored.count();
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
            journal.log(
                    Level.WARNING,
                    "the outbox is still being written after " + timeout + "; orders that wait"
                            + " for that go to this log, those that are being written as well, and the store is closed"
                            + " when the write ends");
            logUnwritten();
            logQueue();
            shared.triedOnce().countDown(); // whoever waits for it has its order in the log
        }
    }

    private boolean offer(Pending pending) {
        if (closing) {
            logWhole(pending, CLOSED);
            return false;
        }
        if (!queue.offer(pending)) {
            logWhole(pending, "the queue is full");
            return false;
        }
        // The writer may have looked into the queue for the last time between the two questions above.
        if (ended && queue.remove(pending)) {
            logWhole(pending, CLOSED);
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
        while (!closing || !queue.isEmpty() || !unwritten.isEmpty()) {
            try {
                tellOfFailureElsewhere();
                openIfDue();
                if (mustWait()) {
                    LockSupport.parkNanos(this, nextOpening - System.nanoTime());
                } else {
                    writeNext();
                }
            } catch (Throwable e) {
                journal.log(Level.ERROR, "the outbox's writer failed and goes on", e);
            }
        }
        end();
    }

    /** Two ways, because the thread may wait in two: for orders, or for the next opening. */
    private void wake() {
        queue.offer(WAKE);
        LockSupport.unpark(thread);
    }

    private boolean mustWait() {
        return opener.ordersWait() && inTrouble && !shared.isOpen() && !closing;
    }

    private void end() {
        try {
            shared.close();
        } catch (IOException e) {
            journal.log(Level.WARNING, e.getMessage(), e);
        }
        opener.close();
        ended = true;
        logQueue();
        payloads.close();
    }

    private void writeNext() throws InterruptedException {
        if (unwritten.isEmpty()) {
            List<Encoded> orders = encode(nextBatch());
            if (!orders.isEmpty()) {
                unwritten.add(new Batch(orders));
            }
        }
        Batch batch = unwritten.peek();
        if (batch != null) {
            openIfDue(); // it may have failed in other hands while we waited for orders
            write(batch);
        }
    }

    private List<Pending> nextBatch() throws InterruptedException {
        List<Pending> batch = new ArrayList<>();
        waiting.writerIsIdle();
        Pending first = next();
        waiting.writeBegins();
        if (first != null) {
            batch.add(first);
            queue.drainTo(batch, MAX_BATCH - 1);
            batch.removeIf(pending -> pending == WAKE);
        }
        return batch;
    }

    private Pending next() throws InterruptedException {
        if (closing) {
            return queue.poll();
        }
        return shared.isOpen() ? queue.take() : queue.poll(nextOpening - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    private void write(Batch batch) {
        boolean open = shared.isOpen();
        try {
            wrote(batch, shared.use(store -> store.insert(batch.rows())));
        } catch (RuntimeException | Error e) {
            if (open && opener.ordersWait() && isRefusal(e.getCause())) {
                refused(batch, e);
                return;
            }
            if (open) { // else orders that keep coming would put off the next opening for ever
                trouble(e);
            }
            if (closing || !opener.ordersWait()) {
                giveUp(batch, e);
            }
            batch.again |= open;
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
    private void refused(Batch batch, Throwable failure) {
        nextOpening = System.nanoTime();
        if (batch.orders.size() == 1) {
            giveUp(batch, failure);
        } else if (unwritten.remove(batch)) {
            for (int i = batch.orders.size() - 1; i >= 0; i--) {
                unwritten.addFirst(new Batch(List.of(batch.orders.get(i))));
            }
        }
    }

    private List<Encoded> encode(List<Pending> batch) {
        List<Encoded> orders = new ArrayList<>(batch.size());
        for (Pending pending : batch) {
            try {
                orders.add(new Encoded(pending, Row.of(pending, payloads.json().write(pending.order()))));
            } catch (RuntimeException | LinkageError e) {
                logSummary(pending, e);
                pending.settle(false);
            }
        }
        return orders;
    }

    private void wrote(Batch batch, Counts added) {
        unwritten.remove(batch);
        pauseNanos = 0;
        if (!batch.again) { // else what is known may be what was written the first time
            duplicates.addAndGet(batch.orders.size() - added.total());
        }
        batch.orders.forEach(order -> order.pending().settle(true));
        if (added.waiting() > 0) {
            runSignal();
        }
    }

    /** Unless {@link #close} has done so. */
    private void giveUp(Batch batch, Throwable failure) {
        if (unwritten.remove(batch)) {
            log(batch, failure.getMessage());
        }
    }

    private void log(Batch batch, String why) {
        for (Encoded order : batch.orders) {
            unstored.log(order.row(), order.pending(), why);
            order.pending().settle(false);
        }
    }

    private void logUnwritten() {
        for (Batch batch = unwritten.poll(); batch != null; batch = unwritten.poll()) {
            log(batch, "it was still being written when the outbox was closed, and may be stored all the same");
        }
    }

    private void logQueue() {
        for (Pending pending = queue.poll(); pending != null; pending = queue.poll()) {
            if (pending != WAKE) {
                logWhole(pending, CLOSED);
                pending.settle(false);
            }
        }
    }

    private void logWhole(Pending pending, String why) {
        try {
            unstored.log(pending, why);
        } catch (RuntimeException | LinkageError e) {
            logSummary(pending, e);
        }
    }

    /** All that is left to do without the JSON library. */
    private void logSummary(Pending pending, Throwable failure) {
        journal.log(Level.ERROR, "neither the outbox nor this log can have the whole of " + pending.order(), failure);
    }

    private void tellOfFailureElsewhere() {
        Throwable failure = failureElsewhere.getAndSet(null);
        if (failure != null && shared.isOpen()) {
            journal.log(Level.WARNING, "the outbox had to be opened again", failure);
        } else if (failure != null) {
            tellOfTrouble(failure);
            nextOpening = System.nanoTime();
        }
    }

    private void openIfDue() {
        if (shared.isOpen() || System.nanoTime() - nextOpening < 0 && !isLastChance()) {
            return;
        }
        try {
            Store store = opener.open();
            String state = store + ": " + store.counts();
            waiting.writeBegins(); // before those go on who wait for the opening
            shared.opened(store);
            logOpened(state);
            runSignal();
        } catch (IOException | SQLException | RuntimeException | LinkageError e) {
            shared.away(e);
            trouble(e);
        }
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
        pauseNanos = Math.min(MAX_PAUSE_NANOS, Math.max(MIN_PAUSE_NANOS, 2 * pauseNanos));
        nextOpening = System.nanoTime() + pauseNanos;
        tellOfTrouble(failure);
    }

    private void tellOfTrouble(Throwable failure) {
        if (inTrouble) {
            return;
        }
        inTrouble = true;
        loggedBefore = unstored.count();
        String orders = opener.ordersWait()
                ? "orders wait in memory, and what that cannot hold goes to this log,"
                : "orders go to this log,";
        journal.log(
                Level.ERROR,
                "the outbox cannot be written: until it can, which is tried again and again, " + orders
                        + " whole, each on a line",
                failure);
    }
}
