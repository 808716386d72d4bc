package io.roifilter.outbox;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What the writer has taken from the queue and does not know to be stored. Changed by the writer thread alone, which reads
 * it without a lock; others go through it by {@link #each}.
 */
final class Unwritten {
    private final List<Pending> pending;
    private final int capacity;
    private int singly; // how many of the first are to be written one by one

    Unwritten(int capacity) {
        this.capacity = capacity;
        pending = new ArrayList<>(capacity);
    }

    boolean isEmpty() {
        return pending.isEmpty();
    }

    /** How many of the first are to be written at once. */
    int batch() {
        return singly > 0 ? 1 : pending.size();
    }

    /** The first, and what else is in the queue; without any memory. */
    void take(Pending first, BlockingQueue<Pending> queue, Pending exceptFor) {
        synchronized (pending) {
            singly = 0;
            pending.add(first);
            queue.drainTo(pending, capacity - 1);
            while (pending.remove(exceptFor)) {
                // Of these there may be several.
            }
        }
    }

    /** Of so many of the first. */
    List<Row> rows(int size) {
        List<Row> rows = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            rows.add(pending.get(i).row());
        }
        return rows;
    }

    /** Has this done with so many of the first. */
    void each(int size, Consumer<Pending> action) {
        for (int i = 0; i < size; i++) {
            action.accept(pending.get(i));
        }
    }

    String payload(int index) {
        return pending.get(index).row().payload();
    }

    /**
     * So many of the first are stored.
     *
     * @param known for each, whether it was there already
     */
    void wrote(int size, boolean[] known) {
        for (int i = 0; i < size; i++) {
            pending.get(i).isRepeat(known[i]);
            pending.get(i).settle(true);
        }
        synchronized (pending) {
            if (size == pending.size()) {
                pending.clear();
            } else {
                pending.subList(0, size).clear();
            }
        }
        singly = Math.max(0, singly - size);
    }

    /** Has so many of the first written one by one: one of them is to blame that they could not be written together. */
    void separate(int size) {
        singly = size;
    }

    /** Does this for so many of the first, as long as it says that it could. */
    boolean first(int size, Predicate<Pending> action) {
        for (int i = 0; i < size; i++) {
            if (!action.test(pending.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Forgets those that have gone to the log. */
    void dropLogged() {
        synchronized (pending) {
            int before = pending.size();
            for (int i = before - 1; i >= 0; i--) {
                if (pending.get(i).isTakenForLog()) {
                    pending.remove(i);
                }
            }
            singly = Math.max(0, singly - before + pending.size());
        }
    }

    /** For another thread than the writer's. */
    void each(Predicate<Pending> action) {
        synchronized (pending) {
            for (int i = 0; i < pending.size(); i++) {
                action.test(pending.get(i));
            }
        }
    }
}
