package io.roifilter.outbox;

import io.roifilter.text.Durations;
import io.roifilter.thread.Gate;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The store while it is open, for one thread at a time: SQLite has one writer anyway, and waits for its turn by
 * sleeping; of a shared database, an instance needs one connection. Thread-safe.
 *
 * <p>A store that fails, by whatever is thrown, is closed: what state it is in then, nobody knows, and opening it again
 * makes it a known one. That is the writer's to do. A closing that was itself broken off, say for want of memory, is tried
 * again before anything is opened: what is half closed would keep its file from everybody.
 */
final class StoreAccess {
    private static final long FIRST_OPENING_SECONDS = 30;

    private final Gate triedOnce = new Gate();

    /** Fair, so that the requests' commits and the relay's take turns. */
    private final ReentrantLock lock = new ReentrantLock(true);

    private volatile Store store; // null while away; writes guarded by lock
    private volatile Store last; // that was open at the end; null before, and if none was
    private Store closing; // not known to be closed; guarded by lock
    private Throwable cause = new IllegalStateException("it is being opened"); // why it is away; guarded by lock
    private volatile Consumer<Throwable> onFailure = failure -> {};
    private volatile Runnable onWait = () -> {};

    /**
     * Runs this on the store. Before the first attempt to open it is over, waits for that.
     *
     * @throws OutboxException if the store is away, or fails in this and is away then
     */
    <T> T use(Store.Work<T> work) {
        awaitFirstOpening();
        lock.lock();
        try {
            return open(work);
        } finally {
            lock.unlock();
        }
    }

    /**
     * The same for whoever looks in, and must not be held up by a disk or database that does not answer others. Does not
     * wait for the store to be opened.
     *
     * @param atMost how long it waits for those who are at work on the store
     * @throws OutboxException also if they take longer
     */
    <T> T look(Duration atMost, Store.Work<T> work) {
        boolean locked = false;
        try {
            locked = lock.tryLock(atMost.toNanos(), TimeUnit.NANOSECONDS);
            if (!locked) {
                throw new OutboxException("the outbox is at work for longer than " + Durations.text(atMost), null);
            }
            return open(work);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OutboxException("interrupted while the outbox was at work", e);
        } finally {
            if (locked) {
                lock.unlock();
            }
        }
    }

    /** Opens when the first attempt to open the store is over. */
    Gate triedOnce() {
        return triedOnce;
    }

    boolean isOpen() {
        return store != null;
    }

    /** The store that {@link #close} has closed, for what it knows without being open; null if it was away then. */
    Store last() {
        return last;
    }

    /** Sets what is told when the store fails in {@link #use}, while nobody can open it again yet. */
    void onFailure(Consumer<Throwable> action) {
        onFailure = action;
    }

    /** Sets what is run now and then by who waits for the first attempt to open the store. */
    void onWait(Runnable action) {
        onWait = action;
    }

    void opened(Store newStore) {
        lock.lock();
        try {
            store = newStore;
        } finally {
            lock.unlock();
            triedOnce.open();
        }
    }

    /** Notes why the store is away, and closes it if it is open. */
    void away(Throwable failure) {
        lock.lock();
        try {
            cause = failure;
            setAside();
            closeStore();
        } catch (IOException | RuntimeException e) {
            failure.addSuppressed(e);
        } finally {
            lock.unlock();
            triedOnce.open();
        }
    }

    /** Closes what was to be closed before and is not, if there is anything. To be called until it returns. */
    void finishClosing() {
        lock.lock();
        try {
            closeStore();
        } catch (IOException | RuntimeException e) {
            cause.addSuppressed(e);
        } finally {
            lock.unlock();
        }
    }

    /**
     * To be called again if it throws anything but an {@code IOException}.
     *
     * @throws IOException if the store did not close in order
     */
    void close() throws IOException {
        lock.lock();
        try {
            if (store != null) {
                last = store;
            }
            cause = new IllegalStateException("it is closed");
            setAside();
            closeStore();
        } finally {
            lock.unlock();
            triedOnce.open();
        }
    }

    private <T> T open(Store.Work<T> work) {
        if (store == null) {
            throw new OutboxException("the outbox is away: " + cause.getMessage(), cause, true);
        }
        return work(work);
    }

    private <T> T work(Store.Work<T> work) {
        try {
            return store.use(work);
        } catch (Throwable e) {
            setAside(); // first, and without any memory
            try {
                onFailure.accept(e); // before anybody can open it again
            } finally {
                away(e);
            }
            throw new OutboxException("the outbox failed: " + e.getMessage(), e, true);
        }
    }

    /** Takes no memory: from here on nobody uses the store, and it will be closed sooner or later. */
    private void setAside() {
        if (store != null) {
            closing = store;
            store = null;
        }
    }

    private void closeStore() throws IOException {
        if (closing != null) {
            boolean again = true;
            try {
                closing.close();
                again = false;
            } catch (IOException | RuntimeException e) {
                again = false; // it is closed, though not in order
                throw e;
            } finally {
                closing = again ? closing : null;
            }
        }
    }

    private void awaitFirstOpening() {
        try {
            for (int i = 0; i < FIRST_OPENING_SECONDS; i++) {
                if (triedOnce.await(TimeUnit.SECONDS.toNanos(1))) {
                    return;
                }
                onWait.run();
            }
            throw new OutboxException(
                    "the outbox is not open yet, after " + FIRST_OPENING_SECONDS
                            + " s: its disk or database does not answer; until it does, orders wait in memory",
                    null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OutboxException("interrupted while the outbox was being opened", e);
        }
    }
}
