package io.roifilter.outbox;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The store while it is open, for one thread at a time: SQLite has one writer anyway, and waits for its turn by
 * sleeping; of a shared database, an instance needs one connection. Thread-safe. A store that fails is closed; it is the writer's to open another.
 */
final class SharedStore {
    private static final long FIRST_OPENING_SECONDS = 30;

    private final CountDownLatch triedOnce = new CountDownLatch(1);

    /** Fair, so that the requests' commits and the relay's take turns. */
    private final ReentrantLock lock = new ReentrantLock(true);

    private volatile Store store; // null while away; writes guarded by lock
    private Throwable cause = new IllegalStateException("it is being opened"); // why it is away; guarded by lock
    private volatile Consumer<Throwable> onFailure = failure -> {};

    interface Work<T> {
        T on(Store store) throws SQLException;
    }

    /**
     * Runs this on the store. Before the first attempt to open it is over, waits for that.
     *
     * @throws OutboxException if the store is away, or fails in this and is away then
     */
    <T> T use(Work<T> work) {
        awaitFirstOpening();
        lock.lock();
        try {
            if (store == null) {
                throw new OutboxException("the outbox is away: " + cause.getMessage(), cause, true);
            }
            return work(work);
        } finally {
            lock.unlock();
        }
    }

    /** Reaches zero when the first attempt to open the store is over. */
    CountDownLatch triedOnce() {
        return triedOnce;
    }

    boolean isOpen() {
        return store != null;
    }

    /** Sets what is told after the store failed in {@link #use} and was closed. */
    void onFailure(Consumer<Throwable> action) {
        onFailure = action;
    }

    void opened(Store newStore) {
        lock.lock();
        try {
            store = newStore;
        } finally {
            lock.unlock();
            triedOnce.countDown();
        }
    }

    /** Notes why the store is away, and closes it if it is open. */
    void away(Throwable failure) {
        lock.lock();
        try {
            cause = failure;
            closeStore();
        } catch (IOException e) {
            failure.addSuppressed(e);
        } finally {
            lock.unlock();
            triedOnce.countDown();
        }
    }

    /** @throws IOException if the store did not close in order */
    void close() throws IOException {
        lock.lock();
        try {
            cause = new IllegalStateException("it is closed");
            closeStore();
        } finally {
            lock.unlock();
            triedOnce.countDown();
        }
    }

    private <T> T work(Work<T> work) {
        try {
            return store.use(work);
        } catch (SQLException | RuntimeException e) {
            away(e); // whatever state it is in now, opening it again makes it a known one
            onFailure.accept(e);
            throw new OutboxException("the outbox failed: " + e.getMessage(), e, true);
        }
    }

    private void closeStore() throws IOException {
        Store closing = store;
        store = null;
        if (closing != null) {
            closing.close();
        }
    }

    private void awaitFirstOpening() {
        try {
            if (!triedOnce.await(FIRST_OPENING_SECONDS, TimeUnit.SECONDS)) {
                throw new OutboxException("the outbox is still being opened", null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OutboxException("interrupted while the outbox was being opened", e);
        }
    }
}
