package io.roifilter.outbox;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Log lines that begin with the application's name. */
record Journal(String name) {
    private static final Logger LOGGER = System.getLogger("io.roifilter.outbox");

    void log(Level level, String text) {
        LOGGER.log(level, name + ": " + text);
    }

    void log(Level level, String text, Throwable cause) {
        LOGGER.log(level, name + ": " + text, cause);
    }

    boolean isLoggable(Level level) {
        return LOGGER.isLoggable(level);
    }
}
