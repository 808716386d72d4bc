package io.roifilter.relay;

import static io.roifilter.testing.LoopbackEndpoint.reply;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roifilter.api.ApiClient;
import io.roifilter.api.Credentials;
import io.roifilter.api.RoiInsert;
import io.roifilter.outbox.Destination;
import io.roifilter.outbox.Outbox;
import io.roifilter.outbox.OutboxOptions;
import io.roifilter.testing.LoopbackEndpoint;
import io.roifilter.testing.SettableClock;
import io.roifilter.thread.SteadyClock;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The system's clock is set, at any moment: nothing waits longer than it does else, is sent twice, expires or is forgotten. */
@Timeout(60)
class ClockJumpTest {
    private static final Duration RETRY_MAX = Duration.ofMinutes(15);

    @TempDir
    private Path directory;

    private final SettableClock system = new SettableClock(Instant.parse("2026-11-22T12:00:00Z"));
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1000); // which overflow
    private final Clock clock = SteadyClock.of(system, nanos::get);
    private final LoopbackEndpoint endpoint = new LoopbackEndpoint();
    private Outbox outbox;
    private Relay relay;

    @BeforeEach
    void open() {
        Duration timeout = Duration.ofSeconds(20);
        outbox = Outbox.embedded(
                directory,
                Destination.of(endpoint.uri(), ""),
                new OutboxOptions("test", 10_000, Duration.ofSeconds(30), Duration.ofDays(30)),
                clock);
        relay = new Relay(
                "test",
                outbox,
                new ApiClient(endpoint.uri(), new Credentials("key", "secret"), timeout, timeout, "test", clock),
                new RelayPolicy(
                        100, 2, RelayPolicy.leaseFor(timeout), Duration.ofSeconds(1), RETRY_MAX, Duration.ofDays(7)),
                clock,
                new Random(42));
    }

    @AfterEach
    void close() {
        relay.close();
        outbox.close(Duration.ofSeconds(10));
        endpoint.close();
    }

    private static Stream<Arguments> jumps() {
        Duration hour = Duration.ofHours(1);
        Duration years = Duration.ofDays(3653);
        return Stream.of(hour, hour.negated(), years, years.negated())
                .flatMap(by -> Stream.of(0, 1, 2, 3, 4, 5)
                        .flatMap(at -> Stream.of(at, 5).distinct().map(back -> Arguments.of(by, at, back))));
    }

    /** @param at the step before which it jumps, and back the one before which it is right again */
    @ParameterizedTest(name = "by {0} at {1}, back at {2}")
    @MethodSource("jumps")
    void nothingComesOfIt(Duration by, int at, int back) throws Exception {
        List<Step> steps = List.of(
                () -> accept("delivered"),
                this::pass,
                () -> {
                    endpoint.behave((exchange, message) -> {
                        exchange.getResponseHeaders().set("Retry-After", "60");
                        reply(exchange, 503, "");
                    });
                    accept("waiting");
                },
                this::pass,
                () -> {
                    endpoint.behave(LoopbackEndpoint::acceptAll);
                    accept("new");
                    accept("delivered");
                });
        for (int i = 0; i <= steps.size(); i++) {
            system.advance(i == at ? by : Duration.ZERO);
            system.advance(i == back && back > at ? by.negated() : Duration.ZERO);
            if (i < steps.size()) {
                steps.get(i).take();
            }
        }
        for (int second = 0; second < 120; second++) {
            pass();
        }
        assertEquals(3, outbox.statistics().delivered());
        assertEquals(0, outbox.statistics().waiting());
        assertEquals(1, outbox.statistics().duplicates());
        assertEquals(
                1,
                endpoint.received().stream()
                        .filter(post -> post.orderIds().contains("delivered"))
                        .count());
    }

    private interface Step {
        void take() throws Exception;
    }

    /** A second. */
    private void pass() throws InterruptedException {
        outbox.housekeep();
        while (relay.deliver()) {
            // Full batches.
        }
        nanos.addAndGet(1_000_000_000);
        system.advance(Duration.ofSeconds(1));
    }

    private void accept(String orderId) {
        outbox.accept(new RoiInsert("echo3-1", "1.00", orderId, false, LocalDate.of(2026, 11, 22)));
    }
}
