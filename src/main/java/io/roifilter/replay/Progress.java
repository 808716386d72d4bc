package io.roifilter.replay;

import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Says how far it is, every few seconds; nothing if it is done before. Not thread-safe. */
final class Progress {
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final PrintStream out;
    private final LongSupplier nanoTime;
    private long last;

    Progress(PrintStream out, LongSupplier nanoTime) {
        this.out = out;
        this.nanoTime = nanoTime;
        last = nanoTime.getAsLong();
    }

    /** Says it if it is time to. */
    void show(Supplier<String> text) {
        long now = nanoTime.getAsLong();
        if (now - last >= INTERVAL_NANOS) {
            last = now;
            out.println(text.get());
        }
    }
}
