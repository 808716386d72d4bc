package io.roifilter.command;

import io.roifilter.jdbc.ConnectionSource;
import io.roifilter.outbox.Destination;
import io.roifilter.outbox.Outbox;
import io.roifilter.testing.DatabaseServer;
import io.roifilter.testing.PostgresServer;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.postgresql.Driver;

@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class PostgresCommandsIT extends OutboxCommandsContract {
    private static DatabaseServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new PostgresServer();
    }

    @AfterAll
    static void stop() throws Exception {
        server.remove();
    }

    @AfterEach
    void drop() throws Exception {
        server.execute("DROP TABLE roi_outbox", "DROP TABLE roi_outbox_destination", "DROP TABLE roi_outbox_meta");
    }

    @Override
    Outbox open(Destination destination) {
        return Outbox.shared(
                ConnectionSource.ofUrl(server.url()),
                directory.resolve("roi"),
                destination,
                options(),
                Clock.systemUTC());
    }

    @Override
    boolean isShared() {
        return true;
    }

    /** By the setting, as the shop has it. */
    @Override
    Tool tool() throws Exception {
        return new Tool().with("ROI_OUTBOX", server.url()).always("--driver", Tool.jarOf(Driver.class));
    }
}
