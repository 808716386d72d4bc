package io.roifilter.outbox;

import static io.roifilter.outbox.Orders.LEASE;
import static io.roifilter.outbox.Orders.claimAll;
import static io.roifilter.outbox.Orders.ids;
import static io.roifilter.outbox.Orders.order;
import static io.roifilter.testing.Eventually.assertEventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.jdbc.ConnectionSource;
import io.roifilter.outbox.Settlement.Delivered;
import io.roifilter.outbox.Settlement.Postponed;
import io.roifilter.outbox.Settlement.Rejected;
import io.roifilter.testing.DatabaseServer;
import io.roifilter.testing.LogCapture;
import io.roifilter.testing.ReadmeSql;
import io.roifilter.testing.SettableClock;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What an outbox promises that several nodes share; one subclass for each database, with one server for all its tests. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
abstract class SharedOutboxContract extends OutboxContract {
    static final Destination DESTINATION = Destination.of(URI.create("https://api.example.com/"), "");
    static final Destination ANOTHER = Destination.of(URI.create("https://api.example.com/"), "another");

    /** Started by the subclass. */
    static DatabaseServer server;

    @TempDir
    Path directory;

    private boolean dropped;

    @AfterAll
    static void stop() throws Exception {
        server.remove();
    }

    @Override
    Outbox open(SettableClock testClock) {
        if (!dropped) {
            dropped = true;
            drop();
        }
        Outbox node = node(DESTINATION, testClock);
        node.nextDue(); // so that it is open before a test does something to the tables
        return node;
    }

