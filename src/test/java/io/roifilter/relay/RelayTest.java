package io.roifilter.relay;

import static io.roifilter.testing.Eventually.assertEventually;
import static io.roifilter.testing.LoopbackEndpoint.accepted;
import static io.roifilter.testing.LoopbackEndpoint.reply;
import static io.roifilter.testing.LoopbackEndpoint.replying;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import io.roifilter.api.ApiClient;
import io.roifilter.api.ApiRequest;
import io.roifilter.api.Credentials;
import io.roifilter.api.RoiInsert;
import io.roifilter.outbox.Destination;
import io.roifilter.outbox.Outbox;
import io.roifilter.outbox.OutboxOptions;
import io.roifilter.outbox.Statistics;
import io.roifilter.testing.LoopbackEndpoint;
import io.roifilter.testing.OutboxFile;
import io.roifilter.testing.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RelayTest {
    private static final Duration RETRY_MIN = Duration.ofSeconds(1);
    private static final Duration RETRY_MAX = Duration.ofMinutes(15);
    private static final Duration RETRY_FOR = Duration.ofDays(7);
    private static final Duration ACCEPT_TIMEOUT = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T12:00:00Z"));
    private final LoopbackEndpoint endpoint = new LoopbackEndpoint();
    private Outbox outbox;
    private Relay relay;

    @BeforeEach
    void open() {
        outbox = outbox(clock);
        relay = relay(clock, Duration.ofSeconds(20), 100);
    }

    @AfterEach
    void close() {
        relay.close();
        outbox.close(Duration.ofSeconds(10));
        endpoint.close();
    }

    @Test
    void sendsWhatIsDueInOnePost() throws InterruptedException {
        accept(30);
        relay.deliver();
        assertEquals(1, endpoint.received().size());
        assertEquals(30, endpoint.received().get(0).orderIds().size());
        assertEquals(30, statistics().delivered());
    }

    @Test
    void ordersThatComeFastShareAPost() throws Exception {
        relay.close();
        relay = relay(new RelayPolicy(
                100, 2, RelayPolicy.leaseFor(RETRY_MIN), RETRY_MIN, RETRY_MAX, RETRY_FOR, Duration.ofSeconds(1)));
        relay.start();
        accept(200); // each in a commit of its own
        assertEventually(200L, () -> statistics().delivered());
        int posts = endpoint.received().size();
        assertTrue(posts <= 10, posts + " POSTs");
    }

    @Test
    void doesNotWaitForMoreOrdersWhenItStops() {
        relay.close();
        relay = relay(new RelayPolicy(
                100, 2, RelayPolicy.leaseFor(RETRY_MIN), RETRY_MIN, RETRY_MAX, RETRY_FOR, Duration.ofMinutes(10)));
        relay.start();
        accept(50);
        relay.close(ACCEPT_TIMEOUT); // the test's own bound is shorter than the wait
        assertEquals(50, statistics().delivered() + statistics().waiting());
    }

    @Test
    void sendsNoMoreThanTheBatchSizeInOnePost() throws InterruptedException {
        accept(250);
        while (relay.deliver()) {
            // Full batches.
        }
        assertEquals(
                List.of(100, 100, 50),
                endpoint.received().stream().map(post -> post.orderIds().size()).toList());
    }

    @Test
    void settlesEachEntryByItsVerdict() throws InterruptedException {
        accept(3);
        endpoint.behave((exchange, message) -> reply(
                exchange,
                200,
                "<methodResponse><item>" + accepted()
                        + "<responseNum>1</responseNum></item><item><responseCode>403</responseCode>"
                        + "<responseText>Insert failed: ROI Hash does not match</responseText>"
                        + "<responseNum>2</responseNum></item></methodResponse>"));
        relay.deliver();
        assertEquals(1, statistics().delivered());
        assertEquals(1, statistics().rejected());
        assertEquals(1, statistics().waiting());

        endpoint.behave(LoopbackEndpoint::acceptAll);
        clock.advance(RETRY_MAX);
        relay.deliver();
        assertEquals(List.of("order-3"), endpoint.received().get(1).orderIds());
        assertEquals(2, statistics().delivered());
        assertEquals(0, statistics().waiting());
    }

    @Test
    void outageCostsOneProbeAtATimeWithGrowingPauses() throws InterruptedException {
        accept(1000);
        endpoint.behave(replying(500, ""));
        for (int second = 0; second < 3600; second++) {
            deliverAll();
            clock.advance(Duration.ofSeconds(1));
        }
        int posts = endpoint.received().size();
        // Pauses double up to a quarter of an hour; full jitter halves them on average.
        assertTrue(posts >= 8 && posts <= 40, posts + " POSTs in an hour");
        assertEquals(1000, statistics().waiting());

        endpoint.behave(LoopbackEndpoint::acceptAll);
        clock.advance(RETRY_MAX);
        deliverAll();
        clock.advance(RETRY_MAX);
        deliverAll();
        assertEquals(1000, statistics().delivered());
    }

    @Test
    void retryAfterIsObeyed() throws InterruptedException {
        accept(1);
        endpoint.behave((exchange, message) -> {
            exchange.getResponseHeaders().set("Retry-After", "7200");
            reply(exchange, 429, "");
        });
        deliverAll();
        endpoint.behave(LoopbackEndpoint::acceptAll);
        accept(2);
        clock.advance(Duration.ofSeconds(7199));
        deliverAll();
        assertEquals(1, endpoint.received().size());
        clock.advance(Duration.ofSeconds(1));
        deliverAll();
        assertEquals(2, statistics().delivered());
    }

    @Test
    void aClockThatIsPutBackDelaysNoOrder() throws InterruptedException {
        accept(5);
        endpoint.behave(replying(503, ""));
        deliverAll();
        clock.advance(Duration.ofDays(-1));
        endpoint.behave(LoopbackEndpoint::acceptAll);
        accept("new");
        outbox.housekeep();
        deliverAll();
        clock.advance(RETRY_MAX);
        deliverAll();
        assertEquals(6, statistics().delivered());
    }

    @Test
    void refusedLoginMakesAllWaitAndNeverExpires() throws InterruptedException {
        accept(5);
        endpoint.behave(replying(
                200,
                "<methodResponse><item><error>1</error><responseText>Could not authenticate</responseText>"
                        + "<responseData><responseCode>445</responseCode></responseData></item></methodResponse>"));
        deliverAll();
        clock.advance(RETRY_MAX.dividedBy(2).minusSeconds(1));
        deliverAll();
        assertEquals(1, endpoint.received().size(), "the pause is long at once");
        clock.advance(RETRY_FOR.multipliedBy(2));
        deliverAll();
        assertEquals(5, statistics().waiting());
        assertEquals(EndpointState.Health.REFUSING, relay.state().endpoint().health());
        assertTrue(
                relay.state().endpoint().reason().contains("Could not authenticate"),
                relay.state().endpoint()::toString);

        endpoint.behave(LoopbackEndpoint::acceptAll);
        clock.advance(RETRY_MAX);
        deliverAll();
        assertEquals(5, statistics().delivered());
        assertEquals(EndpointState.Health.WELL, relay.state().endpoint().health());
    }

    @Test
    void expiredOrderIsKeptAsRejected() throws InterruptedException {
        accept(1);
        endpoint.behave(replying(503, ""));
        clock.advance(RETRY_FOR.minusSeconds(1));
        deliverAll();
        assertEquals(1, statistics().waiting());
        clock.advance(RETRY_MAX);
        deliverAll();
        assertEquals(0, statistics().waiting());
        assertEquals(1, statistics().rejected());
    }

    @Test
    void oneOrderThatBreaksTheEndpointHoldsNoOtherBackAndEndsAsRejected() throws Exception {
        accept(100);
        endpoint.behave((exchange, message) -> {
            if (message.calls().stream()
                    .anyMatch(call -> call.arguments().get("order_id").equals("order-37"))) {
                reply(exchange, 500, "");
            } else {
                LoopbackEndpoint.acceptAll(exchange, message);
            }
        });
        for (int minute = 0; minute < 24 * 60; minute++) {
            deliverAll();
            clock.advance(Duration.ofMinutes(1));
        }
        assertEquals(99, statistics().delivered());
        assertEquals(1, statistics().waiting());
        clock.advance(RETRY_FOR);
        deliverAll();
        assertEquals(1, statistics().rejected());
        OutboxFile.Row row = OutboxFile.in(directory).rows().stream()
                .filter(each -> each.state().equals("rejected"))
                .findFirst()
                .orElseThrow();
        assertEquals("order-37", row.orderId());
        assertEquals("expired: HTTP status 500", row.lastText());
    }

    @Test
    void wakesAsSoonAsAnOrderIsAccepted() throws InterruptedException {
        CountDownLatch arrived = new CountDownLatch(1);
        endpoint.behave((exchange, message) -> {
            arrived.countDown();
            LoopbackEndpoint.acceptAll(exchange, message);
        });
        relay.start();
        accept(1);
        assertTrue(arrived.await(20, TimeUnit.SECONDS), "well before the longest sleep is over");
    }

    @Test
    void stopsWithinItsBoundWhileTheEndpointHangsAndLosesNothing() throws InterruptedException {
        CountDownLatch arrived = new CountDownLatch(1);
        endpoint.behave((exchange, message) -> hang(arrived, exchange, message));
        relay.start();
        accept(1);
        assertTrue(arrived.await(20, TimeUnit.SECONDS));
        relay.close(Duration.ofMillis(50));
        assertFalse(Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().startsWith("roi-relay-") && thread.isAlive()));
        assertEquals(1, statistics().waiting());

        endpoint.behave(LoopbackEndpoint::acceptAll);
        try (Relay next = relay(clock, Duration.ofSeconds(20), 100)) {
            next.deliver();
        }
        assertEquals(1, statistics().delivered());
    }

    @Test
    void deliversThousandsWithItsThreadsRunning() throws InterruptedException {
        CountDownLatch arrived = new CountDownLatch(5000);
        endpoint.behave((exchange, message) -> {
            LoopbackEndpoint.acceptAll(exchange, message);
            message.calls().forEach(call -> arrived.countDown());
        });
        relay.start();
        accept(5000);
        assertTrue(arrived.await(50, TimeUnit.SECONDS), () -> arrived.getCount() + " missing");
        relay.close(Duration.ofSeconds(10));
        assertEquals(5000, statistics().delivered());
        assertEquals(
                5000,
                endpoint.received().stream()
                        .flatMap(post -> post.orderIds().stream())
                        .distinct()
                        .count());
        assertEquals(
                5000,
                endpoint.received().stream()
                        .mapToInt(post -> post.orderIds().size())
                        .sum());
    }

    @Test
    void keepsHouseWhileThereIsAlwaysMoreToDeliver() throws Exception {
        AtomicInteger next = new AtomicInteger(1000);
        CountDownLatch arrived = new CountDownLatch(20);
        endpoint.behave((exchange, message) -> {
            accept("order-" + next.incrementAndGet());
            accept("order-" + next.incrementAndGet());
            arrived.countDown();
            LoopbackEndpoint.acceptAll(exchange, message);
        });
        accept(10);
        try (Relay busy = relay(clock, Duration.ofSeconds(20), 1)) {
            busy.start();
            assertTrue(arrived.await(20, TimeUnit.SECONDS));
            Outbox other = outbox(clock);
            other.accept(new RoiInsert("echo3-1", "1.00", "left", false, LocalDate.of(2026, 11, 22)));
            other.close(Duration.ofSeconds(10));
            assertTrue(Files.exists(directory.resolve("outbox-2.db")));
            clock.advance(Duration.ofMinutes(1));
            assertEventually(false, () -> Files.exists(directory.resolve("outbox-2.db")));
        }
    }

    private void hang(CountDownLatch arrived, HttpExchange exchange, ApiRequest message) throws IOException {
        arrived.countDown();
        endpoint.hang(exchange, message);
    }

    private void deliverAll() throws InterruptedException {
        while (relay.deliver()) {
            // Full batches.
        }
    }

    private void accept(int count) {
        for (int i = 1; i <= count; i++) {
            accept("order-" + i);
        }
    }

    private void accept(String orderId) {
        outbox.accept(new RoiInsert("echo3-1", "1.00", orderId, false, LocalDate.of(2026, 11, 22)));
    }

    private Statistics statistics() {
        return outbox.statistics();
    }

    private Outbox outbox(Clock at) {
        return Outbox.embedded(
                directory,
                Destination.of(endpoint.uri(), ""),
                new OutboxOptions("test", 10_000, ACCEPT_TIMEOUT, Duration.ofDays(30)),
                at);
    }

    private Relay relay(Clock at, Duration requestTimeout, int batchSize) {
        return relay(
                at,
                requestTimeout,
                new RelayPolicy(batchSize, 2, RelayPolicy.leaseFor(requestTimeout), RETRY_MIN, RETRY_MAX, RETRY_FOR));
    }

    private Relay relay(RelayPolicy policy) {
        return relay(clock, RETRY_MIN, policy);
    }

    private Relay relay(Clock at, Duration requestTimeout, RelayPolicy policy) {
        return new Relay(
                "test",
                outbox,
                new ApiClient(
                        endpoint.uri(),
                        new Credentials("key", "secret"),
                        Duration.ofSeconds(10),
                        requestTimeout,
                        "test",
                        at),
                policy,
                at,
                new Random(42));
    }
}
