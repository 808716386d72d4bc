package io.roifilter.outbox;

import io.roifilter.text.ApplicationLog;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicLong;

/** Told whenever there may be something to do for whoever claims. Thread-safe. */
final class AcceptedSignal {
    private final ApplicationLog log;
    private final AtomicLong added = new AtomicLong();
    private volatile Runnable action = () -> {};

    AcceptedSignal(ApplicationLog log) {
        this.log = log;
    }

    void set(Runnable newAction) {
        action = newAction;
    }

    /** So many orders more are to be sent. Never throws. */
    void added(long orders) {
        added.addAndGet(orders);
        run();
    }

    /** How many orders have come since the start. */
    long added() {
        return added.get();
    }

    /** Never throws. */
    void run() {
        try {
            action.run();
        } catch (Throwable e) {
            log.log(Level.ERROR, "the signal for accepted orders failed", e);
        }
    }
}
