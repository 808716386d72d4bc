package io.roifilter.relay;

import static io.roifilter.testing.Eventually.assertEventually;
import static io.roifilter.testing.LoopbackEndpoint.accepted;
import static io.roifilter.testing.LoopbackEndpoint.reply;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import io.roifilter.api.ApiClient;
import io.roifilter.api.ApiRequest;
import io.roifilter.api.Credentials;
import io.roifilter.api.RoiInsert;
import io.roifilter.outbox.Destination;
import io.roifilter.outbox.Outbox;
import io.roifilter.outbox.OutboxOptions;
import io.roifilter.testing.JavaProcess;
import io.roifilter.testing.LoopbackEndpoint;
import io.roifilter.testing.OutboxFile;
import io.roifilter.testing.ReadmeSql;
import io.roifilter.testing.Sqlite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The statements of the README's part "Rejected entries", on the file of an application that is stopped. */
@Timeout(120)
class RejectedEntriesTest {
    private static final List<String> STATEMENTS = statements();
    private static final String LIST = STATEMENTS.get(0);
    private static final String SEND_AGAIN = STATEMENTS.get(1);
    private static final String MEND = STATEMENTS.get(2);
    private static final String MEND_ID = STATEMENTS.get(3);
    private static final String DELETE = STATEMENTS.get(4);

    @TempDir
    private Path directory;

    private final LoopbackEndpoint endpoint = new LoopbackEndpoint();
    private final Set<String> unwanted = ConcurrentHashMap.newKeySet();
    private Outbox outbox; // null while it is stopped
    private Relay relay;

    @BeforeEach
    void beginAnew() {
        endpoint.behave(this::rejectUnwanted);
        start();
    }

