package io.roifilter.outbox;

import io.roifilter.testing.PostgresServer;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;

/** The oldest PostgreSQL that is supported. */
class OldestPostgresOutboxIT extends PostgresOutboxIT {
    @BeforeAll
    static void start() throws Exception {
        server = new PostgresServer(Path.of(System.getProperty("oldestPostgres")));
    }
}
