package io.roifilter.outbox;

import static io.roifilter.outbox.Orders.LEASE;
import static io.roifilter.outbox.Orders.claimAll;
import static io.roifilter.outbox.Orders.ids;
import static io.roifilter.outbox.Orders.order;
import static io.roifilter.testing.Eventually.assertEventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.api.RoiInsert;
import io.roifilter.outbox.Settlement.Delivered;
import io.roifilter.outbox.Settlement.Postponed;
import io.roifilter.outbox.Settlement.Rejected;
import io.roifilter.testing.LogCapture;
import io.roifilter.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an outbox promises, whatever database it is in; one subclass for each. */
abstract class OutboxContract {
    static final Duration CLOSE = Duration.ofSeconds(20);
    static final OutboxOptions OPTIONS = new OutboxOptions("shop", 10_000, Duration.ofSeconds(20), Duration.ofDays(30));

    final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T10:15:30.123Z"));
    private Outbox outbox;

    /** Opens the one outbox of this test, on the same data each time. */
    abstract Outbox open(SettableClock testClock);

    /** Lets time go by, for the outbox and whoever else rules its times. */
    abstract void advance(Duration duration);

    /** How far times that come back may be off: they are not by the clock of the test. */
    abstract Duration tolerance();

    /** Runs a statement on the data while no outbox is open. */
    abstract void execute(String sql) throws Exception;

    /** Asks the data for a text while no outbox is open. */
    abstract String query(String sql) throws Exception;

    @BeforeEach
    void open() {
        outbox = open(clock);
    }

    @AfterEach
    void close() {
        outbox.close(CLOSE);
    }

    private void reopen() {
        close();
        open();
    }

    @Test
    void givesOutWhatItAcceptedOldestFirst() {
        Instant first = clock.instant();
        assertTrue(outbox.accept(order("1")));
        advance(Duration.ofSeconds(1));
        assertTrue(outbox.accept(order("2")));
        List<Entry> entries = outbox.claim(10, LEASE);
        assertEquals(
                List.of(order("1"), order("2")),
                entries.stream().map(Entry::call).toList());
        assertAbout(first, entries.get(0).acceptedAt());
        assertEquals(1, entries.get(0).attempts());
    }

    @Test
    void givesOutAtMostAsManyAsAskedFor() {
        IntStream.range(0, 5).forEach(i -> outbox.accept(order("" + i)));
        assertEquals(2, outbox.claim(2, LEASE).size());
        assertEquals(2, outbox.claim(2, LEASE).size());
        assertEquals(1, outbox.claim(2, LEASE).size());
        assertEquals(0, outbox.claim(2, LEASE).size());
    }

    @Test
    void tellsWhatWasReportedWhenNobodyHasThePayloadAnyMore() {
        outbox.accept(order("1"));
        outbox.settle(outbox.claim(1, LEASE).stream()
                .<Settlement>map(entry -> new Delivered(entry, "Order Id 1 saved"))
                .toList());
        reopen();
        LedgerEntry told = ledger().find("1").get(0);
        assertEquals(State.DELIVERED, told.state());
        assertEquals("152.99", told.amount());
        assertEquals("2026-11-22", told.purchaseDate());
        assertEquals("Order Id 1 saved", told.text());
        assertEquals("", told.roiData());
        assertEquals(List.of(), ledger().find("2"));
    }

