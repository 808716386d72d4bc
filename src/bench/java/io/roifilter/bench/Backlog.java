package io.roifilter.bench;

import io.roifilter.api.ApiClient;
import io.roifilter.api.Credentials;
import io.roifilter.outbox.Destination;
import io.roifilter.outbox.Outbox;
import io.roifilter.outbox.OutboxOptions;
import io.roifilter.relay.Relay;
import io.roifilter.relay.RelayPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** An outbox on disk with so many orders that wait, to be delivered with the default settings. */
final class Backlog implements AutoCloseable {
    private static final int QUEUE_CAPACITY = 10_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final RelayPolicy POLICY = new RelayPolicy(
            100,
            2,
            RelayPolicy.leaseFor(TIMEOUT),
            Duration.ofSeconds(1),
            Duration.ofMinutes(15),
            Duration.ofDays(7),
            Duration.ofMillis(100));

    private static final Destination NOWHERE = new Destination("http://127.0.0.1:1/", "bench");

    private final TemporaryDirectory directory = new TemporaryDirectory();
    private final int orders;
    private final Outbox outbox;

    Backlog(int orders) throws Exception {
        this.orders = orders;
        outbox = open(directory.path(), Duration.ZERO);
        fill(outbox, orders);
    }

    /** Leaves so many orders that wait in a directory, where no outbox has been open yet. */
    static void leaveIn(Path directory, int orders) throws Exception {
        leaveIn(directory, orders, NOWHERE);
    }

    static void leaveIn(Path directory, int orders, Destination destination) throws Exception {
        Outbox outbox = open(directory, Duration.ZERO, destination);
        fill(outbox, orders);
        outbox.close(TIMEOUT);
    }

    static Outbox open(Path directory, Duration acceptTimeout) {
        return open(directory, acceptTimeout, NOWHERE);
    }

    private static Outbox open(Path directory, Duration acceptTimeout, Destination destination) {
        return Outbox.embedded(
                directory,
                destination,
                new OutboxOptions("bench", QUEUE_CAPACITY, acceptTimeout, Duration.ofDays(30)),
                Clock.systemUTC());
    }

    /** Starts a relay, and stops it when all orders are delivered and settled. */
    void deliverTo(Sink sink) throws Exception {
        ApiClient client = new ApiClient(
                sink.uri(), new Credentials("key", "secret"), TIMEOUT, TIMEOUT, "bench", Clock.systemUTC());
        Relay relay = new Relay("bench", outbox, client, POLICY, Clock.systemUTC(), RandomGenerator.getDefault());
        long end = sink.calls() + orders;
        relay.start();
        try {
            Until.isTrue(() -> sink.calls() >= end && outbox.statistics().delivered() == orders);
        } finally {
            relay.close(TIMEOUT);
        }
        if (sink.calls() > end) {
            throw new IllegalStateException("some orders were delivered twice");
        }
    }

    @Override
    public void close() throws IOException {
        outbox.close(TIMEOUT);
        directory.close();
    }

    /** At the speed of the writer: its queue is never more than half full. */
    private static void fill(Outbox outbox, int orders) throws Exception {
        for (int number = 1; number <= orders; number++) {
            outbox.accept(Orders.order(number));
            if (number % (QUEUE_CAPACITY / 2) == 0 || number == orders) {
                int handedIn = number;
                Until.isTrue(() -> outbox.statistics().waiting() == handedIn);
            }
        }
    }
}
