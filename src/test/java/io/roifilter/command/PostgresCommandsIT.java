package io.roifilter.command;

import io.roifilter.testing.DatabaseServer;
import io.roifilter.testing.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.postgresql.Driver;

@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class PostgresCommandsIT extends SharedCommandsContract {
    private static DatabaseServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new PostgresServer();
    }

    @AfterAll
    static void stop() throws Exception {
        server.remove();
    }

    @Override
    DatabaseServer server() {
        return server;
    }

    /** By the setting, as the shop has it. */
    @Override
    Tool tool() throws Exception {
        return new Tool().with("ROI_OUTBOX", server.url()).always("--driver", Tool.jarOf(Driver.class));
    }
}