    @Test
    void anOperatorFindsMendsAndDeletesWhatWasRejectedWhileItRuns() {
        for (String id : List.of("1", "2", "3")) {
            outbox.accept(order(id));
        }
        outbox.refuse(order("4"), "currency is \"EUR\"");
        outbox.settle(outbox.claim(2, LEASE).stream()
                .<Settlement>map(entry -> new Rejected(entry, "403", "No contact"))
                .toList());
        assertEquals(List.of("1", "2", "4"), orderIds(State.REJECTED));
        assertEquals(List.of("3"), orderIds(State.WAITING));

        assertEquals(Optional.empty(), only(ledger().resend("1", OptionalLong.empty(), Optional.empty())));
        assertEquals(Optional.empty(), only(ledger().delete("2", OptionalLong.empty())));
        String why = only(ledger().resend("4", OptionalLong.empty(), Optional.empty()))
                .orElseThrow();
        assertTrue(why.contains("currency is \"EUR\""), why);
        assertEquals(Optional.empty(), only(ledger().resend("4", OptionalLong.empty(), Optional.of("11.50"))));

        assertEquals(List.of(), orderIds(State.REJECTED));
        assertEquals(
                List.of(3L, 0L),
                List.of(outbox.statistics().waiting(), outbox.statistics().rejected()));
        List<RoiInsert> sent = claimAll(outbox).stream()
                .map(entry -> (RoiInsert) entry.call())
                .sorted(Comparator.comparing(RoiInsert::orderId))
                .toList();
        assertEquals(
                List.of("1", "3", "4"), sent.stream().map(RoiInsert::orderId).toList());
        assertEquals("11.50", sent.get(2).amount());
        assertEquals(order("4").roiData(), sent.get(2).roiData());
    }

    @Test
    void leavesAloneWhatIsBeingSentAndWhatWasDelivered() {
        outbox.accept(order("1"));
        List<Entry> claimed = outbox.claim(1, LEASE);
        assertTrue(
                only(ledger().delete("1", OptionalLong.empty())).orElseThrow().contains("being sent"));
        assertEquals(0, ledger().makeDue(), "what is on its way is not sent a second time");
        outbox.settle(List.of(new Delivered(claimed.get(0), "saved")));
        assertTrue(only(ledger().resend("1", OptionalLong.empty(), Optional.empty()))
                .orElseThrow()
                .contains("has been delivered"));
        assertEquals(List.of(), ledger().resend("another", OptionalLong.empty(), Optional.empty()));
    }

    @Test
    void changesTheOneEntryOfAnOrderThatIsMeant() {
        outbox.accept(order("1", true));
        outbox.accept(order("1", true));
        List<LedgerEntry> entries = ledger().find("1");
        assertEquals(2, entries.size());
        assertEquals(
                1, ledger().delete("1", OptionalLong.of(entries.get(1).id())).size());
        assertEquals(
                List.of(entries.get(0).id()),
                ledger().find("1").stream().map(LedgerEntry::id).toList());
        assertEquals(
                List.of(), ledger().delete("2", OptionalLong.of(entries.get(0).id())), "it is not that order's");
        assertEquals(1, outbox.statistics().waiting());
    }

    @Test
    void findsTheRepeatsOfAnOrderToo() {
        outbox.accept(order("1"));
        outbox.accept(order("1", true));
        List<LedgerEntry> entries = ledger().find("1");
        assertEquals(2, entries.size());
        assertEquals(
                2, ledger().resend("1", OptionalLong.empty(), Optional.empty()).size());
        long repeat = entries.get(1).id();
        assertEquals(Optional.empty(), only(ledger().delete("1", OptionalLong.of(repeat))));
        outbox.accept(order("2")); // in a file, it may have that number now
        assertEquals(List.of(), ledger().delete("1", OptionalLong.of(repeat)));
        assertEquals(2, outbox.statistics().waiting());
    }

    @Test
    void sendsNowWhatWaitsForALaterAttempt() {
        outbox.accept(order("1"));
        outbox.settle(List.of(
                new Postponed(outbox.claim(1, LEASE).get(0), clock.instant().plusSeconds(3600), "503")));
        assertEquals(List.of(), claimAll(outbox));
        assertEquals(1, ledger().makeDue());
        assertEquals(List.of("1"), ids(claimAll(outbox)));
    }

