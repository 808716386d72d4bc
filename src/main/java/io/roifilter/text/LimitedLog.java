package io.roifilter.text;

import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * A log for what anybody can cause by a request: of each kind of entry a few are written at once and then one in a while,
 * which says how many were left out. Every entry is one line, whatever is in it. Never throws, whatever makes the text or
 * writes it. Thread-safe.
 *
 * <p>Not for what must be in the log each time, such as an order that is nowhere else.
 */
public final class LimitedLog {
    /** How many entries of a kind are usually written before the first is left out. */
    public static final int AT_ONCE = 5;

    /** How long it usually takes until one more of a kind is written. */
    public static final Duration PAUSE = Duration.ofMinutes(10);

    private static final int MAX_LINE = 2000;

    private final BiConsumer<Level, String> log;
    private final Clock clock;
    private final int atOnce;
    private final Duration pause;
    private final Map<String, Allowance> allowances = new ConcurrentHashMap<>();

    /**
     * With the usual limits: {@link #AT_ONCE} and {@link #PAUSE}.
     *
     * @param log writes an entry; best code of the class that speaks, whose name java.util.logging shows then, and no
     *     {@code LOGGER::log}
     * @param clock says when it is time for another one
     */
    public LimitedLog(BiConsumer<Level, String> log, Clock clock) {
        this(log, clock, AT_ONCE, PAUSE);
    }

    /**
     * @param log writes an entry; best code of the class that speaks, whose name java.util.logging shows then, and no
     *     {@code LOGGER::log}
     * @param clock says when it is time for another one
     * @param atOnce how many entries of a kind are written before the first is left out
     * @param pause how long it takes until one more of a kind is written
     */
    public LimitedLog(BiConsumer<Level, String> log, Clock clock, int atOnce, Duration pause) {
        this.log = log;
        this.clock = clock;
        this.atOnce = atOnce;
        this.pause = pause;
    }

    /**
     * Writes an entry, or counts it.
     *
     * @param kind what entries are counted as, for whoever reads the log; never with anything in it that comes from a
     *     request
     * @param text asked for only if it is written
     */
    public void log(Level level, String kind, Supplier<String> text) {
        try {
            Optional<String> remark =
                    allowances.computeIfAbsent(kind, Allowance::new).take(clock.instant());
            if (remark.isPresent()) {
                log.accept(level, OneLine.of(text.get(), MAX_LINE) + remark.get());
            }
        } catch (Throwable e) {
            // Neither a handler of the log's that fails nor a value that has no text is the request's business.
        }
    }

    /** Says at the end what has been left out and was not told yet. */
    public void close() {
        allowances.values().forEach(this::tellRest);
    }

    private void tellRest(Allowance allowance) {
        try {
            long leftOut = allowance.takeLeftOut();
            if (leftOut > 0) {
                log.accept(Level.WARNING, allowance.kind + ": " + leftOut + " more were left out of this log");
            }
        } catch (Throwable e) {
            // As above.
        }
    }

    /** What may still be written of one kind. */
    private final class Allowance {
        private final String kind;

        // Guarded by this
        private int left = atOnce;
        private Instant since = Instant.MAX; // when it last grew, or was whole
        private long leftOut;

        Allowance(String kind) {
            this.kind = kind;
        }

        /** @return what the entry says besides; empty if it is to be left out */
        synchronized Optional<String> take(Instant now) {
            grow(now);
            if (left == 0) {
                leftOut++;
                return Optional.empty();
            }
            left--;
            long untold = takeLeftOut();
            if (untold > 0) {
                return Optional.of("; " + untold + " more like this were left out of this log");
            }
            return Optional.of(
                    left > 0
                            ? ""
                            : "; from now on one entry like this in " + pause.toMinutes()
                                    + " minutes, the others are counted");
        }

        synchronized long takeLeftOut() {
            long untold = leftOut;
            leftOut = 0;
            return untold;
        }

        private void grow(Instant now) {
            if (now.isBefore(since)) { // the clock may have been set back
                since = now;
            }
            while (left < atOnce && !now.isBefore(since.plus(pause))) {
                since = since.plus(pause);
                left++;
            }
            if (left == atOnce) {
                since = now;
            }
        }
    }
}
