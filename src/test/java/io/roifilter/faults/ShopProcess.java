package io.roifilter.faults;

import io.roifilter.api.ApiClient;
import io.roifilter.api.Credentials;
import io.roifilter.api.RoiInsert;
import io.roifilter.outbox.Destination;
import io.roifilter.outbox.Outbox;
import io.roifilter.relay.Relay;
import io.roifilter.relay.RelayPolicy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The part of a shop that has orders, without its pages, in a process of its own: it starts in no time. */
final class ShopProcess {
    /** Calls in one POST. */
    static final int BATCH = 20;
    /** POSTs in flight. */
    static final int CONNECTIONS = 2;

    private static final int CUSTOMERS = 4;
    private static final Duration BOUND = Duration.ofSeconds(20);

    private ShopProcess() {}

    /** Orders come in for ever; the id of each that is on disk is printed. */
    static Process startBusy(Path directory, URI endpoint, String prefix, Path log) throws IOException {
        return start(
                List.of("-XX:TieredStopAtLevel=1"),
                ShopProcess.class,
                log,
                directory.toString(),
                "" + endpoint,
                prefix);
    }

    /** Orders come in by their ids, a line each, and are answered by whether they are on disk; until there are no more. */
    static Process startIdle(Path directory, URI endpoint, Path log) throws IOException {
        return start(List.of(), ShopProcess.class, log, directory.toString(), "" + endpoint);
    }

    static Process start(List<String> options, Class<?> main, Path log, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    static Outbox outbox(Path directory, URI endpoint, Clock clock) {
        return Outbox.embedded(
                directory,
                Destination.of(endpoint, "key"),
                new Outbox.Options("shop", 10_000, BOUND, Duration.ofDays(30)),
                clock);
    }

    static Relay relay(Outbox outbox, URI endpoint, Clock clock) {
        return new Relay(
                "shop",
                outbox,
                new ApiClient(endpoint, new Credentials("key", "secret"), BOUND, BOUND, "roi-http shop", clock),
                new RelayPolicy(
                        BATCH,
                        CONNECTIONS,
                        RelayPolicy.leaseFor(BOUND),
                        Duration.ofMillis(10),
                        Duration.ofMillis(100),
                        Duration.ofDays(7)),
                clock,
                new Random(42));
    }

    static RoiInsert order(String id) {
        return new RoiInsert("echo3-619-295-1856", "152.99", id, false, LocalDate.of(2026, 11, 22));
    }

    public static void main(String[] arguments) throws IOException {
        URI endpoint = URI.create(arguments[1]);
        Outbox outbox = outbox(Path.of(arguments[0]), endpoint, Clock.systemUTC());
        Relay relay = relay(outbox, endpoint, Clock.systemUTC());
        relay.start();
        if (arguments.length == 3) {
            for (int i = 0; i < CUSTOMERS; i++) {
                String prefix = arguments[2] + "-" + i + "-";
                new Thread(() -> orderForEver(outbox, prefix)).start();
            }
        } else {
            order(outbox);
            relay.close(BOUND);
            outbox.close(BOUND);
        }
    }

    private static void order(Outbox outbox) throws IOException {
        BufferedReader ids = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String id = ids.readLine(); id != null; id = ids.readLine()) {
            System.out.println(outbox.accept(order(id)));
        }
    }

    private static void orderForEver(Outbox outbox, String prefix) {
        for (int i = 0; ; i++) {
            if (outbox.accept(order(prefix + i))) {
                System.out.println(prefix + i);
            }
        }
    }
}
