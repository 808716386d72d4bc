package io.roifilter.faults;

import static io.roifilter.testing.Eventually.assertEventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.outbox.Outbox;
import io.roifilter.testing.LoopbackEndpoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the JSON library is found by names classes that are not there: an application brings half of another one. */
@Timeout(120)
class BrokenJsonIT {
    private static final Duration BOUND = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    @Test
    void isSaidOnceAndOrdersAreKept() throws Exception {
        Path broken = directory.resolve("broken");
        Path entry = broken.resolve("META-INF/services").resolve("jakarta.json.spi.JsonProvider");
        Files.createDirectories(entry.getParent());
        Files.writeString(entry, "com.example.missing.Provider\n");
        Path log = directory.resolve("shop.log");
        Path outboxDirectory = directory.resolve("outbox");
        try (LoopbackEndpoint endpoint = new LoopbackEndpoint()) {
            Process shop = ShopProcess.start(
                    List.of("-Xbootclasspath/a:" + broken),
                    ShopProcess.class,
                    log,
                    outboxDirectory.toString(),
                    "" + endpoint.uri());
            try (PrintWriter ids = new PrintWriter(shop.outputWriter(StandardCharsets.UTF_8), true);
                    BufferedReader stored = shop.inputReader()) {
                for (int i = 0; i < 3; i++) {
                    ids.println("order-" + i);
                    assertEquals("true", stored.readLine());
                }
                assertEventually(1, () -> lines(log, "no order can be sent"));
            }
            boolean stopped = shop.waitFor(60, TimeUnit.SECONDS);
            shop.destroyForcibly();
            assertTrue(stopped);
            assertEquals(1, lines(log, "no order can be sent"));
            assertEquals(List.of(), endpoint.received());
            Outbox mended = ShopProcess.outbox(outboxDirectory, endpoint.uri(), Clock.systemUTC());
            assertEquals(3, mended.claim(10, Duration.ofMinutes(1)).size());
            assertEquals(0, mended.statistics().rejected());
            mended.close(BOUND);
        }
    }

    private static int lines(Path log, String part) throws IOException {
        return (int) Files.readAllLines(log).stream()
                .filter(line -> line.contains(part))
                .count();
    }
}
