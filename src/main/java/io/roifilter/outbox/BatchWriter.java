package io.roifilter.outbox;

import io.roifilter.text.Thrown;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes what is unwritten to the store, many orders in one commit, and sees to what the store does not take. For the
 * writer's thread, but for the count.
 */
final class BatchWriter {
    private final StoreAccess shared;
    private final Opening opening;
    private final Unwritten unwritten;
    private final FreshCalls fresh;
    private final Unstored unstored;
    private final AcceptedSignal signal;
    private final Setbacks setbacks;
    private final AtomicLong duplicates = new AtomicLong();
    private boolean again; // whether what is unwritten may have been written before

    BatchWriter(
            StoreAccess shared,
            Opening opening,
            Unwritten unwritten,
            FreshCalls fresh,
            Unstored unstored,
            AcceptedSignal signal,
            Setbacks setbacks) {
        this.shared = shared;
        this.opening = opening;
        this.unwritten = unwritten;
        this.fresh = fresh;
        this.unstored = unstored;
        this.signal = signal;
        this.setbacks = setbacks;
    }

    /** How many orders were there already. */
    long duplicates() {
        return duplicates.get();
    }

    /** What becomes unwritten now was never tried. */
    void beginAnew() {
        again = false;
    }

    /** Writes the next batch. */
    void write(boolean closing) {
        int size = unwritten.batch();
        List<Row> rows = unwritten.rows(size);
        unwritten.each(size, fresh::add);
        boolean open = shared.isOpen();
        boolean wasAgain = again;
        again |= open; // until it is known
        Store.Inserted inserted;
        try {
            inserted = shared.use(store -> store.insert(rows));
        } catch (RuntimeException | Error e) {
            notWritten(size, open, closing, e);
            return;
        }
        wrote(size, inserted, wasAgain);
    }

    private void wrote(int size, Store.Inserted inserted, boolean wasAgain) {
        opening.isWell();
        boolean[] known = inserted.known();
        forget(known);
        if (wasAgain) {
            Arrays.fill(known, false); // what is known may be what was written the first time
        } else {
            duplicates.addAndGet(size - inserted.taken().total());
        }
        unwritten.wrote(size, known);
        again = wasAgain;
        if (inserted.taken().waiting() > 0) {
            signal.added(inserted.taken().waiting());
        }
    }

    /** What was there already is claimed by its payload once, if at all. */
    private void forget(boolean[] known) {
        for (int i = 0; i < known.length; i++) {
            if (known[i]) {
                fresh.take(unwritten.payload(i));
            }
        }
    }

    private void notWritten(int size, boolean open, boolean closing, Throwable failure) {
        if (open && opening.ordersWait() && failure instanceof OutboxException e && e.isRefusal()) {
            refused(size, failure);
            return;
        }
        if (open) { // else orders that keep coming would put off the next opening for ever
            opening.trouble(failure);
        }
        if (Thrown.isOutOfMemory(failure)) { // it passes, and the log needs memory as well
            setbacks.one();
        } else if (closing || !opening.ordersWait()) {
            giveUp(size, failure);
        }
    }

    /** Finds the order that is to blame, so that the others get through. */
    private void refused(int size, Throwable failure) {
        opening.hurry();
        again = false; // nothing of it was written
        if (size == 1) {
            giveUp(size, failure);
        } else {
            unwritten.separate(size);
        }
    }

    /** Has the first go to the log, unless the writer has done so at its closing; those that it cannot have are tried again. */
    private void giveUp(int size, Throwable failure) {
        String why = failure.getMessage();
        if (!unwritten.first(size, pending -> unstored.log(pending, why))) {
            setbacks.one();
        }
        unwritten.dropLogged();
    }
}
