package io.roifilter;

import io.roifilter.click.ClickCounts;
import io.roifilter.click.ClickCounts.Outcome;
import java.lang.System.Logger.Level;
import java.time.Duration;

/**
 * Says what has become of clicks: of those that could not be used, and of those that were mended, the first time and then once
 * an hour at most, because anybody can send such; of all, when the filter stops. Never throws.
 */
final class ClickLog {
    private final ClickCounts counts;
    private final FilterLog log;

    // Mutable state; a race costs a look too many
    private volatile long allSeen;
    private volatile long unusedSeen;
    private volatile long mendedSeen;

    ClickLog(ClickCounts counts, FilterLog log) {
        this.counts = counts;
        this.log = log.limitedTo(1, Duration.ofHours(1));
    }

    /** Runs on every request: no more than a comparison unless there is something new. */
    void logIfMore() {
        long all = counts.all();
        if (all != allSeen) {
            // Also when nothing is logged, or every request would come this way until the next entry.
            allSeen = all;
            logMore();
        }
    }

    /** All that there was, if there was anything. */
    void close() {
        if (counts.all() > 0) {
            log.say(Level.INFO, () -> "roi_data since the start: " + counts);
        }
    }

    private void logMore() {
        long unused = counts.of(Outcome.IGNORED) + counts.of(Outcome.UNFILLED);
        if (unused != unusedSeen) {
            unusedSeen = unused;
            log.sayOfRequest(Level.WARNING, "ignored roi_data", this::unused);
        }
        long mended = counts.of(Outcome.MENDED);
        if (mended != mendedSeen) {
            mendedSeen = mended;
            log.sayOfRequest(Level.INFO, "mended roi_data", () -> "roi_data so far: " + counts);
        }
    }

    private String unused() {
        return "ignored roi_data that is too long, not printable, forged or in a link that cannot be read ("
                + counts.of(Outcome.IGNORED) + " so far), or a placeholder that was never filled in ("
                + counts.of(Outcome.UNFILLED) + " so far). If links of yours are concerned, look at how they are made";
    }
}
