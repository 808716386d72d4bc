package io.roifilter.outbox;

import static io.roifilter.outbox.Orders.LEASE;
import static io.roifilter.outbox.Orders.order;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.testing.SettableClock;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The system's clock is another one when the application starts again: nothing expires, is forgotten or waits by that. */
@Timeout(60)
class ClockAtOpeningTest {
    private static final Duration PAUSE = Duration.ofMinutes(15);

    @TempDir
    private Path directory;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T12:00:00Z"));

    /** Hours, there and back, and there again. */
    @ParameterizedTest
    @ValueSource(longs = {1, -1, 24 * 3653, -24 * 3653})
    void nothingComesOfIt(long hours) {
        Outbox outbox = open();
        outbox.accept(order("delivered"));
        settle(outbox, entry -> new Settlement.Delivered(entry, "ok"));
        outbox.accept(order("waiting"));
        settle(outbox, entry -> new Settlement.Postponed(entry, clock.instant().plus(PAUSE), "503"));
        for (int i = 0; i < 3; i++) {
            outbox.close(Duration.ofSeconds(10));
            clock.advance(Duration.ofHours(i % 2 == 0 ? hours : -hours));
            outbox = open();
            assertTrue(outbox.statistics()
                    .oldestWaiting()
                    .orElseThrow()
                    .isAfter(clock.instant().minus(Duration.ofHours(3))));
            clock.advance(Duration.ofMinutes(2));
            outbox.housekeep();
            assertEquals(1, outbox.statistics().delivered());
            assertTrue(outbox.nextDue().orElseThrow().isBefore(clock.instant().plus(PAUSE)));
            outbox.accept(order("delivered"));
            assertEquals(1, outbox.statistics().waiting());
        }
        clock.advance(PAUSE);
        assertEquals(1, outbox.claim(10, LEASE).size());
        outbox.close(Duration.ofSeconds(10));
    }

    private interface Settling {
        Settlement of(Entry entry);
    }

    private static void settle(Outbox outbox, Settling settling) {
        List<Entry> entries = outbox.claim(10, LEASE);
        assertEquals(1, entries.size());
        outbox.settle(entries.stream().map(settling::of).toList());
    }

    private Outbox open() {
        return Outbox.embedded(
                directory,
                Destination.of(URI.create("https://api.example.com/"), ""),
                new OutboxOptions("test", 100, Duration.ofSeconds(30), Duration.ofDays(30)),
                clock);
    }
}
