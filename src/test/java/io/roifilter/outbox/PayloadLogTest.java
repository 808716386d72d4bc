package io.roifilter.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.api.MethodCall;
import io.roifilter.api.RoiInsert;
import io.roifilter.jdbc.SqliteFile;
import io.roifilter.jdbc.SqliteFiles;
import io.roifilter.outbox.Settlement.Delivered;
import io.roifilter.testing.SettableClock;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayloadLogTest {
    private static final String CLAIM = "claim";

    /** So many at the end that the table is not much too large once those before the first have gone. */
    private static final int AT_THE_END = 500;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T10:15:30.123Z"));

    @TempDir
    private Path directory;

    private SqliteFile file;
    private Store store;

    @BeforeEach
    void open() throws Exception {
        file = new SqliteFiles().open(directory.resolve("outbox-1.db")).orElseThrow();
        store = SqliteDialect.store(file, clock, (closing, damaged) -> closing.close());
        store.open(Destination.of(URI.create("https://api.example.com/"), ""));
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    @ParameterizedTest
    @CsvSource({"1, 300", "1, 301", "20, 400", "77, 333", "100, 350", "200, 444", "300, 302", "400, 350", "490, 399"})
    void whatIsRightBehindWhatIsDeletedLeavesNothingEither(int length, int first) throws Exception {
        int all = 3000 + first - 200;
        insert(all, length);
        deliver(number -> number != first && number <= all - AT_THE_END);
        keepHouse();
        assertTrue(number("SELECT min(id) FROM roi_outbox_payload") > 100, "some are deleted");
        assertEquals(
                first, number("SELECT min(id) FROM roi_outbox_payload WHERE typeof(payload) = 'text'"), "no other");
        assertTrue(isThere(first));
        deliver(number -> number == first);
        keepHouse();
        assertFalse(isThere(first));
    }

    @Test
    void whatStaysMakesWayForWhatComes() throws Exception {
        insert(5000, 100);
        deliver(number -> number % 500 != 0);
        keepHouse();
        assertEquals(10, number("SELECT count(*) FROM roi_outbox_payload WHERE typeof(payload) = 'text'"));
        assertTrue(number("SELECT count(*) FROM roi_outbox_payload") < 2100);
        assertEquals(
                10, number("SELECT count(*) FROM roi_outbox WHERE json_extract(payload, '$.order_id') = order_id"));
        deliver(number -> true);
        keepHouse();
        assertFalse(IntStream.range(1, 5001).anyMatch(this::isThere));
    }

    private void insert(int count, int length) throws SQLException {
        store.insert(IntStream.rangeClosed(1, count)
                .mapToObj(number -> row(number, length))
                .toList());
    }

    private Row row(int number, int length) {
        RoiInsert order = new RoiInsert(
                contact(number) + "x".repeat(length), "1", "" + number, false, LocalDate.of(2026, 11, 22));
        return new Pending(order, null, clock.instant()).row();
    }

    private void deliver(IntPredicate which) throws SQLException {
        List<Row> rows = store.claim(CLAIM, 0, 10_000);
        store.settle(rows.stream()
                .filter(row -> which.test(Integer.parseInt(row.orderId())))
                .<Settlement>map(row -> new Delivered(row.entry(order(row), CLAIM), "saved"))
                .toList());
    }

    private static MethodCall order(Row row) {
        return new RoiInsert("any", "1", row.orderId(), false, LocalDate.of(2026, 11, 22));
    }

    private void keepHouse() throws SQLException {
        while (store.housekeep()) {
            // There is more to do.
        }
        clock.advance(Duration.ofMinutes(1));
        store.housekeep();
    }

    private boolean isThere(int number) {
        try {
            for (String name : List.of("outbox-1.db", "outbox-1.db-wal")) {
                if (Files.readString(directory.resolve(name), StandardCharsets.ISO_8859_1)
                        .contains(contact(number))) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String contact(int number) {
        return "contact-" + number + "-";
    }

    private long number(String sql) throws SQLException {
        try (Statement statement = file.connection().createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }
}
