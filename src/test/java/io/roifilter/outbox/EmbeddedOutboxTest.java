package io.roifilter.outbox;

import static io.roifilter.outbox.Orders.LEASE;
import static io.roifilter.outbox.Orders.claimAll;
import static io.roifilter.outbox.Orders.ids;
import static io.roifilter.outbox.Orders.order;
import static io.roifilter.testing.Eventually.assertEventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.api.PayloadJson;
import io.roifilter.jdbc.SqliteFile;
import io.roifilter.jdbc.SqliteFiles;
import io.roifilter.outbox.Settlement.Delivered;
import io.roifilter.outbox.Settlement.Postponed;
import io.roifilter.testing.LogCapture;
import io.roifilter.testing.ReadmeSql;
import io.roifilter.testing.SettableClock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedOutboxTest extends OutboxContract {
    private static final Destination DESTINATION = Destination.of(URI.create("https://api.example.com/"), "");
    private static final Destination ANOTHER = Destination.of(URI.create("https://api.example.com/"), "another");

    @TempDir
    Path directory;

    @Override
    Outbox open(SettableClock testClock) {
        return open(directory, DESTINATION);
    }

    private Outbox open(Path where, Destination destination) {
        return Outbox.embedded(where, destination, OPTIONS, clock);
    }

    @Override
    void advance(Duration duration) {
        clock.advance(duration);
    }

    @Override
    Duration tolerance() {
        return Duration.ZERO;
    }

    @Override
    void execute(String sql) throws Exception {
        try (SqliteFile file = openFile("outbox-1.db");
                Statement statement = file.connection().createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    String query(String sql) throws Exception {
        try (SqliteFile file = openFile("outbox-1.db");
                Statement statement = file.connection().createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            assertTrue(result.next(), sql);
            return result.getString(1);
        }
    }

    private SqliteFile openFile(String name) throws IOException {
        return new SqliteFiles().open(directory.resolve(name)).orElseThrow();
    }

    @Test
    void claimsEndWithTheInstanceThatMadeThem() {
        Path own = directory.resolve("own");
        Outbox first = open(own, DESTINATION);
        first.accept(order("1"));
        first.claim(1, Duration.ofDays(1));
        first.close(CLOSE);
        Outbox second = open(own, DESTINATION);
        assertEquals(2, second.claim(1, LEASE).get(0).attempts());
        second.close(CLOSE);
    }

    @Test
    void anAcceptedOrderIsInTheFilesWhileTheyAreOpen() throws Exception {
        Path own = directory.resolve("own");
        Path copies = Files.createDirectory(directory.resolve("copies"));
        Outbox running = open(own, DESTINATION);
        assertTrue(running.accept(order("1")));
        for (String name : List.of("outbox-1.db", "outbox-1.db-wal")) {
            // Copied by a process of its own: this one would drop SQLite's locks by closing the file.
            new ProcessBuilder("cp", own.resolve(name).toString(), copies.toString())
                    .start()
                    .waitFor();
        }
        Outbox copy = open(copies, DESTINATION);
        assertEquals(List.of("1"), ids(claimAll(copy)));
        copy.close(CLOSE);
        running.close(CLOSE);
    }

    @Test
    void everyInstanceHasAFileOfItsOwnAndLeavesItComplete() throws Exception {
        Path shared = directory.resolve("shared");
        Outbox first = open(shared, DESTINATION);
        assertTrue(first.accept(order("1")));
        Outbox second = open(shared, DESTINATION);
        assertTrue(second.accept(order("1")));
        assertEquals(1, second.statistics().waiting());
        second.close(CLOSE);
        first.close(CLOSE);
        assertEquals(List.of("outbox-1.db", "outbox-1.db.lock", "outbox-2.db", "outbox-2.db.lock"), files(shared));
    }

    @Test
    void takesOverWhatAnInstanceLeftThatIsGone() throws Exception {
        Path shared = directory.resolve("shared");
        Outbox running = open(shared, DESTINATION);
        running.accept(order("running"));
        running.accept(order("delivered elsewhere"));
        running.refuse(order("read well elsewhere"), "pending");
        running.refuse(order("read well and delivered elsewhere"), "pending");
        running.accept(order("read well here"));
        Outbox going = open(shared, DESTINATION);
        going.accept(order("delivered elsewhere"));
        going.accept(order("read well and delivered elsewhere"));
        going.settle(going.claim(2, LEASE).stream()
                .<Settlement>map(entry -> new Delivered(entry, "saved"))
                .toList());
        going.refuse(order("read well here"), "pending");
        going.accept(order("read well elsewhere"));
        IntStream.range(0, 1100).forEach(i -> going.accept(order("left " + i, i % 2 == 0)));
        going.refuse(order("refused"), "negative");
        going.count(() -> Map.of("a", 7L));
        running.count(() -> Map.of("a", 1L));
        going.accept(order("running"));
        going.claim(5, Duration.ofDays(1));

        running.housekeep();
        assertEquals(3, running.statistics().waiting(), "it is still held");
        going.close(CLOSE);
        AtomicInteger signals = new AtomicInteger();
        running.onAccepted(signals::incrementAndGet);
        clock.advance(Duration.ofMinutes(1));
        try (LogCapture log = new LogCapture()) {
            running.housekeep();
            assertEquals(1, log.linesWith("took over").size());
            String line = log.linesWith("outbox-2.db: 1101 waiting, 1 rejected, 1 delivered, 3 known already")
                    .get(0);
            assertTrue(line.startsWith("INFO shop:"), line);
        }
        assertEquals(1, signals.get());
        Statistics statistics = running.statistics();
        assertEquals(1103, statistics.waiting());
        assertEquals(2, statistics.delivered());
        assertEquals(1, statistics.rejected());
        assertEquals(1103, claimAll(running).size(), "claims of the instance that is gone have ended");
        Map<Instant, Map<String, Long>> hours =
                running.ledger(LEASE).hoursSince(clock.instant().minus(LEASE));
        assertEquals(8L, hours.values().iterator().next().get("a"), "what it had counted is added");
        running.close(CLOSE);
        assertEquals(List.of("outbox-1.db", "outbox-1.db.lock", "outbox-2.db.lock"), files(shared));
    }

    @Test
    void takingOverTheSameTwiceDoublesNothing() throws Exception {
        Path shared = directory.resolve("shared");
        Outbox going = open(shared, DESTINATION);
        IntStream.range(0, 600).forEach(i -> going.accept(order("" + i, i % 2 == 0)));
        going.close(CLOSE);
        // As after a crash between the commit here and the commit there
        Files.copy(shared.resolve("outbox-1.db"), shared.resolve("outbox-2.db"));
        Files.copy(shared.resolve("outbox-1.db"), shared.resolve("outbox-3.db"));
        Outbox running = open(shared, DESTINATION);
        running.housekeep();
        running.housekeep();
        assertEquals(600, running.statistics().waiting());
        running.close(CLOSE);
        assertFalse(Files.exists(shared.resolve("outbox-2.db")));
        assertFalse(Files.exists(shared.resolve("outbox-3.db")));
    }

    @Test
    void leavesAloneWhatIsForAnotherDestinationAndSaysSoOnce() throws Exception {
        Path shared = directory.resolve("shared");
        Outbox theirs = open(shared, ANOTHER);
        theirs.accept(order("theirs"));
        theirs.close(CLOSE);
        try (LogCapture log = new LogCapture()) {
            Outbox ours = open(shared, DESTINATION);
            assertEquals(0, ours.statistics().waiting());
            ours.accept(order("ours"));
            for (int i = 0; i < 3; i++) {
                ours.housekeep();
                clock.advance(Duration.ofMinutes(1));
            }
            assertEquals(List.of("ours"), ids(claimAll(ours)));
            ours.close(CLOSE);
            List<String> warnings = log.linesWith("passed over");
            assertEquals(1, warnings.size());
            assertTrue(warnings.get(0).startsWith("WARNING"), warnings.get(0));
            assertTrue(warnings.get(0).contains("1 orders wait in it for " + ANOTHER), warnings.get(0));
        }
        Outbox again = open(shared, ANOTHER);
        assertEquals(List.of("theirs"), ids(claimAll(again)));
        again.close(CLOSE);
    }

    @Test
    void takesOverAFileWhoseEndpointAnOperatorHasChangedMeanwhile() throws Exception {
        Path shared = directory.resolve("shared");
        Outbox theirs = open(shared, ANOTHER);
        theirs.accept(order("theirs"));
        theirs.close(CLOSE);
        Outbox ours = open(shared, DESTINATION);
        ours.housekeep();
        ours.housekeep();
        assertEquals(List.of(), ids(claimAll(ours)));
        try (SqliteFile file =
                        new SqliteFiles().open(shared.resolve("outbox-1.db")).orElseThrow();
                Statement statement = file.connection().createStatement()) {
            // Another spelling of the endpoint, as a person may type it
            statement.execute(ReadmeSql.of("readdress", "SQLite")
                    .get(0)
                    .replace("https://new.example.com/", "HTTPS://api.example.com"));
            statement.execute("update roi_outbox_meta set value = '' where name = 'account'");
        }
        clock.advance(Duration.ofMinutes(1));
        ours.housekeep();
        assertEquals(List.of("theirs"), ids(claimAll(ours)));
        ours.close(CLOSE);
    }

    @Test
    void takesOverAFileThatWasMovedHereUnderANumberOfItsOwn() throws Exception {
        Path wrong = directory.resolve("wrong");
        Outbox before = open(wrong, DESTINATION);
        before.accept(order("before"));
        before.close(CLOSE);
        Path right = directory.resolve("right");
        Outbox after = open(right, DESTINATION);
        after.accept(order("after"));
        Files.move(wrong.resolve("outbox-1.db"), right.resolve("outbox-7.db"));
        after.housekeep();
        assertEquals(
                List.of("after", "before"),
                ids(claimAll(after)).stream().sorted().toList());
        after.close(CLOSE);
    }

    @Test
    void takesOverWhatWasForAFormerDestination() throws Exception {
        Path shared = directory.resolve("shared");
        Outbox theirs = open(shared, ANOTHER);
        theirs.accept(order("theirs"));
        theirs.refuse(order("refused"), "no");
        theirs.close(CLOSE);
        OutboxOptions options = new OutboxOptions(
                "shop",
                OPTIONS.queueCapacity(),
                OPTIONS.acceptTimeout(),
                OPTIONS.keepDelivered(),
                LineSeal.none(),
                Optional.of(ANOTHER));
        try (LogCapture log = new LogCapture()) {
            Outbox ours = Outbox.embedded(shared, DESTINATION, options, clock);
            ours.accept(order("ours"));
            ours.housekeep();
            assertEquals(
                    List.of("ours", "theirs"),
                    ids(claimAll(ours)).stream().sorted().toList());
            assertEquals(1, ours.statistics().rejected());
            ours.close(CLOSE);
            assertEquals(List.of(), log.linesWith("passed over"));
        }
        assertFalse(Files.exists(shared.resolve("outbox-1.db")));
    }

    @Test
    void setsADamagedFileAsideAndSaysSoOnce() throws Exception {
        Path shared = Files.createDirectory(directory.resolve("shared"));
        Files.writeString(shared.resolve("outbox-1.db"), "no database ".repeat(1000));
        try (LogCapture log = new LogCapture()) {
            Outbox ours = open(shared, DESTINATION);
            assertTrue(ours.accept(order("1")));
            ours.housekeep();
            ours.close(CLOSE);
            String aside = "outbox-1.db.damaged-20261122101530123";
            List<String> errors = log.linesWith("outbox-1.db is damaged and was set aside as " + aside);
            assertEquals(1, errors.size());
            assertTrue(errors.get(0).startsWith("SEVERE"), errors.get(0));
            assertEquals(List.of("outbox-1.db", aside + ".read", "outbox-1.db.lock"), files(shared));
        }
    }

    @Test
    void passesOverTheTablesOfALaterVersion() throws Exception {
        close();
        execute("UPDATE roi_outbox_meta SET value = '7' WHERE name = 'schema_version'");
        try (LogCapture log = new LogCapture()) {
            open();
            close();
            String error = log.linesWith("outbox-1.db is passed over").get(0);
            assertTrue(error.contains("version 7, made by a later roi-filter"), error);
        }
    }

    @Test
    void checkpointsWhenNothingHasChangedForASecond() throws Exception {
        Path own = directory.resolve("own");
        Outbox running = open(own, DESTINATION);
        IntStream.range(0, 200).forEach(i -> running.accept(order("" + i)));
        running.housekeep();
        clock.advance(Duration.ofMillis(999));
        running.housekeep();
        long before = Files.size(own.resolve("outbox-1.db"));
        clock.advance(Duration.ofMillis(1));
        running.housekeep();
        assertTrue(Files.size(own.resolve("outbox-1.db")) > before);
        running.close(CLOSE);
    }

    @Test
    void whileItCannotBeOpenedOrdersGoToTheLogWholeAndToTheFileAfterwards() throws Exception {
        Path regular = Files.writeString(directory.resolve("regular"), "no directory");
        PayloadJson json = new PayloadJson();
        try (LogCapture log = new LogCapture()) {
            Outbox blocked = open(regular, DESTINATION);
            assertFalse(blocked.accept(order("İ🛒 <{1}>")));
            assertFalse(blocked.refuse(order("2"), "currency is EUR"));
            assertEquals(2, blocked.logged());
            String line = log.linesWith("SEVERE shop: " + Outbox.UNSTORED).get(0);
            String payload = line.substring(line.indexOf("{"), line.indexOf("; accepted "));
            assertEquals(order("İ🛒 <{1}>"), json.read(payload));
            assertTrue(payload.chars().allMatch(c -> c < 0x7f && c != '<'), payload);
            assertTrue(line.contains("; key \\u0130\\ud83d\\uded2\\u0020\\u003c\\u007b1"), line);
            assertEquals(
                    1,
                    log.linesWith("; refused: currency is EUR; key 2; check none; because ")
                            .size());
            assertEquals(
                    1,
                    log.linesWith("SEVERE shop: the outbox cannot be written").size());

            Files.delete(regular);
            CountDownLatch opened = new CountDownLatch(1);
            blocked.onAccepted(opened::countDown);
            assertTrue(opened.await(60, TimeUnit.SECONDS));
            assertTrue(blocked.accept(order("3")));
            assertEquals(List.of("3"), ids(claimAll(blocked)));
            assertEquals(1, log.linesWith("meanwhile 2 orders went to this log").size());
            blocked.close(CLOSE);
        }
    }

    @Test
    void aWriteThatFailsSendsItsOrdersToTheLogAndTheStoreIsOpenedAgain() throws Exception {
        close();
        execute("CREATE TRIGGER fault BEFORE INSERT ON roi_outbox_entry WHEN NEW.order_id = '2'"
                + " BEGIN SELECT RAISE(ABORT, 'a fault'); END");
        Outbox running = open(clock);
        assertTrue(running.accept(order("1")));
        try (LogCapture log = new LogCapture()) {
            assertFalse(running.accept(order("2")));
            assertEquals(1, log.linesWith(Outbox.UNSTORED).size());
            assertEventually(1, () -> log.linesWith("the outbox is open again").size());
            assertTrue(running.accept(order("3")));
        }
        assertEquals(List.of("1", "3"), ids(claimAll(running)));
        assertEquals(1, running.statistics().logged());
        running.close(CLOSE);
    }

    @Test
    void aPayloadThatIsMissingIsDamageAndNoOtherIsLostByIt() throws Exception {
        close();
        Outbox before = open(clock);
        IntStream.range(0, 10).forEach(i -> before.accept(order("" + i)));
        before.settle(List.of(new Delivered(before.claim(1, LEASE).get(0), "saved")));
        before.close(CLOSE);
        execute("DELETE FROM roi_outbox_payload WHERE order_id = '5'");
        Outbox running = open(clock);
        try (LogCapture log = new LogCapture()) {
            assertThrows(OutboxException.class, () -> claimAll(running));
            assertEventually(1, () -> log.linesWith("the outbox is open again").size());
            running.housekeep();
            assertEquals(
                    1, log.linesWith("outbox-1.db is damaged and was set aside").size());
        }
        assertEquals(List.of("1", "2", "3", "4", "6", "7", "8", "9"), ids(claimAll(running)));
        assertEquals(1, running.statistics().delivered());
        running.close(CLOSE);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aFileThatIsDeletedWhileItIsInUseIsNoticedAndMadeAnewWithAllThatWasInIt() throws Exception {
        Path own = directory.resolve("own");
        Outbox running = open(own, DESTINATION);
        IntStream.range(0, 60).forEach(i -> running.accept(order("before " + i)));
        running.settle(List.of(new Delivered(running.claim(1, LEASE).get(0), "saved")));
        delete(own);
        assertTrue(running.accept(order("after")), "SQLite goes on in the file that nobody will find again");
        try (LogCapture log = new LogCapture()) {
            assertThrows(OutboxException.class, running::housekeep);
            assertEventually(1, () -> log.linesWith("the outbox is open again").size());
            String error = log.linesWith("outbox-1.db was deleted or renamed while it was in use")
                    .get(0);
            assertTrue(error.startsWith("SEVERE"), error);
            assertTrue(running.accept(order("anew")));
            assertEquals(61, running.statistics().waiting());
            assertEquals(0, running.logged());
        }
        running.close(CLOSE);
        Outbox again = open(own, DESTINATION);
        assertEquals(61, claimAll(again).size());
        again.close(CLOSE);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aFileThatIsDeletedRightBeforeTheStopLosesNothing() throws Exception {
        Path own = directory.resolve("own");
        Outbox running = open(own, DESTINATION);
        IntStream.range(0, 60).forEach(i -> running.accept(order("" + i)));
        delete(own);
        running.close(CLOSE);
        Outbox again = open(own, DESTINATION);
        assertEquals(60, claimAll(again).size());
        again.close(CLOSE);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void ofADirectoryThatIsRenamedAndCannotBeMadeAnewWhatWaitsGoesToTheLog() throws Exception {
        Path own = directory.resolve("parent/own");
        Outbox running = open(own, DESTINATION);
        IntStream.range(0, 60).forEach(i -> running.accept(order("" + i)));
        running.refuse(order("refused"), "not in US dollars");
        running.settle(List.of(new Delivered(running.claim(1, LEASE).get(0), "saved")));
        Files.move(directory.resolve("parent"), directory.resolve("elsewhere"));
        Files.writeString(directory.resolve("parent"), "no directory");
        try (LogCapture log = new LogCapture()) {
            running.close(CLOSE);
            assertEquals(60, log.linesWith(Outbox.UNSTORED).size());
            assertEquals(
                    1,
                    log.linesWith("; refused: refused not in US dollars; key refused;")
                            .size());
            assertEquals(60, running.logged());
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aLogThatIsDeletedLosesNothing() throws Exception {
        Path own = directory.resolve("own");
        Outbox running = open(own, DESTINATION);
        IntStream.range(0, 60).forEach(i -> running.accept(order("" + i)));
        Files.delete(own.resolve("outbox-1.db-wal"));
        assertThrows(OutboxException.class, running::housekeep);
        assertEventually(true, () -> Files.exists(own.resolve("outbox-1.db-wal")));
        assertEventually(true, () -> running.accept(order("60")));
        assertEquals(61, claimAll(running).size());
        running.close(CLOSE);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void anObstacleInTheWayOfOneFileIsNoneForTheNext() throws Exception {
        Path own = Files.createDirectory(directory.resolve("own"));
        Path theirs = Files.writeString(directory.resolve("theirs"), "to be kept");
        Files.createSymbolicLink(own.resolve("outbox-1.db.lock"), theirs);
        Files.createDirectory(own.resolve("outbox-2.db"));
        Files.createSymbolicLink(own.resolve("outbox-3.db"), directory.resolve("nowhere"));
        Outbox running = open(own, DESTINATION);
        assertTrue(running.accept(order("1")));
        assertTrue(Files.exists(own.resolve("outbox-4.db")));
        running.close(CLOSE);
        assertEquals("to be kept", Files.readString(theirs));
    }

    @Test
    void whatWasToBeTriedAgainByAClockThatWasPutBackBeforeARestartIsDueAtOnce() throws Exception {
        Path own = directory.resolve("own");
        Outbox ahead = open(own, DESTINATION);
        assertTrue(ahead.accept(order("1")));
        ahead.settle(ahead.claim(1, LEASE).stream()
                .<Settlement>map(entry -> new Postponed(entry, clock.instant().plusSeconds(10), "not now"))
                .toList());
        ahead.close(CLOSE);

        clock.advance(Duration.ofDays(-1));
        Outbox right = open(own, DESTINATION);
        assertEquals(List.of("1"), ids(right.claim(1, LEASE)));
        right.close(CLOSE);
    }

    /** The figures of the README's section about space. */
    @Test
    void takesNoMoreSpaceThanItIsSaidTo() throws Exception {
        int orders = 4000;
        Path own = directory.resolve("own");
        Outbox running = open(own, DESTINATION);
        long log = 0;
        for (int i = 0; i < orders; i++) {
            assertTrue(running.accept(order("2026-" + (100_000 + i))));
            log = Math.max(log, Files.size(own.resolve("outbox-1.db-wal")));
        }
        running.close(CLOSE);
        long waiting = bytesInUse(own) / orders;
        Outbox again = open(own, DESTINATION);
        for (List<Entry> some = again.claim(500, LEASE); !some.isEmpty(); some = again.claim(500, LEASE)) {
            again.settle(some.stream()
                    .<Settlement>map(entry -> new Delivered(entry, "saved"))
                    .toList());
            log = Math.max(log, Files.size(own.resolve("outbox-1.db-wal")));
        }
        again.close(CLOSE);
        long delivered = bytesInUse(own) / orders;

        String figures = log + " bytes of log, " + waiting + " for an order that waits, " + delivered + " afterwards";
        assertTrue(waiting < 450 && delivered < 450, figures);
        assertTrue(log < 9 << 20, figures);
        assertTrue((2 << 20) + log + 10_000 * Math.max(waiting, delivered) < 16 << 20, figures);
    }

    /** Without pages that are free to be used again. */
    private static long bytesInUse(Path where) throws Exception {
        try (SqliteFile file =
                        new SqliteFiles().open(where.resolve("outbox-1.db")).orElseThrow();
                Statement statement = file.connection().createStatement();
                ResultSet result = statement.executeQuery("SELECT page_size * (page_count - freelist_count)"
                        + " FROM pragma_page_size, pragma_page_count, pragma_freelist_count")) {
            assertTrue(result.next());
            return result.getLong(1);
        }
    }

    private static void delete(Path where) throws IOException {
        for (String name : files(where)) {
            Files.delete(where.resolve(name));
        }
        Files.delete(where);
    }

    private static List<String> files(Path where) throws IOException {
        try (Stream<Path> files = Files.list(where)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
