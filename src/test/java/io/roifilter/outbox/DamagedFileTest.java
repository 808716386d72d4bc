package io.roifilter.outbox;

import static io.roifilter.outbox.Orders.claimAll;
import static io.roifilter.outbox.Orders.ids;
import static io.roifilter.outbox.Orders.order;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.outbox.Settlement.Delivered;
import io.roifilter.outbox.Settlement.Rejected;
import io.roifilter.testing.LogCapture;
import io.roifilter.testing.OutboxFile;
import io.roifilter.testing.SettableClock;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that a broken disk, a restored backup or a stranger has changed: what is left in them arrives, and new orders. */
@Timeout(120)
class DamagedFileTest {
    private static final Destination DESTINATION = Destination.of(URI.create("https://api.example.com/"), "key");
    private static final Duration CLOSE = Duration.ofSeconds(20);
    private static final int PAGE = 4096;
    private static final int WAITING = 400;
    private static final int NEW = 20;

    /** Waiting orders that a page of the table holds, at most. */
    private static final int ON_A_PAGE = 20;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T10:15:30Z"));

    @TempDir
    private Path directory;

    private interface Damage {
        void to(RandomAccessFile database, RandomAccessFile log) throws IOException;
    }

    /** Each with the number of waiting orders that may be lost by it. */
    static Stream<Arguments> ofTheDatabase() {
        List<Arguments> all = new ArrayList<>(List.of(
                damage("header of zeros", 0, (file, log) -> write(file, 0, new byte[100])),
                damage("header of noise", 0, (file, log) -> write(file, 0, noise(1, 100))),
                damage("a letter of the magic", 0, (file, log) -> write(file, 3, new byte[] {'x'})),
                damage("page size of noise", 0, (file, log) -> write(file, 16, new byte[] {0x12, 0x34})),
                damage("page size of another", 0, (file, log) -> write(file, 16, new byte[] {0x04, 0x00})),
                damage("version for writing", 0, (file, log) -> write(file, 18, new byte[] {3})),
                damage("version for reading", 0, (file, log) -> write(file, 19, new byte[] {9})),
                damage("reserved bytes", 0, (file, log) -> write(file, 20, new byte[] {77})),
                damage("version of the schema", 0, (file, log) -> write(file, 44, new byte[] {9, 9, 9, 9})),
                damage("encoding of text", 0, (file, log) -> write(file, 56, new byte[] {0, 0, 0, 2})),
                damage("number of pages", 0, (file, log) -> write(file, 28, new byte[] {0, 0, 0, 3})),
                damage("freelist that is none", 0, (file, log) -> write(file, 32, new byte[] {0, 0, 0, 5, 0, 0, 0, 9})),
                damage("first page of zeros", 0, (file, log) -> write(file, 0, new byte[PAGE])),
                damage("first page of noise", 0, (file, log) -> write(file, 0, noise(2, PAGE))),
                damage("schema's text", 0, (file, log) -> replace(file, "duplicate_key TEXT", "duplicate_kex TEXT")),
                damage(
                        "schema's statement",
                        0,
                        (file, log) -> replace(file, "CREATE TABLE roi_outbox_entry (", "CREATE TABLE")),
                damage("schema's names", 0, (file, log) -> replace(file, "roi_outbox_due", "roi_outbox_duf")),
                damage(
                        "an index's condition",
                        0,
                        (file, log) -> replace(file, "state = 'waiting'", "state = 'waitinx'")),
                damage("name of the version", 0, (file, log) -> replace(file, "schema_version1", "schemy_version1")),
                damage("for whom it is", 0, (file, log) -> replace(file, "account", "accxxnt")),
                damage(
                        "indexes of zeros",
                        0,
                        (file, log) -> forPages(file, 0x0a, page -> write(file, page, new byte[PAGE]))),
                damage(
                        "indexes of noise",
                        0,
                        (file, log) -> forPages(file, 0x0a, page -> write(file, page + 8, noise(3, 400)))),
                damage(
                        "an index that lacks a row",
                        0,
                        (file, log) -> forPages(file, 0x0a, page -> add(file, page + 3, -1))),
                damage(
                        "inner page of zeros",
                        0,
                        (file, log) -> forPages(file, 0x05, page -> write(file, page, new byte[PAGE]))),
                damage(
                        "inner page of noise",
                        0,
                        (file, log) -> forPages(file, 0x05, page -> write(file, page + 1, noise(4, 300)))),
                damage(
                        "cut at the end of a page",
                        WAITING * 3 / 4,
                        (file, log) -> file.setLength(file.length() / PAGE / 2 * PAGE)),
                damage("cut within a page", WAITING * 3 / 4, (file, log) -> file.setLength(file.length() / 2 + 1)),
                damage("last byte missing", ON_A_PAGE, (file, log) -> file.setLength(file.length() - 1)),
                damage("cut within the header", WAITING, (file, log) -> file.setLength(50)),
                damage("no bytes", WAITING, (file, log) -> file.setLength(0)),
                damage("zeros", WAITING, (file, log) -> write(file, 0, new byte[(int) file.length()])),
                damage("noise", WAITING, (file, log) -> write(file, 0, noise(5, (int) file.length()))),
                damage("noise behind the end", 0, (file, log) -> write(file, file.length(), noise(6, 10_000)))));
        for (int seed = 0; seed < 8; seed++) {
            int chosen = seed;
            all.add(damage("noise somewhere " + seed, 3 * ON_A_PAGE, (file, log) -> noiseSomewhere(file, chosen)));
        }
        return all.stream();
    }