    static void drop() {
        try {
            for (String table :
                    List.of("roi_outbox", "roi_outbox_meta", "roi_outbox_destination", "roi_outbox_count")) {
                server.execute("DROP TABLE IF EXISTS " + table);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private Outbox node(Destination destination, Clock itsClock) {
        return node(ConnectionSource.ofUrl(server.url()), destination, itsClock, OPTIONS);
    }

    private Outbox node(ConnectionSource source, Destination destination, Clock itsClock, OutboxOptions options) {
        return Outbox.shared(source, directory, destination, options, itsClock);
    }

    /** A node whose clock is wrong. */
    private Outbox node(Duration ahead) {
        return node(DESTINATION, Clock.offset(Clock.systemUTC(), ahead));
    }

    /** A node that lets no request wait. */
    private Outbox hasty(int queueCapacity) {
        return node(
                ConnectionSource.ofUrl(server.url()),
                DESTINATION,
                clock,
                new OutboxOptions("hasty", queueCapacity, Duration.ZERO, Duration.ofDays(30)));
    }

    /** Makes all that was stored older, which is the same for what is stored later. */
    @Override
    void advance(Duration duration) {
        clock.advance(duration);
        try {
            server.execute("UPDATE roi_outbox SET due = due - " + duration.toMillis() + ", accepted_at = accepted_at - "
                    + duration.toMillis() + ", settled_at = settled_at - " + duration.toMillis());
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    Duration tolerance() {
        return Duration.ofSeconds(20);
    }

    @Override
    void execute(String sql) throws Exception {
        server.execute(sql);
    }

    @Override
    String query(String sql) throws Exception {
        return server.query(sql);
    }

    /** As the README calls it. */
    abstract String database();

    /** The URL of a user who may change rows but not make tables. */
    abstract String urlOfLesserUser() throws Exception;

    /** Runs the statements that the jar has for somebody who may. */
    abstract void makeTables() throws Exception;

    @Test
    void nodesClaimEveryOrderOnceWhateverTheirClocksSay() throws Exception {
        int orders = 3000;
        List<Outbox> nodes = List.of(node(Duration.ZERO), node(Duration.ofHours(7)), node(Duration.ofHours(-7)));
        inParallel(orders, i -> assertTrue(nodes.get(i % 3).accept(order("" + i))));
        List<Entry> claimed = Collections.synchronizedList(new ArrayList<>());
        CyclicBarrier together = new CyclicBarrier(nodes.size() * 2);
        inParallel(nodes.size() * 2, i -> {
            together.await();
            while (claimed.size() < orders) {
                claimed.addAll(nodes.get(i % 3).claim(100, LEASE));
            }
        });
        assertEquals(orders, claimed.size());
        assertEquals(orders, Set.copyOf(ids(claimed)).size());
        assertTrue(claimed.stream().allMatch(entry -> entry.attempts() == 1));
        for (Outbox node : nodes) {
            assertEquals(orders, node.statistics().waiting());
            node.close(CLOSE);
        }
    }

    @Test
    void nodesKeepTheSameOrderOnce() throws Exception {
        List<Outbox> nodes = List.of(node(Duration.ZERO), node(Duration.ofHours(2)));
        // One from below and one from above, so that they get into each other's way
        inParallel(2000, i -> assertTrue(nodes.get(i % 2).accept(order("" + (i % 2 == 0 ? i / 2 : 999 - i / 2)))));
        assertEquals(1000, claimAll(nodes.get(0)).size());
        assertEquals(List.of(), claimAll(nodes.get(1)));
        nodes.get(0).settle(List.of());
        nodes.forEach(node -> node.close(CLOSE));
    }

    @Test
    void whatANodeAcceptedIsDueAtOnceForAnotherWithAnotherClock() throws Exception {
        Outbox early = node(Duration.ofHours(-5));
        Outbox late = node(Duration.ofHours(5));
        late.accept(order("1"));
        Entry entry = Orders.claim(early, 1).get(0);
        assertAbout(Instant.now().minus(Duration.ofHours(5)), entry.acceptedAt());
        early.settle(List.of(new Postponed(entry, Instant.now().minus(Duration.ofHours(4)), "in an hour")));
        assertEquals(List.of(), late.claim(1, LEASE));
        assertAbout(Instant.now().plus(Duration.ofHours(6)), late.nextDue().orElseThrow());
        advance(Duration.ofHours(1));
        assertEquals(List.of("1"), ids(late.claim(1, LEASE)));
        early.close(CLOSE);
        late.close(CLOSE);
    }

    @Test
    void whatADeadNodeHadClaimedFallsDueForTheOthers() throws Exception {
        Outbox dead = node(Duration.ofHours(-3));
        Outbox alive = node(Duration.ofHours(3));
        IntStream.range(0, 10).forEach(i -> dead.accept(order("" + i)));
        List<Entry> lost = Orders.claim(dead, 10);
        assertEquals(List.of(), alive.claim(10, LEASE));
        assertAbout(
                Instant.now().plus(Duration.ofHours(3)).plus(LEASE),
                alive.nextDue().orElseThrow());
        advance(LEASE);
        List<Entry> found = alive.claim(10, LEASE);
        assertEquals(10, found.size());
        assertEquals(2, found.get(0).attempts());
        dead.settle(lost.stream()
                .map(entry -> (Settlement) new Rejected(entry, "402", "late"))
                .toList());
        alive.settle(found.stream()
                .map(entry -> (Settlement) new Delivered(entry, "saved"))
                .toList());
        assertEquals(10, dead.statistics().delivered());
        dead.close(CLOSE);
        alive.close(CLOSE);
    }

    @Test
    void manyNodesMakeTheTablesAtOnce() throws Exception {
        for (int round = 0; round < 3; round++) {
            drop();
            try (LogCapture log = new LogCapture()) {
                inParallel(6, i -> {
                    Outbox node = node(Duration.ZERO);
                    assertTrue(node.accept(order("" + i)));
                    node.close(CLOSE);
                });
                assertEquals(List.of(), log.linesWith("SEVERE"));
            }
            assertEquals("6", query("SELECT COUNT(*) FROM roi_outbox"));
        }
    }

    @Test
    void usesTablesThatSomebodyElseMade() throws Exception {
        drop();
        makeTables();
        String url = urlOfLesserUser();
        Outbox node = node(ConnectionSource.ofUrl(url), DESTINATION, clock, OPTIONS);
        assertTrue(node.accept(order("1")));
        node.settle(List.of(new Delivered(node.claim(1, LEASE).get(0), "saved")));
        advance(Duration.ofDays(40));
        node.housekeep();
        assertEquals(0, node.statistics().delivered());
        node.close(CLOSE);
    }

    @Test
    void saysThatItMayNotMakeTheTables() throws Exception {
        drop();
        String url = urlOfLesserUser();
        try (LogCapture log = new LogCapture()) {
            Outbox node = node(
                    ConnectionSource.ofUrl(url),
                    DESTINATION,
                    clock,
                    new OutboxOptions("shop", 10, Duration.ZERO, Duration.ZERO));
            OutboxException away = assertThrows(OutboxException.class, node::nextDue);
            assertTrue(away.getMessage().contains("somebody else must, with the statements"), away.getMessage());
            node.accept(order("1"));
            makeTables();
            urlOfLesserUser(); // may use them now
            assertEventually(1L, () -> waiting(node));
            node.close(CLOSE);
            assertEquals(List.of(), log.linesWith(Outbox.UNSTORED));
        }
    }

    @Test
    void leavesTheOrdersOfOtherDestinationsAlone() throws Exception {
        Outbox ours = node(DESTINATION, clock);
        Outbox theirs = node(ANOTHER, clock);
        ours.accept(order("1"));
        theirs.accept(order("1"));
        theirs.accept(order("2"));
        assertEquals(List.of("1"), ids(claimAll(ours)));
        assertEquals(1, ours.statistics().waiting());
        theirs.settle(claimAll(theirs).stream()
                .map(entry -> (Settlement) new Delivered(entry, "saved"))
                .toList());
        advance(Duration.ofDays(31));
        ours.housekeep();
        assertEquals(2, theirs.statistics().delivered());
        theirs.housekeep();
        assertEquals(0, theirs.statistics().delivered());
        assertEquals(Optional.empty(), theirs.nextDue());
        assertEquals("2", query("SELECT COUNT(*) FROM roi_outbox_destination"));
        ours.close(CLOSE);
        theirs.close(CLOSE);
    }

    @Test
    void takesOverWhatWasForAFormerDestinationButNothingTwice() throws Exception {
        Outbox theirs = node(ANOTHER, clock);
        for (String id : List.of("1", "2", "3")) {
            theirs.accept(order(id));
        }
        theirs.refuse(order("4"), "no");
        theirs.settle(theirs.claim(1, LEASE).stream()
                .map(entry -> (Settlement) new Delivered(entry, "saved"))
                .toList());
        assertEquals(1, theirs.claim(1, LEASE).size(), "claimed, and taken from there");
        OutboxOptions options = new OutboxOptions(
                "former",
                OPTIONS.queueCapacity(),
                OPTIONS.acceptTimeout(),
                OPTIONS.keepDelivered(),
                LineSeal.none(),
                Optional.of(ANOTHER));
        Outbox ours = node(ConnectionSource.ofUrl(server.url()), DESTINATION, clock, options);
        ours.accept(order("3"));
        ours.housekeep();
        advance(LEASE.plusSeconds(1));
        assertEquals(List.of("2", "3"), ids(claimAll(ours)).stream().sorted().toList());
        assertEquals(1, ours.statistics().rejected());
        assertEquals(1, theirs.statistics().waiting(), "3, which both have");
        assertEquals(1, theirs.statistics().delivered());
        ours.close(CLOSE);
        theirs.close(CLOSE);
    }

    /** Mended by the README's statements, in their order. */
    @Test
    void whatWasRejectedIsMendedAndSentAgainByHand() throws Exception {
        List<String> statements = ReadmeSql.of("rejected", database());
        Outbox node = node(DESTINATION, clock);
        node.refuse(order("1123"), "the amount is ambiguous");
        node.refuse(order("unknown-0123456789ab"), "no order id");
        assertEquals(2, node.statistics().rejected());
        assertEquals("1123", query(statements.get(0)));
        execute(statements.get(1));
        assertEquals(0, node.statistics().waiting(), "it would be sent as it is");
        execute(statements.get(2));
        execute(statements.get(1));
        assertEquals(
                List.of("152.99"),
                claimAll(node).stream()
                        .map(entry -> entry.call().arguments().get("amount"))
                        .toList());
        execute("DELETE FROM roi_outbox WHERE order_id = '1123'");
        execute(statements.get(3));
        execute(statements.get(1));
        assertEquals(List.of("1123"), ids(claimAll(node)));
        node.accept(order("1123"));
        assertEquals(1, node.statistics().duplicates());
        node.refuse(order("young"), "no");
        node.refuse(order("old"), "no");
        execute(
                "UPDATE roi_outbox SET settled_at = settled_at - 91 * CAST(86400000 AS DECIMAL) WHERE order_id = 'old'");
        execute(statements.get(4));
        assertEquals("young", query("SELECT order_id FROM roi_outbox WHERE state = 'rejected'"));
        assertEquals(1, node.statistics().rejected());
        node.close(CLOSE);
    }

    @Test
    void whatIsForOneDestinationIsGivenToAnotherByHand() throws Exception {
        Outbox theirs = node(ANOTHER, clock);
        theirs.accept(order("1"));
        theirs.accept(order("2"));
        Outbox ours = node(DESTINATION, clock);
        ours.accept(order("2"));
        String readdress = ReadmeSql.of("readdress", database()).get(0);
        execute(readdress.replace("NEW", keyOf(DESTINATION)).replace("OLD", keyOf(ANOTHER)));
        assertEquals(List.of("1", "2"), ids(claimAll(ours)).stream().sorted().toList());
        assertEquals(1, theirs.statistics().waiting(), "2, which both have");
        ours.close(CLOSE);
        theirs.close(CLOSE);
    }

    private String keyOf(Destination destination) throws Exception {
        return query("SELECT destination FROM roi_outbox_destination WHERE endpoint = '" + destination.endpoint()
                + "' AND account = '" + destination.account() + "'");
    }

    @Test
    void saysForWhomElseSomethingWaits() throws Exception {
        Outbox theirs = node(ANOTHER, clock);
        theirs.accept(order("1"));
        try (LogCapture log = new LogCapture()) {
            Outbox ours = node(DESTINATION, clock);
            ours.nextDue();
            ours.close(CLOSE);
            assertEquals(1, log.linesWith("orders wait in the shared outbox").size());
            assertEquals(
                    1, log.linesWith(": 1 for " + ANOTHER + ". Applications").size());
        }
        theirs.close(CLOSE);
    }

    @Test
    void passesOverTheTablesOfALaterVersion() throws Exception {
        execute("UPDATE roi_outbox_meta SET value = '7' WHERE name = 'schema_version'");
        Outbox node = hasty(10);
        OutboxException away = assertThrows(OutboxException.class, node::nextDue);
        assertTrue(away.getMessage().contains("version 7, made by a later roi-filter"), away.getMessage());
        node.close(CLOSE);
    }

    @Test
    void takesOverFilesOfTheEmbeddedOutbox() throws Exception {
        Outbox embedded = Outbox.embedded(directory, DESTINATION, OPTIONS, clock);
        IntStream.range(0, 700).forEach(i -> embedded.accept(order("" + i, i % 2 == 0)));
        embedded.refuse(order("refused"), "negative");
        embedded.accept(order("delivered here"));
        Outbox shared = node(DESTINATION, clock);
        embedded.accept(order("read well here"));
        embedded.refuse(order("read well there"), "pending");
        shared.refuse(order("read well here"), "pending");
        shared.accept(order("delivered there"));
        shared.settle(List.of(new Delivered(shared.claim(1, LEASE).get(0), "saved")));
        shared.accept(order("read well there"));
        embedded.accept(order("delivered there"));
        shared.accept(order("delivered here"));
        embedded.settle(embedded.claim(1000, LEASE).stream()
                .filter(entry -> entry.call().reference().equals("delivered here"))
                .map(entry -> (Settlement) new Delivered(entry, "saved"))
                .toList());
        embedded.close(CLOSE);
        shared.housekeep();
        Statistics statistics = shared.statistics();
        assertEquals(
                List.of(702L, 2L, 1L), List.of(statistics.waiting(), statistics.delivered(), statistics.rejected()));
        assertEquals(702, claimAll(shared).size());
        assertFalse(Files.exists(directory.resolve("outbox-1.db")));
        shared.close(CLOSE);
    }

    @Test
    void anOrderThatTheDatabaseRefusesIsKeptForAPersonAndTheOthersGetThrough() throws Exception {
        Outbox node = hasty(100);
        assertEventually(0L, () -> waiting(node));
        execute("ALTER TABLE roi_outbox ADD CONSTRAINT no_poison CHECK (order_id <> 'poison')");
        try (LogCapture log = new LogCapture()) {
            IntStream.range(0, 20).forEach(i -> node.accept(order(i == 7 ? "poison" : "" + i)));
            assertEventually(19L, () -> waiting(node));
            assertEquals(1, UnstoredLines.in(directory).size());
            assertTrue(UnstoredLines.in(directory).get(0).contains("; key poison; check none; because "));
            assertEventually(List.of("poison"), () -> aside(node));
            assertEquals(1, log.linesWith("the outbox refuses order poison").size());
        }
        assertEventually(19L, () -> waiting(node));
        node.close(CLOSE);
    }

    /** The orders that are kept for a person to look at. */
    private static List<String> aside(Outbox node) throws Exception {
        try {
            node.housekeep();
        } catch (OutboxException e) {
            // It is being opened again.
        }
        List<String> orders = new ArrayList<>();
        for (String file : node.unstored().aside()) {
            for (String line : Files.readAllLines(Path.of(file))) {
                orders.add(line.replaceFirst(".*; key ([^;]*);.*", "$1"));
            }
        }
        return orders;
    }

    @Test
    void ordersWaitWhileTheDatabaseIsAwayAndTheLogSaysSoOnce() throws Exception {
        Outbox node = hasty(1000);
        Outbox other = node(DESTINATION, clock);
        node.accept(order("before"));
        assertEventually(1L, () -> waiting(other));
        try (LogCapture log = new LogCapture()) {
            server.stop();
            for (int i = 0; i < 500; i++) {
                assertFalse(node.accept(order("during " + i)));
                if (i == 250) {
                    assertEventually(
                            1,
                            () -> log.linesWith("hasty: the outbox cannot be written")
                                    .size());
                    assertThrows(OutboxException.class, () -> node.claim(1, LEASE));
                }
            }
            server.start();
            assertEventually(501L, () -> waiting(node));
            assertEquals(501, claimAll(other).size());
            assertEquals(1, log.linesWith("hasty: the outbox cannot be written").size());
            assertEquals(1, log.linesWith("hasty: the outbox is open again").size());
            assertEquals(List.of(), log.linesWith(Outbox.UNSTORED));
            node.close(CLOSE);
        }
        other.close(CLOSE);
    }

    @Test
    void startsWithoutTheDatabaseAndStoresWhatWaited() throws Exception {
        server.stop();
        Outbox node;
        try {
            node = hasty(10);
            assertFalse(node.accept(order("1")));
            assertThrows(OutboxException.class, node::statistics);
        } finally {
            server.start();
        }
        assertEventually(1L, () -> waiting(node));
        node.close(CLOSE);
    }

    @Test
    void whatCannotWaitIsForTheNext() throws Exception {
        server.stop();
        try (LogCapture log = new LogCapture()) {
            Outbox node = hasty(5);
            assertEventually(
                    1, () -> log.linesWith("the outbox cannot be written").size());
            IntStream.range(0, 8).forEach(i -> node.accept(order("" + i)));
            assertEquals(
                    3,
                    UnstoredLines.in(directory).stream()
                            .filter(line -> line.endsWith("because the queue is full"))
                            .count());
            node.close(CLOSE);
            assertEquals(8, UnstoredLines.in(directory).size());
            assertEquals(0, log.linesWith(Outbox.UNSTORED).size());
            assertEquals(0, node.logged());
            assertEquals(8, node.unstored().orders());
        } finally {
            server.start();
        }
        Outbox next = hasty(100);
        assertEventually(0L, () -> waiting(next));
        next.housekeep();
        assertEquals(8, claimAll(next).size());
        next.close(CLOSE);
    }

    @Test
    void aCommitOfWhichNobodyKnowsTheOutcomeIsRepeatedHarmlessly() throws Exception {
        AtomicInteger breaks = new AtomicInteger();
        ConnectionSource breaking = new BreakingConnections(ConnectionSource.ofUrl(server.url()), breaks);
        Outbox node = node(breaking, DESTINATION, clock, OPTIONS);
        assertEquals(0, node.statistics().waiting());
        breaks.set(2);
        try (LogCapture log = new LogCapture()) {
            node.accept(order("1", true));
            assertEventually(1L, () -> waiting(node));
            assertTrue(node.accept(order("2", true)));
            assertEquals(List.of("1", "2"), ids(claimAll(node)));
            assertEquals(List.of(), log.linesWith(Outbox.UNSTORED));
        }
        assertEquals(0, node.statistics().duplicates());
        assertTrue(breaks.get() <= 0);
        node.close(CLOSE);
    }

    /** Empty while the store is away. */
    private static Long waiting(Outbox node) {
        try {
            return node.statistics().waiting();
        } catch (OutboxException e) {
            return null;
        }
    }

    private interface Step {
        void run(int number) throws Exception;
    }

    private static void inParallel(int times, Step step) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(times, 16));
        try {
            List<Callable<Void>> tasks = IntStream.range(0, times)
                    .mapToObj(i -> (Callable<Void>) () -> {
                        step.run(i);
                        return null;
                    })
                    .toList();
            for (Future<Void> task : threads.invokeAll(tasks)) {
                task.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    /** Connections that break right after a commit, so that nobody is told of it. */
    private static final class BreakingConnections implements ConnectionSource {
        private final ConnectionSource source;
        private final AtomicInteger breaks;
        private Connection taken;

        BreakingConnections(ConnectionSource source, AtomicInteger breaks) {
            this.source = source;
            this.breaks = breaks;
        }

        @Override
        public Connection take() throws SQLException {
            taken = source.take();
            Connection connection = taken;
            return (Connection) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                        Object result = invoke(method, connection, arguments);
                        if (method.getName().equals("commit") && breaks.getAndDecrement() > 0) {
                            connection.close();
                            throw new SQLException("broken after the commit", "08006");
                        }
                        return result;
                    });
        }

        @Override
        public void giveBack(Connection connection, boolean failed) {
            source.giveBack(taken, failed);
        }

        @Override
        public void close() {
            source.close();
        }

        private static Object invoke(Method method, Connection connection, Object[] arguments) throws Throwable {
            try {
                return method.invoke(connection, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }
}
