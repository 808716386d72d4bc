package io.roifilter.faults;

import static io.roifilter.testing.Eventually.assertEventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.outbox.Outbox;
import io.roifilter.relay.Relay;
import io.roifilter.testing.LoopbackEndpoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} at random moments, while orders come in and go out. */
@Timeout(300)
class KilledShopIT {
    private static final int ROUNDS = 25;
    private static final int MAX_ORDERS = 400;

    @TempDir
    private Path directory;

    private final LoopbackEndpoint endpoint = new LoopbackEndpoint();
    private final Set<String> confirmed = new HashSet<>();
    private final Random random = new Random();

    @AfterEach
    void close() {
        endpoint.close();
    }

    @Test
    void everyConfirmedOrderArrivesAndOnlyWhatWasInFlightIsSentTwice() throws Exception {
        Path outboxDirectory = directory.resolve("outbox");
        Path log = directory.resolve("shop.log");
        for (int round = 0; round < ROUNDS; round++) {
            killWhileOrdersComeIn(ShopProcess.startBusy(outboxDirectory, endpoint.uri(), "r" + round, log));
        }
        assertEquals(List.of(), troubles(log), "opens cleanly each time");
        assertFalse(Files.exists(outboxDirectory.resolve("outbox-2.db")), "and takes its file again");
        assertTrue(confirmed.size() > ROUNDS, confirmed.size() + " orders");

        long delivered = drain(outboxDirectory);
        List<String> posted = endpoint.received().stream()
                .flatMap(post -> post.orderIds().stream())
                .toList();
        Set<String> arrived = new HashSet<>(posted);
        confirmed.removeAll(arrived);
        assertEquals(Set.of(), confirmed, "confirmed but lost");
        assertEquals(delivered, arrived.size(), "the outbox knows of each that arrived");
        int twice = posted.size() - arrived.size();
        int inFlight = ROUNDS * ShopProcess.CONNECTIONS * ShopProcess.BATCH;
        assertTrue(twice <= inFlight, twice + " sent again, in flight were at most " + inFlight);
    }

    /** What the process printed up to its death is confirmed, but for a line that it did not end. */
    private void killWhileOrdersComeIn(Process shop) throws IOException {
        int orders = 1 + random.nextInt(MAX_ORDERS);
        StringBuilder line = new StringBuilder();
        try (BufferedReader output = shop.inputReader()) {
            for (int c = output.read(); c >= 0; c = output.read()) {
                if (c != '\n') {
                    line.append((char) c);
                    continue;
                }
                confirmed.add(line.toString());
                line.setLength(0);
                if (--orders == 0) {
                    shop.toHandle().destroyForcibly(); // which, unlike the process, leaves its output readable
                }
            }
        }
        shop.onExit().join();
    }

    private long drain(Path outboxDirectory) throws Exception {
        Outbox outbox = ShopProcess.outbox(outboxDirectory, endpoint.uri(), Clock.systemUTC());
        try (Relay relay = ShopProcess.relay(outbox, endpoint.uri(), Clock.systemUTC())) {
            relay.start();
            assertEventually(0L, () -> outbox.statistics().waiting());
            assertEquals(0, outbox.statistics().rejected());
            return outbox.statistics().delivered();
        } finally {
            outbox.close(Duration.ofSeconds(20));
        }
    }

    private static List<String> troubles(Path log) throws IOException {
        return Files.readAllLines(log).stream()
                .filter(line -> line.startsWith("SEVERE") || line.startsWith("WARNING: shop"))
                .toList();
    }
}
