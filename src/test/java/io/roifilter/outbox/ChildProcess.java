package io.roifilter.outbox;

import io.roifilter.testing.JavaProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** A process of its own, to be killed at any moment. */
final class ChildProcess {
    /** Keeps house until there is no more file to take over. */
    static final String HOUSEKEEP = "housekeep";

    static final Destination DESTINATION = Destination.of(URI.create("https://api.example.com/"), "");

    private ChildProcess() {}

    static Process start(String... arguments) throws IOException {
        return JavaProcess.of(List.of(), ChildProcess.class, arguments)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    static Outbox open(Path directory) {
        return Outbox.embedded(
                directory,
                DESTINATION,
                new OutboxOptions("shop", 10_000, Duration.ofSeconds(20), Duration.ofDays(30)),
                Clock.systemUTC());
    }

    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case HOUSEKEEP -> housekeep(Path.of(args[1]));
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static void housekeep(Path directory) {
        Outbox outbox = open(directory);
        System.out.println("open " + outbox.statistics().waiting());
        outbox.onAccepted(() -> System.out.println("more"));
        for (int i = 0; i < 100; i++) {
            outbox.housekeep();
        }
        outbox.close(Duration.ofSeconds(20));
    }
}
