package io.roifilter.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;

/**
 * Connections to a database that several nodes, and maybe several applications, have in common. One is borrowed for each
 * piece of work, and with it the database's time.
 */
public final class SharedConnections implements Connections {
    /** The longest that anything may take; without it a vanished database would be waited for without end. */
    public static final int NETWORK_TIMEOUT_MILLIS = 30_000;

    /** How long connections are tried that turn out to be broken: a pool may have kept some over an outage. */
    private static final long STALE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final int MAX_STALE = 20;

    private final ConnectionSource source;
    private final String clockQuery;
    private final TransactionRules rules;
    private final Clock clock;

    // Mutable state while a connection is borrowed
    private Session session;
    private boolean autoCommitBefore;
    private int timeoutBefore;

    /**
     * @param source closed by whoever made it
     * @param clockQuery asks for the milliseconds since 1970, whatever the session's time zone
     * @param clock ours
     */
    public SharedConnections(ConnectionSource source, String clockQuery, TransactionRules rules, Clock clock) {
        this.source = source;
        this.clockQuery = clockQuery;
        this.rules = rules;
        this.clock = clock;
    }

    @Override
    public void borrow() throws SQLException {
        long end = System.nanoTime() + STALE_NANOS;
        for (int tries = 1; session == null; tries++) {
            Connection connection = source.take();
            try {
                session = begin(connection);
            } catch (SQLException | RuntimeException | Error e) {
                source.giveBack(connection, true);
                if (tries == MAX_STALE || System.nanoTime() - end > 0) {
                    throw e;
                }
            }
        }
    }

    @Override
    public Session session() {
        return session;
    }

    @Override
    public void giveBack(Throwable failure) {
        Connection connection = session.connection();
        boolean broken = failure != null;
        try {
            session.forgetStatements();
            if (failure == null) {
                end(connection);
            }
        } catch (SQLException e) {
            broken = true;
        } finally {
            session = null;
            source.giveBack(connection, broken);
        }
    }

    /** Nothing is open between two pieces of work. */
    @Override
    public void close() {
        // The source is another's.
    }

    /** Names the source. */
    @Override
    public String toString() {
        return source.toString();
    }

    private Session begin(Connection connection) throws SQLException {
        timeoutBefore = setNetworkTimeout(connection, NETWORK_TIMEOUT_MILLIS);
        autoCommitBefore = connection.getAutoCommit();
        if (!autoCommitBefore) {
            connection.setAutoCommit(true);
        }
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(clockQuery)) {
            result.next();
            long now = result.getLong(1);
            Clock theirs = Clock.fixed(Instant.ofEpochMilli(now), ZoneOffset.UTC);
            return new Session(connection, rules, theirs, now - clock.millis());
        }
    }

    /** A pool gets the connection back as it was. */
    private void end(Connection connection) throws SQLException {
        if (!autoCommitBefore) {
            connection.setAutoCommit(false);
        }
        setNetworkTimeout(connection, timeoutBefore);
    }

    /** @return the one before */
    private static int setNetworkTimeout(Connection connection, int millis) throws SQLException {
        try {
            int before = connection.getNetworkTimeout();
            connection.setNetworkTimeout(Runnable::run, millis);
            return before;
        } catch (SQLFeatureNotSupportedException e) {
            return 0; // then it is the pool's business
        }
    }
}
