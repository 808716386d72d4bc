package io.roifilter.text;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.logging.Handler;
import java.util.logging.LogManager;

/**
 * Where a line goes of which the log says nothing and which it drops all the same: the error stream of the process, which
 * servers and service managers keep. A log does that while the virtual machine stops, as its end runs beside the server's:
 * java.util.logging takes all its handlers away then, other libraries stop. Thread-safe.
 */
public final class LastLog {
    private LastLog() {}

    /**
     * To be called when a logger has had a line with a whole order, at {@code ERROR}. Not before: what was logged while
     * nothing was being stopped has arrived. While the virtual machine stops, the line always goes to the error stream, too,
     * as orders are known by their keys; at other times if the logger passes it over or has no handler.
     *
     * @throws OutOfMemoryError if there is no memory to find that out
     */
    public static void order(Logger logger, String line) {
        if (isStopping() || isDropped(logger, Level.ERROR)) {
            System.err.println(line);
        }
    }

    /** To be called when a logger has had any other line: it goes to the error stream if the log is gone already. */
    public static void other(Logger logger, Level level, String text, Throwable thrown) {
        if (hasNoHandler(logger, level) && isLoggable(logger, level) && isStopping()) {
            StringWriter lines = new StringWriter();
            lines.append(text);
            if (thrown != null) {
                PrintWriter writer = new PrintWriter(lines);
                writer.println();
                thrown.printStackTrace(writer);
            }
            System.err.println(lines.toString().stripTrailing());
        }
    }

    /** The virtual machine tells by refusing new work for its end. Such work never runs, or does nothing. */
    private static boolean isStopping() {
        Thread nothing = new Thread(null, null, "roi-log", 0, false);
        try {
            Runtime.getRuntime().addShutdownHook(nothing);
            Runtime.getRuntime().removeShutdownHook(nothing);
            return false;
        } catch (IllegalStateException e) {
            return true;
        } catch (SecurityException e) {
            return false; // it cannot be known
        }
    }

    private static boolean isDropped(Logger logger, Level level) {
        return !isLoggable(logger, level) || hasNoHandler(logger, level);
    }

    private static boolean isLoggable(Logger logger, Level level) {
        try {
            return logger.isLoggable(level);
        } catch (RuntimeException e) {
            return false; // a filter of the server's log
        }
    }

    /** Nothing is known of other logs than that of the Java runtime, which a runtime may not have. */
    private static boolean hasNoHandler(Logger logger, Level level) {
        try {
            String module =
                    System.LoggerFinder.getLoggerFinder().getClass().getModule().getName();
            return "java.logging".equals(module) && Handlers.areKnown() && Handlers.of(logger.getName(), level) == 0;
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (RuntimeException | Error e) {
            return false;
        }
    }

    /** Apart, as it names classes that may not be there. */
    private static final class Handlers {
        /** Servers with a log manager of their own, as Tomcat has, keep loggers apart by who asks for them. */
        static boolean areKnown() {
            return LogManager.getLogManager().getClass() == LogManager.class;
        }

        /** How many there are for entries of this level. */
        static int of(String name, Level level) {
            int handlers = 0;
            java.util.logging.Logger logger = java.util.logging.Logger.getLogger(name);
            while (logger != null) {
                for (Handler handler : logger.getHandlers()) {
                    handlers += handler.getLevel().intValue() <= level.getSeverity() ? 1 : 0;
                }
                logger = logger.getUseParentHandlers() ? logger.getParent() : null;
            }
            return handlers;
        }
    }
}
