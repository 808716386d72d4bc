package io.roifilter.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.outbox.Statistics;
import io.roifilter.testing.DatabaseServer;
import io.roifilter.testing.LoopbackEndpoint;
import io.roifilter.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} at random moments, while orders come in and go out. */
@Timeout(300)
class KilledShopIT {
    private static final int ROUNDS = 26;
    private static final int MAX_ORDERS = 400;
    /** At a time, each killed and started again whatever the other does. */
    private static final int SHOPS = 2;

    @TempDir
    private Path directory;

    private final LoopbackEndpoint endpoint = new LoopbackEndpoint();
    private final Set<String> confirmed = ConcurrentHashMap.newKeySet();
    private final Queue<Process> started = new ConcurrentLinkedQueue<>();

    @AfterEach
    void close() {
        started.forEach(shop -> shop.toHandle().destroyForcibly());
        endpoint.close();
    }

    @Test
    void everyConfirmedOrderInAFileArrivesAndOnlyWhatWasInFlightIsSentTwice() throws Exception {
        List<String> outboxes = List.of(
                directory.resolve("first").toString(),
                directory.resolve("second").toString());
        assertAllArrive(outboxes);
        for (String outbox : outboxes) {
            assertFalse(Files.exists(Path.of(outbox, "outbox-2.db")), "a killed shop's file is taken again");
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void everyConfirmedOrderInASharedDatabaseArrivesAndOnlyWhatWasInFlightIsSentTwice() throws Exception {
        DatabaseServer database = new PostgresServer();
        try {
            assertAllArrive(List.of(database.url()));
        } finally {
            database.remove();
        }
    }

    private void assertAllArrive(List<String> outboxes) throws Exception {
        Path log = directory.resolve("shops.log");
        killAgainAndAgain(outboxes, log);
        assertEquals(List.of(), troubles(log), "opens cleanly each time");
        assertTrue(confirmed.size() > ROUNDS, confirmed.size() + " orders");

        long delivered = 0;
        for (String outbox : outboxes) {
            Statistics drained = ShopProcess.drain(outbox, endpoint.uri());
            assertEquals(0, drained.rejected());
            delivered += drained.delivered();
        }
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

    private void killAgainAndAgain(List<String> outboxes, Path log) throws Exception {
        ExecutorService killers = Executors.newFixedThreadPool(SHOPS);
        try {
            List<Callable<Void>> shops = IntStream.range(0, SHOPS)
                    .mapToObj(shop -> (Callable<Void>) () -> {
                        for (int round = 0; round < ROUNDS / SHOPS; round++) {
                            killWhileOrdersComeIn(outboxes.get(shop % outboxes.size()), shop + "-" + round, log);
                        }
                        return null;
                    })
                    .toList();
            for (Future<Void> killed : killers.invokeAll(shops)) {
                killed.get();
            }
        } finally {
            killers.shutdownNow();
        }
    }

    private void killWhileOrdersComeIn(String outbox, String prefix, Path log) throws IOException {
        AtomicInteger orders = new AtomicInteger(1 + new Random().nextInt(MAX_ORDERS));
        Process shop = ShopProcess.startBusy(outbox, endpoint.uri(), prefix, log);
        started.add(shop);
        ShopProcess.readConfirmed(shop, id -> {
            confirmed.add(id);
            if (orders.decrementAndGet() == 0) {
                shop.toHandle().destroyForcibly(); // which, unlike the process, leaves its output readable
            }
        });
        shop.onExit().join();
    }

    private static List<String> troubles(Path log) throws IOException {
        return Files.readAllLines(log).stream()
                .filter(line -> line.startsWith("SEVERE") || line.startsWith("WARNING: shop"))
                .toList();
    }
}
