package io.roifilter.outbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * A database that several nodes, and maybe several applications, have in common. A connection is borrowed for each piece
 * of work, and with it the database's time. Every row says by its {@code destination} for whom it is; the statements see
 * no others.
 */
abstract class SharedDatabase implements Database {
    /** The longest that anything may take; without it a vanished database would be waited for without end. */
    static final int NETWORK_TIMEOUT_MILLIS = 30_000;

    /** How long connections are tried that turn out to be broken: a pool may have kept some over an outage. */
    private static final long STALE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final int MAX_STALE = 20;

    private static final int KEY_LENGTH = 32;

    /** The class of SQLSTATE for what may not be done, or not like that. */
    private static final String ACCESS_RULE_VIOLATION = "42";

    /** By the name of the file. Read at the start: the database may come back when the jar has been overwritten. */
    private static final Map<String, List<String>> STATEMENTS =
            Stream.of("postgresql.sql", "mariadb.sql").collect(Collectors.toMap(name -> name, SharedDatabase::read));

    private final ConnectionSource source;
    private final Destination destination;
    private final Clock clock;
    private final String name;
    private final String key;

    // Mutable state while a connection is borrowed
    private Session session;
    private boolean autoCommitBefore;
    private int timeoutBefore;
    private long now;
    private long ahead;

    SharedDatabase(ConnectionSource source, Destination destination, Clock clock, String product) {
        this.source = source;
        this.destination = destination;
        this.clock = clock;
        name = product + " at " + source;
        key = key(destination);
    }

    /** Asks for the milliseconds since 1970, whatever the session's time zone. */
    abstract String clockQuery();

    /** Whether a statement failed because a table is missing. */
    abstract boolean isMissingTable(SQLException failure);

    /** Makes what is missing of the tables, while other nodes may do the same. */
    abstract void makeTables(Store store) throws SQLException;

    /** Adds a destination with the parameters key, endpoint and account, unless it is there. */
    abstract String insertDestination();

    /** Read committed, whatever the connection has: locks between rows would have nodes wait for each other. */
    String transactionSettings() {
        return "SET TRANSACTION ISOLATION LEVEL READ COMMITTED";
    }

    @Override
    public void borrow() throws SQLException {
        long end = System.nanoTime() + STALE_NANOS;
        for (int tries = 1; session == null; tries++) {
            Connection connection = source.take();
            try {
                begin(connection);
            } catch (SQLException | RuntimeException | Error e) {
                source.giveBack(connection, true);
                if (tries == MAX_STALE || System.nanoTime() - end > 0) {
                    throw e;
                }
            }
        }
    }

    @Override
    public void giveBack(boolean failed) {
        Connection connection = session.connection();
        boolean broken = failed;
        try {
            session.forgetStatements();
            if (!failed) {
                end(connection);
            }
        } catch (SQLException e) {
            broken = true;
        } finally {
            session = null;
            source.giveBack(connection, broken);
        }
    }

    @Override
    public Session session() {
        return session;
    }

    @Override
    public long now() {
        return now;
    }

