package io.roifilter.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.api.RoiInsert;
import io.roifilter.order.Outcome;
import io.roifilter.order.Trace;
import io.roifilter.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A set-up that reports nothing, or the same order each time, says so by itself, and not too often. */
class SetupWatchTest {
    private static final Outcome NO_ORDER_ID = new Outcome.NothingToReport(Outcome.Why.NO_ORDER_ID);

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-28T08:00:00Z"));
    private final Warnings warnings = new Warnings(clock);
    private final SetupWatch watch = new SetupWatch(clock, new NamedSettings(List::of), warnings);

    @Test
    void visitsWithoutAnOrderAreSaidAfterThreeThirtyAndThenDaily() {
        List<Integer> said = new ArrayList<>();
        for (int i = 1; i <= 100; i++) {
            if (ended(NO_ORDER_ID).isPresent()) {
                said.add(i);
            }
        }
        assertEquals(List.of(3, 30), said);
        clock.advance(Duration.ofDays(1));
        assertTrue(ended(NO_ORDER_ID).orElse("").contains("101 requests"));
        assertEquals(Optional.empty(), ended(NO_ORDER_ID));

        assertEquals(Set.of("no-orders"), warnings.current().keySet());
        ended(accepted("1", "echo3-1"));
        assertEquals(Set.of(), warnings.current().keySet());
        clock.advance(Duration.ofDays(2));
        assertEquals(Optional.empty(), ended(NO_ORDER_ID), "it works; pages without an order are nothing unusual");
    }

    @Test
    void stepsBeforeTheConfirmationAreNoFaultUntilThereAreMany() {
        Outcome step = new Outcome.NothingToReport(Outcome.Why.NOT_WANTED);
        for (int i = 1; i < 30; i++) {
            assertEquals(Optional.empty(), ended(step));
        }
        assertTrue(ended(step).orElse("").contains("when is not true"));
    }

    @Test
    void aConfirmationRouteThatIsNeverReachedIsSaidAfterADayOfClicks() {
        assertEquals(Optional.empty(), watch.clickKept());
        clock.advance(Duration.ofHours(23));
        assertEquals(Optional.empty(), watch.clickKept());
        clock.advance(Duration.ofHours(1));
        String said = watch.clickKept().orElseThrow();
        assertTrue(said.contains("confirmation") && said.contains("url-pattern"), said);
        assertEquals(Optional.empty(), watch.clickKept(), "once a day");
        clock.advance(Duration.ofDays(1));
        assertTrue(watch.clickKept().isPresent());

        watch.reached();
        assertEquals(Set.of(), warnings.current().keySet());
        clock.advance(Duration.ofDays(1));
        assertEquals(Optional.empty(), watch.clickKept());
    }

    @Test
    void oneOrderIdOfManyVisitorsIsSaid() {
        assertEquals(Optional.empty(), ended(accepted("1", "echo3-1")));
        assertEquals(Optional.empty(), ended(repeated("1", "echo3-1")));
        assertEquals(Optional.empty(), ended(repeated("1", "echo3-2")), "another click of the same visitor, maybe");
        assertEquals(Optional.empty(), ended(accepted("2", "echo3-3")));
        String said = ended(repeated("1", "echo3-3")).orElseThrow();
        assertTrue(said.contains("order id 1 ") && said.contains("check orderId"), said);
        assertEquals(Optional.empty(), ended(repeated("1", "echo3-4")), "once a day");
        assertEquals(Set.of("same-order"), warnings.current().keySet());
    }

    private Optional<String> ended(Outcome outcome) {
        return watch.ended(
                new SeenConfirmation(
                        clock.instant(), "roi", "/done", 200, new Trace(), outcome.label(), outcome.text()),
                outcome);
    }

    private static Outcome accepted(String orderId, String roiData) {
        return new Outcome.Accepted(order(orderId, roiData), Optional.empty(), true);
    }

    private static Outcome repeated(String orderId, String roiData) {
        return new Outcome.Repeated(order(orderId, roiData));
    }

    private static RoiInsert order(String orderId, String roiData) {
        return new RoiInsert(roiData, "1.00", orderId, false, LocalDate.of(2026, 11, 28));
    }
}