    /** Of a shop that was killed, so that most is in the log. */
    static Stream<Arguments> ofTheLog() {
        List<Arguments> all = new ArrayList<>(List.of(
                damage("header of zeros", 0, (file, log) -> write(log, 0, new byte[24])),
                damage("header of noise", 0, (file, log) -> write(log, 0, noise(1, 32))),
                damage("first frame of noise", 0, (file, log) -> write(log, 60, noise(2, 1000))),
                damage("header of a frame", 0, (file, log) -> write(log, 32 + 4120 * 7, noise(3, 24))),
                damage("a frame of zeros", 0, (file, log) -> write(log, 32 + 4120 * 20, new byte[4120])),
                damage("a byte in the middle", 0, (file, log) -> add(log, 32 + 4120 * 30 + 2000, 1)),
                damage("both headers", 0, (file, log) -> {
                    write(log, 0, noise(4, 32));
                    write(file, 0, noise(5, 100));
                }),
                damage("cut in a frame", WAITING * 3 / 4, (file, log) -> log.setLength(log.length() / 2 + 7)),
                damage("no bytes", WAITING, (file, log) -> log.setLength(0)),
                damage("no bytes in the database", WAITING / 2, (file, log) -> file.setLength(0)),
                damage("noise", WAITING, (file, log) -> write(log, 0, noise(6, (int) log.length())))));
        for (int seed = 0; seed < 5; seed++) {
            int chosen = seed;
            all.add(damage("noise somewhere " + seed, ON_A_PAGE, (file, log) -> noiseSomewhere(log, chosen)));
        }
        return all.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ofTheDatabase")
    void whatIsLeftInADamagedDatabaseIsDeliveredAndSoAreNewOrders(Damage damage, int lost) throws Exception {
        Path place = Files.createDirectory(directory.resolve("place"));
        Outbox before = open(place);
        fill(before);
        before.close(CLOSE);
        apply(damage, place);
        assertTakenAndDelivered(place, lost);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ofTheLog")
    void whatIsLeftInADamagedLogIsDeliveredAndSoAreNewOrders(Damage damage, int lost) throws Exception {
        Outbox before = open(directory.resolve("running"));
        fill(before);
        Path place = Files.createDirectory(directory.resolve("place"));
        for (String name : List.of("outbox-1.db", "outbox-1.db-wal")) {
            assertEquals(
                    0,
                    new ProcessBuilder("cp", "running/" + name, "place/" + name)
                            .directory(directory.toFile())
                            .start()
                            .waitFor());
        }
        before.close(CLOSE);
        apply(damage, place);
        assertTakenAndDelivered(place, lost);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ofTheDatabase")
    void aDatabaseThatIsDamagedWhileItIsInUseHarmsNobody(Damage damage, int lost) throws Exception {
        Path place = directory.resolve("place");
        Outbox outbox = open(place);
        fill(outbox);
        clock.advance(Duration.ofSeconds(2));
        outbox.housekeep();
        clock.advance(Duration.ofSeconds(2));
        outbox.housekeep();
        apply(damage, place);
        try (LogCapture log = new LogCapture()) {
            Set<String> ordered = new HashSet<>();
            for (int i = 0; i < NEW; i++) {
                ordered.add("new " + i);
                if (!outbox.accept(order("new " + i))) {
                    ordered.remove("new " + i);
                    assertEquals(1, log.linesWith("; key new " + i + ";").size(), "it is in the log, whole");
                }
            }
            outbox.close(CLOSE);
            outbox = open(place);
            assertTrue(delivered(outbox).containsAll(ordered));
        }
        outbox.close(CLOSE);
    }

    @Test
    void ofADamagedFileThatIsForSomebodyElseNothingIsSent() throws Exception {
        Path place = Files.createDirectory(directory.resolve("place"));
        Outbox theirs = Outbox.embedded(
                place, Destination.of(URI.create("https://api.example.com/"), "theirs"), OutboxContract.OPTIONS, clock);
        fill(theirs);
        theirs.close(CLOSE);
        apply((file, log) -> write(file, 0, new byte[PAGE]), place);
        Outbox ours = open(place);
        assertEquals(Set.of(), delivered(ours));
        ours.close(CLOSE);
    }

    @Test
    void ofADamagedFileWhatWasRejectedOrRefusedStaysSoWithItsPayload() throws Exception {
        Path place = Files.createDirectory(directory.resolve("place"));
        Outbox before = open(place);
        fill(before);
        before.refuse(order("refused"), "currency is EUR");
        before.close(CLOSE);
        apply((file, log) -> write(file, 0, new byte[PAGE]), place);
        Outbox outbox = open(place);
        Set<String> delivered = delivered(outbox);
        assertEquals(names("waiting ", WAITING), delivered);
        outbox.close(CLOSE);
        assertEquals(
                Set.of("rejected 403 no", "refused refused currency is EUR"),
                OutboxFile.in(place).rows().stream()
                        .filter(row -> row.state().equals("rejected"))
                        .map(row -> row.order().orderId() + " " + row.lastCode() + " " + row.lastText())
                        .collect(Collectors.toSet()));
    }

    private void assertTakenAndDelivered(Path place, int lost) throws Exception {
        Outbox outbox = open(place);
        for (int i = 0; i < NEW; i++) {
            assertTrue(outbox.accept(order("new " + i)), "an order is taken");
        }
        Set<String> delivered = delivered(outbox);
        outbox.close(CLOSE);
        Set<String> missing = names("new ", NEW);
        missing.removeAll(delivered);
        assertEquals(Set.of(), missing, "all new orders are delivered");
        Set<String> old = names("waiting ", WAITING);
        old.removeAll(delivered);
        assertTrue(old.size() <= lost, () -> old.size() + " are lost");
        assertTrue(delivered.stream().noneMatch(id -> id.startsWith("delivered ")), () -> "" + delivered);
    }

    private Set<String> delivered(Outbox outbox) {
        Set<String> delivered = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            try {
                outbox.housekeep();
                List<Entry> entries = claimAll(outbox);
                delivered.addAll(ids(entries));
                outbox.settle(entries.stream()
                        .<Settlement>map(entry -> new Delivered(entry, "saved"))
                        .toList());
            } catch (OutboxException e) {
                // It is opened again.
            }
            clock.advance(Duration.ofSeconds(11));
        }
        return delivered;
    }

    private Outbox open(Path place) {
        return Outbox.embedded(place, DESTINATION, OutboxContract.OPTIONS, clock);
    }

    private static void fill(Outbox outbox) {
        IntStream.range(0, 50).parallel().forEach(i -> outbox.accept(order("delivered " + i)));
        outbox.settle(outbox.claim(50, Orders.LEASE).stream()
                .<Settlement>map(entry -> new Delivered(entry, "saved"))
                .toList());
        outbox.accept(order("rejected"));
        outbox.settle(List.of(new Rejected(outbox.claim(1, Orders.LEASE).get(0), "403", "no")));
        IntStream.range(0, WAITING).parallel().forEach(i -> outbox.accept(order("waiting " + i)));
        outbox.claim(10, Duration.ofDays(1));
    }

    private static Set<String> names(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).collect(Collectors.toCollection(HashSet::new));
    }

    private static void apply(Damage damage, Path place) throws IOException {
        Path log = place.resolve("outbox-1.db-wal");
        try (RandomAccessFile database =
                        new RandomAccessFile(place.resolve("outbox-1.db").toFile(), "rw");
                RandomAccessFile logFile = Files.exists(log) ? new RandomAccessFile(log.toFile(), "rw") : null) {
            damage.to(database, logFile);
        }
    }

    private static Arguments damage(String name, int lost, Damage damage) {
        return Arguments.of(Named.of(name, damage), lost);
    }

    private static void noiseSomewhere(RandomAccessFile file, int seed) throws IOException {
        Random random = new Random(seed);
        for (int i = 0; i < 2; i++) {
            byte[] noise = noise(seed, 1 + random.nextInt(600));
            write(file, random.nextInt((int) file.length() - noise.length), noise);
        }
    }

    private static byte[] noise(int seed, int length) {
        byte[] noise = new byte[length];
        new Random(seed).nextBytes(noise);
        return noise;
    }

    private static void write(RandomAccessFile file, long offset, byte[] bytes) throws IOException {
        file.seek(offset);
        file.write(bytes);
    }

    private static void add(RandomAccessFile file, long offset, int difference) throws IOException {
        file.seek(offset);
        int value = file.readUnsignedShort();
        file.seek(offset);
        file.writeShort(Math.max(0, value + difference));
    }

    private interface AtPage {
        void at(long offset) throws IOException;
    }

    private static void forPages(RandomAccessFile file, int type, AtPage action) throws IOException {
        for (long page = PAGE; page < file.length(); page += PAGE) {
            file.seek(page);
            if (file.read() == type) {
                action.at(page);
            }
        }
    }

    private static void replace(RandomAccessFile file, String text, String by) throws IOException {
        byte[] bytes = new byte[(int) file.length()];
        file.seek(0);
        file.readFully(bytes);
        String all = new String(bytes, StandardCharsets.ISO_8859_1);
        assertTrue(all.contains(text), text);
        for (int at = all.indexOf(text); at >= 0; at = all.indexOf(text, at + 1)) {
            write(file, at, by.getBytes(StandardCharsets.ISO_8859_1));
        }
    }
}
