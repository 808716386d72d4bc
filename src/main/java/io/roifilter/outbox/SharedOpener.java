package io.roifilter.outbox;

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
    private final Journal journal;
    private boolean toldOfOthers; // writer thread's

    SharedOpener(
            ConnectionSource source,
            Destination destination,
            Optional<Destination> former,
            Clock clock,
            Journal journal) {
        this.source = source;
        this.destination = destination;
        this.former = former;
        this.clock = clock;
        this.journal = journal;
    }

    @Override
    public Store open() throws SQLException {
        SharedDatabase database = database();
        Store store = new Store(database);
        List<String> others = store.use(opened -> {
            opened.open(destination);
            return toldOfOthers ? List.of() : database.waitingForOthers(former);
        });
        toldOfOthers = true;
        if (!others.isEmpty()) {
            journal.log(
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

    private SharedDatabase database() throws SQLException {
        Connection connection = source.take();
        boolean failed = true;
        try {
            SharedDatabase database = database(connection.getMetaData());
            failed = false;
            return database;
        } finally {
            source.giveBack(connection, failed);
        }
    }

    private SharedDatabase database(DatabaseMetaData meta) throws SQLException {
        String version = meta.getDatabaseProductVersion();
        String name = meta.getDatabaseProductName();
        String product = name + " " + version;
        switch (name) {
            case "PostgreSQL" -> {
                require(meta, product, 14, 0);
                return new PostgresDatabase(source, destination, clock, product);
            }
            case "MariaDB", "MySQL" -> {
                boolean mysql = name.equals("MySQL") && !version.contains("MariaDB");
                require(meta, product, mysql ? 8 : 10, mysql ? 0 : 6);
                return new MariaDatabase(source, destination, clock, product, mysql);
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
