package io.roifilter.relay;

import static io.roifilter.testing.LoopbackEndpoint.accepted;
import static io.roifilter.testing.LoopbackEndpoint.answer;
import static io.roifilter.testing.LoopbackEndpoint.reply;
import static io.roifilter.testing.LoopbackEndpoint.replying;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import io.roifilter.api.ApiClient;
import io.roifilter.api.ApiRequest;
import io.roifilter.api.Credentials;
import io.roifilter.api.RoiInsert;
import io.roifilter.outbox.Destination;
import io.roifilter.outbox.Outbox;
import io.roifilter.outbox.OutboxOptions;
import io.roifilter.testing.LoopbackEndpoint;
import io.roifilter.testing.SettableClock;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An endpoint that misbehaves for an hour and then recovers: every order arrives, none is counted twice by an endpoint
 * that knows its order ids, and the hour costs few POSTs.
 */
@Timeout(60)
class EndpointVicesTest {
    private static final int ORDERS = 250;
    private static final int BATCH = 100;
    private static final Duration RETRY_MAX = Duration.ofMinutes(15);
    private static final Duration PATIENT = Duration.ofSeconds(20);
    /** For the vices that hang, each time: nothing else is to be had from them by waiting. */
    private static final Duration HASTY = Duration.ofMillis(100);

    @TempDir
    private Path directory;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T12:00:00Z"));
    private final Set<String> counted = ConcurrentHashMap.newKeySet();

