package io.roifilter.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.roifilter.testing.LoopbackEndpoint;
import java.nio.file.Files;
import java.nio.file.Path;
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
    void ordersThatWaitForADatabaseAreOnTheErrorStream() throws Exception {
        assertAllReplayable("jdbc:postgresql://127.0.0.1:1/shop?user=shop");
    }

    @Test
    void ordersForADirectoryThatCannotBeAreOnTheErrorStream() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        assertAllReplayable(file.resolve("outbox").toString());
    }

    private void assertAllReplayable(String outbox) throws Exception {
        ShopLog log = new ShopLog(directory.resolve("shop.log"));
        Process shop = ShopProcess.start(List.of(), StoppedProcess.class, log.file(), outbox);
        try {
            assumeTrue(shop.supportsNormalTermination(), "processes cannot be asked to end here");
            assertEquals("ordered", shop.inputReader().readLine(), log::text);
            shop.destroy();
            assertTrue(shop.waitFor(60, TimeUnit.SECONDS), log::text);
        } finally {
            shop.destroyForcibly();
        }
        Set<String> all = new TreeSet<>();
        IntStream.range(0, StoppedProcess.ORDERS).mapToObj(StoppedProcess::id).forEach(all::add);
        try (LoopbackEndpoint endpoint = new LoopbackEndpoint()) {
            Path output = directory.resolve("replay.log");
            assertEquals(
                    0,
                    ShopProcess.replay(log.file(), endpoint.uri(), output),
                    () -> log.text() + new ShopLog(output).text());
            Set<String> arrived = new TreeSet<>();
            endpoint.received().forEach(post -> arrived.addAll(post.orderIds()));
            assertEquals(all, arrived, log::text);
        }
        assertTrue(log.text().lines().anyMatch(StoppedProcess.STOPPED::equals), log::text);
    }
}