    @Test
    void keepsWhatWasCountedInEachHour() {
        Map<String, Long> totals = new TreeMap<>();
        outbox.count(() -> Map.copyOf(totals));
        Instant start = clock.instant();
        Instant hour = start.truncatedTo(ChronoUnit.HOURS);
        totals.put("a", 3L);
        outbox.housekeep();
        totals.put("a", 5L);
        totals.put("b", 1L);
        assertEquals(Map.of(hour, Map.of("a", 5L, "b", 1L)), ledger().hoursSince(hour), "also what is not stored yet");
        clock.advance(Duration.ofMinutes(1));
        outbox.housekeep();
        clock.advance(Duration.ofHours(2));
        totals.put("a", 12L);
        Map<Instant, Map<String, Long>> expected =
                Map.of(hour, Map.of("a", 5L, "b", 1L), hour.plus(2, ChronoUnit.HOURS), Map.of("a", 7L));
        assertEquals(expected, ledger().hoursSince(hour));
        reopen();
        assertEquals(expected, ledger().hoursSince(hour), "stored at the end");

        outbox.count(() -> Map.of("a", 1L));
        assertEquals(
                8L,
                ledger().hoursSince(hour).get(hour.plus(2, ChronoUnit.HOURS)).get("a"),
                "added after a restart");
        clock.advance(Duration.ofDays(70));
        outbox.count(() -> Map.of("a", 2L));
        outbox.housekeep();
        assertEquals(1, ledger().hoursSince(hour).size(), "what is older than 60 days is forgotten");
    }

    private LiveLedger ledger() {
        outbox.nextDue(); // waits until it is open, which those who look in do not
        return outbox.ledger(Duration.ofSeconds(20));
    }

    private List<String> orderIds(State state) {
        return ledger().first(state, 10).stream()
                .map(LedgerEntry::orderId)
                .sorted()
                .toList();
    }

    private static Optional<String> only(List<LedgerChange> changes) {
        assertEquals(1, changes.size());
        return changes.get(0).refusal();
    }

    @Test
    void keepsEveryOrderIdAsItIs() {
        List<String> ids = new ArrayList<>(
                List.of("İıIi-ŞĞ", "iiii", "IIII", "🛒🧾-1", "a&b<c>\"'\\", "ä", "a\u0308", "%_?", "null"));
        ids.addAll(List.of("1", "1 ", " 1", "1\u00a0", "注".repeat(RoiInsert.MAX_ORDER_ID), "🛒".repeat(127)));
        ids.forEach(id -> assertTrue(outbox.accept(order(id))));
        reopen();
        assertEquals(Set.copyOf(ids), Set.copyOf(ids(claimAll(outbox))));
    }

    @Test
    void keepsTheSameOrderOnce() {
        assertTrue(outbox.accept(order("1")));
        assertTrue(outbox.accept(order("1")), "it is on disk");
        assertEquals(List.of("1"), ids(claimAll(outbox)));
        assertEquals(1, outbox.statistics().duplicates());
    }

    @Test
    void keepsOrdersThatAreAlwaysNewEachTime() {
        assertTrue(outbox.accept(order("1", true)));
        assertTrue(outbox.accept(order("1", true)));
        assertEquals(List.of("1", "1"), ids(claimAll(outbox)));
        assertEquals(0, outbox.statistics().duplicates());
    }

    @Test
    void aDeliveredOrderStaysKnownAndItsPayloadIsForgotten() throws Exception {
        outbox.accept(order("1"));
        settle(entry -> new Delivered(entry, "saved"));
        reopen();
        assertTrue(outbox.accept(order("1")));
        assertEquals(List.of(), claimAll(outbox));
        assertEquals(Optional.empty(), outbox.nextDue());
        assertCounts(0, 1, 0);
        close();
        assertEquals("saved", query("SELECT last_text FROM roi_outbox WHERE payload IS NULL"));
    }

