package io.roifilter.testing;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;

/** Catches everything that is logged while it is open, ours from the finest level on, and keeps it off the console. */
public final class LogCapture implements AutoCloseable {
    private static final Logger ROOT = Logger.getLogger("");
    private static final Logger OURS = Logger.getLogger("io.roifilter");

    private final List<LogRecord> all = new CopyOnWriteArrayList<>();
    private final List<LogRecord> ours = new CopyOnWriteArrayList<>();
    private final Handler catching = new LogListener(this::add);
    private final Handler[] before = ROOT.getHandlers();

    public LogCapture() {
        for (Handler handler : before) {
            ROOT.removeHandler(handler);
        }
        ROOT.addHandler(catching);
        OURS.setLevel(Level.ALL);
    }

    /** What our own loggers are told, as it comes. */
    public List<LogRecord> entries() {
        return Collections.unmodifiableList(ours);
    }

    /** What our own loggers have been told so far and has this in it, as {@code LEVEL text}. */
    public List<String> linesWith(String part) {
        return ours.stream()
                .map(entry -> entry.getLevel() + " " + message(entry))
                .filter(line -> line.contains(part))
                .toList();
    }

    /** What our own loggers have been told so far at this level, with stack traces. */
    public List<String> ours(Level level) {
        return texts(ours.stream().filter(entry -> entry.getLevel().equals(level)));
    }

    /** Everything so far, entry by entry, the container's too. */
    public List<String> texts() {
        return texts(all.stream());
    }

    /** The same in one. */
    public String all() {
        return String.join("\n", texts());
    }

    public void clear() {
        all.clear();
        ours.clear();
    }

    /** What was caught can still be read. */
    @Override
    public void close() {
        OURS.setLevel(null);
        ROOT.removeHandler(catching);
        for (Handler handler : before) {
            ROOT.addHandler(handler);
        }
    }

    private void add(LogRecord entry) {
        all.add(entry);
        if (String.valueOf(entry.getLoggerName()).startsWith(OURS.getName())) {
            ours.add(entry);
        }
    }

    private static List<String> texts(Stream<LogRecord> entries) {
        return entries.map(LogCapture::text).toList();
    }

    private static String text(LogRecord entry) {
        StringWriter text = new StringWriter();
        text.write(message(entry));
        if (entry.getThrown() != null) {
            text.write('\n');
            entry.getThrown().printStackTrace(new PrintWriter(text));
        }
        return text.toString();
    }

    private static String message(LogRecord entry) {
        return new SimpleFormatter().formatMessage(entry);
    }
}
