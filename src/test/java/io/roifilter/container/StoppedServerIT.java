package io.roifilter.container;

import static io.roifilter.testing.Eventually.assertEventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.outbox.UnstoredLines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A server is told to end while orders wait for a shared outbox that is away. Java takes the handlers of its log away at the same
 * time, before Jetty has stopped its applications.
 */
@Tag("container")
@Timeout(180)
class StoppedServerIT {
    private static final int ORDERS = 3;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @MethodSource("io.roifilter.container.Cell#onTheRunningJava")
    void ordersThatWaitAreSentAfterTheNextStart(Cell cell) throws Exception {
        Path outbox = directory.resolve("outbox");
        try (Installation installation = new Installation(cell, directory)) {
            Server server = installation.server();
            Snippet settings = installation
                    .file("context-params.xml")
                    .and(Snippet.contextParam("roi.outboxDirectory", outbox.toString()));
            installation.deploy(
                    "shop",
                    new ShopWar()
                            .withAllJar()
                            .withLibrariesOfTheBuild("postgresql-")
                            .declaring(settings.and(
                                            Snippet.contextParam("roi.outbox", "jdbc:postgresql://127.0.0.1:1/shop"))
                                    .text()));
            server.start();
            Set<String> orders = new TreeSet<>();
            for (int i = 0; i < ORDERS; i++) {
                orders.add(new Customer(server.uri("shop")).click().buy());
            }
            server.stop();
            List<String> lines = UnstoredLines.in(outbox);
            assertEquals(ORDERS, lines.size(), server::log);
            orders.forEach(order -> assertTrue(lines.stream().anyMatch(line -> line.contains(order))));
            assertEquals(0, installation.calls().size());

            Files.delete(server.base.resolve("console.log")); // so that it tells of this start
            installation.deploy("shop", new ShopWar().withAllJar().declaring(settings.text()));
            server.start();
            assertEventually(orders, () -> reported(installation));
            assertEventually(List.of(), () -> UnstoredLines.in(outbox));
            server.stop();
            assertTrue(server.log().contains("took over the orders in "), server::log);
        }
    }

    private static Set<String> reported(Installation installation) {
        Set<String> orders = new TreeSet<>();
        installation.calls().forEach(call -> orders.add(call.arguments().get("order_id")));
        return orders;
    }
}