    @Test
    void forgetsDeliveredOrdersAfterAWhile() {
        IntStream.range(0, 1200).forEach(i -> outbox.accept(order("" + i, i % 2 == 0)));
        settle(entry -> new Delivered(entry, "saved"));
        advance(OPTIONS.keepDelivered().minusMinutes(1));
        outbox.housekeep();
        assertCounts(0, 1200, 0);
        advance(Duration.ofMinutes(2));
        outbox.housekeep();
        assertCounts(0, 0, 0);
        outbox.accept(order("1"));
        assertEquals(List.of("1"), ids(claimAll(outbox)));
    }

    @Test
    void keepsRejectedOrdersWithTheirPayloadAndReason() throws Exception {
        outbox.accept(order("1"));
        settle(entry -> new Rejected(entry, "403", "ROI Hash does not match " + "!".repeat(600)));
        advance(Duration.ofDays(365));
        outbox.housekeep();
        outbox.accept(order("1"));
        assertEquals(List.of(), claimAll(outbox));
        assertCounts(0, 0, 1);
        close();
        String text = query("SELECT last_text FROM roi_outbox WHERE last_code = '403' AND payload LIKE '%\"1\"%'");
        assertTrue(text.startsWith("ROI Hash does not match !!!"), text);
    }

    @Test
    void keepsWhatIsRefusedAsRejected() throws Exception {
        assertTrue(outbox.refuse(order("1"), "currency is EUR"));
        assertTrue(outbox.refuse(order("1"), "currency is GBP"));
        assertEquals(List.of(), claimAll(outbox));
        assertCounts(0, 0, 1);
        close();
        assertEquals("currency is EUR", query("SELECT last_text FROM roi_outbox WHERE state = 'rejected'"));
    }

    @Test
    void aGoodReadingTakesThePlaceOfARefusedOne() throws Exception {
        AtomicInteger signals = new AtomicInteger();
        Instant first = clock.instant();
        assertTrue(outbox.refuse(orderOf("1", LocalDate.of(2026, 11, 22)), "not an amount: 'pending'"));
        advance(Duration.ofDays(2));
        outbox.onAccepted(signals::incrementAndGet);

        assertTrue(outbox.accept(orderOf("1", today())));

        assertEventually(1, signals::get); // somebody has to send it
        assertCounts(1, 0, 0);
        assertEquals(0, outbox.statistics().duplicates());
        assertAbout(first, outbox.statistics().oldestWaiting().orElseThrow());
        reopen();
        assertCounts(1, 0, 0);
        Entry entry = outbox.claim(1, LEASE).get(0);
        assertEquals(orderOf("1", LocalDate.of(2026, 11, 22)), entry.call(), "on the day it happened");
        assertEquals(1, entry.attempts());
        outbox.settle(List.of(new Delivered(entry, "saved")));
        assertCounts(0, 1, 0);
    }

    @Test
    void aGoodReadingKeepsTheDateThatTheShopGives() {
        outbox.refuse(orderOf("1", LocalDate.of(2026, 11, 22)), "not an amount: 'pending'");
        advance(Duration.ofDays(2));
        outbox.accept(orderOf("1", LocalDate.of(2026, 11, 20)));

        assertEquals(
                LocalDate.of(2026, 11, 20),
                ((RoiInsert) outbox.claim(1, LEASE).get(0).call()).purchaseDate());
    }

    @Test
    void aRefusedReadingTakesNoPlace() throws Exception {
        outbox.accept(order("waits"));
        outbox.refuse(order("waits"), "EUR");
        outbox.refuse(order("refused"), "EUR");
        outbox.refuse(order("refused"), "GBP");
        assertCounts(1, 0, 1);
        assertEquals(2, outbox.statistics().duplicates());
        settle(entry -> new Delivered(entry, "saved"));
        outbox.refuse(order("waits"), "EUR");
        assertCounts(0, 1, 1);
        close();
        assertEquals("EUR", query("SELECT last_text FROM roi_outbox WHERE state = 'rejected'"));
    }

