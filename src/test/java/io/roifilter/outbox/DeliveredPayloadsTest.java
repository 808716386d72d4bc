package io.roifilter.outbox;

import static io.roifilter.outbox.Orders.claimAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.api.RoiInsert;
import io.roifilter.jdbc.SqliteFile;
import io.roifilter.jdbc.SqliteFiles;
import io.roifilter.outbox.Settlement.Delivered;
import io.roifilter.outbox.Settlement.Postponed;
import io.roifilter.outbox.Settlement.Rejected;
import io.roifilter.testing.SettableClock;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Looks at every byte of the files: of what was delivered, no contact is left, whatever else came and went meanwhile. */
@Timeout(300)
class DeliveredPayloadsTest {
    private static final Destination DESTINATION = Destination.of(URI.create("https://api.example.com/"), "");
    private static final Duration CLOSE = Duration.ofSeconds(20);
    private static final Duration LEASE = Duration.ofMinutes(10);
    private static final Pattern CONTACT = Pattern.compile("contact-(\\d{6})-");

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T10:15:30.123Z"));
    private final Random random = new Random(8);

    /** Numbers of contacts. */
    private final Set<Integer> accepted = ConcurrentHashMap.newKeySet();

    private final Set<Integer> delivered = ConcurrentHashMap.newKeySet();

    @TempDir
    private Path directory;

    @Test
    void ofTensOfThousandsThatCameAndWentInAnyOrderNothingIsLeft() throws Exception {
        Outbox outbox = open();
        int next = 0;
        for (int round = 0; round < 25; round++) {
            Outbox other = open();
            int from = next;
            next += 1000;
            CompletableFuture<Void> orders = CompletableFuture.runAsync(() -> {
                IntStream.range(from, from + 900).parallel().forEach(i -> accept(outbox, i));
                IntStream.range(from + 900, from + 1000).parallel().forEach(i -> accept(other, i));
            });
            while (!orders.isDone()) {
                settle(outbox, 1 + random.nextInt(120));
                outbox.housekeep();
            }
            orders.get();
            settle(other, 30);
            other.close(CLOSE);
            for (int i = 0; i < random.nextInt(15); i++) {
                settle(outbox, 1 + random.nextInt(120));
            }
            clock.advance(Duration.ofMinutes(1));
            outbox.housekeep();
            assertNothingIsLeft();
        }
        settle(outbox, Integer.MAX_VALUE);
        clock.advance(Duration.ofMinutes(1));
        outbox.housekeep();
        assertNothingIsLeft();
        assertEquals(
                accepted.size() - delivered.size(),
                outbox.statistics().rejected() + outbox.statistics().waiting());
        assertTrue(delivered.size() > 15_000, () -> delivered.size() + " were delivered");
        outbox.close(CLOSE);
        assertNothingIsLeft();
    }

    @Test
    void theFileStaysSmallAroundWhatWaitsForLongAndOfThatNothingIsLeftEither() throws Exception {
        Outbox outbox = open();
        for (int from = 0; from < 20_000; from += 500) {
            IntStream.range(from, from + 500).parallel().forEach(i -> accept(outbox, i, false));
            List<Entry> entries = claimAll(outbox);
            settle(
                    outbox,
                    entries.stream().filter(entry -> !waitsForLong(entry)).toList(),
                    0);
            outbox.settle(entries.stream()
                    .filter(DeliveredPayloadsTest::waitsForLong)
                    .<Settlement>map(
                            entry -> new Postponed(entry, clock.instant().plus(Duration.ofDays(1)), "later"))
                    .toList());
            clock.advance(Duration.ofMinutes(1));
            outbox.housekeep();
        }
        assertEquals(200, outbox.statistics().waiting());
        assertNothingIsLeft();
        long size = Files.size(directory.resolve("outbox-1.db"));
        assertTrue(size < 8_000_000, size + " bytes");
        clock.advance(Duration.ofDays(2));
        settle(outbox, Integer.MAX_VALUE, 0);
        clock.advance(Duration.ofMinutes(1));
        outbox.housekeep();
        assertEquals(20_000, delivered.size());
        assertNothingIsLeft();
        outbox.close(CLOSE);
    }

    @Test
    void whatWasMendedByHandAndDeliveredIsGoneToo() throws Exception {
        Outbox outbox = open();
        IntStream.range(0, 2000).forEach(i -> accept(outbox, i, i % 2 == 0));
        outbox.close(CLOSE);
        try (SqliteFile file =
                        new SqliteFiles().open(directory.resolve("outbox-1.db")).orElseThrow();
                Statement statement = file.connection().createStatement()) {
            statement.execute("update roi_outbox set payload = json_set(payload, '$.amount', '153.99'), last_code"
                    + " = null where state = 'rejected' and id % 4 = 1");
            statement.execute("update roi_outbox set state = 'waiting', due = 0, settled_at = null"
                    + " where state = 'rejected' and last_code is not 'refused'");
            statement.execute("delete from roi_outbox where state = 'rejected' and id % 8 = 3");
            accepted.removeIf(number -> number % 8 == 2);
        }
        Outbox again = open();
        List<Entry> mended = again.claim(5000, LEASE);
        assertEquals(1500, mended.size());
        settle(again, mended, 0);
        clock.advance(Duration.ofMinutes(1));
        again.housekeep();
        clock.advance(Duration.ofMinutes(1));
        again.housekeep();
        assertEquals(250, again.statistics().rejected());
        assertEquals(250, contacts().size());
        assertNothingIsLeft();
        again.close(CLOSE);
    }

