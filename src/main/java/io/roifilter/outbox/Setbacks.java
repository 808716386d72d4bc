package io.roifilter.outbox;

import io.roifilter.text.ApplicationLog;
import io.roifilter.text.Durations;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What holds up the writer's thread, for want of memory or because of what should not happen: it pauses and tries again, and
 * the log says so afterwards. Takes no memory, unless there is some for a line in the log. Not thread-safe.
 */
final class Setbacks {
    static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final ApplicationLog log;
    private long inARow;
    private long since;
    private long lostTold;

    Setbacks(ApplicationLog log) {
        this.log = log;
    }

    boolean isFirst() {
        return inARow == 0;
    }

    /** Counts one and pauses. */
    void one() {
        if (inARow == 0) {
            since = System.nanoTime();
        }
        inARow++;
        Thread.interrupted(); // else it would not pause
        LockSupport.parkNanos(this, PAUSE_NANOS);
    }

    /** It goes on: says that it did not. */
    void over() {
        if (inARow > 0) {
            Duration time = Duration.ofNanos(System.nanoTime() - since);
            if (log.tryLog(
                    Level.WARNING,
                    "the outbox's writer was held up for " + Durations.text(time) + ", in " + inARow
                            + " attempts, most likely for want"
                            + " of memory; orders waited meanwhile, and are stored or in this log now")) {
                inARow = 0;
            }
        }
    }

    /** @param lost how many orders had no room to wait, since the start */
    void tellOfLost(long lost) {
        if (lost > lostTold
                && log.tryLog(
                        Level.ERROR,
                        (lost - lostTold)
                                + " orders are lost: there was no memory to store or log them, and more waited"
                                + " for it than the " + Kept.SLOTS + " that may")) {
            lostTold = lost;
        }
    }
}