    private static List<String> statements() {
        try {
            return ReadmeSql.of("rejected", "SQLite");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void start() {
        outbox = Outbox.embedded(
                directory,
                Destination.of(endpoint.uri(), ""),
                new OutboxOptions("test", 100, Duration.ofSeconds(30), Duration.ofDays(30)),
                Clock.systemUTC());
        Duration timeout = Duration.ofSeconds(20);
        relay = new Relay(
                "test",
                outbox,
                new ApiClient(
                        endpoint.uri(), new Credentials("key", "secret"), timeout, timeout, "test", Clock.systemUTC()),
                new RelayPolicy(
                        100,
                        1,
                        RelayPolicy.leaseFor(timeout),
                        Duration.ofMillis(10),
                        Duration.ofMillis(10),
                        Duration.ofDays(7)),
                Clock.systemUTC(),
                new Random(42));
        relay.start();
    }

    private void stop() {
        relay.close(Duration.ofSeconds(10));
        outbox.close(Duration.ofSeconds(10));
        outbox = null;
    }

    @AfterEach
    void end() {
        if (outbox != null) {
            stop();
        }
        endpoint.close();
    }

    @Test
    void rejectedOnesAreListedAndSentAgainAfterAFix() throws Exception {
        unwanted.addAll(List.of("1123", "4711"));
        outbox.accept(order("1123", "1.00"));
        outbox.accept(order("4711", "1.00"));
        outbox.accept(order("good", "1.00"));
        assertEventually(2L, () -> outbox.statistics().rejected());
        stop();
        assertEquals(2, query(LIST).size());
        assertTrue(
                query(LIST).get(0).startsWith("1123|403|403 Insert failed: ROI Hash does not match|20"),
                "" + query(LIST));

        unwanted.clear();
        assertEquals(1, update(SEND_AGAIN));
        start();
        assertEventually(2L, () -> outbox.statistics().delivered());
        stop();
        assertEquals("delivered", state("1123"));
        assertEquals("rejected", state("4711"));

        assertEquals(1, update(SEND_AGAIN.replace(" and order_id = '1123'", "")));
        start();
        assertEventually(3L, () -> outbox.statistics().delivered());
    }

    @Test
    void aRefusedOneIsSentOnlyOnceItHasBeenMended() throws Exception {
        outbox.refuse(order("1123", "1.299,50"), "the amount is ambiguous");
        stop();
        assertEquals(List.of("1123|refused|the amount is ambiguous"), query(LIST.replaceFirst(", datetime.*'\\)", "")));
        assertEquals(0, update(SEND_AGAIN), "it would be sent as it is");
        assertEquals(1, update(MEND));
        assertEquals(1, update(SEND_AGAIN));
        start();
        assertEventually(1L, () -> outbox.statistics().delivered());
        assertEquals(
                List.of("152.99"),
                endpoint.received().stream()
                        .flatMap(post -> post.message().calls().stream())
                        .filter(call -> call.arguments().get("order_id").equals("1123"))
                        .map(call -> call.arguments().get("amount"))
                        .toList());
    }

    @Test
    void oneWithoutAnOrderIdIsSentOnceItHasGotOne() throws Exception {
        outbox.refuse(order("unknown-0123456789ab", "152.99"), "${order.id}: java.lang.IllegalStateException");
        stop();
        assertEquals(1, update(MEND_ID));
        assertEquals(1, update(SEND_AGAIN));
        start();
        assertEventually(1L, () -> outbox.statistics().delivered());
        assertTrue(endpoint.received().stream().anyMatch(post -> post.orderIds().contains("1123")));
        outbox.accept(order("1123", "152.99"));
        assertEquals(1, outbox.statistics().duplicates());
    }

    @Test
    void oldOnesAreDeletedAndNoOthers() throws Exception {
        outbox.refuse(order("old", "x"), "no");
        outbox.refuse(order("young", "x"), "no");
        outbox.accept(order("good", "1.00"));
        assertEventually(1L, () -> outbox.statistics().delivered());
        stop();
        update("update roi_outbox set settled_at = settled_at - 91 * 86400000 where order_id <> 'young'");
        assertEquals(1, update(DELETE));
        assertEquals(List.of("young", "good"), query("select order_id from roi_outbox order by id"));
    }

    @Test
    void ofARunningOneTheFilesCanBeLookedIntoInACopyAndNotThemselves() throws Exception {
        outbox.refuse(order("1123", "x"), "no");
        Process sqlite = JavaProcess.of(
                        List.of(),
                        Looking.class,
                        directory.resolve("outbox-1.db").toString())
                .start();
        assertEquals(1, sqlite.waitFor());
        assertEquals(
                List.of("1123"),
                OutboxFile.in(directory).rows().stream()
                        .map(OutboxFile.Row::orderId)
                        .toList());
    }

    /** Another program that looks into the file. */
    static final class Looking {
        public static void main(String[] arguments) throws SQLException {
            try (Connection connection = Sqlite.connect(Path.of(arguments[0]));
                    Statement statement = connection.createStatement()) {
                statement.executeQuery("select * from roi_outbox");
            }
        }
    }

    private void rejectUnwanted(HttpExchange exchange, ApiRequest message) throws IOException {
        StringBuilder items = new StringBuilder();
        for (int i = 0; i < message.calls().size(); i++) {
            boolean rejected =
                    unwanted.contains(message.calls().get(i).arguments().get("order_id"));
            items.append("<item>")
                    .append(
                            rejected
                                    ? "<responseCode>403</responseCode>"
                                            + "<responseText>Insert failed: ROI Hash does not match</responseText>"
                                    : accepted())
                    .append("<responseNum>" + (i + 1) + "</responseNum></item>");
        }
        reply(exchange, 200, "<methodResponse>" + items + "</methodResponse>");
    }

    private static RoiInsert order(String id, String amount) {
        return new RoiInsert("echo3-1", amount, id, false, LocalDate.of(2026, 11, 22));
    }

    private String state(String orderId) throws SQLException {
        return query("select state from roi_outbox where order_id = '" + orderId + "'")
                .get(0);
    }

    /** The rows as SQLite's own command shows them. */
    private List<String> query(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                List<String> columns = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    columns.add(result.getString(i));
                }
                rows.add(String.join("|", columns));
            }
        }
        return rows;
    }

    /** @return for how many orders its condition is true; the driver counts what follows from them, too */
    private int update(String sql) throws SQLException {
        String count = query("select count(*) from roi_outbox" + sql.substring(sql.indexOf(" where ")))
                .get(0);
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
        return Integer.parseInt(count);
    }

    /** As another program would, without our lock. */
    private Connection connect() throws SQLException {
        return Sqlite.connect(directory.resolve("outbox-1.db"));
    }
}
