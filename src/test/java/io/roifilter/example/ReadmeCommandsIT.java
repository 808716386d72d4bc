package io.roifilter.example;

import static io.roifilter.testing.Eventually.assertEventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.roifilter.testing.OutboxFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the README tells a first user to type, typed as it is printed, where the programs for it are installed. */
@Timeout(180)
@DisabledOnOs(OS.WINDOWS)
class ReadmeCommandsIT {
    @TempDir
    private Path directory;

    private ExampleShop shop;

    @BeforeEach
    void start() throws Exception {
        shop = new ExampleShop(0, directory, Map.of());
    }

    @AfterEach
    void stop() throws Exception {
        shop.stop();
    }

    @Test
    void aCopyOfTheOutboxShowsWhatBecameOfTheOrder() throws Exception {
        assumeTrue(run("sqlite3 --version").matches("(?s)3\\..*"), "there is no sqlite3");
        Visitor visitor = new Visitor(shop.uri("/"));
        visitor.get("/?roi_data=trial");
        visitor.buy("tidewater-mug");
        assertEventually("rejected", () -> outbox().rows().get(0).state());

        String locked = run("sqlite3 outbox-1.db \"select * from roi_outbox\"");
        assertTrue(locked.contains("database is locked"), locked);
        assertShown();
        shop.stop();
        assertShown();
    }

    @Test
    void aRequestIsAnsweredAsItSays() throws Exception {
        assumeTrue(run("curl --version").startsWith("curl "), "there is no curl");

        String answer = run(block("request").replace("http://127.0.0.1:8080/", "-s " + shop.uri("/")));

        assertEquals(shown("request").replaceAll(">\\s+<", "><").strip(), answer);
    }

    private void assertShown() throws Exception {
        String shown =
                run(block("look").replace("/tmp/look", directory.resolve("look").toString()));
        String[] lines = shown.strip().split("\n");
        assertEquals(2, lines.length, shown);
        assertEquals("order_id|state|attempts|due_utc|last_text", lines[0]);
        assertTrue(
                lines[1].matches(
                        "SP-\\S+\\|rejected\\|1\\|\\d{4}-\\d\\d-\\d\\d [0-9:]{8}\\|403 .*ROI Hash does not match"),
                shown);
        assertTrue(Files.notExists(directory.resolve("look")));
    }

    private OutboxFile outbox() {
        return OutboxFile.in(directory.resolve("outbox"));
    }

    /** Those below a comment {@code sh: name}. */
    private static String block(String name) throws IOException {
        return find(Pattern.quote("<!-- sh: " + name + " -->") + "\\n```sh\\n(.*?)```");
    }

    /** What is printed behind them. */
    private static String shown(String name) throws IOException {
        return find(Pattern.quote("<!-- sh: " + name + " -->") + "\\n```sh\\n.*?```\\n\\n```xml\\n(.*?)```");
    }

    private static String find(String pattern) throws IOException {
        Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(Files.readString(Path.of("README.md")));
        assertTrue(matcher.find(), pattern);
        return matcher.group(1);
    }

    private String run(String commands) throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", commands)
                .directory(Files.createDirectories(directory.resolve("outbox")).toFile())
                .redirectErrorStream(true)
                .start();
        shell.getOutputStream().close();
        String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        shell.waitFor();
        return output;
    }
}
