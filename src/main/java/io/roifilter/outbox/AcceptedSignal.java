package io.roifilter.outbox;

import io.roifilter.text.ApplicationLog;
import java.lang.System.Logger.Level;

/** Told whenever there may be something to do for whoever claims. Thread-safe. */
final class AcceptedSignal {
    private final ApplicationLog log;
    private volatile Runnable action = () -> {};

    AcceptedSignal(ApplicationLog log) {
        this.log = log;
    }

    void set(Runnable newAction) {
        action = newAction;
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
