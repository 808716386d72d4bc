package io.roifilter.order;

/**
 * What reading a request came to, and what was seen on the way. Immutable.
 *
 * @param trace empty where reading broke off
 */
public record TracedReading(OrderReading reading, Trace trace) {
    /** What nobody looks at more closely. */
    public static TracedReading of(OrderReading reading) {
        return new TracedReading(reading, new Trace());
    }
}
