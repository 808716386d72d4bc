package io.roifilter.text;

import java.io.PrintWriter;
import java.io.Writer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.text.MessageFormat;
import java.util.ResourceBundle;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Log lines that begin with the application's name. Nothing is thrown here, whatever a handler, a filter, a format or the
 * cause itself throws, and were it for want of memory: a log line must end neither a page nor a thread that has orders to
 * see to. Nothing in an entry can be taken for what it is not: see {@link LogGuard}. What could not be logged is counted, and
 * told of by the next line that can; for what a log drops without a word there is {@link LastLog}. Thread-safe.
 *
 * <p>It is a logger so that java.util.logging looks beyond it for the class that speaks, whose name the entry then bears.
 */
public final class ApplicationLog implements Logger {
    private final Logger logger;
    private final String name;
    private final AtomicLong missing = new AtomicLong();

    /**
     * @param name first word of every line
     * @param loggerName by which an operator sets levels
     */
    public ApplicationLog(String name, String loggerName) {
        this.name = name;
        logger = System.getLogger(loggerName);
    }

    @Override
    public boolean isLoggable(Level level) {
        return logger.isLoggable(level);
    }

    @Override
    public void log(Level level, String text) {
        tryLog(level, text, null);
    }

    @Override
    public void log(Level level, String text, Throwable cause) {
        tryLog(level, text, cause);
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String text, Throwable cause) {
        tryLog(level, text, cause);
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String format, Object... parameters) {
        tryWrite(() -> write(level, parameters == null ? format : MessageFormat.format(format, parameters), null));
    }

    @Override
    public String getName() {
        return logger.getName();
    }

    /** @return whether the log has taken it, as far as it says so */
    public boolean tryLog(Level level, String text) {
        return tryLog(level, text, null);
    }

    /** @return whether the log has taken it, as far as it says so */
    public boolean tryLog(Level level, String text, Throwable cause) {
        return tryWrite(() -> write(level, text, cause)) == null;
    }

    /**
     * Writes a line with the mark of a whole order, which no other line may have; what the log does not take, to the error
     * stream of the process: a log that throws will throw at the next try, too.
     *
     * @param text in which nothing foreign can be taken for something else
     * @return whether it is written; false if there is no memory for it
     */
    public boolean logOrder(String text) {
        Throwable failure = tryWrite(() -> {
            String line = name + ": " + text;
            logger.log(Level.ERROR, line);
            LastLog.order(logger, line);
        });
        return failure == null || !(failure instanceof OutOfMemoryError) && printOrder(text);
    }

    private boolean printOrder(String text) {
        try {
            System.err.println(name + ": " + text);
            return true;
        } catch (OutOfMemoryError e) {
            return false;
        } catch (Throwable e) {
            return true; // a stream of the shop's, which will throw at the next try, too
        }
    }

    private Throwable tryWrite(Runnable write) {
        try {
            write.run();
        } catch (Throwable e) {
            missing.incrementAndGet();
            return e;
        }
        tellOfMissing();
        return null;
    }

    private void write(Level level, String text, Throwable cause) {
        String line = LogGuard.lines(name + ": " + text);
        if (cause == null) {
            say(level, line, null);
        } else if (isPrintable(cause)) {
            say(level, line, LogGuard.guarded(cause));
        } else {
            say(level, line + " (" + cause.getClass().getName() + ", which cannot be shown)", null);
        }
    }

    private void say(Level level, String line, Throwable cause) {
        logger.log(level, line, cause);
        LastLog.other(logger, level, line, cause);
    }

    /** Handlers print it, and some then drop the line. */
    private static boolean isPrintable(Throwable cause) {
        try (PrintWriter nowhere = new PrintWriter(Writer.nullWriter())) {
            cause.printStackTrace(nowhere);
            return true;
        } catch (OutOfMemoryError e) {
            throw e; // which says nothing about the cause
        } catch (Throwable e) {
            return false;
        }
    }

    private void tellOfMissing() {
        long lines = missing.get();
        if (lines > 0 && missing.compareAndSet(lines, 0)) {
            try {
                say(
                        Level.WARNING,
                        name + ": " + lines + " lines before this could not be logged, because the log, or memory for"
                                + " it, failed",
                        null);
            } catch (Throwable e) {
                missing.addAndGet(lines);
            }
        }
    }
}
