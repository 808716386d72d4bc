package io.roifilter.outbox;

import io.roifilter.api.LogGuard;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Log lines that begin with the application's name. */
record Journal(String name) {
    private static final String LOGGER_NAME = "io.roifilter.outbox";
    private static final Logger LOGGER = LogGuard.of(LOGGER_NAME);

    /** For lines with the mark of a whole order, which no other line may have. */
    private static final Logger UNGUARDED = System.getLogger(LOGGER_NAME);

    void log(Level level, String text) {
        LOGGER.log(level, name + ": " + text);
    }

    void log(Level level, String text, Throwable cause) {
        LOGGER.log(level, name + ": " + text, cause);
    }

    /** @param line in which nothing foreign can be taken for something else */
    void logOrder(String line) {
        UNGUARDED.log(Level.ERROR, name + ": " + line);
    }

    boolean isLoggable(Level level) {
        return LOGGER.isLoggable(level);
    }
}
