package io.roifilter.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** At the end of the virtual machine: see StoppedIT. */
class LastLogTest {
    private static final String LINE = "shop: UNSTORED-ORDER {}";

    private final Logger logger = Logger.getLogger("io.roifilter.last");
    private final System.Logger ours = System.getLogger(logger.getName());
    private final Handler handler = new ConsoleHandler();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream before = System.err;

    @BeforeEach
    void listen() {
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setErr(before);
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
        logger.setLevel(null);
    }

    @Test
    void whatALogTakesIsNotRepeated() {
        LastLog.order(ours, LINE);
        assertEquals("", printed());
    }

    @Test
    void anOrderThatALogPassesOverIsPrinted() {
        logger.setLevel(Level.OFF);
        LastLog.order(ours, LINE);
        assertEquals(LINE, printed());
    }

    @Test
    void anOrderForWhichALogHasNoHandlerIsPrinted() {
        logger.removeHandler(handler);
        LastLog.order(ours, LINE);
        assertEquals(LINE, printed());
    }

    @Test
    void norDoesAHandlerCountThatIsSwitchedOff() {
        handler.setLevel(Level.OFF);
        LastLog.order(ours, LINE);
        assertEquals(LINE, printed());
    }

    @Test
    void otherLinesAreTheLogsAffairUntilTheEnd() {
        logger.removeHandler(handler);
        LastLog.other(ours, System.Logger.Level.WARNING, "shop: a warning", null);
        assertEquals("", printed());
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8).strip();
    }
}
