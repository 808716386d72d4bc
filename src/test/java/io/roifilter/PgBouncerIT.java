package io.roifilter;

import static io.roifilter.testing.Eventually.assertEventually;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.roifilter.api.RoiInsert;
import io.roifilter.jdbc.ConnectionSource;
import io.roifilter.outbox.Destination;
import io.roifilter.outbox.Outbox;
import io.roifilter.outbox.OutboxOptions;
import io.roifilter.testing.DatabaseServer;
import io.roifilter.testing.FreePort;
import io.roifilter.testing.PostgresServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A shared outbox behind PgBouncer in transaction mode: each transaction may be on another of the database's connections. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
@Timeout(180)
class PgBouncerIT {
    private static final int ROUNDS = 30; // a driver has a statement kept at its fifth use

    @TempDir
    private Path directory;

    private int port;
    private final List<Outbox> outboxes = new ArrayList<>();
    private DatabaseServer database;
    private Process pooler;

    @BeforeEach
    void start() throws Exception {
        Path program = Stream.of("/usr/sbin/pgbouncer", "/usr/bin/pgbouncer")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        port = FreePort.find();
        assumeTrue(program != null, "pgbouncer is not installed: SKIPPED");
        database = new PostgresServer();
        int databasePort =
                URI.create(database.url().substring("jdbc:".length())).getPort();
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path settings = directory.resolve("pgbouncer.ini");
        Files.writeString(settings, """
                [databases]
                postgres = host=127.0.0.1 port=%d user=postgres
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                auth_type = any
                pool_mode = transaction
                default_pool_size = 3
                server_round_robin = 1
                """.formatted(databasePort, port));
        List<String> command = new ArrayList<>(List.of(program.toString(), settings.toString()));
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(1, List.of("-u", "nobody")); // it refuses to run as root
        }
        pooler = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("pgbouncer.log").toFile())
                .start();
        assertEventually(true, this::listens);
    }

    @AfterEach
    void end() throws Exception {
        outboxes.forEach(outbox -> outbox.close(Duration.ofSeconds(10)));
        if (pooler != null) {
            pooler.destroy();
            pooler.waitFor();
        }
        if (database != null) {
            database.remove();
        }
    }

    @Test
    void theUrlOfTheReadmeWorksInTransactionMode() throws Exception {
        String url = "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
        for (int node = 0; node < 3; node++) {
            outboxes.add(Outbox.shared(
                    ConnectionSource.ofUrl(url),
                    directory.resolve("node" + node),
                    Destination.of(URI.create("https://api.invalid/"), ""),
                    new OutboxOptions("node" + node, 100, Duration.ofSeconds(30), Duration.ofDays(30)),
                    Clock.systemUTC()));
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (int node = 0; node < outboxes.size(); node++) {
                outboxes.get(node)
                        .accept(new RoiInsert(
                                "echo3-1", "1.00", round + "-" + node, false, LocalDate.of(2026, 11, 22)));
            }
            long stored = 3L * (round + 1);
            assertEventually(stored, () -> outboxes.get(0).statistics().waiting());
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
