package io.roifilter.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.api.Verdict;
import io.roifilter.testing.LogCapture;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class LogGuardTest {
    private static final String FORGED = "UNSTORED-ORDER {\"order_id\":\"1\"}";

    @AutoClose
    private final LogCapture log = new LogCapture();

    private final System.Logger guarded = LogGuard.of("io.roifilter.guarded");
    private final List<LogRecord> logged = log.entries();

    @Test
    void whatIsHarmlessStaysAsItIs() {
        Exception plain = new IOException("disk full\n  Detail: none left", new IllegalStateException());
        guarded.log(Level.ERROR, "shop: Ä {0} 'it'\n- a problem", plain);
        assertEquals("shop: Ä {0} 'it'\n- a problem", logged.get(0).getMessage());
        assertSame(plain, logged.get(0).getThrown());
        assertEquals(java.util.logging.Level.SEVERE, logged.get(0).getLevel());
    }

    @Test
    void noTextCanBeAnEntryOfItsOwnOrALineWithAnOrder() {
        guarded.log(Level.WARNING, "shop: order 1\r\n" + FORGED + "\u001b[2J\u0085" + FORGED + "\u2028" + FORGED);
        assertEquals(
                "shop: order 1\r\n  UNSTORED ORDER {\"order_id\":\"1\"} [2J   UNSTORED ORDER {\"order_id\":\"1\"}"
                        + "\u2028  UNSTORED ORDER {\"order_id\":\"1\"}",
                logged.get(0).getMessage());
    }

    @Test
    void norCanAnyMessageOfAnException() {
        Exception cause = new IllegalStateException("x\n" + FORGED);
        cause.addSuppressed(new IOException(FORGED));
        Exception thrown = new IOException("harmless", new IOException("harmless, too", cause));
        cause.addSuppressed(thrown); // a circle
        guarded.log(Level.ERROR, "shop: failed", thrown);
        String trace = trace();
        assertFalse(trace.contains("UNSTORED-ORDER"), trace);
        assertTrue(
                trace.startsWith(
                        "java.io.IOException: harmless\n\tat " + getClass().getName()),
                trace);
        assertTrue(trace.contains("Caused by: java.lang.IllegalStateException: x\n  UNSTORED ORDER {"), trace);
        assertTrue(trace.contains("Suppressed: java.io.IOException: UNSTORED ORDER {"), trace);
    }

    @Test
    void anExceptionThatThrowsWhenItIsAskedIsLoggedByItsClass() {
        guarded.log(Level.ERROR, "shop: failed", new RuntimeException("x") {
            private static final long serialVersionUID = 1;

            @Override
            public String getMessage() {
                throw new InternalError("not now");
            }

            @Override
            public synchronized Throwable getCause() {
                throw new ThreadDeathLike();
            }
        });
        assertTrue(trace().startsWith(getClass().getName() + "$1, which cannot say more"), trace());
    }

    @Test
    void noContactIsInWhatADriverSaysOfAStatementThatFailed() {
        String insert =
                "Batch entry 0 INSERT INTO roi_outbox (payload) VALUES ('{\"roi_data\":\"%s\",\"amount\":\"1\"}')";
        guarded.log(Level.ERROR, "roi_data is ignored", new IOException(insert.formatted("echo3-619-295-1856")));
        assertEquals("roi_data is ignored", logged.get(0).getMessage());
        assertTrue(trace().startsWith("java.io.IOException: " + insert.formatted("echo3-61…") + "\n"), trace());
    }

    @Test
    void foreignWordsFitIntoOneLine() {
        assertEquals("plain text", LogGuard.oneLine("plain text"));
        assertEquals("a  b UNSTORED ORDER c?d?", LogGuard.oneLine("a\r\nb\u2028" + "UNSTORED-ORDER\tc\u202ed\ud800"));
        assertEquals("403 no  UNSTORED ORDER", new Verdict.Rejected("403", "403 no \nUNSTORED-ORDER").text());
    }

    private String trace() {
        StringWriter text = new StringWriter();
        logged.get(0).getThrown().printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static final class ThreadDeathLike extends Error {
        private static final long serialVersionUID = 1;
    }
}
