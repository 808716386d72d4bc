package io.roifilter.faults;

import static io.roifilter.testing.Eventually.assertEventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import io.roifilter.api.ApiRequest;
import io.roifilter.jdbc.ConnectionSource;
import io.roifilter.outbox.Destination;
import io.roifilter.outbox.Outbox;
import io.roifilter.outbox.OutboxOptions;
import io.roifilter.relay.Relay;
import io.roifilter.testing.DatabaseServer;
import io.roifilter.testing.LoopbackEndpoint;
import io.roifilter.testing.PostgresServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nodes whose clocks disagree empty a database together. Half way, when each has all its POSTs at the endpoint and none
 * is answered yet, one is killed, or one is stopped for longer than its lease, or both.
 */
@Timeout(180)
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class ClusterIT {
    private static final int ORDERS = 10_000;
    /** Waiting when the nodes start. */
    private static final int WAITING = 9_000;
    /** Taken by a single node when all others are delivered. */
    private static final int LAST = 50;

    private static final int IN_FLIGHT = ShopProcess.CONNECTIONS * ShopProcess.BATCH;

    /** One for all nodes, though each has its own way to the endpoint. */
    private static final URI DESTINATION = URI.create("https://api.example.com/");

    @AutoClose("remove")
    private static DatabaseServer database;

    @TempDir
    private Path directory;

    private final List<Node> nodes = new ArrayList<>();
    private final AtomicInteger arrived = new AtomicInteger();
    private int ordered;
    private Outbox outbox;

    @BeforeAll
    static void startDatabase() throws Exception {
        database = new PostgresServer();
    }

    @BeforeEach
    void order() throws Exception {
        outbox = Outbox.shared(
                ConnectionSource.ofUrl(database.url()),
                directory,
                Destination.of(DESTINATION, ""),
                new OutboxOptions("till", WAITING, Duration.ZERO, Duration.ofDays(30)),
                Clock.systemUTC());
        while (ordered < WAITING) {
            outbox.accept(ShopProcess.order(nextOrderId()));
        }
        assertEventually((long) WAITING, () -> outbox.statistics().waiting());
    }

    @AfterEach
    void close() throws Exception {
        for (Node node : nodes) {
            node.kill();
            node.endpoint.close();
        }
        outbox.close(Duration.ofSeconds(20));
        database.execute("DROP TABLE roi_outbox, roi_outbox_destination, roi_outbox_count, roi_outbox_meta");
    }

    @Test
    void ofTwoNodesOneIsKilled() throws Exception {
        Node survivor = start(Duration.ZERO);
        Node killed = start(Duration.ofHours(3));
        deliverHalf();
        killed.kill();
        deliverAllButTheLast(survivor);
        deliverTheLast(survivor);
        assertCountedOnceAndSentAgainOnlyWhatWasInFlightFrom(killed);
    }

    @Test
    void ofTwoNodesOneIsStoppedForLongerThanItsLease() throws Exception {
        Node survivor = start(Duration.ofHours(-3));
        Node stopped = start(Duration.ZERO);
        deliverHalf();
        stopped.stop();
        deliverAllButTheLast(survivor);
        continueWithLateRejections(stopped);
        survivor.end();
        deliverTheLast(stopped);
        assertCountedOnceAndSentAgainOnlyWhatWasInFlightFrom(stopped);
    }

    @Test
    void ofThreeNodesOneIsKilledAndOneIsStoppedForLongerThanItsLease() throws Exception {
        Node survivor = start(Duration.ZERO);
        Node killed = start(Duration.ofHours(3));
        Node stopped = start(Duration.ofHours(-3));
        deliverHalf();
        stopped.stop();
        killed.kill();
        deliverAllButTheLast(survivor);
        continueWithLateRejections(stopped);
        stopped.end();
        deliverTheLast(survivor);
        assertCountedOnceAndSentAgainOnlyWhatWasInFlightFrom(killed, stopped);
    }

    @Test
    void aNodeThatIsStoppedInTheMiddleOfATransactionHoldsUpNobody() throws Exception {
        Node stopped = start(Duration.ZERO);
        stopped.answerWith(LoopbackEndpoint.accepted());
        stopped.awaitOpen();
        stopped.startRelay();
        assertEventually(true, () -> {
            stopped.stop();
            if (transactions("state = 'idle in transaction'") == 1 && lockedRows() > 0) {
                return true;
            }
            stopped.proceed();
            return false;
        });
        Outbox another = ShopProcess.outbox(database.url(), DESTINATION, Clock.systemUTC());
        assertTrue(another.accept(ShopProcess.order("meanwhile")));
        assertFalse(another.claim(ORDERS, ShopProcess.LEASE).isEmpty());
        assertNotEquals(0, lockedRows(), "the transaction is still open");
        stopped.kill();
        assertEventually(0, ClusterIT::lockedRows);
        another.close(Duration.ofSeconds(20));
    }

    /** @param ahead by how much its clock is wrong */
    private Node start(Duration ahead) throws IOException {
        Node node = new Node(ahead, directory.resolve("node-" + nodes.size() + ".log"));
        nodes.add(node);
        return node;
    }

    /** Until all POSTs of all nodes are at the endpoint, which does not answer them yet. */
    private void deliverHalf() throws Exception {
        for (Node node : nodes) {
            node.awaitOpen();
        }
        for (Node node : nodes) {
            node.startRelay();
        }
        for (Node node : nodes) {
            node.allInFlight.await();
        }
        assertEquals(0, transactions("pid <> pg_backend_pid()"), "open while POSTs are under way");
    }

    private void deliverAllButTheLast(Node survivor) throws Exception {
        survivor.answerWith(LoopbackEndpoint.accepted());
        while (ordered < ORDERS - LAST) {
            survivor.take(nextOrderId());
        }
        assertEventually(0L, () -> outbox.statistics().waiting());
    }

    private void deliverTheLast(Node node) throws Exception {
        while (ordered < ORDERS) {
            node.take(nextOrderId());
        }
        assertEventually(0L, () -> outbox.statistics().waiting());
        node.end();
    }

    /** What was in flight is delivered by others when it gets the answers, of the kind that would do most harm. */
    private static void continueWithLateRejections(Node stopped) throws Exception {
        stopped.answerWith("<methodName>roi.insert</methodName><responseCode>402</responseCode>"
                + "<responseText>Missing variables</responseText>");
        stopped.proceed();
        assertEventually(IN_FLIGHT, stopped::answeredTooLate);
        assertEquals(List.of(), stopped.logged("rejected order"));
    }

    private void assertCountedOnceAndSentAgainOnlyWhatWasInFlightFrom(Node... lost) {
        Set<String> counted = new HashSet<>();
        List<String> sentAgain = nodes.stream()
                .flatMap(Node::posted)
                .filter(id -> !counted.add(id))
                .sorted()
                .toList();
        List<String> wereInFlight =
                Stream.of(lost).flatMap(node -> node.inFlight.stream()).sorted().toList();
        assertEquals(lost.length * IN_FLIGHT, wereInFlight.size());
        assertEquals(wereInFlight, sentAgain);
        assertEquals(ORDERS, counted.size());
        assertEquals(ORDERS, outbox.statistics().delivered());
        assertEquals(0, outbox.statistics().rejected());
    }

    private String nextOrderId() {
        return "order-" + ordered++;
    }

    private static int transactions(String condition) throws Exception {
        return Integer.parseInt(database.query("SELECT COUNT(*) FROM pg_stat_activity WHERE xact_start IS NOT NULL"
                + " AND backend_type = 'client backend' AND " + condition));
    }

    /** How many rows a claim would have to wait for that does not pass over them. */
    private static int lockedRows() throws Exception {
        String due = " FROM roi_outbox WHERE state = 'waiting' AND due < 1000 * EXTRACT(EPOCH FROM clock_timestamp())";
        return Integer.parseInt(database.query("SELECT (SELECT COUNT(*)" + due + ") - COUNT(*) FROM (SELECT id" + due
                + " FOR UPDATE SKIP LOCKED) AS not_locked"));
    }

    /** A process that takes orders and delivers, and its own way to the endpoint, by which it can be told from others. */
    private final class Node {
        private final LoopbackEndpoint endpoint = new LoopbackEndpoint().behave(this::answer);
        private final CountDownLatch allInFlight = new CountDownLatch(ShopProcess.CONNECTIONS);
        private final Queue<String> inFlight = new ConcurrentLinkedQueue<>();
        private final CountDownLatch answered = new CountDownLatch(1);
        private volatile String lateAnswer;
        private final Path log;
        private final Process process;
        private final Writer input;
        private final BufferedReader output;

        Node(Duration ahead, Path log) throws IOException {
            this.log = log;
            process = ShopProcess.start(List.of(), Main.class, log, database.url(), "" + endpoint.uri(), "" + ahead);
            input = process.outputWriter();
            output = process.inputReader();
        }

        void awaitOpen() throws IOException {
            assertEquals("open", output.readLine());
        }

        void startRelay() throws IOException {
            write("start");
        }

        /** An order that is confirmed. */
        void take(String orderId) throws IOException {
            write(orderId);
            assertEquals("true", output.readLine());
        }

        void stop() throws Exception {
            signal("STOP");
        }

        /** Goes on after {@link #stop}. */
        void proceed() throws Exception {
            signal("CONT");
        }

        void kill() {
            process.destroyForcibly().onExit().join();
        }

        /** Ends in order. */
        void end() throws Exception {
            input.close();
            assertEquals(0, process.waitFor());
        }

        Stream<String> posted() {
            return endpoint.received().stream().flatMap(post -> post.orderIds().stream());
        }

        /** How many orders were no longer its own when they were answered. */
        int answeredTooLate() throws IOException {
            return logged("had no longer been claimed").stream()
                    .mapToInt(line -> Integer.parseInt(line.replaceAll("^INFO: shop: | orders.*", "")))
                    .sum();
        }

        List<String> logged(String words) throws IOException {
            return Files.readAllLines(log).stream()
                    .filter(line -> line.contains(words))
                    .toList();
        }

        /** What was in flight half way; all that comes later is accepted. */
        void answerWith(String item) {
            lateAnswer = item;
            answered.countDown();
        }

        private void answer(HttpExchange exchange, ApiRequest message) throws IOException {
            int calls = message.calls().size();
            String item = LoopbackEndpoint.accepted();
            if (arrived.addAndGet(calls) > ORDERS / 2 && answered.getCount() > 0) {
                message.calls().forEach(call -> inFlight.add(call.arguments().get("order_id")));
                allInFlight.countDown();
                awaitAnswered();
                item = lateAnswer;
            }
            LoopbackEndpoint.reply(exchange, 200, LoopbackEndpoint.answer(calls, item));
        }

        private void awaitAnswered() throws IOException {
            try {
                answered.await();
            } catch (InterruptedException e) {
                throw new InterruptedIOException();
            }
        }

        private void write(String line) throws IOException {
            input.write(line + "\n");
            input.flush();
        }

        private void signal(String name) throws Exception {
            Process kill = new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid()).start();
            assertEquals(0, kill.waitFor());
        }
    }

    /** Opens the outbox, begins to deliver when it is told to, then takes orders until there are no more. */
    static final class Main {
        public static void main(String[] arguments) throws IOException {
            Clock clock = Clock.offset(Clock.systemUTC(), Duration.parse(arguments[2]));
            Outbox outbox = ShopProcess.outbox(arguments[0], DESTINATION, clock);
            Relay relay = ShopProcess.relay(outbox, URI.create(arguments[1]), clock);
            outbox.nextDue();
            System.out.println("open");
            BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            input.readLine();
            relay.start();
            ShopProcess.takeOrders(outbox, input);
            ShopProcess.close(relay, outbox);
        }
    }
}
