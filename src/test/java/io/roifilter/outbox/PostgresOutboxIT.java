package io.roifilter.outbox;

import io.roifilter.testing.PostgresServer;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;

class PostgresOutboxIT extends SharedOutboxContract {
    @BeforeAll
    static void start() throws Exception {
        server = new PostgresServer();
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
    void makeTables() throws SQLException {
        server.execute(SharedDatabase.statements("postgresql.sql").toArray(String[]::new));
    }
}
