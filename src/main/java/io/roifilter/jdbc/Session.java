package io.roifilter.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/**
 * A connection, the statements prepared on it, and the time that counts in its database. Not thread-safe.
 *
 * <p>Times in tables are by the database's clock where several nodes share one, so that a moment is the same for all of
 * them, whatever their clocks say.
 */
public final class Session {
    /** How often a transaction is tried that others are in the way of. */
    private static final int MAX_TRIES = 8;

    private final Connection connection;
    private final TransactionRules rules;
    private final Clock clock;
    private final long ahead;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    /**
     * @param clock the database's; of a shared one, it may stand still as long as the session is used
     * @param ahead by how many milliseconds that clock is ahead of ours
     */
    public Session(Connection connection, TransactionRules rules, Clock clock, long ahead) {
        this.connection = connection;
        this.rules = rules;
        this.clock = clock;
        this.ahead = ahead;
    }

    /** What is not offered here. */
    public Connection connection() {
        return connection;
    }

    /** In milliseconds since 1970, by the database's clock. */
    public long now() {
        return clock.millis();
    }

    /** A time by our clock, as it is by the database's. */
    public long theirs(long millis) {
        return millis + ahead;
    }

    /** A time by the database's clock, as it is by ours. */
    public long ours(long millis) {
        return millis - ahead;
    }

    /** The statement for this text, made once: parsing it costs more than running it. */
    public PreparedStatement prepared(String sql) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        return statement;
    }

    /** Runs a statement once, whose result nobody needs. */
    public void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** What is done in a transaction. */
    public interface Change<T> {
        /** Done again if another transaction was in the way. */
        T make() throws SQLException;
    }

    /**
     * All of it or nothing, and on disk or with the database when this returns; repeated as long as it fails for no other
     * reason than another transaction at the same time.
     */
    public <T> T inTransaction(Change<T> change) throws SQLException {
        for (int tries = 1; ; tries++) {
            try {
                return once(change);
            } catch (SQLException e) {
                if (tries == MAX_TRIES || !rules.isConflict(e)) {
                    throw e;
                }
                forgetStatements();
            }
        }
    }

    /** Closes the statements, with whatever is left in their batches. */
    void forgetStatements() throws SQLException {
        for (PreparedStatement statement : statements.values()) {
            statement.close();
        }
        statements.clear();
    }

    private <T> T once(Change<T> change) throws SQLException {
        connection.setAutoCommit(false);
        try {
            if (!rules.settings().isEmpty()) {
                execute(rules.settings());
            }
            T result = change.make();
            connection.commit();
            connection.setAutoCommit(true);
            return result;
        } catch (SQLException | RuntimeException | Error e) {
            rollBack(e);
            throw e;
        }
    }

    private void rollBack(Throwable cause) {
        try {
            connection.rollback();
            connection.setAutoCommit(true); // only now: it would commit what was not rolled back
        } catch (Throwable e) {
            if (e != cause) { // the machine throws the same OutOfMemoryError again and again
                cause.addSuppressed(e); // the connection is closed after this
            }
        }
    }
}
