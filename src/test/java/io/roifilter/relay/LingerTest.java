package io.roifilter.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LingerTest {
    private static final int FULL = 100;
    private static final long LONGEST = TimeUnit.MILLISECONDS.toNanos(100);

    private long nanos = 1_000_000;
    private long added;
    private final Linger linger = new Linger(LONGEST, () -> added, () -> nanos);

    @Test
    void nothingWaitsForWhatWasLeftBefore() {
        come(10, 10);
        assertEquals(0, linger.nanos(FULL));
    }

    @Test
    void nothingWaitsWhereOrdersComeSingly() {
        nothingIsLeft();
        for (int i = 0; i < 50; i++) {
            come(1, 60);
            assertEquals(0, linger.nanos(FULL), "order " + i);
            linger.take(FULL);
        }
    }

    @Test
    void anOrderAfterAQuietTimeDoesNotWait() {
        nothingIsLeft();
        come(1, 10_000);
        assertEquals(0, linger.nanos(FULL));
    }

    @Test
    void waitsAtMostAsLongAsOrdersMay() {
        nothingIsLeft();
        come(40, 200);
        assertEquals(LONGEST, linger.nanos(FULL));
    }

    @Test
    void waitsNoLongerThanItTakesUntilAPostIsFull() {
        nothingIsLeft();
        come(1000, 500);
        for (int i = 0; i < 10; i++) {
            linger.take(FULL); // in POSTs before
        }
        assertEquals(50, linger.nanos(FULL) / 1_000_000);
        come(60, 30);
        assertEquals(20, linger.nanos(FULL) / 1_000_000);
        come(40, 20);
        assertEquals(0, linger.nanos(FULL));
    }

    @Test
    void aRateThatRisesIsSeenSoon() {
        nothingIsLeft();
        come(4, 1);
        assertEquals(0, linger.nanos(FULL) % LONGEST);
        linger.take(FULL);
        come(20, 10);
        assertTrue(linger.nanos(FULL) > 0);
    }

    @Test
    void aRateThatFallsIsForgotten() {
        nothingIsLeft();
        come(1000, 500);
        linger.nanos(FULL);
        come(1, 1000);
        for (int i = 0; i < 11; i++) {
            linger.take(FULL);
        }
        assertEquals(0, linger.nanos(FULL));
    }

    @Test
    void nothingWaitsWhereMoreIsThereThanHasCome() {
        nothingIsLeft();
        come(40, 200);
        assertEquals(40, linger.take(FULL));
        linger.claimed(40, 100, true);
        assertEquals(0, linger.nanos(FULL));
        linger.claimed(linger.take(FULL), 30, false);
        assertTrue(linger.nanos(FULL) > 0);
    }

    @Test
    void keepsPaceWithWhatComesWherePostsAreSmaller() {
        nothingIsLeft();
        come(80, 100);
        linger.nanos(FULL);
        for (int i = 0; i < 3; i++) {
            linger.claimed(linger.take(FULL), 50, true); // an endpoint takes no more
            come(80, 100);
        }
        assertEquals(0, linger.nanos(FULL));
    }

    @Test
    void whatWasThereBeforeSaysNothingOfTheRate() {
        added = 1000;
        Linger late = new Linger(LONGEST, () -> added, () -> nanos);
        late.claimed(late.take(FULL), 0, false);
        come(1, 100);
        assertEquals(0, late.nanos(FULL));
    }

    @Test
    void nobodyWaitsOnceItIsStopped() throws InterruptedException {
        long hour = TimeUnit.HOURS.toNanos(1); // the test's bound is a minute
        Linger hourly = new Linger(hour, () -> added, () -> nanos);
        hourly.claimed(hourly.take(FULL), 0, false);
        come(40, 2 * 3_600_000);
        assertEquals(hour, hourly.nanos(FULL));
        hourly.stop();
        assertEquals(40, hourly.await(FULL));
    }

    @Test
    void withoutATimeNobodyWaits() throws InterruptedException {
        Linger none = new Linger(0, () -> added, () -> nanos);
        come(40, 100);
        assertEquals(FULL, none.await(FULL));
    }

    private void nothingIsLeft() {
        linger.claimed(linger.take(FULL), 0, false);
    }

    private void come(int orders, long millis) {
        added += orders;
        nanos += TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
