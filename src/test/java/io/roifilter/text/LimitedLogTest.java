package io.roifilter.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.testing.SettableClock;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LimitedLogTest {
    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T10:15:30Z"));
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private final LimitedLog log = new LimitedLog((level, text) -> lines.add(text), clock);

    @Test
    void writesTheFirstThenNowAndThenOneThatSaysHowManyWereLeftOut() {
        write(200);
        assertEquals(LimitedLog.AT_ONCE, lines.size());
        assertEquals("entry", lines.get(0));
        assertEquals(
                "entry; from now on one entry like this in 10 minutes, the others are counted",
                lines.get(LimitedLog.AT_ONCE - 1));

        clock.advance(LimitedLog.PAUSE.minusSeconds(1));
        write(1);
        assertEquals(LimitedLog.AT_ONCE, lines.size());

        clock.advance(Duration.ofSeconds(1));
        write(2);
        assertEquals(LimitedLog.AT_ONCE + 1, lines.size());
        assertEquals("entry; 196 more like this were left out of this log", lines.get(LimitedLog.AT_ONCE));
    }

    @Test
    void writesTheFirstAtOnceAgainAfterALongTime() {
        write(200);
        clock.advance(LimitedLog.PAUSE.multipliedBy(1000));
        write(200);

        assertEquals(2 * LimitedLog.AT_ONCE, lines.size());
    }

    @Test
    void isBoundedHoweverOftenItIsCalled() {
        for (int minute = 0; minute < 60; minute++) {
            write(100);
            clock.advance(Duration.ofMinutes(1));
        }
        assertEquals(LimitedLog.AT_ONCE + 5, lines.size());
    }

    @Test
    void goesOnWhenTheClockIsSetBack() {
        write(200);
        clock.advance(Duration.ofDays(-1));
        write(200);
        clock.advance(LimitedLog.PAUSE);
        write(200);

        assertEquals(LimitedLog.AT_ONCE + 1, lines.size());
    }

    @Test
    void countsKindsApart() {
        write(200);
        log.log(Level.INFO, "another kind", () -> "another");

        assertEquals("another", lines.get(LimitedLog.AT_ONCE));
    }

    @Test
    void saysAtTheEndWhatNobodyWasTold() {
        write(200);
        log.close();
        log.close();

        assertEquals(LimitedLog.AT_ONCE + 1, lines.size());
        assertEquals("kind: 195 more were left out of this log", lines.get(LimitedLog.AT_ONCE));
    }

    @Test
    void isOneLineWhateverTheTextIs() {
        log.log(Level.INFO, "kind", () -> "a\r\nUNSTORED-ORDER\u2028b\u001b[0m" + "x".repeat(10_000));

        assertTrue(lines.get(0).startsWith("a  UNSTORED-ORDER b [0mxxx"), lines.get(0));
        assertTrue(lines.get(0).length() <= 2000);
    }

    @Test
    void neverThrows() {
        LimitedLog broken = new LimitedLog(
                (level, text) -> {
                    throw new InternalError("of a handler");
                },
                clock);
        for (int i = 0; i < 200; i++) {
            broken.log(Level.INFO, "kind", () -> "text");
        }
        broken.close();
        log.log(Level.INFO, "kind", () -> {
            throw new StackOverflowError();
        });
        log.log(Level.INFO, "kind", () -> null);
        assertEquals(List.of(""), lines);
    }

    @Test
    void losesNoCountBetweenThreads() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        for (int i = 0; i < 8; i++) {
            threads.execute(() -> write(1000));
        }
        threads.shutdown();
        assertTrue(threads.awaitTermination(30, TimeUnit.SECONDS));
        log.close();

        assertEquals(LimitedLog.AT_ONCE + 1, lines.size());
        assertTrue(lines.get(LimitedLog.AT_ONCE).contains(": 7995 more"), lines::toString);
    }

    private void write(int times) {
        for (int i = 0; i < times; i++) {
            log.log(Level.INFO, "kind", () -> "entry");
        }
    }
}
