package io.roifilter.receiver.received;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.api.RoiInsert;
import io.roifilter.testing.LogCapture;
import io.roifilter.testing.SettableClock;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ReceivedStoreTest {
    private static final String ROI_HASH = "1daecd68df79e83bf13f244b9a880ab9";
    private static final String ROI_DATA = "echo3-account-1-" + ROI_HASH;

    @TempDir
    Path directory;

    private final SettableClock clock = new SettableClock(Instant.EPOCH);

    @AutoClose
    private final LogCapture log = new LogCapture();

    private ReceivedStore store;

    @BeforeEach
    void open() {
        store = new ReceivedStore(directory.resolve("a/b"), "the endpoint", clock);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void fullDiskRefusesAllOfAMessageAndIsForgottenWhenItIsPast() throws Exception {
        store.save(orders("kept", 1));
        execute("pragma max_page_count = 1");
        StoreException full = assertThrows(StoreException.class, () -> store.save(orders("many", 5000)));
        assertTrue(full.getMessage().contains("full"), full.getMessage());
        assertEquals(1, new ReceivedOrders(store).getCount());
        store.save(orders("many", 5000));
        assertEquals(5001, new ReceivedOrders(store).getCount());
    }

    @Test
    void brokenConnectionIsReplaced() throws Exception {
        store.save(orders("a", 1));
        store.query(session -> {
            session.connection().close();
            return null;
        });
        store.save(orders("b", 1));
        assertEquals(2, new ReceivedOrders(store).getCount());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void fileThatIsDeletedWhileItIsInUseIsWrittenAnew() throws Exception {
        store.save(orders("a", 1));
        deleteAll();
        Path obstacle = Files.createFile(directory.resolve("a"));
        assertThrows(StoreException.class, () -> store.save(orders("b", 1)));
        Files.delete(obstacle);
        store.save(orders("b", 1));
        deleteAll();
        store.close();
        ReceivedStore again = new ReceivedStore(directory.resolve("a/b"), "the endpoint", clock);
        assertEquals(2, new ReceivedOrders(again).getCount());
        again.close();
    }

    private void deleteAll() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("a"))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void fileThatIsNoDatabaseIsLeftAsItIs() throws Exception {
        Path file = Files.createDirectories(directory.resolve("a/b")).resolve("received.db");
        Files.writeString(file, "not a database, but perhaps somebody's diary".repeat(100));
        assertThrows(StoreException.class, () -> store.save(orders("a", 1)));
        assertTrue(Files.readString(file).startsWith("not a database"));
        Files.delete(file);
        store.save(orders("a", 1));
    }

    @Test
    void storeOfANewerVersionIsNotTouched() throws Exception {
        store.save(orders("a", 1));
        execute("pragma user_version = 2");
        store.close();
        ReceivedStore older = new ReceivedStore(directory.resolve("a/b"), "the endpoint", clock);
        StoreException newer = assertThrows(StoreException.class, () -> older.save(orders("b", 1)));
        assertTrue(newer.getMessage().contains("made by a later roi-filter"), newer.getMessage());
        older.close();
    }

    @Test
    void lastingFaultIsLoggedWhenItBeginsNowAndThenAndWhenItEnds() throws Exception {
        Path obstacle = Files.createFile(directory.resolve("a"));
        ReceivedOrders view = new ReceivedOrders(store);
        assertFalse(view.isAvailable());
        assertFalse(view.isAvailable());
        assertEquals(1, log.linesWith("").size());
        clock.advance(Duration.ofMinutes(6));
        assertFalse(view.isAvailable());
        assertFalse(view.isAvailable());
        assertEquals(2, log.linesWith("").size());
        Files.delete(obstacle);
        assertTrue(view.isAvailable());
        assertTrue(view.isAvailable());
        assertEquals(3, log.linesWith("").size(), log::all);
        assertTrue(log.linesWith("").get(2).startsWith("INFO the endpoint: "), log::all);
    }

    @Test
    void revenueBeyond64BitsOfCentsIsSummedExactly() throws Exception {
        store.save(orders("a", 1));
        execute("with recursive n(i) as (select 1 union all select i + 1 from n where i < 100000)"
                + " insert into received"
                + " select null, 'id' || i, 99999999999999, '2026-11-22', 7, 7, 'a', 'h', 0, 0 from n");
        ReceivedOrders view = new ReceivedOrders(store);
        BigDecimal sum = new BigDecimal("999999999999.99").multiply(BigDecimal.valueOf(100_000));
        assertEquals(sum.add(new BigDecimal("1.00")), view.getTotal());
        assertEquals(sum, view.getByTrackedId().get(0).getRevenue());
    }

    @Test
    void closedStoreStaysClosed() throws Exception {
        store.save(orders("a", 1));
        store.close();
        store.close();
        assertThrows(StoreException.class, () -> store.save(orders("b", 1)));
        assertEquals(List.of(), log.linesWith(""));
    }

    private void execute(String sql) throws StoreException {
        store.query(session -> {
            session.execute(sql);
            return null;
        });
    }

    private static List<AcceptedOrder> orders(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new RoiInsert(ROI_DATA, "1.00", prefix + i, false, LocalDate.of(2026, 11, 22)))
                .map(order -> new AcceptedOrder(order, OptionalLong.empty(), "account", 1, ROI_HASH, Instant.EPOCH))
                .toList();
    }
}
