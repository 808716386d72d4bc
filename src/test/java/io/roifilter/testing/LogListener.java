package io.roifilter.testing;

import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;

/** A handler of a log that does with each entry what a test says; it may throw. */
public final class LogListener extends Handler {
    private final Consumer<LogRecord> consumer;

    public LogListener(Consumer<LogRecord> consumer) {
        this.consumer = consumer;
    }

    @Override
    public void publish(LogRecord entry) {
        consumer.accept(entry);
    }

    @Override
    public void flush() {
        // Nothing is kept.
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
