package io.roifilter.faults;

import static io.roifilter.testing.Eventually.assertEventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.roifilter.api.RoiInsert;
import io.roifilter.jdbc.ConnectionSource;
import io.roifilter.outbox.Destination;
import io.roifilter.outbox.Outbox;
import io.roifilter.outbox.OutboxOptions;
import io.roifilter.testing.DatabaseServer;
import io.roifilter.testing.MariaServer;
import io.roifilter.testing.PostgresServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A shop may no longer insert into the shared outbox: its log says so, by no contact. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
@Timeout(180)
class RevokedRightIT {
    private static final String ROI_DATA =
            "http://echo.example.com/ct/3416623:619-295-1856:m:1:97777016:D40E94EF977ACAA8AC1BE3F94318DC58";

    @TempDir
    private Path directory;

    private final List<String> logged = new CopyOnWriteArrayList<>();
    private final Logger logger = Logger.getLogger("io.roifilter");
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            logged.add(new SimpleFormatter().format(entry));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
    }

    @AfterEach
    void stop() {
        logger.removeHandler(handler);
    }

    @Test
    void postgresql() throws Exception {
        PostgresServer server = new PostgresServer();
        test(
                server,
                server.url().replace("user=postgres", "user=lesser"),
                List.of("CREATE ROLE lesser LOGIN", "GRANT ALL ON SCHEMA public TO lesser"),
                "REVOKE INSERT ON roi_outbox FROM lesser",
                "GRANT INSERT ON roi_outbox TO lesser");
    }

    @Test
    void mariadb() throws Exception {
        MariaServer server = new MariaServer();
        test(
                server,
                server.url().replace("user=roi&password=secret", "user=lesser&password=less"),
                List.of(
                        "CREATE USER lesser IDENTIFIED BY 'less'",
                        "GRANT CREATE, SELECT, INSERT, UPDATE, DELETE ON roi.* TO lesser"),
                "REVOKE INSERT ON roi.* FROM lesser;KILL USER lesser",
                "GRANT INSERT ON roi.* TO lesser");
    }

    private void test(DatabaseServer server, String url, List<String> user, String revoke, String grant)
            throws Exception {
        try {
            server.execute(user.toArray(String[]::new));
            Outbox outbox = Outbox.shared(
                    ConnectionSource.ofUrl(url),
                    directory,
                    Destination.of(URI.create("https://api.example.com/"), ""),
                    new OutboxOptions("shop", 100, Duration.ZERO, Duration.ofDays(30)),
                    Clock.systemUTC());
            assertEventually(0L, () -> outbox.statistics().waiting());
            server.execute(revoke.split(";"));
            for (int i = 1; i <= 5; i++) {
                outbox.accept(order("1123-" + i));
            }
            assertEventually(true, () -> logged.stream().anyMatch(entry -> entry.contains("cannot be written")));
            // It is not opened again until it may be written: else it would fail, and say so, at each order.
            assertEventually(
                    true,
                    () -> waiting(outbox) instanceof String why && why.contains("denied") && !why.contains("1123"));
            server.execute(grant.split(";"));
            assertEventually(5L, () -> waiting(outbox));
            outbox.close(Duration.ofSeconds(30));
        } finally {
            server.remove();
        }
        String all = String.join("", logged);
        assertFalse(all.contains(ROI_DATA.substring(0, 9)), all);
        assertFalse(all.contains("less&") || all.contains("password=l"), all);
        assertEquals(
                1,
                logged.stream()
                        .filter(entry -> entry.contains("cannot be written"))
                        .count(),
                all);
        assertEquals(
                0,
                logged.stream()
                        .filter(entry -> entry.contains("UNSTORED-ORDER"))
                        .count(),
                all);
    }

    private static Object waiting(Outbox outbox) {
        try {
            return outbox.statistics().waiting();
        } catch (RuntimeException e) {
            return e.getMessage();
        }
    }

    private static RoiInsert order(String id) {
        return new RoiInsert(ROI_DATA, "152.99", id, false, LocalDate.of(2026, 11, 22));
    }
}
