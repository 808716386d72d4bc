package io.roifilter.outbox;

import java.lang.System.Logger.Level;

/** Told whenever there may be something to do for whoever claims. Thread-safe. */
final class AcceptedSignal {
    private final Journal journal;
    private volatile Runnable action = () -> {};

    AcceptedSignal(Journal journal) {
        this.journal = journal;
    }

    void set(Runnable newAction) {
        action = newAction;
    }

    /** Never throws. */
    void run() {
        try {
            action.run();
        } catch (Throwable e) {
            journal.log(Level.ERROR, "the signal for accepted orders failed", e);
        }
    }
}