    @Override
    public long ahead() {
        return ahead;
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public String scope() {
        return " AND destination = '" + key + "'";
    }

    @Override
    public Destination open(Store store, Destination wanted) throws SQLException {
        if (!hasTables()) {
            make(store);
        }
        Meta.requireKnownVersion(Meta.read(session));
        PreparedStatement insert = session.prepared(insertDestination());
        insert.setString(1, key);
        insert.setString(2, destination.endpoint());
        insert.setString(3, destination.account());
        insert.executeUpdate();
        return destination;
    }

    /** Whoever has claimed an entry loses it, and another attempt is made at the right place. */
    @Override
    public int readdress(Destination former, int max) throws SQLException {
        if (former.equals(destination)) {
            return 0;
        }
        PreparedStatement choose = session.prepared("SELECT id FROM roi_outbox theirs WHERE destination = '"
                + key(former) + "' AND state <> 'delivered' AND NOT EXISTS (SELECT 1 FROM roi_outbox ours"
                + " WHERE ours.destination = '" + key + "' AND ours.duplicate_key = theirs.duplicate_key)"
                + " ORDER BY id LIMIT ?");
        choose.setInt(1, max);
        List<Long> ids = new ArrayList<>();
        try (ResultSet result = choose.executeQuery()) {
            while (result.next()) {
                ids.add(result.getLong(1));
            }
        }
        PreparedStatement update = session.prepared("UPDATE roi_outbox SET destination = '" + key
                + "', claim = NULL WHERE id = ? AND destination = '" + key(former) + "'");
        for (long id : ids) {
            update.setLong(1, id);
            update.addBatch();
        }
        return (int) Arrays.stream(update.executeBatch())
                .filter(count -> count != 0) // another node was first
                .count();
    }

    /** The other destinations for which something waits, with how much that is, as the log may name them. */
    List<String> waitingForOthers(Optional<Destination> former) throws SQLException {
        List<String> others = new ArrayList<>();
        try (Statement statement = session.connection().createStatement();
                ResultSet result = statement.executeQuery("SELECT d.endpoint, d.account, COUNT(*) FROM roi_outbox o"
                        + " JOIN roi_outbox_destination d ON d.destination = o.destination"
                        + " WHERE o.state = 'waiting' AND o.destination <> '" + key
                        + "' GROUP BY d.endpoint, d.account ORDER BY d.endpoint, d.account")) {
            while (result.next()) {
                Destination other = new Destination(result.getString(1), result.getString(2));
                if (former.filter(other::equals).isEmpty()) {
                    others.add(result.getLong(3) + " for " + other);
                }
            }
        }
        return others;
    }

    @Override
    public void beginTransaction() throws SQLException {
        session.connection().setAutoCommit(false);
        session.execute(transactionSettings());
    }

    @Override
    public boolean housekeep(Store store) {
        return false; // databases keep house by themselves
    }

    /** Nothing is open between two pieces of work; the source is the opener's. */
    @Override
    public void close() {}

    @Override
    public String toString() {
        return name;
    }

    /** An insert with a parameter for each of {@link Store#COLUMNS}. */
    final String insertInto() {
        return "INSERT INTO roi_outbox (destination, " + Store.COLUMNS + ") VALUES ('" + key
                + "', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    }

    private static String key(Destination destination) {
        return DigestUtils.sha256Hex(destination.endpoint() + '\n' + destination.account())
                .substring(0, KEY_LENGTH);
    }

    /** The statements of a file beside this class; null if there is none of that name. */
    static List<String> statements(String fileName) {
        return STATEMENTS.get(fileName);
    }

    private static List<String> read(String fileName) {
        try (InputStream in = SharedDatabase.class.getResourceAsStream(fileName)) {
            String sql = new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^--.*$", "");
            return Arrays.stream(sql.split(";")).filter(s -> !s.isBlank()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Shows also now, and not at somebody's order, if a right is missing. */
    private boolean hasTables() throws SQLException {
        try {
            session.execute("UPDATE roi_outbox SET attempts = attempts WHERE id = 0");
            session.execute("DELETE FROM roi_outbox WHERE id = 0");
            session.execute("INSERT INTO roi_outbox (destination, " + Store.COLUMNS + ") SELECT destination, "
                    + Store.COLUMNS + " FROM roi_outbox WHERE id = 0");
            session.execute("SELECT destination FROM roi_outbox_destination WHERE destination = ''");
            return !Meta.read(session).isEmpty();
        } catch (SQLException e) {
            if (isMissingTable(e)) {
                return false;
            }
            throw e;
        }
    }

    private void make(Store store) throws SQLException {
        try {
            makeTables(store);
        } catch (SQLException e) {
            if (!String.valueOf(e.getSQLState()).startsWith(ACCESS_RULE_VIOLATION)) {
                throw e;
            }
            throw new SQLException(
                    "the tables roi_outbox… are missing or incomplete and cannot be made: " + e.getMessage()
                            + "; if this user may not make tables, somebody else must, with the statements that"
                            + " roi-filter's README shows",
                    e.getSQLState(),
                    e.getErrorCode(),
                    e);
        }
    }

    private void begin(Connection connection) throws SQLException {
        timeoutBefore = setNetworkTimeout(connection, NETWORK_TIMEOUT_MILLIS);
        autoCommitBefore = connection.getAutoCommit();
        if (!autoCommitBefore) {
            connection.setAutoCommit(true);
        }
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(clockQuery())) {
            result.next();
            now = result.getLong(1);
        }
        ahead = now - clock.millis();
        session = new Session(connection);
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