    @Test
    void aGoodReadingLeavesAloneWhatWasSentOrMended() throws Exception {
        outbox.accept(order("sent"));
        settle(entry -> new Rejected(entry, "403", "hash"));
        outbox.accept(order("late"));
        settle(entry -> new Rejected(entry, "expired", "expired"));
        outbox.refuse(order("mended"), "EUR");
        close();
        execute("UPDATE roi_outbox SET last_code = NULL WHERE order_id = 'mended'");
        open();
        for (String id : List.of("sent", "late", "mended")) {
            outbox.accept(order(id));
        }
        assertCounts(0, 0, 3);
        assertEquals(3, outbox.statistics().duplicates());
    }

    @Test
    void manyReadingsGoodAndBadAtOnceEndWell() throws Exception {
        List<Callable<Boolean>> tasks = IntStream.range(0, 2000)
                .mapToObj(i -> (Callable<Boolean>)
                        () -> i % 4 < 2 ? outbox.refuse(order("" + i / 4), "EUR") : outbox.accept(order("" + i / 4)))
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(32);
        try {
            for (Future<Boolean> task : threads.invokeAll(tasks)) {
                assertTrue(task.get());
            }
        } finally {
            threads.shutdown();
        }
        assertCounts(500, 0, 0);
        reopen();
        assertCounts(500, 0, 0);
        assertEquals(500, new HashSet<>(ids(claimAll(outbox))).size());
    }

    @Test
    void whatIsToBeTriedLaterWaitsUntilThenAndCountsItsAttempts() {
        outbox.accept(order("1"));
        Instant due = clock.instant().plus(Duration.ofMinutes(5)).truncatedTo(ChronoUnit.MILLIS);
        settle(entry -> new Postponed(entry, due, "timeout"));
        assertAbout(due, outbox.nextDue().orElseThrow());
        assertEquals(List.of(), claimAll(outbox));
        advance(Duration.ofMinutes(5));
        assertEquals(2, outbox.claim(1, LEASE).get(0).attempts());
    }

    @Test
    void aClaimEndsWithItsLease() {
        outbox.accept(order("1"));
        Entry first = outbox.claim(1, LEASE).get(0);
        assertEquals(List.of(), outbox.claim(1, LEASE));
        advance(LEASE);
        Entry second = outbox.claim(1, LEASE).get(0);
        assertEquals(2, second.attempts());
        assertNotEquals(first.claim(), second.claim());
    }

    @Test
    void aSettlementWhoseClaimIsGoneIsPassedOver() {
        outbox.accept(order("1"));
        Entry late = outbox.claim(1, LEASE).get(0);
        advance(LEASE);
        Entry now = outbox.claim(1, LEASE).get(0);
        assertEquals(List.of(), outbox.settle(List.of(new Rejected(late, "402", "too late"))));
        assertCounts(1, 0, 0);
        Delivered first = new Delivered(now, "saved");
        assertEquals(List.of(first), outbox.settle(List.of(first, new Delivered(now, "twice"))));
        assertCounts(0, 1, 0);
    }

    @Test
    void settlesManyInEveryWayAtOnce() {
        IntStream.range(0, 4).forEach(i -> outbox.accept(order("" + i)));
        List<Entry> entries = outbox.claim(4, LEASE);
        outbox.settle(List.of(
                new Postponed(entries.get(0), clock.instant(), "again"),
                new Delivered(entries.get(1), "saved"),
                new Postponed(entries.get(2), clock.instant(), "again"),
                new Rejected(entries.get(3), "402", "date")));
        assertCounts(2, 1, 1);
        assertEquals(List.of("0", "2"), ids(claimAll(outbox)));
    }

    @Test
    void anEntryThatCannotBeReadIsRejected() throws Exception {
        outbox.accept(order("1"));
        outbox.accept(order("2"));
        outbox.accept(order("3"));
        outbox.accept(order("4"));
        close();
        execute("UPDATE roi_outbox SET payload = '{\"amount\":' WHERE order_id = '1'");
        execute("UPDATE roi_outbox SET payload = NULL WHERE order_id = '2'");
        execute("UPDATE roi_outbox SET payload = 'null' WHERE order_id = '4'");
        open();
        try (LogCapture log = new LogCapture()) {
            assertEquals(List.of("3"), ids(claimAll(outbox)));
            assertEquals(3, log.linesWith("cannot be read").size());
        }
        assertCounts(1, 0, 3);
    }

