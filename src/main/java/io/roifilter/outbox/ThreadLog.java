package io.roifilter.outbox;

import io.roifilter.text.ApplicationLog;
import io.roifilter.thread.LastingThreads;
import java.lang.System.Logger.Level;

/** Says in the log what becomes of threads. */
record ThreadLog(ApplicationLog log) implements LastingThreads.Witness {
    @Override
    public void missing(Thread thread, Throwable failure) {
        log.log(
                Level.WARNING,
                "the thread " + thread.getName() + " cannot be started now. It is tried again and again, with every"
                        + " request; orders wait in memory, or in the outbox if that is open",
                failure);
    }

    @Override
    public void complete() {
        log.log(Level.INFO, "all threads could be started now");
    }
}
