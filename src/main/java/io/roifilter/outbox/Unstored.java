package io.roifilter.outbox;

import io.roifilter.text.ApplicationLog;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** Writes orders that the store cannot take to the log, whole, so that they can be replayed. Thread-safe. */
final class Unstored {
    private final ApplicationLog log;
    private final LineSeal seal;
    private final AtomicLong count = new AtomicLong();

    Unstored(ApplicationLog log, LineSeal seal) {
        this.log = log;
        this.seal = seal;
    }

    long count() {
        return count.get();
    }

    /**
     * Logs with the key under which the order may have reached the store, unless another thread has logged it; then it is
     * settled.
     *
     * @return whether the log has it; false if there is no memory for it
     */
    boolean log(Pending pending, String why) {
        if (pending.takeForLog()) {
            boolean logged = false;
            try {
                logged = log(pending.row(), pending.rejection(), pending.acceptedAt(), why);
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

    /** For a row that was in a store which is gone. */
    boolean log(Row row, String why) {
        String rejection = row.state() == State.REJECTED ? row.lastCode() + " " + row.lastText() : null;
        return log(row, rejection, Instant.ofEpochMilli(row.acceptedAt()), why);
    }

    private boolean log(Row row, String rejection, Instant acceptedAt, String why) {
        String line = UnstoredLine.of(row.payload(), row.duplicateKey(), rejection, acceptedAt, seal, why);
        if (!log.logOrder(line)) {
            return false;
        }
        count.incrementAndGet();
        return true;
    }
}
