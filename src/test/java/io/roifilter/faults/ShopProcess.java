package io.roifilter.faults;

import static io.roifilter.testing.Eventually.assertEventually;

import io.roifilter.Main;
import io.roifilter.api.ApiClient;
import io.roifilter.api.Credentials;
import io.roifilter.api.RoiInsert;
import io.roifilter.jdbc.ConnectionSource;
import io.roifilter.outbox.Destination;
import io.roifilter.outbox.LineSeal;
import io.roifilter.outbox.Outbox;
import io.roifilter.outbox.OutboxOptions;
import io.roifilter.outbox.Statistics;
import io.roifilter.outbox.UnstoredLines;
import io.roifilter.relay.Relay;
import io.roifilter.relay.RelayPolicy;
import io.roifilter.testing.JavaProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/** The part of a shop that has orders, without its pages, in a process of its own: it starts in no time. */
final class ShopProcess {
    /** Calls in one POST. */
    static final int BATCH = 20;
    /** POSTs in flight. */
    static final int CONNECTIONS = 2;

    /**
     * Of a claim in a shared database: so short that a test can wait for its end, and longer than the work on a claim is
     * ever held up on a busy machine.
     */
    static final Duration LEASE = Duration.ofSeconds(5);

    private static final int CUSTOMERS = 4;
    /** As the setting has it. */
    private static final Duration DEFAULT_ACCEPT_TIMEOUT = Duration.ofMillis(500);

    private static final Duration BOUND = Duration.ofSeconds(60);

    private ShopProcess() {}

    /**
     * Orders come in for ever; {@link #readConfirmed} tells which are on disk.
     *
     * @param outbox as for {@link #outbox(String, URI, Clock)}
     */
    static Process startBusy(String outbox, URI endpoint, String prefix, Path log) throws IOException {
        return start(List.of(), ShopProcess.class, log, outbox, "" + endpoint, prefix);
    }

    /** Reads the ids of confirmed orders until a busy shop is killed; a line that it did not end confirms nothing. */
    static void readConfirmed(Process busy, Consumer<String> confirmed) throws IOException {
        StringBuilder line = new StringBuilder();
        try (BufferedReader output = busy.inputReader()) {
            for (int c = output.read(); c >= 0; c = output.read()) {
                if (c == '\n') {
                    confirmed.accept(line.toString());
                    line.setLength(0);
                } else {
                    line.append((char) c);
                }
            }
        }
    }

    /** Orders come in by their ids, a line each, and are answered by whether they are on disk; until there are no more. */
    static Process startIdle(Path directory, URI endpoint, Path log) throws IOException {
        return start(List.of(), ShopProcess.class, log, directory.toString(), "" + endpoint);
    }

    static Process start(List<String> options, Class<?> main, Path log, String... arguments) throws IOException {
        return JavaProcess.of(options, main, arguments)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    static Outbox outbox(Path directory, URI endpoint, Clock clock) {
        return outbox(directory.toString(), endpoint, clock);
    }

    /** @param location the directory of an embedded outbox, or the JDBC URL of a shared one */
    static Outbox outbox(String location, URI endpoint, Clock clock) {
        return outbox(location, endpoint, BOUND, clock);
    }

    static Outbox outbox(String location, URI endpoint, Duration acceptTimeout, Clock clock) {
        Destination destination = Destination.of(endpoint, "");
        OutboxOptions options = new OutboxOptions(
                "shop", 10_000, acceptTimeout, Duration.ofDays(30), LineSeal.of("secret"), Optional.empty());
        return outbox(location, Path.of("target", "no-files"), destination, options, clock);
    }

    /** @param directory where a shared outbox has its files */
    static Outbox outbox(String location, Path directory, Destination destination, OutboxOptions options, Clock clock) {
        return location.startsWith("jdbc:")
                ? Outbox.shared(ConnectionSource.ofUrl(location), directory, destination, options, clock)
                : Outbox.embedded(Path.of(location), destination, options, clock);
    }

    static Relay relay(Outbox outbox, URI endpoint, Clock clock) {
        return new Relay(
                "shop",
                outbox,
                new ApiClient(endpoint, new Credentials("key", "secret"), BOUND, BOUND, "shop", clock),
                new RelayPolicy(
                        BATCH,
                        CONNECTIONS,
                        LEASE,
                        Duration.ofMillis(10),
                        Duration.ofMillis(100),
                        Duration.ofDays(7),
                        Duration.ofMillis(100)),
                clock,
                new Random(42));
    }

    /** Delivers all that an outbox holds. */
    static Statistics drain(String location, URI endpoint) throws Exception {
        Outbox outbox = outbox(location, endpoint, Clock.systemUTC());
        try (Relay relay = relay(outbox, endpoint, Clock.systemUTC())) {
            relay.start();
            boolean hasFiles = !location.startsWith("jdbc:");
            assertEventually(
                    true,
                    () -> (!hasFiles || UnstoredLines.in(Path.of(location)).isEmpty()) // which are taken up first
                            && outbox.statistics().waiting() == 0);
            return outbox.statistics();
        } finally {
            outbox.close(Duration.ofSeconds(20));
        }
    }

    /**
     * Sends what is only in a log, by the command that operators have for it.
     *
     * @return its exit code
     */
    static int replay(Path log, URI endpoint, Path output) throws IOException, InterruptedException {
        ProcessBuilder builder = JavaProcess.of(List.of(), Main.class, "replay", log.toString());
        builder.environment()
                .putAll(Map.of(
                        "ROI_ENDPOINT", endpoint.toString(), "ROI_API_KEY", "key", "ROI_SHARED_SECRET", "secret"));
        return builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
    }

    static RoiInsert order(String id) {
        return new RoiInsert("echo3-619-295-1856", "152.99", id, false, LocalDate.of(2026, 11, 22));
    }

    public static void main(String[] arguments) throws IOException {
        URI endpoint = URI.create(arguments[1]);
        boolean busy = arguments.length == 3;
        // Those who are told what is on disk wait for it; those who order for ever wait as customers do.
        Outbox outbox = outbox(arguments[0], endpoint, busy ? DEFAULT_ACCEPT_TIMEOUT : BOUND, Clock.systemUTC());
        Relay relay = relay(outbox, endpoint, Clock.systemUTC());
        relay.start();
        if (busy) {
            for (int i = 0; i < CUSTOMERS; i++) {
                String prefix = arguments[2] + "-" + i + "-";
                new Thread(() -> orderForEver(outbox, prefix)).start();
            }
        } else {
            takeOrders(outbox, new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
            close(relay, outbox);
        }
    }

    static void takeOrders(Outbox outbox, BufferedReader ids) throws IOException {
        for (String id = ids.readLine(); id != null; id = ids.readLine()) {
            System.out.println(outbox.accept(order(id)));
        }
    }

    static void close(Relay relay, Outbox outbox) {
        relay.close(BOUND);
        outbox.close(BOUND);
    }

    private static void orderForEver(Outbox outbox, String prefix) {
        for (int i = 0; ; i++) {
            if (outbox.accept(order(prefix + i))) {
                System.out.println(prefix + i);
            }
        }
    }
}
