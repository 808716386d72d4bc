package io.roifilter.container;

import static io.roifilter.testing.Eventually.assertEventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpExchange;
import io.roifilter.api.ApiRequest;
import io.roifilter.testing.LoopbackEndpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** WARs that come, go and change while the server runs, as an operator does it: by putting files into its folder. */
@Tag("container")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT) // it waits more than it works
class RedeployIT {
    @TempDir
    private Path directory;

    private final Endpoint endpoint = new Endpoint();
    private final Endpoint other = new Endpoint();
    private final List<Rush> rushes = new ArrayList<>();
    private Installation installation;
    private Server server;

    /** An endpoint that may be away. */
    private static final class Endpoint {
        private final Set<String> taken = ConcurrentHashMap.newKeySet();
        private final Set<String> takenAgain = ConcurrentHashMap.newKeySet();
        private final LoopbackEndpoint http = new LoopbackEndpoint().behave(this::answer);
        private volatile boolean away;

        private void answer(HttpExchange exchange, ApiRequest message) throws IOException {
            if (away) {
                LoopbackEndpoint.reply(exchange, 503, "");
            } else {
                message.calls().forEach(call -> take(call.arguments().get("order_id")));
                LoopbackEndpoint.acceptAll(exchange, message);
            }
        }

        private void take(String orderId) {
            if (!taken.add(orderId)) {
                takenAgain.add(orderId);
            }
        }
    }

    @AfterEach
    void close() throws Exception {
        for (Rush rush : rushes) {
            rush.stop();
        }
        if (installation != null) {
            installation.close();
        }
        endpoint.http.close();
        other.http.close();
    }

    /** What the old version has accepted while the endpoint was away, the new one delivers. */
    @ParameterizedTest
    @CsvSource({
        "TOMCAT_10_1, 3",
        "TOMCAT_11, 20",
        "JETTY_12_0_EE10, 3",
        "JETTY_12_1_EE10, 3",
        "JETTY_12_1_EE11, 20",
        "TOMCAT_9, 3",
        "JETTY_10, 3",
        "JETTY_12_1_EE8, 3"
    })
    void redeployingUnderLoadLosesNoOrderAndLeavesNothingBehind(Distribution distribution, int rounds)
            throws Exception {
        install(distribution);
        ShopWar shop = reporting(ShopWar.ofServlets(), endpoint, "${order.id}");
        deploy("shop", shop);
        server.start();
        Rush rush = rush("shop");
        for (int round = 1; round <= rounds; round++) {
            endpoint.away = true;
            rush.awaitOrders();
            Set<String> old = new HashSet<>(rush.confirmed());
            deploy("shop", shop);
            awaitLog("shop: stopped", round);
            awaitLog("shop: the outbox is open", round + 1);
            endpoint.away = false;
            assertArrived(old, endpoint);
            rush.awaitOrders();
        }
        rush.stop();
        assertArrived(rush.confirmed(), endpoint);
        assertEventually(1L, server::applicationLoaders);
        assertNothingElseInTheLog();
    }

    /** Visitors with a session stay with the version that they know, others get the new one. */
    @ParameterizedTest
    @EnumSource(names = {"TOMCAT_9", "TOMCAT_10_1", "TOMCAT_11"})
    void versionsSideBySideBothReportAndTheNewOneTakesOverFromTheOld(Distribution distribution) throws Exception {
        install(distribution);
        deploy("shop##1", reporting(new ShopWar(), endpoint, "old-${order.id}"));
        server.start();
        Rush regulars = rush("shop");
        deploy("shop##2", reporting(new ShopWar(), endpoint, "new-${order.id}"));
        awaitLog("shop##2.war] has finished", 1);
        Rush visitors = rush("shop");
        regulars.awaitOrders();
        visitors.awaitOrders();
        assertEquals(Set.of("outbox-1.db", "outbox-2.db"), databases());

        endpoint.away = true;
        regulars.awaitOrders();
        visitors.awaitOrders();
        regulars.stop();
        Files.delete(server.webapps().resolve("shop##1.war"));
        awaitLog("shop: stopped", 1);
        awaitLog("took over " + outbox().toRealPath().resolve("outbox-1.db"), 1);
        endpoint.away = false;
        visitors.awaitOrders();
        visitors.stop();

        Set<String> all = new HashSet<>();
        regulars.confirmed().forEach(id -> all.add("old-" + id));
        visitors.confirmed().forEach(id -> all.add("new-" + id));
        assertArrived(all, endpoint);
        assertEquals(Set.of("outbox-2.db"), databases());
        assertEventually(1L, server::applicationLoaders);
        assertNothingElseInTheLog();
    }

