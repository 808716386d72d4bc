package io.roifilter.outbox;

import io.roifilter.jdbc.ConnectionSource;
import io.roifilter.jdbc.SharedConnections;
import io.roifilter.text.ApplicationLog;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Finds out what database it is that nodes share, and opens the outbox in it. */
final class SharedOpener implements Opener {
    private final ConnectionSource source;
    private final Destination destination;
    private final Optional<Destination> former;
    private final Clock clock;
    private final ApplicationLog log;
    private boolean toldOfOthers; // writer thread's

    SharedOpener(
            ConnectionSource source,
            Destination destination,
            Optional<Destination> former,
            Clock clock,
            ApplicationLog log) {
        this.source = source;
        this.destination = destination;
        this.former = former;
        this.clock = clock;
        this.log = log;
    }

    @Override
    public Store open() throws SQLException {
        SharedDialect dialect = dialect(source, destination);
        SharedConnections connections = new SharedConnections(source, dialect.clockQuery(), dialect, clock);
        Store store = new Store(connections, dialect);
        List<String> others = store.use(opened -> {
            opened.open(destination);
            if (!toldOfOthers) { // at the start, and not whenever the database is back
                opened.tryAll();
            }
            return toldOfOthers ? List.of() : dialect.waitingForOthers(connections.session(), former);
        });
        toldOfOthers = true;
        if (!others.isEmpty()) {
            log.log(
                    Level.INFO,
                    "orders wait in the shared outbox that are not this application's, which sends to " + destination
                            + ": " + String.join(", ", others) + ". Applications with that endpoint and account send"
                            + " them, whatever their key; if there is none any more, formerEndpoint has them sent by"
                            + " this one");
        }
        return store;
    }

    /** A short outage is nothing unusual, and the orders need only wait. */
    @Override
    public boolean ordersWait() {
        return true;
    }

    @Override
    public void close() {
        source.close();
    }

    /** Finds out what database it is. */
    static SharedDialect dialect(ConnectionSource source, Destination destination) throws SQLException {
        Connection connection = source.take();
        boolean failed = true;
        try {
            SharedDialect dialect = dialect(connection.getMetaData(), source, destination);
            failed = false;
            return dialect;
        } finally {
            source.giveBack(connection, failed);
        }
    }

    private static SharedDialect dialect(DatabaseMetaData meta, ConnectionSource source, Destination destination)
            throws SQLException {
        String version = meta.getDatabaseProductVersion();
        String product = meta.getDatabaseProductName() + " " + version;
        String name = product + " at " + source;
        switch (meta.getDatabaseProductName()) {
            case "PostgreSQL" -> {
                require(meta, product, 14, 0);
                return new PostgresDialect(destination, name);
            }
            case "MariaDB" -> {
                require(meta, product, 10, 6);
                return new MariaDialect(destination, name, false);
            }
            case "MySQL" -> {
                boolean mysql = !version.contains("MariaDB"); // whose server calls itself so to some drivers
                require(meta, product, mysql ? 8 : 10, mysql ? 0 : 6);
                return new MariaDialect(destination, name, mysql);
            }
            default ->
                throw new SQLException(product + " cannot be a shared outbox; PostgreSQL, MariaDB and MySQL can");
        }
    }

    private static void require(DatabaseMetaData meta, String product, int major, int minor) throws SQLException {
        int majorIs = meta.getDatabaseMajorVersion();
        if (majorIs < major || majorIs == major && meta.getDatabaseMinorVersion() < minor) {
            throw new SQLException(product + " is too old for a shared outbox, which needs " + major + "." + minor);
        }
    }
}
