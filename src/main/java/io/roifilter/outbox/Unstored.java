package io.roifilter.outbox;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** Writes orders that the store cannot take to the log, whole, so that they can be replayed. Thread-safe. */
final class Unstored {
    private final Journal journal;
    private final LineSeal seal;
    private final AtomicLong count = new AtomicLong();

    Unstored(Journal journal, LineSeal seal) {
        this.journal = journal;
        this.seal = seal;
    }

    long count() {
        return count.get();
    }

    /**
     * Logs with the key under which the order may have reached the store. A log that throws will throw at the next try,
     * too: then the line goes to the error stream of the process.
     *
     * @return whether it was logged; false if there is no memory for it
     */
    boolean log(Pending pending, String why) {
        return log(pending.row(), pending.rejection(), pending.acceptedAt(), why);
    }

    /** The same for what was stored. */
    boolean log(Row row, String rejection, Instant acceptedAt, String why) {
        String line = UnstoredLine.of(row.payload(), row.duplicateKey(), rejection, acceptedAt, seal, why);
        Throwable failure = journal.tryLogOrder(line);
        if (failure instanceof OutOfMemoryError) {
            return false;
        }
        if (failure != null) {
            System.err.println(line);
        }
        count.incrementAndGet();
        return true;
    }
}
