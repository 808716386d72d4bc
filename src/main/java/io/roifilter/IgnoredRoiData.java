package io.roifilter;

import io.roifilter.click.RoiDataFinder;
import io.roifilter.text.LimitedLog;
import io.roifilter.text.LogGuard;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;

/** Says that roi_data was ignored, the first time and then once an hour at most, because anybody can send such. Never throws. */
final class IgnoredRoiData {
    private static final Logger LOGGER = LogGuard.of(IgnoredRoiData.class.getName());

    private final String label;
    private final RoiDataFinder finder;
    private final LimitedLog log;

    private volatile long seen;

    IgnoredRoiData(String label, RoiDataFinder finder, Clock clock) {
        this.label = label;
        this.finder = finder;
        log = new LimitedLog(LOGGER::log, clock, 1, Duration.ofHours(1));
    }

    /** Runs on every request: no more than a comparison unless there is something new. */
    void logIfMore() {
        long ignored = finder.ignored();
        if (ignored != seen) {
            // Also when nothing is logged, or every request would come this way until the next entry.
            seen = ignored;
            log.log(Level.WARNING, label + ": ignored roi_data", () -> text(ignored));
        }
    }

    private String text(long ignored) {
        return label + ": ignored roi_data that is too long, not printable, forged or in a link that cannot be read; "
                + ignored + " so far. If links of yours are concerned, look at how they are made.";
    }
}
