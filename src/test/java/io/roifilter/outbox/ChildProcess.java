package io.roifilter.outbox;

import static io.roifilter.outbox.Orders.order;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A process of its own, to be killed at any moment. */
final class ChildProcess {
    /** Runs a statement on a SQLite file, without our lock. */
    static final String EXECUTE = "execute";

    /** Accepts orders with many threads for ever and prints the id of each that is on disk. */
    static final String ACCEPT = "accept";

    /** Keeps house until there is no more file to take over. */
    static final String HOUSEKEEP = "housekeep";

    static final Destination DESTINATION = Destination.of(URI.create("https://api.example.com/"), "key");

    private static final int THREADS = 8;

    private ChildProcess() {}

    static Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ChildProcess.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    static Outbox open(Path directory) {
        return Outbox.embedded(
                directory,
                DESTINATION,
                new Outbox.Options("shop", 10_000, Duration.ofSeconds(20), Duration.ofDays(30)),
                Clock.systemUTC());
    }

    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case EXECUTE -> execute(args[1], args[2]);
            case ACCEPT -> accept(Path.of(args[1]), args[2]);
            case HOUSEKEEP -> housekeep(Path.of(args[1]));
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static void execute(String file, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void accept(Path directory, String prefix) {
        Outbox outbox = open(directory);
        for (int i = 0; i < THREADS; i++) {
            String threadPrefix = prefix + "-" + i + "-";
            new Thread(() -> acceptForEver(outbox, threadPrefix)).start();
        }
    }

    private static void acceptForEver(Outbox outbox, String prefix) {
        for (int i = 0; ; i++) {
            if (outbox.accept(order(prefix + i))) {
                System.out.println(prefix + i);
            }
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
