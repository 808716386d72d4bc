package io.roifilter.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.testing.DatabaseServer;
import io.roifilter.testing.MariaServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.mariadb.jdbc.Driver;

@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class MariaCommandsIT extends SharedCommandsContract {
    private static DatabaseServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new MariaServer();
        server.query("SELECT 1"); // before an outbox has DriverManager know the driver, and forget it again
    }

    @AfterAll
    static void stop() throws Exception {
        server.remove();
    }

    @Override
    DatabaseServer server() {
        return server;
    }

    /** By options. */
    @Override
    Tool tool() throws Exception {
        Path password = Files.writeString(directory.resolve("password"), "secret\n");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        return new Tool()
                .always(
                        "--outbox",
                        server.url().replaceFirst("\\?.*", ""),
                        "--outbox-user",
                        "roi",
                        "--outbox-password-file",
                        password.toString(),
                        "--driver",
                        Tool.jarOf(Driver.class));
    }

    @Test
    void aDatabaseThatIsAwayOrRefusesIsNamed() throws Exception {
        Path wrong = Files.writeString(directory.resolve("wrong"), "hush-hush\n");
        Tool.Result result = tool().run("status", "--outbox-password-file", wrong.toString());
        assertEquals(2, result.exitCode(), "given twice");
        result = new Tool()
                .with("ROI_OUTBOX", server.url().replace("secret", "hush-hush"))
                .always("--driver", Tool.jarOf(Driver.class))
                .run("status");
        assertEquals(1, result.exitCode());
        assertTrue(result.err().startsWith("the outbox jdbc:mariadb:… cannot be used: "), result.err());
        assertFalse(result.err().contains("hush-hush"), result.err());
        server.execute("CREATE DATABASE IF NOT EXISTS other");
        result = new Tool()
                .with("ROI_OUTBOX", server.url().replace("/roi?", "/other?"))
                .always("--driver", Tool.jarOf(Driver.class))
                .run("status");
        assertEquals(1, result.exitCode());
        assertTrue(result.err().contains("there is no outbox in it"), result.err());
    }
}
