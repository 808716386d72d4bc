package io.roifilter.outbox;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes what requests hand in, many orders in one commit, on a thread of its own, which also opens the store and
 * closes it. While the store is away, orders go to the log, and opening is tried again after growing pauses.
 */
final class Writer {
    private static final int MAX_BATCH = 1000;
    private static final long MIN_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long MAX_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** Wakes the writer for something else than orders. When the queue is full, it is awake anyway. */
    private static final Pending WAKE = new Pending(null, null, Instant.EPOCH);

    private static final String CLOSED = "the outbox is closed";

    /** Finds the store and opens it, its tables made. */
    interface Opener {
        Store open() throws IOException, SQLException;
    }

    private record Encoded(Pending pending, Row row) {}

    private final Journal journal;
    private final SharedStore shared;
    private final Opener opener;
    private final Payloads payloads;
    private final Unstored unstored;
    private final BlockingQueue<Pending> queue;
    private final long acceptTimeoutNanos;
    private final Thread thread;
    private final AtomicLong duplicates = new AtomicLong();
    private volatile Runnable signal = () -> {};
    private volatile boolean closing;
    private volatile boolean ended;

    // Mutable state of the writer thread
    private boolean inTrouble;
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
        acceptTimeoutNanos = options.acceptTimeout().toNanos();
        thread = new Thread(null, this::run, options.name() + "-roi-outbox", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
    }

    void start() {
        shared.onFailure(() -> queue.offer(WAKE)); // to open it again
        thread.start();
    }

    boolean accept(Pending pending) {
        return offer(pending) && pending.awaitStored(acceptTimeoutNanos, TimeUnit.NANOSECONDS);
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
        queue.offer(WAKE);
        try {
            TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, timeout.toNanos()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            journal.log(
                    Level.WARNING,
                    "the outbox is still being written after " + timeout + "; orders that wait"
                            + " for that go to this log, and the file is closed when the write ends");
            logQueue();
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

    private void run() {
        while (!closing || !queue.isEmpty()) {
            try {
                openIfDue();
                write(nextBatch());
            } catch (Throwable e) {
                journal.log(Level.ERROR, "the outbox's writer failed and goes on", e);
            }
        }
        end();
    }

    private void end() {
        try {
            shared.close();
        } catch (IOException e) {
            journal.log(Level.WARNING, e.getMessage(), e);
        }
        ended = true;
        logQueue();
        payloads.close();
    }

    private List<Pending> nextBatch() throws InterruptedException {
        List<Pending> batch = new ArrayList<>();
        Pending first = next();
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

    private void write(List<Pending> batch) {
        List<Encoded> orders = encode(batch);
        if (orders.isEmpty()) {
            return;
        }
        openIfDue(); // it may have failed in other hands while we waited for orders
        boolean open = shared.isOpen();
        try {
            List<Row> rows = orders.stream().map(Encoded::row).toList();
            wrote(orders, shared.use(store -> store.insert(rows)));
        } catch (RuntimeException | Error e) {
            if (open) { // else orders that keep coming would put off the next opening for ever
                trouble(e);
            }
            orders.forEach(order -> giveUp(order, e));
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

    private void wrote(List<Encoded> orders, Counts added) {
        pauseNanos = 0;
        duplicates.addAndGet(orders.size() - added.total());
        orders.forEach(order -> order.pending().settle(true));
        if (added.waiting() > 0) {
            runSignal();
        }
    }

    private void giveUp(Encoded order, Throwable failure) {
        unstored.log(order.row(), order.pending(), failure.getMessage());
        order.pending().settle(false);
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

    private void openIfDue() {
        if (shared.isOpen() || System.nanoTime() - nextOpening < 0) {
            return;
        }
        try {
            Store store = opener.open();
            String state = store + ": " + store.counts();
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

    private void trouble(Throwable failure) {
        pauseNanos = Math.min(MAX_PAUSE_NANOS, Math.max(MIN_PAUSE_NANOS, 2 * pauseNanos));
        nextOpening = System.nanoTime() + pauseNanos;
        if (!inTrouble) {
            inTrouble = true;
            loggedBefore = unstored.count();
            journal.log(
                    Level.ERROR,
                    "the outbox cannot be written: until it can, which is tried again and again, orders go to this log,"
                            + " whole, each on a line",
                    failure);
        }
    }
}
