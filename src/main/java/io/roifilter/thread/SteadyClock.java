package io.roifilter.thread;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.LongSupplier;

/**
 * A clock for how much time has passed: it begins with what the system's clock says, and goes on by a count that nobody can
 * set. Whoever sets the system's clock, by an hour or ten years, in either direction, changes nothing in what is due, claimed,
 * paused for or expired. For the date of something there is the system's clock. Thread-safe.
 */
public final class SteadyClock extends Clock {
    private final Instant begun;
    private final ZoneId zone;
    private final long begunNanos;
    private final LongSupplier nanos;

    private SteadyClock(Instant begun, ZoneId zone, long begunNanos, LongSupplier nanos) {
        this.begun = begun;
        this.zone = zone;
        this.begunNanos = begunNanos;
        this.nanos = nanos;
    }

    /** Begins now. */
    public static SteadyClock system() {
        return of(Clock.systemUTC(), System::nanoTime);
    }

    /**
     * Begins now.
     *
     * @param clock asked once
     * @param nanos counts nanoseconds from some moment on
     */
    public static SteadyClock of(Clock clock, LongSupplier nanos) {
        return new SteadyClock(clock.instant(), clock.getZone(), nanos.getAsLong(), nanos);
    }

    @Override
    public Instant instant() {
        return begun.plusNanos(nanos.getAsLong() - begunNanos);
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new SteadyClock(begun, other, begunNanos, nanos);
    }
}
