package io.roifilter.outbox;

import static io.roifilter.testing.Eventually.assertEventually;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.jdbc.ConnectionSource;
import io.roifilter.testing.LogCapture;
import io.roifilter.testing.PostgresServer;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresOutboxIT extends SharedOutboxContract {
    @BeforeAll
    static void start() throws Exception {
        server = new PostgresServer();
    }

    /** The driver shows the values of a statement that failed, and they are a whole order. */
    @Test
    void noContactIsInTheLogWhenTheDatabaseFailsInTheMiddleOfAStatement() throws Exception {
        server.execute(
                "CREATE OR REPLACE FUNCTION full_disk() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'no space'"
                        + " USING ERRCODE = '53100'; END $$ LANGUAGE plpgsql",
                "CREATE TRIGGER full_disk BEFORE INSERT ON roi_outbox FOR EACH ROW EXECUTE FUNCTION full_disk()");
        try (LogCapture log = new LogCapture()) {
            Outbox node = Outbox.shared(
                    ConnectionSource.ofUrl(server.url()),
                    directory,
                    DESTINATION,
                    new OutboxOptions("hasty", 10, Duration.ZERO, Duration.ofDays(30)),
                    clock);
            node.accept(Orders.order("1123"));
            assertEventually(
                    1, () -> log.linesWith("the outbox cannot be written").size());
            server.execute("DROP TRIGGER full_disk ON roi_outbox");
            assertEventually(1L, () -> {
                try {
                    return node.statistics().waiting();
                } catch (OutboxException e) {
                    return e.getMessage();
                }
            });
            node.close(CLOSE);
            String all = log.all();
            assertTrue(all.contains("no space") && all.contains("echo3-61…"), all);
            assertFalse(all.contains(Orders.order("1123").roiData()), all);
        }
    }

    @Override
    String urlOfLesserUser() throws SQLException {
        server.execute(
                "DO $$ BEGIN CREATE ROLE lesser LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
                "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
                "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO lesser");
        return server.url().replace("user=postgres", "user=lesser");
    }

    @Override
    String database() {
        return "PostgreSQL";
    }

    @Override
    void makeTables() throws SQLException {
        server.execute(Schemas.POSTGRESQL.statements().toArray(String[]::new));
    }
}