    /** A way to misbehave, and how many POSTs an hour of it may cost. */
    private static Stream<Arguments> vices() {
        return Stream.of(
                // All of these fail a POST as a whole: one probe at a time, with pauses that grow to 15 minutes.
                vice("500", 40, endpoint -> replying(500, "")),
                vice("a maintenance page", 40, endpoint -> replying(200, "<html><body>Back soon")),
                vice("a maintenance page in XHTML", 40, endpoint -> replying(200, "<html><body/></html>")),
                vice("garbage", 40, endpoint -> replying(200, "\u0000\uffff<<<&&&]]>")),
                vice("nothing", 40, endpoint -> replying(200, "")),
                vice("429 with Retry-After", 3, endpoint -> EndpointVicesTest::tooMany),
                vice("429 without Retry-After", 40, endpoint -> replying(429, "")),
                vice("an answer cut off", 40, endpoint -> LoopbackEndpoint::truncate),
                vice("an endless answer", 40, endpoint -> LoopbackEndpoint::sendWithoutEnd),
                hanging("silence", endpoint -> endpoint::hang),
                hanging("an answer that stops", endpoint -> endpoint::hangInBody),
                hanging("byte by byte", endpoint -> EndpointVicesTest::byteByByte),
                vice("items of other calls", 40, endpoint -> EndpointVicesTest::numbersBeyond),
                vice("HTTP 404", 12, endpoint -> replying(404, "")),
                // These take orders all the same, so that there is no outage; each order is sent a few times at most.
                vice("half of the items", 60, endpoint -> EndpointVicesTest::half),
                vice("items doubled, in reverse, and numbers beyond", 3, endpoint -> EndpointVicesTest::disorderly),
                vice("items doubled that disagree", 60, endpoint -> EndpointVicesTest::contradictory));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vices")
    void everyOrderArrivesOnce(
            String name, int maxPosts, Duration timeout, Function<LoopbackEndpoint, LoopbackEndpoint.Behaviour> vice)
            throws Exception {
        try (LoopbackEndpoint endpoint = new LoopbackEndpoint()) {
            LoopbackEndpoint.Behaviour behaviour = vice.apply(endpoint);
            endpoint.behave((exchange, message) -> {
                count(message);
                behaviour.answer(exchange, message);
            });
            assertArrivesOnce(
                    endpoint.uri(), maxPosts, timeout, endpoint.received()::size, () -> endpoint.behave(this::honest));
        }
    }

    @Test
    void everyOrderArrivesOnceWhenConnectionsAreResetInTheMiddleOfTheAnswer() throws Exception {
        ResettingServer resetting = new ResettingServer();
        List<LoopbackEndpoint> recovered = new ArrayList<>();
        try {
            assertArrivesOnce(resetting.uri(), 40, PATIENT, resetting::connections, () -> {
                resetting.close();
                recovered.add(new LoopbackEndpoint(resetting.uri().getPort()).behave(this::honest));
            });
        } finally {
            resetting.close();
            recovered.forEach(LoopbackEndpoint::close);
        }
    }

    private interface Posts {
        int count();
    }

    private void assertArrivesOnce(URI uri, int maxPosts, Duration timeout, Posts posts, Runnable recover)
            throws Exception {
        Outbox outbox = Outbox.embedded(
                directory,
                Destination.of(uri, ""),
                new OutboxOptions("test", 10_000, Duration.ofSeconds(30), Duration.ofDays(30)),
                clock);
        try {
            for (int i = 0; i < ORDERS; i++) {
                outbox.accept(new RoiInsert("echo3-1", "1.00", "order-" + i, false, LocalDate.of(2026, 11, 22)));
            }
            try (Relay relay = relay(outbox, uri, timeout)) {
                for (int step = 0; step < 720; step++) {
                    deliverAll(relay);
                    clock.advance(Duration.ofSeconds(5));
                }
            }
            int duringTheOutage = posts.count();
            assertTrue(duringTheOutage >= 1 && duringTheOutage <= maxPosts, duringTheOutage + " POSTs in an hour");
            recover.run();
            try (Relay relay = relay(outbox, uri, PATIENT)) {
                for (int step = 0; step < 20 && outbox.statistics().waiting() > 0; step++) {
                    clock.advance(RETRY_MAX);
                    deliverAll(relay);
                }
            }
            assertEquals(ORDERS, outbox.statistics().delivered());
            assertEquals(ORDERS, counted.size());
        } finally {
            outbox.close(Duration.ofSeconds(10));
        }
    }

    private Relay relay(Outbox outbox, URI uri, Duration requestTimeout) {
        ApiClient client = new ApiClient(
                uri, new Credentials("key", "secret"), Duration.ofSeconds(10), requestTimeout, "test", clock);
        RelayPolicy policy = new RelayPolicy(
                BATCH, 2, RelayPolicy.leaseFor(requestTimeout), Duration.ofSeconds(1), RETRY_MAX, Duration.ofDays(7));
        return new Relay("test", outbox, client, policy, clock, new Random(42));
    }

    private static void deliverAll(Relay relay) throws InterruptedException {
        while (relay.deliver()) {
            // Full batches.
        }
    }

    /** As the API does: what came in is counted, whatever becomes of the answer; an order id it knows is discarded. */
    private void count(ApiRequest message) {
        message.calls().forEach(call -> counted.add(call.arguments().get("order_id")));
    }

    private void honest(HttpExchange exchange, ApiRequest message) throws IOException {
        count(message);
        LoopbackEndpoint.acceptAll(exchange, message);
    }

    private static Arguments vice(
            String name, int maxPosts, Function<LoopbackEndpoint, LoopbackEndpoint.Behaviour> vice) {
        return Arguments.of(name, maxPosts, PATIENT, vice);
    }

    private static Arguments hanging(String name, Function<LoopbackEndpoint, LoopbackEndpoint.Behaviour> vice) {
        return Arguments.of(name, 40, HASTY, vice);
    }

    private static void tooMany(HttpExchange exchange, ApiRequest message) throws IOException {
        exchange.getResponseHeaders().set("Retry-After", "3000");
        reply(exchange, 429, "");
    }

    /** A byte now and then: never silent for long, and never done. */
    private static void byteByByte(HttpExchange exchange, ApiRequest message) throws IOException {
        byte[] bytes = answer(message.calls().size(), accepted()).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        OutputStream body = exchange.getResponseBody();
        for (byte b : bytes) {
            body.write(b);
            body.flush();
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private static void numbersBeyond(HttpExchange exchange, ApiRequest message) throws IOException {
        reply(exchange, 200, items(item(message.calls().size() + 1), item(0), item(-1), item(Integer.MAX_VALUE)));
    }

    private static void half(HttpExchange exchange, ApiRequest message) throws IOException {
        reply(exchange, 200, answer((message.calls().size() + 1) / 2, accepted()));
    }

    private static void disorderly(HttpExchange exchange, ApiRequest message) throws IOException {
        List<String> items = new ArrayList<>();
        for (int number = message.calls().size() + 1; number >= 0; number--) {
            items.add(item(number));
            items.add(item(number));
        }
        reply(exchange, 200, items(items.toArray(String[]::new)));
    }

    /** The first call was both taken and rejected, which is neither. */
    private static void contradictory(HttpExchange exchange, ApiRequest message) throws IOException {
        String items = answer(message.calls().size(), accepted());
        String rejected = "<item><responseCode>403</responseCode><responseText>no</responseText>"
                + "<responseNum>1</responseNum></item></methodResponse>";
        reply(exchange, 200, items.replace("</methodResponse>", rejected));
    }

    private static String item(int number) {
        return "<item>" + accepted() + "<responseNum>" + number + "</responseNum></item>";
    }

    private static String items(String... items) {
        return "<methodResponse>" + String.join("", items) + "</methodResponse>";
    }

    /** Takes a POST, answers the beginning of a success and resets the connection. */
    private static final class ResettingServer {
        private final ServerSocket server;
        private final Thread thread = new Thread(this::serve, "resetting server");
        private final AtomicInteger connections = new AtomicInteger();

        private ResettingServer() {
            try {
                server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            thread.start();
        }

        private URI uri() {
            return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
        }

        private int connections() {
            return connections.get();
        }

        private void serve() {
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    connections.incrementAndGet();
                    readHead(socket.getInputStream());
                    String begun =
                            "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 9999\r\n\r\n<methodResponse>";
                    socket.getOutputStream().write(begun.getBytes(StandardCharsets.US_ASCII));
                    socket.setSoLinger(true, 0); // close() sends a reset
                } catch (IOException e) {
                    // Closed, or the client was faster.
                }
            }
        }

        private static void readHead(InputStream in) throws IOException {
            int last = 0;
            for (int c = in.read(); c >= 0; c = in.read()) {
                last = last << 8 | c;
                if (last == 0x0d0a0d0a) {
                    return;
                }
            }
        }

        private void close() {
            try {
                server.close();
                thread.join();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
