package io.roifilter.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.relay.Circuit.Permit;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class CircuitTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration MIN = Duration.ofSeconds(1);
    private static final Duration MAX = Duration.ofMinutes(15);

    /** The longest pause that the jitter may come to. */
    private final Circuit circuit = new Circuit(100, new Backoff(MIN, MAX, longest()));

    @Test
    void closedLetsAllThrough() {
        assertEquals(Optional.of(new Permit(100, false)), circuit.tryAcquire(NOW));
        assertEquals(Optional.of(new Permit(100, false)), circuit.tryAcquire(NOW));
        assertTrue(circuit.isClosed());
    }

    @Test
    void somebodyMayEndThePause() {
        circuit.tryNow(NOW);
        assertEquals(Optional.of(new Permit(100, false)), circuit.tryAcquire(NOW));
        circuit.failed(acquire(NOW), NOW, Duration.ZERO);
        circuit.tryNow(NOW);
        Permit probe = acquire(NOW);
        assertTrue(probe.probe());
        circuit.unused(probe);
        assertEquals(Optional.of(NOW), circuit.nextProbe(), "a moment that can be shown");
    }

    @Test
    void openLetsOneProbeThroughAfterThePause() {
        circuit.failed(acquire(NOW), NOW, Duration.ZERO);
        assertFalse(circuit.isClosed());
        assertEquals(Optional.empty(), circuit.tryAcquire(NOW.plusMillis(999)));
        assertEquals(Optional.of(NOW.plus(MIN)), circuit.nextProbe());
        assertTrue(acquire(NOW.plus(MIN)).probe());
        assertEquals(Optional.empty(), circuit.tryAcquire(NOW.plus(MAX)));
        assertEquals(Optional.empty(), circuit.nextProbe());
    }

    @Test
    void aClockThatIsPutBackMakesNoPauseLonger() {
        circuit.failed(acquire(NOW), NOW, Duration.ZERO);
        Instant yesterday = NOW.minus(Duration.ofDays(1));
        assertEquals(Optional.empty(), circuit.tryAcquire(yesterday));
        assertEquals(Optional.empty(), circuit.tryAcquire(yesterday.plusMillis(999)));
        assertTrue(acquire(yesterday.plus(MIN)).probe());
    }

    @Test
    void pausesDoubleUpToTheLongest() {
        circuit.failed(acquire(NOW), NOW, Duration.ZERO);
        Instant now = NOW;
        for (Duration pause = MIN; pause.compareTo(MAX) < 0; pause = pause.multipliedBy(2)) {
            assertEquals(Optional.of(now.plus(pause)), circuit.nextProbe());
            now = now.plus(pause);
            circuit.failed(acquire(now), now, Duration.ZERO);
        }
        assertEquals(Optional.of(now.plus(MAX)), circuit.nextProbe());
    }

    @Test
    void failuresOfPostsThatWereInFlightTogetherCountAsOne() {
        Permit first = acquire(NOW);
        Permit second = acquire(NOW);
        circuit.failed(first, NOW, Duration.ZERO);
        circuit.failed(second, NOW, Duration.ZERO);
        assertEquals(Optional.of(NOW.plus(MIN)), circuit.nextProbe());
    }

    @Test
    void probeThatSucceedsClosesIt() {
        circuit.failed(acquire(NOW), NOW, Duration.ZERO);
        assertTrue(circuit.succeeded(acquire(NOW.plus(MIN))));
        assertTrue(circuit.isClosed());
        assertFalse(circuit.succeeded(acquire(NOW)));
    }

    @Test
    void probeThatFoundNothingToSendLeavesItOpen() {
        circuit.failed(acquire(NOW), NOW, Duration.ZERO);
        circuit.unused(acquire(NOW.plus(MIN)));
        assertFalse(circuit.isClosed());
        assertTrue(acquire(NOW.plus(MIN)).probe());
    }

    @Test
    void askedPauseIsObeyed() {
        circuit.failed(acquire(NOW), NOW, Duration.ofHours(1));
        assertEquals(Optional.of(NOW.plus(Duration.ofHours(1))), circuit.nextProbe());
    }

    @Test
    void refusalPausesLongAtOnce() {
        circuit.blocked(acquire(NOW), NOW);
        assertEquals(Optional.of(NOW.plus(MAX)), circuit.nextProbe());
    }

    @Test
    void batchesShrinkToOneAndGrowAgain() {
        Instant now = NOW;
        for (int expected : new int[] {100, 50, 25, 12, 6, 3, 1, 1}) {
            Permit permit = acquire(now);
            assertEquals(expected, permit.maxCalls());
            circuit.failed(permit, now, Duration.ZERO);
            now = now.plus(MAX);
        }
        for (int expected : new int[] {1, 2, 4, 8, 16, 32, 64, 100, 100}) {
            Permit permit = acquire(now);
            assertEquals(expected, permit.maxCalls());
            circuit.succeeded(permit);
        }
    }

    private Permit acquire(Instant now) {
        return circuit.tryAcquire(now).orElseThrow();
    }

    private static RandomGenerator longest() {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                throw new UnsupportedOperationException();
            }

            @Override
            public long nextLong(long bound) {
                return bound - 1;
            }
        };
    }
}
