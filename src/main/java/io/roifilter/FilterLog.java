package io.roifilter;

import io.roifilter.text.LimitedLog;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * The log of one filter: every entry begins with the application's name and the filter's, as a server has many applications
 * whose filters have the same names. Thread-safe.
 */
final class FilterLog {
    /**
     * Writes an entry. To be implemented in the class that speaks, with code of its own: java.util.logging names the class
     * whose code calls the logger, and {@code LOGGER::log} has none.
     */
    interface Voice {
        /** @param thrown may be null */
        void say(Level level, String text, Throwable thrown);
    }

    private final String label;
    private final Logger logger;
    private final Voice voice;
    private final Clock clock;
    private final LimitedLog limited;

    /**
     * @param logger tells what is heard at all
     * @param voice speaks to it
     */
    FilterLog(String label, Logger logger, Voice voice, Clock clock) {
        this(label, logger, voice, clock, LimitedLog.AT_ONCE, LimitedLog.PAUSE);
    }

    private FilterLog(String label, Logger logger, Voice voice, Clock clock, int atOnce, Duration pause) {
        this.label = label;
        this.logger = logger;
        this.voice = voice;
        this.clock = clock;
        limited = new LimitedLog((level, text) -> voice.say(level, text, null), clock, atOnce, pause);
    }

    /** The same with other limits of its own. */
    FilterLog limitedTo(int atOnce, Duration pause) {
        return new FilterLog(label, logger, voice, clock, atOnce, pause);
    }

    /** Says it each time; costs next to nothing if nobody hears it. Never throws. */
    void say(Level level, Supplier<String> text) {
        try {
            if (logger.isLoggable(level)) {
                voice.say(level, label + ": " + text.get(), null);
            }
        } catch (Throwable e) {
            // Neither a value that has no text nor want of memory for it is anybody else's business.
        }
    }

    /** Says what comes of requests, which anybody can send as often as they like; see {@link LimitedLog#log}. */
    void sayOfRequest(Level level, String kind, Supplier<String> text) {
        limited.log(level, label + ": " + kind, () -> label + ": " + text.get());
    }

    /** Says what has been left out. */
    void close() {
        limited.close();
    }
}
