package io.roifilter.replay;

import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Says how far it is, every few seconds; nothing if it is done before. Not thread-safe. */
public final class Progress {
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final PrintStream out;
    private final LongSupplier nanoTime;
    private long last;

    /** @param nanoTime a clock such as {@link System#nanoTime} */
    public Progress(PrintStream out, LongSupplier nanoTime) {
        this.out = out;
        this.nanoTime = nanoTime;
        last = nanoTime.getAsLong();
    }

    /** Says it if it is time to. */
    public void show(Supplier<String> text) {
        long now = nanoTime.getAsLong();
        if (now - last >= INTERVAL_NANOS) {
            last = now;
            out.println(text.get());
        }
    }
}
