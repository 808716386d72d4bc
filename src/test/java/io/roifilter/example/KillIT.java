package io.roifilter.example;

import static io.roifilter.testing.Eventually.assertEventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.testing.FreePort;
import io.roifilter.testing.JavaProcess;
import io.roifilter.testing.OutboxFile;
import io.roifilter.testing.Sqlite;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The shop's process is killed, with {@code SIGKILL}, while customers order. */
@Timeout(300)
class KillIT {
    private static final int ROUNDS = 4;
    private static final int CUSTOMERS = 4;

    @TempDir
    private Path directory;

    private int port;
    private Process process;

    @AfterEach
    void end() {
        process.destroyForcibly();
    }

    @Test
    void everyOrderWhosePageWasAnsweredIsDeliveredExactlyOnce() throws Exception {
        port = FreePort.find(); // always the same address, because an outbox is for one endpoint
        Set<String> answered = ConcurrentHashMap.newKeySet();
        Random random = new Random(20261122);
        for (int round = 0; round < ROUNDS; round++) {
            URI shop = start();
            killWhileCustomersOrder(shop, answered, 3 + random.nextInt(15));
        }
        assertTrue(answered.size() >= ROUNDS * 3, answered.size() + " orders");

        Visitor visitor = new Visitor(start());
        // Orders of which the page was on its way when the process died may come on top.
        assertEventually(0L, () -> OutboxFile.in(directory.resolve("outbox")).count("waiting"));
        assertEquals(
                OutboxFile.in(directory.resolve("outbox")).count("delivered"),
                OrdersReceived.seenBy(visitor).count());
        process.destroyForcibly().waitFor();
        List<String> received = received();
        assertTrue(received.containsAll(answered), () -> answered.size() + " answered, received: " + received);
        assertEquals(Set.copyOf(received).size(), received.size(), "each once");
    }

    /** Kills the process as soon as so many more orders have been answered. */
    private void killWhileCustomersOrder(URI shop, Set<String> answered, int orders) throws Exception {
        CountDownLatch enough = new CountDownLatch(orders);
        ExecutorService customers = Executors.newFixedThreadPool(CUSTOMERS);
        try {
            for (int i = 0; i < CUSTOMERS; i++) {
                customers.execute(() -> orderUntilTheShopIsGone(new Visitor(shop), answered, enough));
            }
            assertTrue(enough.await(60, TimeUnit.SECONDS), () -> enough.getCount() + " orders missing");
            process.destroyForcibly().waitFor();
        } finally {
            customers.shutdown();
            assertTrue(customers.awaitTermination(60, TimeUnit.SECONDS));
        }
    }

    private void orderUntilTheShopIsGone(Visitor visitor, Set<String> answered, CountDownLatch enough) {
        try {
            visitor.click("3416623");
            while (process.isAlive()) {
                // The id is in the address of the page: once that has been answered, the order must arrive.
                String query = visitor.buy("tidewater-mug").getQuery();
                answered.add(query.substring("order=".length()));
                enough.countDown();
            }
        } catch (IOException e) {
            // The shop has been killed.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> received() throws SQLException {
        List<String> orderIds = new ArrayList<>();
        Path file = directory.resolve("endpoint/received.db");
        try (Connection connection = Sqlite.connect(file);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select order_id from received")) {
            while (result.next()) {
                orderIds.add(result.getString(1));
            }
        }
        return orderIds;
    }

    private URI start() throws IOException {
        ProcessBuilder builder =
                JavaProcess.of(List.of("-Xmx256m"), ExampleShop.class, String.valueOf(port), directory.toString());
        process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        BufferedReader output = process.inputReader();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith("up at ")) {
                return URI.create(line.substring("up at ".length()));
            }
        }
        throw new IOException("the shop did not start");
    }
}