    @ParameterizedTest
    @EnumSource(names = {"TOMCAT_11", "JETTY_12_1_EE11"})
    void applicationsWithOneDirectoryKeepToTheirOwnEndpoints(Distribution distribution) throws Exception {
        install(distribution);
        ShopWar first = reporting(new ShopWar(), endpoint, "first-${order.id}");
        deploy("first", first);
        deploy("second", reporting(new ShopWar(), other, "second-${order.id}"));
        server.start();
        endpoint.away = true;
        String ofTheFirst = "first-" + new Customer(server.uri("first")).click().buy();
        Files.delete(server.webapps().resolve("first.war"));
        awaitLog("first: stopped", 1);
        awaitLog("is passed over: 1 orders wait in it for " + endpoint.http.uri(), 1);
        String ofTheSecond =
                "second-" + new Customer(server.uri("second")).click().buy();
        assertArrived(Set.of(ofTheSecond), other);
        endpoint.away = false;
        deploy("first", first);
        assertArrived(Set.of(ofTheFirst), endpoint);
        assertEquals(Set.of(ofTheFirst), endpoint.taken);
        assertEquals(Set.of(ofTheSecond), other.taken);
        server.stop();
    }

    private void install(Distribution distribution) throws Exception {
        installation = new Installation(
                new Cell(distribution.requireInThisRun(), Runtime.version().feature()), directory);
        server = installation.server();
        server.watchForChanges();
        server.addJvmOption("-XX:SoftRefLRUPolicyMSPerMB=0"); // what is only softly reachable is not left behind
    }

    private Rush rush(String application) throws Exception {
        Rush rush = new Rush(server.uri(application));
        rushes.add(rush);
        return rush;
    }

    private ShopWar reporting(ShopWar shop, Endpoint itsEndpoint, String orderId) throws IOException {
        Snippet params = installation
                .file("context-params.xml")
                .with(installation.endpoint(), itsEndpoint.http.uri())
                .with("${order.id}", orderId)
                .and(Snippet.contextParam("roi.outboxDirectory", outbox()))
                .and(Snippet.contextParam("roi.retryMin", "10ms"))
                .and(Snippet.contextParam("roi.retryMax", "100ms"));
        return shop.withAllJar().declaring(params.text());
    }

    private Path outbox() {
        return directory.resolve("outbox");
    }

    /** New, or in the place of one of the same name; never half of one. */
    private void deploy(String application, ShopWar shop) throws IOException {
        Path war = installation.fit(shop).writeTo(directory.resolve("new.war"));
        Files.move(
                war,
                server.webapps().resolve(application + ".war"),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.ATOMIC_MOVE);
    }

    private void awaitLog(String words, long times) throws Exception {
        assertEventually(
                times,
                () -> server.log().lines().filter(line -> line.contains(words)).count());
    }

    /** These, and nothing twice. */
    private static void assertArrived(Set<String> orders, Endpoint endpoint) throws Exception {
        assertEventually(
                Set.of(),
                () -> orders.stream().filter(id -> !endpoint.taken.contains(id)).collect(Collectors.toSet()));
        assertEquals(Set.of(), endpoint.takenAgain);
    }

    private Set<String> databases() throws IOException {
        try (Stream<Path> files = Files.list(outbox())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".db"))
                    .collect(Collectors.toSet());
        }
    }

    /** But for the outages that the test has made. */
    private void assertNothingElseInTheLog() throws Exception {
        server.stop();
        assertEquals(
                List.of(),
                server.complaints().stream()
                        .filter(line -> !line.contains("the endpoint does not take orders")
                                && !line.contains("the endpoint did not take order "))
                        .toList());
    }
}
