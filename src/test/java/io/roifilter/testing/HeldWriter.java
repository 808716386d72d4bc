package io.roifilter.testing;

import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Stops the writer of an outbox that starts meanwhile, when it says that it is open: nothing is written until the end. */
public final class HeldWriter extends Handler {
    private static final Logger LOGGER = Logger.getLogger("io.roifilter.outbox");

    private final CountDownLatch released = new CountDownLatch(1);

    public HeldWriter() {
        LOGGER.addHandler(this);
    }

    /** Lets it go on. */
    @Override
    public void close() {
        LOGGER.removeHandler(this);
        released.countDown();
    }

    @Override
    public void publish(LogRecord entry) {
        if (Thread.currentThread().getName().startsWith("roi-outbox ")) {
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void flush() {
        // Nothing is kept.
    }
}
