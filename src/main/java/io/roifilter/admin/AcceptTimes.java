package io.roifilter.admin;

import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;

/** How long the ends of confirmation pages were held for orders to be on disk, as a histogram. Thread-safe. */
public final class AcceptTimes {
    private static final double NANOS = 1e9;

    /** Upper bounds in seconds; the last bucket has none. */
    private static final double[] BOUNDS = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5};

    private final LongAdder[] counts = new LongAdder[BOUNDS.length + 1];
    private final LongAdder nanos = new LongAdder();

    AcceptTimes() {
        Arrays.setAll(counts, i -> new LongAdder());
    }

    /** One order, whatever became of it. */
    public void add(long tookNanos) {
        int bucket = 0;
        while (bucket < BOUNDS.length && tookNanos > BOUNDS[bucket] * NANOS) {
            bucket++;
        }
        counts[bucket].increment();
        nanos.add(tookNanos);
    }

    /**
     * As they stand at one moment. Immutable.
     *
     * @param counts how many took at most the bound with the same index, and not that before; the last, more than all
     */
    record Snapshot(double[] bounds, long[] counts, double seconds) {}

    Snapshot snapshot() {
        return new Snapshot(
                BOUNDS.clone(), Arrays.stream(counts).mapToLong(LongAdder::sum).toArray(), nanos.sum() / NANOS);
    }
}
