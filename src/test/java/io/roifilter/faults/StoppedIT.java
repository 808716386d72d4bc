package io.roifilter.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.roifilter.outbox.Outbox;
import io.roifilter.outbox.OutboxOptions;
import io.roifilter.testing.LoopbackEndpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The virtual machine is told to end, and takes the log apart while the server still stops the application. */
@Timeout(120)
class StoppedIT {
    @TempDir
    private Path directory;

    @Test
    void ordersThatWaitForADatabaseAreInAFileForTheNextStart() throws Exception {
        Path files = directory.resolve("roi");
        ShopLog log = stopped("jdbc:postgresql://127.0.0.1:1/shop?user=shop", files);
        assertEquals(Set.of(), log.unstored(), log::text);
        assertTrue(log.text().contains("that the outbox could not take"), log::text);
        assertAllReplayable(files.resolve("unstored-1.log"));
        Outbox next = ShopProcess.outbox(
                files.toString(),
                files,
                StoppedProcess.DESTINATION,
                new OutboxOptions("shop", 100, Duration.ofSeconds(20), Duration.ofDays(30)),
                Clock.systemUTC());
        try {
            assertEquals(List.of(), next.claim(1, Duration.ofMinutes(1)));
            next.housekeep();
            Set<String> taken = new TreeSet<>();
            next.claim(100, Duration.ofMinutes(1))
                    .forEach(entry -> taken.add(entry.call().reference()));
            assertEquals(all(), taken);
            assertTrue(Files.notExists(files.resolve("unstored-1.log")));
        } finally {
            next.close(Duration.ofSeconds(20));
        }
    }

    @Test
    void ordersForADirectoryThatCannotBeAreOnTheErrorStream() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        String none = file.resolve("outbox").toString();
        assertAllReplayable(stopped(none, Path.of(none)).file());
    }

    @Test
    void ordersForADatabaseAndADirectoryThatCannotBeAreOnTheErrorStream() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        assertAllReplayable(stopped("jdbc:postgresql://127.0.0.1:1/shop?user=shop", file.resolve("none"))
                .file());
    }

    private ShopLog stopped(String outbox, Path files) throws Exception {
        ShopLog log = new ShopLog(directory.resolve("shop.log"));
        Process shop = ShopProcess.start(List.of(), StoppedProcess.class, log.file(), outbox, files.toString());
        try {
            assumeTrue(shop.supportsNormalTermination(), "processes cannot be asked to end here");
            assertEquals("ordered", shop.inputReader().readLine(), log::text);
            shop.destroy();
            assertTrue(shop.waitFor(60, TimeUnit.SECONDS), log::text);
        } finally {
            shop.destroyForcibly();
        }
        assertTrue(log.text().lines().anyMatch(StoppedProcess.STOPPED::equals), log::text);
        return log;
    }

    private static Set<String> all() {
        Set<String> all = new TreeSet<>();
        IntStream.range(0, StoppedProcess.ORDERS).mapToObj(StoppedProcess::id).forEach(all::add);
        return all;
    }

    private void assertAllReplayable(Path file) throws Exception {
        ShopLog log = new ShopLog(file);
        try (LoopbackEndpoint endpoint = new LoopbackEndpoint()) {
            Path output = directory.resolve("replay.log");
            assertEquals(
                    0, ShopProcess.replay(file, endpoint.uri(), output), () -> log.text() + new ShopLog(output).text());
            Set<String> arrived = new TreeSet<>();
            endpoint.received().forEach(post -> arrived.addAll(post.orderIds()));
            assertEquals(all(), arrived, log::text);
        }
    }
}
