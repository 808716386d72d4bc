package io.roifilter.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;

/** PostgreSQL. Its sessions are not in UTC. */
public final class PostgresServer extends DatabaseServer {
    private final PgBinaryResolver programs;
    private final int port = FreePort.find();
    private EmbeddedPostgres server;

    /** The version on the class path. */
    public PostgresServer() throws Exception {
        this((system, machine) -> resource("/postgres-linux-x86_64.txz"));
    }

    /** The version in a jar file. */
    public PostgresServer(Path jar) throws Exception {
        this((system, machine) -> URI.create("jar:" + jar.toUri() + "!/postgres-linux-x86_64.txz")
                .toURL()
                .openStream());
    }

    private PostgresServer(PgBinaryResolver programs) throws Exception {
        this.programs = programs;
        start();
    }

    @Override
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
    }

    @Override
    public void start() throws Exception {
        server = EmbeddedPostgres.builder()
                .setPgBinaryResolver(programs)
                .setOverrideWorkingDirectory(programs("postgres").toFile())
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setServerConfig("timezone", "America/Los_Angeles")
                .setServerConfig("synchronous_commit", "on")
                .setPort(port)
                .start();
    }

    @Override
    public void stop() throws Exception {
        server.close();
    }

    private static InputStream resource(String name) {
        return PostgresServer.class.getResourceAsStream(name);
    }
}
