package io.roifilter.outbox;

import io.roifilter.jdbc.Schema;
import io.roifilter.jdbc.Session;
import io.roifilter.jdbc.TransactionRules;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * An outbox in a database that several nodes, and maybe several applications, have in common. Every row says by its
 * {@code destination} for whom it is; the statements see no others.
 */
abstract class SharedDialect implements Dialect, TransactionRules {
    private static final int KEY_LENGTH = 32;

    /** The class of SQLSTATE for what may not be done, or not like that. */
    private static final String ACCESS_RULE_VIOLATION = "42";

    /** By SQLSTATE, PostgreSQL's and MariaDB's. */
    private static final Set<String> UNDEFINED_TABLE = Set.of("42P01", "42S02");

    private final Destination destination;
    private final String name;
    private final Schema schema;
    private final String key;

    /**
     * @param name of the database, for people
     * @param schema the tables
     */
    SharedDialect(Destination destination, String name, Schema schema) {
        this.destination = destination;
        this.name = name;
        this.schema = schema;
        key = key(destination);
    }

    /** Asks for the milliseconds since 1970, whatever the session's time zone. */
    abstract String clockQuery();

    /** Makes what is missing of the tables, while other nodes may do the same; MariaDB does not have it in a transaction. */
    void upgrade(Session session, int version) throws SQLException {
        schema.upgrade(session, version);
    }

    /** Adds a destination with the parameters key, endpoint and account, unless it is there. */
    abstract String insertDestination();

    /** Read committed, whatever the connection has: locks between rows would have nodes wait for each other. */
    @Override
    public String settings() {
        return "SET TRANSACTION ISOLATION LEVEL READ COMMITTED";
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
    public Destination open(Session session, Destination wanted) throws SQLException {
        int version = version(session);
        if (version != schema.version()) {
            makeTables(session, version);
        }
        PreparedStatement insert = session.prepared(insertDestination());
        insert.setString(1, key);
        insert.setString(2, destination.endpoint());
        insert.setString(3, destination.account());
        insert.executeUpdate();
        return destination;
    }

    /**
     * For who only looks in, and makes nothing.
     *
     * @throws SQLException if there is no outbox, or one of a later version
     */
    final void requireTables(Session session) throws SQLException {
        try {
            if (MetaTable.version(MetaTable.read(session)) > schema.version()) {
                throw new SQLException("its tables are a later roi-filter's: take the commands of that one");
            }
        } catch (SQLException e) {
            throw isUndefinedTable(e)
                    ? new SQLException("there is no outbox in it: no application has used it yet", e)
                    : e;
        }
    }

    /** Whoever has claimed an entry loses it, and another attempt is made at the right place. */
    @Override
    public int readdress(Session session, Destination former, int max) throws SQLException {
        if (former.equals(destination)) {
            return 0;
        }
        List<Long> ids = toReaddress(session, key(former), max);
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

    private List<Long> toReaddress(Session session, String former, int max) throws SQLException {
        PreparedStatement choose = session.prepared("SELECT id FROM roi_outbox theirs WHERE destination = '" + former
                + "' AND state <> 'delivered' AND NOT EXISTS (SELECT 1 FROM roi_outbox ours WHERE ours.destination = '"
                + key + "' AND ours.duplicate_key = theirs.duplicate_key AND ours.method = theirs.method)"
                + " ORDER BY id LIMIT ?");
        choose.setInt(1, max);
        List<Long> ids = new ArrayList<>();
        try (ResultSet result = choose.executeQuery()) {
            while (result.next()) {
                ids.add(result.getLong(1));
            }
        }
        return ids;
    }

    /** The other destinations for which something waits, with how much that is, as the log may name them. */
    List<String> waitingForOthers(Session session, Optional<Destination> former) throws SQLException {
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
    public String toString() {
        return name;
    }

    /** An insert with {@link Rows#PARAMETERS}. */
    final String insertInto() {
        return "INSERT INTO roi_outbox (destination, " + Rows.COLUMNS + ") VALUES ('" + key + "', " + Rows.PARAMETERS
                + ")";
    }

    final String insertCount() {
        return "INSERT INTO roi_outbox_count (destination, hour, name, number) VALUES ('" + key + "', ?, ?, ?)";
    }

    private static String key(Destination destination) {
        return DigestUtils.sha256Hex(destination.endpoint() + '\n' + destination.account())
                .substring(0, KEY_LENGTH);
    }

    /**
     * Shows also now, and not at somebody's order, if a right is missing.
     *
     * @return 0 if there are no tables, or not all
     */
    private int version(Session session) throws SQLException {
        try {
            session.execute("UPDATE roi_outbox SET attempts = attempts WHERE id = 0");
            session.execute("DELETE FROM roi_outbox WHERE id = 0");
            session.execute("INSERT INTO roi_outbox (destination, " + Rows.COLUMNS + ") SELECT destination, "
                    + Rows.COLUMNS + " FROM roi_outbox WHERE id = 0");
            session.execute("UPDATE roi_outbox_count SET number = number WHERE hour < 0");
            session.execute("DELETE FROM roi_outbox_count WHERE hour < 0");
            session.execute(
                    "INSERT INTO roi_outbox_count (destination, hour, name, number) SELECT destination, hour, name,"
                            + " number FROM roi_outbox_count WHERE hour < 0");
            session.execute("SELECT destination FROM roi_outbox_destination WHERE destination = ''");
            Map<String, String> meta = MetaTable.read(session);
            return meta.isEmpty() ? 0 : MetaTable.version(meta);
        } catch (SQLException e) {
            if (isUndefinedTable(e)) {
                return 0;
            }
            throw e;
        }
    }

    private static boolean isUndefinedTable(SQLException e) {
        return UNDEFINED_TABLE.contains(String.valueOf(e.getSQLState()));
    }

    private void makeTables(Session session, int version) throws SQLException {
        try {
            upgrade(session, version);
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
        int now = version(session);
        if (now != schema.version()) {
            schema.upgrade(session, now); // another node's roi-filter is later than this one
        }
    }
}
