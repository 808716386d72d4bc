package io.roifilter.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.testing.LogCapture;
import io.roifilter.testing.LogListener;
import java.lang.System.Logger.Level;
import java.util.logging.Handler;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApplicationLogTest {
    private static final Logger LOGGER = Logger.getLogger("io.roifilter.outbox");

    private final ApplicationLog applicationLog = new ApplicationLog("shop", "io.roifilter.outbox");

    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, OutOfMemoryError.class, StackOverflowError.class})
    void whatALogThrowsIsNotThrownOnAndToldOfLater(Class<? extends Throwable> type) throws Exception {
        Throwable thrown = type.getDeclaredConstructor().newInstance();
        Handler handler = new LogListener(entry -> throwUnchecked(thrown));
        LOGGER.addHandler(handler);
        try {
            assertFalse(applicationLog.tryLog(Level.ERROR, "one"));
            assertFalse(applicationLog.tryLog(Level.ERROR, "two", new IllegalStateException("cause")));
        } finally {
            LOGGER.removeHandler(handler);
        }
        try (LogCapture log = new LogCapture()) {
            assertTrue(applicationLog.tryLog(Level.INFO, "three"));
            assertTrue(applicationLog.tryLog(Level.INFO, "four"));
            assertEquals(
                    1,
                    log.linesWith("WARNING shop: 2 lines before this could not be logged")
                            .size());
            assertEquals(3, log.linesWith("shop: ").size());
        }
    }

    @Test
    void aFilterThatThrowsIsNoDifferent() {
        LOGGER.setFilter(line -> {
            throw new IllegalStateException("filter");
        });
        try {
            assertFalse(applicationLog.tryLog(Level.ERROR, "one"));
        } finally {
            LOGGER.setFilter(null);
        }
    }

    @Test
    void aCauseThatCannotBeShownDoesNotTakeTheLineWithIt() {
        try (LogCapture log = new LogCapture()) {
            assertTrue(applicationLog.tryLog(Level.ERROR, "the text", new RuntimeException() {
                private static final long serialVersionUID = 1;

                @Override
                public String getMessage() {
                    throw new IllegalStateException("no message");
                }
            }));
            assertEquals(
                    1,
                    log.linesWith("SEVERE shop: the text (" + getClass().getName())
                            .size());
        }
    }

    private static void throwUnchecked(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) thrown;
    }
}
