package io.roifilter.outbox;

import io.roifilter.testing.MariaServer;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;

class MariaOutboxIT extends SharedOutboxContract {
    @BeforeAll
    static void start() throws Exception {
        server = new MariaServer();
    }

    @Override
    String urlOfLesserUser() throws SQLException {
        server.execute(
                "CREATE USER IF NOT EXISTS lesser IDENTIFIED BY 'less'",
                "GRANT SELECT, INSERT, UPDATE, DELETE ON roi.* TO lesser");
        return server.url().replace("user=roi&password=secret", "user=lesser&password=less");
    }

    @Override
    String database() {
        return "MariaDB";
    }

    @Override
    void makeTables() throws SQLException {
        server.execute(Schemas.MARIADB.statements().toArray(String[]::new));
    }
}
