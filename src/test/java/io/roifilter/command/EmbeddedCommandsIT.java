package io.roifilter.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.roifilter.command.Tool.Result;
import io.roifilter.outbox.Destination;
import io.roifilter.outbox.Outbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmbeddedCommandsIT extends OutboxCommandsContract {
    @Override
    Outbox open(Destination destination) {
        return Outbox.embedded(files(), destination, options(), Clock.systemUTC());
    }

    @Override
    boolean isShared() {
        return false;
    }

    @Override
    Tool tool() {
        return new Tool().with("ROI_OUTBOX_DIRECTORY", files().toString());
    }

    @Test
    void aFileThatTheShopHoldsIsNamed() throws Exception {
        Outbox running = open(DESTINATION);
        try {
            running.statistics();
            for (List<String> command : List.of(
                    List.of("status"),
                    List.of("list"),
                    List.of("resend", "1123"),
                    List.of("delete", "--yes", "1123"))) {
                Result result = tool().run(command.toArray(String[]::new));
                assertEquals(1, result.exitCode());
                assertTrue(
                        result.err()
                                .contains(
                                        "outbox-1.db is locked, because the shop runs and has it: give --url with the address"),
                        result.err());
            }
        } finally {
            running.close(CLOSE);
        }
    }

    /** Else the log or lock that a command leaves would keep the shop out. */
    @Test
    void aFileOfAnotherUserIsLeftAlone() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"));
        UserPrincipal nobody =
                files().getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
        Path file = files().resolve("outbox-1.db");
        Files.setOwner(file, nobody);
        Result result = tool().run("list");
        assertEquals(1, result.exitCode());
        assertTrue(
                result.err().contains("outbox-1.db is nobody's: run the command as that user (sudo -u nobody"),
                result.err());
        assertFalse(result.out().contains("1123"), result.out());
    }

    @Test
    void ordersThatCouldNotBeStoredAreCounted() throws Exception {
        Outbox stopped = open(DESTINATION);
        stopped.close(CLOSE);
        stopped.accept(order("late", "1.00"));
        stopped.accept(order("later", "1.00"));
        String expected =
                "2 orders that the outbox could not take, for the next start, in " + files().resolve("unstored-1.log");
        Result byTheSettings = tool().run("status");
        assertTrue(byTheSettings.out().contains(expected), byTheSettings.toString());
        Result byAnOption = new Tool().run("status", "--directory", files().toString());
        assertTrue(byAnOption.out().contains(expected), byAnOption.toString());
    }

    @Test
    void wrongUseIsExplained() throws Exception {
        assertWrongUse(
                "which outbox? Give --url with the status page of a shop that runs, or --directory",
                new Tool(),
                "list");
        assertWrongUse("which orders? Give their ids, or --all-rejected", tool(), "resend");
        assertWrongUse("--amount is one order's", tool(), "resend", "1", "2", "--amount", "1.00");
        assertWrongUse("--amount: the amount has two readings", tool(), "resend", "1", "--amount", "1.299");
        assertWrongUse("--limit must be at least 1", tool(), "list", "--limit", "0");
        assertWrongUse("Invalid value for option '--state'", tool(), "list", "--state", "gone");
        assertWrongUse("Missing required parameter: 'ORDERID'", tool(), "delete");
        assertWrongUse("Unknown option: '--jeder'", tool(), "status", "--jeder");
        assertWrongUse(
                "outbox = \"jdbc:…\" (environment variable ROI_OUTBOX): must be",
                new Tool().with("ROI_OUTBOX", "jdbc:oracle:x:y"),
                "status");
        assertWrongUse("which only the server knows", new Tool().with("ROI_OUTBOX", "java:comp/env/jdbc/roi"), "list");
        assertWrongUse(
                "has a password in it", new Tool(), "list", "--outbox", "jdbc:mariadb://h/d?user=a&password=hush");
        assertWrongUse("two outboxes", new Tool(), "list", "--outbox", "jdbc:mariadb://h/d", "--directory", "/tmp");
        assertWrongUse("name its jar by --driver JAR", new Tool(), "list", "--outbox", "jdbc:mariadb://h/d");
        assertEquals(1, tool().run("list", "--directory", files() + "/none").exitCode());
        assertEquals(1, tool().run("list", "--directory", directory.toString()).exitCode());
    }

    private static void assertWrongUse(String expected, Tool tool, String... arguments) throws Exception {
        Result result = tool.run(arguments);
        assertEquals(2, result.exitCode(), result.toString());
        assertTrue(result.err().contains(expected), result.err());
        assertFalse(result.err().contains("hush") || result.err().contains("\tat "), result.err());
        assertEquals("", result.out());
    }

    private Path files() {
        return directory.resolve("roi");
    }
}
