package io.roifilter;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.roifilter.outbox.Outbox;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Catches everything that is logged during a test class, ours from the finest level on, and keeps it off the console. At
 * the end it asserts that no secret is in it, and no roi_data, except in lines with {@link Outbox#UNSTORED}.
 */
final class LogCapture implements BeforeAllCallback, AfterAllCallback {
    private static final Logger ROOT = Logger.getLogger("");
    private static final Logger OURS = Logger.getLogger("io.roifilter");

    private final List<LogRecord> records = new CopyOnWriteArrayList<>();
    private final Handler catching = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            records.add(entry);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private Handler[] before;

    @Override
    public void beforeAll(ExtensionContext context) {
        before = ROOT.getHandlers();
        for (Handler handler : before) {
            ROOT.removeHandler(handler);
        }
        ROOT.addHandler(catching);
        OURS.setLevel(Level.ALL);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        OURS.setLevel(null);
        ROOT.removeHandler(catching);
        for (Handler handler : before) {
            ROOT.addHandler(handler);
        }
        records.stream().map(LogCapture::text).forEach(LogCapture::assertNothingPrivate);
    }

    /** What our own loggers have been told so far at this level, with stack traces. */
    List<String> ours(Level level) {
        return records.stream()
                .filter(entry ->
                        entry.getLevel().equals(level) && entry.getLoggerName().startsWith(OURS.getName()))
                .map(LogCapture::text)
                .toList();
    }

    /** Everything so far, the container's entries too. */
    String all() {
        return String.join("\n", records.stream().map(LogCapture::text).toList());
    }

    void clear() {
        records.clear();
    }

    private static void assertNothingPrivate(String text) {
        for (String secret : TestShop.SECRETS) {
            assertFalse(text.contains(secret), text);
        }
        for (String click : Clicks.ALL) {
            assertFalse(text.contains(click) && !text.contains(Outbox.UNSTORED), text);
        }
    }

    private static String text(LogRecord entry) {
        StringWriter text = new StringWriter();
        text.write(new SimpleFormatter().formatMessage(entry));
        if (entry.getThrown() != null) {
            text.write('\n');
            entry.getThrown().printStackTrace(new PrintWriter(text));
        }
        return text.toString();
    }
}
