package io.roifilter.testing;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.roifilter.outbox.Outbox;
import java.util.List;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What is logged during the tests of a class, of one test after the other. It asserts that no secret of a
 * {@link TestShop}'s is in it, and none of the {@link Clicks}, except in lines with {@link Outbox#UNSTORED}.
 */
public final class CheckedLog implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
    private LogCapture capture;

    @Override
    public void beforeAll(ExtensionContext context) {
        capture = new LogCapture();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        clear();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        clear();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        capture.close();
        clear();
    }

    /** What our own loggers have been told so far at this level, with stack traces. */
    public List<String> ours(Level level) {
        return capture.ours(level);
    }

    /** What the filters of a {@link TestShop}, not the relay, whose endpoint is away, have logged above INFO. */
    public List<String> troublesOfFilters() {
        return Stream.of(Level.SEVERE, Level.WARNING)
                .flatMap(level -> ours(level).stream())
                .filter(entry -> entry.startsWith("shop, "))
                .toList();
    }

    /** Everything so far, the container's entries too. */
    public String all() {
        return capture.all();
    }

    /** Forgets what is in it, and looks through it. */
    public void clear() {
        List<String> texts = capture.texts();
        capture.clear();
        texts.forEach(CheckedLog::assertNothingPrivate);
    }

    private static void assertNothingPrivate(String text) {
        for (String secret : TestShop.SECRETS) {
            assertFalse(text.contains(secret), text);
        }
        for (String click : Clicks.ALL) {
            assertFalse(text.contains(click) && !text.contains(Outbox.UNSTORED), text);
        }
    }
}
