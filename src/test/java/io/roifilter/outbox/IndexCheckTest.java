package io.roifilter.outbox;

import static io.roifilter.outbox.Orders.order;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.jdbc.Session;
import io.roifilter.jdbc.SqliteHealth;
import io.roifilter.jdbc.TransactionRules;
import io.roifilter.outbox.Settlement.Delivered;
import io.roifilter.outbox.Settlement.Rejected;
import io.roifilter.testing.Sqlite;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndexCheckTest {
    private static final Destination DESTINATION = Destination.of(URI.create("https://api.example.com/"), "key");
    private static final Duration CLOSE = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    @Test
    void findsNothingInASoundFile() throws Exception {
        Outbox outbox = fill();
        outbox.close(CLOSE);
        assertFalse(isCheckedByParts());
    }

    @ParameterizedTest
    @ValueSource(strings = {"roi_outbox_due", "roi_outbox_accepted", "roi_outbox_delivered", "roi_outbox_rejected"})
    void findsAnIndexThatLacksARow(String index) throws Exception {
        fill().close(CLOSE);
        execute(
                "CREATE TABLE hidden AS SELECT * FROM sqlite_master WHERE name = '" + index + "'",
                "PRAGMA writable_schema = ON",
                "DELETE FROM sqlite_master WHERE name = '" + index + "'");
        execute(
                "UPDATE roi_outbox SET due = due + 1, accepted_at = accepted_at + 1, settled_at = settled_at + 1",
                "PRAGMA writable_schema = ON",
                "INSERT INTO sqlite_master SELECT * FROM hidden");
        SQLException damage = assertThrows(SQLException.class, this::isCheckedByParts);
        assertTrue(SqliteHealth.isDamage(damage), damage::toString);
        Outbox outbox = open();
        assertEquals(0, outbox.statistics().waiting(), "it was set aside");
        outbox.housekeep();
        assertEquals(1100, outbox.statistics().waiting());
        outbox.close(CLOSE);
    }

    @Test
    void findsAPayloadThatIsMissing() throws Exception {
        fill().close(CLOSE);
        execute("DELETE FROM roi_outbox_payload WHERE order_id = '700'");
        SQLException damage = assertThrows(SQLException.class, this::isCheckedByParts);
        assertTrue(SqliteHealth.isDamage(damage), damage::toString);
    }

    private Outbox fill() {
        Outbox outbox = open();
        IntStream.range(0, 1102).parallel().forEach(i -> outbox.accept(order("" + i)));
        List<Entry> entries = outbox.claim(2, Duration.ofMinutes(1));
        outbox.settle(List.of(new Delivered(entries.get(0), "saved"), new Rejected(entries.get(1), "403", "no")));
        return outbox;
    }

    private Outbox open() {
        return Outbox.embedded(directory, DESTINATION, OutboxContract.OPTIONS, Clock.systemUTC());
    }

    /** Whether there is something left. */
    private boolean isCheckedByParts() throws SQLException {
        try (Connection connection = connect()) {
            IndexCheck check = new IndexCheck(new Session(connection, TransactionRules.ALONE, Clock.systemUTC(), 0));
            boolean more = true;
            for (int i = 0; more && i < 1000; i++) {
                more = check.proceed();
            }
            return more;
        }
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private Connection connect() throws SQLException {
        return Sqlite.connect(directory.resolve("outbox-1.db"));
    }
}
