package io.roifilter;

import io.roifilter.click.RoiDataFinder;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** Says that roi_data was ignored, the first time and then once an hour at most, because anybody can send such. Never throws. */
final class IgnoredRoiData {
    private final RoiDataFinder finder;
    private final FilterLog log;

    private volatile long seen;

    IgnoredRoiData(RoiDataFinder finder, FilterLog log) {
        this.finder = finder;
        this.log = log.limitedTo(1, Duration.ofHours(1));
    }

    /** Runs on every request: no more than a comparison unless there is something new. */
    void logIfMore() {
        long ignored = finder.ignored();
        if (ignored != seen) {
            // Also when nothing is logged, or every request would come this way until the next entry.
            seen = ignored;
            log.sayOfRequest(Level.WARNING, "ignored roi_data", () -> text(ignored));
        }
    }

    private static String text(long ignored) {
        return "ignored roi_data that is too long, not printable, forged or in a link that cannot be read; " + ignored
                + " so far. If links of yours are concerned, look at how they are made.";
    }
}
