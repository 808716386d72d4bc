package io.roifilter.outbox;

import static io.roifilter.outbox.Orders.claimAll;
import static io.roifilter.outbox.Orders.ids;
import static io.roifilter.outbox.Orders.order;
import static io.roifilter.testing.Eventually.assertEventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.api.RoiInsert;
import io.roifilter.jdbc.SqliteFiles;
import io.roifilter.outbox.Settlement.Delivered;
import io.roifilter.testing.LogCapture;
import io.roifilter.testing.SettableClock;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Orders that no store could take, from the file of their own to the next outbox. */
class UnstoredFilesTest {
    private static final Destination DESTINATION = Destination.of(
            URI.create("https://api.example.com/?a=\"ü-b\"".replace("\"", "%22").replace("ü", "%C3%BC")), "main");
    private static final Destination ANOTHER = Destination.of(URI.create("https://api.example.com/"), "another");
    private static final Duration CLOSE = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T10:15:30.123Z"));
    private final List<Outbox> outboxes = new ArrayList<>();

    @AfterEach
    void closeAll() {
        outboxes.forEach(outbox -> outbox.close(CLOSE));
    }

    @Test
    void areTakenUpByTheNextOutboxAsTheyWere() throws Exception {
        Outbox closed = closed(DESTINATION);
        assertFalse(closed.accept(order("İ🛒 <{1}>")));
        clock.advance(Duration.ofDays(1));
        assertFalse(closed.refuse(order("2"), "currency is EUR; 'Ä'"));
        assertEquals(0, closed.logged());
        assertEquals(new UnstoredOrders(2, List.of(file(1).toString()), List.of()), closed.unstored());
        assertTrue(closed.left()
                .endsWith("; 2 orders that could not be stored are in " + file(1) + ", for the next start"));

        try (LogCapture log = new LogCapture()) {
            Outbox next = open(DESTINATION);
            next.housekeep();
            assertEquals(
                    1,
                    log.linesWith("took over the orders in " + file(1) + ": ").size(),
                    log::all);
            Entry waiting = next.claim(10, Duration.ofMinutes(1)).get(0);
            assertEquals(order("İ🛒 <{1}>"), waiting.call());
            assertEquals(Instant.parse("2026-11-22T10:15:30.123Z"), waiting.acceptedAt());
            LedgerEntry refused = next.ledger(CLOSE).find("2").get(0);
            assertEquals(State.REJECTED, refused.state());
            assertEquals("currency is EUR; 'Ä'", refused.text());
            assertEquals(UnstoredOrders.NONE, next.unstored());
        }
        assertTrue(Files.notExists(file(1)));
        assertTrue(Files.exists(directory.resolve("unstored-1.log.lock")), "which nobody may delete");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void areForTheirOwnerAlone() throws Exception {
        closed(DESTINATION).accept(order("1"));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file(1))));
        Files.writeString(file(1), "half a li", StandardOpenOption.APPEND);
        open(DESTINATION).housekeep();
        Path aside = Path.of(
                open(DESTINATION).unstored().aside().stream().findFirst().orElseGet(this::asideFile));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(aside)));
    }

    @Test
    void countOnceHoweverOftenTheyAreTakenUp() throws Exception {
        Outbox closed = closed(DESTINATION);
        IntStream.range(0, 1200).forEach(i -> closed.accept(order("" + i)));
        closed.accept(new RoiInsert("echo3-619", "152.99", "always new", true, LocalDate.of(2026, 11, 22)));
        String content = Files.readString(file(1));

        Outbox next = open(DESTINATION);
        next.accept(order("7"));
        next.settle(List.of(new Delivered(next.claim(1, Duration.ofMinutes(1)).get(0), "saved")));
        housekeepUntilNothingIsLeft(next);
        assertEquals(1200, next.statistics().waiting(), "7 was delivered already");
        Files.writeString(file(1), content); // as after a kill before it was deleted
        clock.advance(Duration.ofMinutes(1));
        housekeepUntilNothingIsLeft(next);
        assertEquals(1200, next.statistics().waiting());
        assertEquals(1200, ids(claimAll(next)).stream().distinct().count());
    }

    @Test
    void halfALineCostsNoOther() throws Exception {
        closed(DESTINATION).accept(order("1"));
        String whole = Files.readAllLines(file(1)).get(1);
        Files.writeString(file(1), whole.substring(0, 100), StandardOpenOption.APPEND); // the power went
        closed(DESTINATION).accept(order("2"));
        try (LogCapture log = new LogCapture()) {
            Outbox next = open(DESTINATION);
            housekeepUntilNothingIsLeft(next);
            assertEquals(List.of("1", "2"), ids(claimAll(next)));
            assertEquals(
                    1,
                    log.linesWith("SEVERE shop: 1 lines of " + file(1) + " could not be read or were refused")
                            .size());
            assertEquals(List.of(asideFile()), next.unstored().aside());
            assertEquals(List.of(whole.substring(0, 100)), Files.readAllLines(Path.of(asideFile())));
        }
    }

    /** What is there of a machine that lost power when the file was made. */
    @Test
    void aFileThatDoesNotSayForWhomItIsKeepsItsLines() throws Exception {
        Files.write(file(1), new byte[100]);
        Outbox closed = closed(DESTINATION);
        closed.accept(order("1"));
        assertEquals(1, lines(file(2)), "which nobody has begun");
        Outbox next = open(DESTINATION);
        housekeepUntilNothingIsLeft(next);
        assertEquals(List.of("1"), ids(claimAll(next)));
    }

    @Test
    void othersOrdersStayWhereTheyAre() throws Exception {
        closed(ANOTHER).accept(order("theirs"));
        Outbox ours = closed(DESTINATION);
        ours.accept(order("ours"));
        assertEquals(1, lines(file(1)));
        assertEquals(1, lines(file(2)));
        assertEquals(List.of(file(2).toString()), ours.unstored().files());
        try (LogCapture log = new LogCapture()) {
            Outbox next = open(DESTINATION);
            next.housekeep();
            next.housekeep();
            clock.advance(Duration.ofMinutes(1));
            next.housekeep();
            assertEquals(List.of("ours"), ids(claimAll(next)));
            assertEquals(1, log.linesWith(file(1) + " is passed over").size());
            assertEquals(0, next.unstored().orders());
        }
        assertEquals(1, lines(file(1)));
        assertEquals(1, OutboxProbe.unstored(directory).orders());
    }

    @Test
    void aFormerDestinationsAreTakenUp() throws Exception {
        closed(ANOTHER).accept(order("before the correction"));
        Outbox corrected = open(DESTINATION, Optional.of(ANOTHER));
        housekeepUntilNothingIsLeft(corrected);
        assertEquals(List.of("before the correction"), ids(claimAll(corrected)));
    }

    @Test
    void aFileThatAnotherUsesIsLeftAloneAndTheNextIsTaken() throws Exception {
        Outbox closed = closed(DESTINATION);
        closed.accept(order("1"));
        SqliteFiles another = new SqliteFiles();
        another.hold(file(1)).orElseThrow();
        closed.accept(order("2"));
        Outbox next = open(DESTINATION);
        next.housekeep();
        assertEquals(List.of("2"), ids(claimAll(next)));
        another.closeAll();
        clock.advance(Duration.ofMinutes(1));
        housekeepUntilNothingIsLeft(next);
        assertEquals(2, next.statistics().waiting());
    }

    @Test
    void manyAtOnceAreAllThere() throws Exception {
        Outbox closed = closed(DESTINATION);
        ExecutorService shop = Executors.newFixedThreadPool(16);
        IntStream.range(0, 500).forEach(i -> shop.execute(() -> closed.accept(order("" + i))));
        shop.shutdown();
        assertTrue(shop.awaitTermination(1, TimeUnit.MINUTES));
        assertEquals(500, closed.unstored().orders() + closed.logged());
        Outbox next = open(DESTINATION);
        housekeepUntilNothingIsLeft(next);
        assertEquals(500 - closed.logged(), next.statistics().waiting());
    }

    @Test
    void whereTheFileCannotBeTheLogIsTheLastResort() throws Exception {
        Outbox closed = closed(DESTINATION);
        for (int number = 1; number <= OutboxDirectory.MAX_FILES; number++) {
            Files.createDirectory(file(number));
        }
        try (LogCapture log = new LogCapture()) {
            closed.accept(order("1"));
            closed.accept(order("2"));
            assertEquals(2, log.linesWith(Outbox.UNSTORED).size());
            assertEquals(
                    1,
                    log.linesWith("go to this log, whole, each on a line, as there can be no file for them in "
                                    + directory)
                            .size());
        }
        assertEquals(2, closed.logged());
    }

    @Test
    void theLogSaysThatItIsThereAndHowManyAreInIt() {
        Outbox closed = closed(DESTINATION);
        try (LogCapture log = new LogCapture()) {
            IntStream.range(0, 25).forEach(i -> closed.accept(order("" + i)));
            assertEquals(
                    List.of(
                            "1 order that the outbox could not take is in ",
                            "10 orders that the outbox could not take are in "),
                    log.linesWith("that the outbox could not take").stream()
                            .map(line -> line.substring("SEVERE shop: ".length(), line.indexOf(file(1).toString())))
                            .toList());
            assertEquals(List.of(), log.linesWith(Outbox.UNSTORED));
        }
    }

    private void housekeepUntilNothingIsLeft(Outbox outbox) throws Exception {
        assertEventually(true, () -> {
            outbox.housekeep();
            return Files.notExists(file(1)) && Files.notExists(file(2));
        });
    }

    private String asideFile() {
        return OutboxProbe.unstored(directory).aside().get(0);
    }

    private static long lines(Path file) throws Exception {
        return Files.readAllLines(file).stream()
                .filter(line -> line.contains(Outbox.UNSTORED))
                .count();
    }

    private Path file(int number) {
        return directory.resolve("unstored-" + number + ".log");
    }

    /** One that stores nothing any more. */
    private Outbox closed(Destination destination) {
        Outbox outbox = open(destination);
        outbox.close(CLOSE);
        return outbox;
    }

    private Outbox open(Destination destination) {
        return open(destination, Optional.empty());
    }

    private Outbox open(Destination destination, Optional<Destination> former) {
        Outbox outbox = Outbox.embedded(
                directory,
                destination,
                new OutboxOptions(
                        "shop", 10_000, Duration.ofSeconds(20), Duration.ofDays(30), LineSeal.of("a secret"), former),
                clock);
        outboxes.add(outbox);
        return outbox;
    }
}
