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
import java.util.Map;
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

    /** As the operator looks at the page, with no visitor since. */
    @Test
    void theSameIsSeenWithoutAnotherClick() {
        watch.clickKept();
        clock.advance(Duration.ofDays(1));
        watch.refresh();
        assertEquals(Set.of("never-reached"), warnings.current().keySet());
        assertTrue(watch.clickKept().isPresent(), "and is logged all the same");
    }

    @Test
    void aRouteWithoutAPageIsShownUntilSomebodyIsThere() {
        String said = watch.unserved("roi", List.of("/thanks", "/done/*"));
        assertTrue(said.startsWith("filter roi reads orders on /thanks, /done/*, where"), said);
        assertEquals(Set.of("never-reached"), warnings.current().keySet());
        watch.reached();
        assertEquals(Set.of(), warnings.current().keySet());
    }

    @Test
    void eachKindOfVisitWithoutAnOrderHasItsOwnRemedy() {
        Map<Outcome.Why, String> remedies = Map.of(
                Outcome.Why.NO_ORDER_ID, "Check orderId, which must be a name that the page itself uses",
                Outcome.Why.NO_CONSENT, "Check consent, which must be true for visitors who",
                Outcome.Why.ERROR_ANSWER, "The page answered with status 404, and no order is taken",
                Outcome.Why.PAGE_FAILED, "The page has thrown an exception, which the server's log has");
        remedies.forEach((why, remedy) -> {
            Warnings own = new Warnings(clock);
            SetupWatch another = new SetupWatch(clock, new NamedSettings(List::of), own);
            Outcome outcome = new Outcome.NothingToReport(why);
            for (int i = 0; i < 3; i++) {
                another.ended(seen(outcome, 404), outcome);
            }
            String said = own.current().get("no-orders");
            assertTrue(
                    said.contains("(3 " + outcome.label() + "). The last, on /done: ") && said.contains(remedy), said);
        });
    }

    @Test
    void ordersThatAreAllRefusedAreShownFromTheFirstAndSaidAtTheThird() {
        Outcome refused = new Outcome.Rejected(order("1", "echo3-1"), "the amount is missing", true);
        assertEquals(Optional.empty(), ended(refused));
        assertEquals(Set.of("refused/roi"), warnings.current().keySet());
        assertEquals(Optional.empty(), ended(refused));
        assertTrue(ended(refused).orElseThrow().contains("3 times in a row"));
        assertEquals(Optional.empty(), ended(refused), "once a day");
        ended(accepted("2", "echo3-2"));
        assertEquals(Set.of(), warnings.current().keySet());
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

    @Test
    void aPageThatTheBrowserHasAlreadyIsNone() {
        Outcome nothing = new Outcome.NothingToReport(Outcome.Why.NO_ORDER_ID);
        for (int i = 0; i < 40; i++) {
            assertEquals(Optional.empty(), watch.ended(seen(nothing, 304), nothing));
        }
        assertEquals(Set.of(), warnings.current().keySet());
    }

    private Optional<String> ended(Outcome outcome) {
        return watch.ended(seen(outcome, 200), outcome);
    }

    private SeenConfirmation seen(Outcome outcome, int status) {
        return new SeenConfirmation(
                clock.instant(), "roi", "/done", status, new Trace(), outcome.label(), outcome.kept());
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