    @Test
    void saysHowItStandsAlsoAfterReopening() {
        assertCounts(0, 0, 0);
        assertEquals(Optional.empty(), outbox.statistics().oldestWaiting());
        Instant oldest = clock.instant();
        IntStream.range(0, 10).forEach(i -> outbox.accept(order("" + i)));
        advance(Duration.ofHours(1));
        outbox.accept(order("late"));
        outbox.refuse(order("refused"), "negative");
        outbox.settle(outbox.claim(3, LEASE).stream()
                .map(entry -> (Settlement) new Delivered(entry, "saved"))
                .toList());
        for (int i = 0; i < 2; i++) {
            assertCounts(8, 3, 1);
            assertAbout(oldest, outbox.statistics().oldestWaiting().orElseThrow());
            reopen();
        }
    }

    @Test
    void manyThreadsHandInEachOrderOnce() throws Exception {
        AtomicInteger signals = new AtomicInteger();
        outbox.onAccepted(signals::incrementAndGet);
        List<Callable<Boolean>> tasks = IntStream.range(0, 2000)
                .mapToObj(i -> (Callable<Boolean>) () -> outbox.accept(order("order " + i % 1000)))
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(32);
        try {
            for (Future<Boolean> task : threads.invokeAll(tasks)) {
                assertTrue(task.get());
            }
        } finally {
            threads.shutdown();
        }
        List<Entry> entries = claimAll(outbox);
        assertEquals(1000, entries.size());
        assertEquals(1000, new HashSet<>(ids(entries)).size());
        assertEquals(1000, outbox.statistics().duplicates());
        assertTrue(signals.get() >= 1 && signals.get() <= 1000, "once for each commit: " + signals);
    }

    @Test
    void aClosedOutboxIsAwayAndItsOrdersAreForTheNext() {
        outbox.close(CLOSE);
        outbox.close(CLOSE);
        assertThrows(OutboxException.class, () -> outbox.claim(1, LEASE));
        assertThrows(OutboxException.class, () -> outbox.statistics());
        try (LogCapture log = new LogCapture()) {
            assertFalse(outbox.accept(order("1")));
            assertEquals(0, log.linesWith(Outbox.UNSTORED).size());
            assertEquals(
                    1,
                    log.linesWith("1 order that the outbox could not take is in ")
                            .size());
        }
        assertEquals(0, outbox.logged());
        assertEquals(1, outbox.unstored().orders());
        open();
        assertEquals(List.of(), outbox.claim(1, LEASE));
        outbox.housekeep();
        assertEquals(List.of("1"), ids(claimAll(outbox)));
        assertEquals(0, outbox.unstored().orders());
    }

    void assertAbout(Instant expected, Instant actual) {
        Duration off = Duration.between(expected.truncatedTo(ChronoUnit.MILLIS), actual)
                .abs();
        assertTrue(off.compareTo(tolerance()) <= 0, "expected " + expected + " but was " + actual);
    }

    private static RoiInsert orderOf(String id, LocalDate date) {
        return new RoiInsert("echo3-619-295-1856-1242357-1daecd68df79e83bf13f244b9a880ab9", "152.99", id, false, date);
    }

    private LocalDate today() {
        return RoiInsert.today(clock.instant());
    }

    private void settle(Function<Entry, Settlement> settlement) {
        outbox.settle(claimAll(outbox).stream().map(settlement).toList());
    }

    private void assertCounts(long waiting, long delivered, long rejected) {
        Statistics statistics = outbox.statistics();
        assertEquals(
                List.of(waiting, delivered, rejected),
                List.of(statistics.waiting(), statistics.delivered(), statistics.rejected()));
    }
}
