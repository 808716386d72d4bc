package io.roifilter;

import io.roifilter.api.LogGuard;
import io.roifilter.order.RoiDataFinder;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Says that roi_data was ignored, the first time and then once an hour at most, because anybody can send such. */
final class IgnoredRoiData {
    private static final Logger LOGGER = LogGuard.of(IgnoredRoiData.class.getName());
    private static final Duration REPEAT = Duration.ofHours(1);

    private final String label;
    private final RoiDataFinder finder;
    private final Clock clock;

    private volatile long seen;
    private Instant next = Instant.MIN; // guarded by this

    IgnoredRoiData(String label, RoiDataFinder finder, Clock clock) {
        this.label = label;
        this.finder = finder;
        this.clock = clock;
    }

    /** Runs on every request: no more than a comparison unless there is something new. */
    void logIfMore() {
        long ignored = finder.ignored();
        if (ignored != seen) {
            // Also when nothing is logged, or every request would come this way until the hour is over.
            seen = ignored;
            log(ignored, clock.instant());
        }
    }

    private synchronized void log(long ignored, Instant now) {
        if (now.isBefore(next)) {
            return;
        }
        next = now.plus(REPEAT);
        LOGGER.log(
                Level.WARNING,
                label + ": ignored roi_data that is too long, not printable or forged; " + ignored
                        + " so far. If links of yours are concerned, look at how they are made.");
    }
}