    @Test
    void whatWasReadWellAfterAllTakesThePlaceOfWhatWasRefused() throws Exception {
        Outbox outbox = open();
        IntStream.range(0, 1000).forEach(i -> {
            accepted.add(i);
            assertTrue(outbox.refuse(order(i, false), "no"));
        });
        IntStream.range(0, 1000).filter(i -> i % 3 > 0).forEach(i -> assertTrue(outbox.accept(order(i, false))));
        settle(outbox, Integer.MAX_VALUE, 0);
        clock.advance(Duration.ofMinutes(1));
        outbox.housekeep();
        assertEquals(334, outbox.statistics().rejected());
        assertEquals(334, contacts().size());
        assertNothingIsLeft();
        outbox.close(CLOSE);
    }

    private Outbox open() {
        OutboxOptions options = new OutboxOptions("shop", 10_000, Duration.ofSeconds(20), Duration.ofMinutes(10));
        return Outbox.embedded(directory, DESTINATION, options, clock);
    }

    private void accept(Outbox outbox, int number) {
        accept(outbox, number, number % 97 == 0);
        if (number % 13 == 0) {
            accept(outbox, number, false); // the page is loaded again
        }
    }

    private void accept(Outbox outbox, int number, boolean refused) {
        accepted.add(number);
        RoiInsert order = order(number, number % 7 == 0 && number % 13 != 0);
        assertTrue(refused ? outbox.refuse(order, "no") : outbox.accept(order));
    }

    /** Of all lengths, some longer than a page. */
    private static RoiInsert order(int number, boolean alwaysNew) {
        String contact = String.format("contact-%06d-", number);
        String id = "order " + number;
        return new RoiInsert(
                contact + "x".repeat(number * 31 % (RoiInsert.MAX_ROI_DATA - contact.length())),
                "152.99",
                number % 11 == 0 ? id + "注".repeat(RoiInsert.MAX_ORDER_ID - id.length()) : id,
                alwaysNew,
                LocalDate.of(2026, 11, 22));
    }

    private static boolean waitsForLong(Entry entry) {
        return contacts(((RoiInsert) entry.call()).roiData()).iterator().next() % 100 == 0;
    }

    private void settle(Outbox outbox, int max) {
        settle(outbox, max, 30);
    }

    /** @param otherwise how many of a hundred are not delivered */
    private void settle(Outbox outbox, int max, int otherwise) {
        settle(outbox, max == Integer.MAX_VALUE ? claimAll(outbox) : outbox.claim(max, LEASE), otherwise);
    }

    private void settle(Outbox outbox, List<Entry> entries, int otherwise) {
        List<Settlement> settlements = new ArrayList<>();
        for (Entry entry : entries) {
            int choice = random.nextInt(100);
            if (choice >= otherwise) {
                settlements.add(new Delivered(entry, "saved"));
            } else if (choice < 3) {
                settlements.add(new Rejected(entry, "403", "no".repeat(random.nextInt(200))));
            } else if (choice < 25) {
                settlements.add(
                        new Postponed(entry, clock.instant().plusSeconds(random.nextInt(900)), "x".repeat(choice * 9)));
            } // else its lease ends
        }
        for (Settlement settled : outbox.settle(settlements)) {
            if (settled instanceof Delivered) {
                delivered.addAll(contacts(((RoiInsert) settled.entry().call()).roiData()));
            }
        }
    }

    /** And all else is there. */
    private void assertNothingIsLeft() throws IOException {
        Set<Integer> found = contacts();
        Set<Integer> left = new TreeSet<>(delivered);
        left.retainAll(found);
        assertEquals(Set.of(), left, () -> left.size() + " of " + delivered.size());
        Set<Integer> lost = new TreeSet<>(accepted);
        lost.removeAll(delivered);
        lost.removeAll(found);
        assertEquals(Set.of(), lost);
    }

    private Set<Integer> contacts() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            Set<Integer> found = new TreeSet<>();
            for (Path file : files.toList()) {
                found.addAll(contacts(Files.readString(file, StandardCharsets.ISO_8859_1)));
            }
            return found;
        }
    }

    private static Set<Integer> contacts(String text) {
        return CONTACT.matcher(text)
                .results()
                .map(result -> Integer.valueOf(result.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
