package io.roifilter.outbox;

import io.roifilter.outbox.Settlement.Delivered;
import io.roifilter.outbox.Settlement.Later;
import io.roifilter.outbox.Settlement.Rejected;
import io.roifilter.outbox.Settlement.Untried;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The statements of the outbox on one connection. Every change is one short transaction. Not thread-safe: see
 * {@link SharedStore}.
 */
final class Store {
    /** All columns that an insert writes, in the order of its parameters. */
    static final String COLUMNS = "duplicate_key, order_id, payload, state, due, attempts, accepted_at, settled_at,"
            + " last_code, last_text";

    private static final int SCHEMA_VERSION = 1;
    private static final int MAX_TEXT = 500;

    private final Database database;
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private Counts counts = Counts.NONE;

    Store(Database database) {
        this.database = database;
    }

    /**
     * Makes the tables if there are none yet, and says for whom the entries are: for the given destination then, or
     * whoever's they were made for.
     *
     * @throws SQLException if the tables are of a later version than this class knows, or cannot be made
     */
    Destination open(Destination destination) throws SQLException {
        Destination found = inTransaction(() -> openTables(destination));
        counts = new Counts(count(State.WAITING), count(State.DELIVERED), count(State.REJECTED));
        return found;
    }

    Counts counts() {
        return counts;
    }

    /** Makes all that is claimed fall due now: for a store that was not open, so that no claimant is left. */
    void endClaims(long now) throws SQLException {
        inTransaction(() -> update(
                "UPDATE roi_outbox SET due = ?, claim = NULL WHERE state = 'waiting' AND due > ? AND claim IS NOT NULL",
                now,
                now));
    }

    /**
     * Passes over rows whose duplicate key is there.
     *
     * @return how many were new
     */
    Counts insert(List<Row> rows) throws SQLException {
        Counts added = inTransaction(() -> added(rows, insertAll(rows)));
        counts = counts.plus(added);
        return added;
    }

    /**
     * Inserts rows from another store. What was delivered from there need not be delivered from here any more.
     *
     * @return how many were new
     */
    Counts adopt(List<Row> rows) throws SQLException {
        List<Counts> changes = inTransaction(() -> {
            int[] inserted = insertAll(rows);
            return List.of(added(rows, inserted), Counts.settled(State.DELIVERED, deliverKnown(rows, inserted)));
        });
        counts = counts.plus(changes.get(0)).plus(changes.get(1));
        return changes.get(0);
    }

    /** The longest due first, at most {@code max}. */
    List<Row> claim(String token, long now, long leaseEnd, int max) throws SQLException {
        return inTransaction(() -> database.claim(this, token, now, leaseEnd, max));
    }

    /**
     * Passes over entries whose claim is gone.
     *
     * @return how many were settled
     */
    int settle(List<Settlement> settlements, long now) throws SQLException {
        int[] settled = inTransaction(() -> new int[] {
            deliver(only(Delivered.class, settlements), now),
            reject(only(Rejected.class, settlements), now),
            postpone(only(Later.class, settlements)),
            giveBack(only(Untried.class, settlements))
        });
        counts = counts.plus(Counts.settled(State.DELIVERED, settled[0]))
                .plus(Counts.settled(State.REJECTED, settled[1]));
        return Arrays.stream(settled).sum();
    }

    OptionalLong nextDue() throws SQLException {
        return number("SELECT MIN(due) FROM roi_outbox WHERE state = 'waiting'");
    }

    OptionalLong oldestWaiting() throws SQLException {
        return number("SELECT MIN(accepted_at) FROM roi_outbox WHERE state = 'waiting'");
    }

    /** @return how many were forgotten; less than {@code max} if there are no more */
    int purge(long deliveredBefore, int max) throws SQLException {
        int purged = inTransaction(() -> update(
                "DELETE FROM roi_outbox WHERE id IN (SELECT id FROM roi_outbox"
                        + " WHERE state = 'delivered' AND settled_at < ? ORDER BY settled_at LIMIT ?)",
                deliveredBefore,
                max));
        counts = counts.plus(Counts.of(State.DELIVERED, -purged));
        return purged;
    }

    /** Any rows of the first state that has some: what waits, what was rejected, what was delivered. */
    List<Row> anyRows(int max) throws SQLException {
        for (State state : List.of(State.WAITING, State.REJECTED, State.DELIVERED)) {
            List<Row> rows = new ArrayList<>();
            PreparedStatement select = prepared(
                    "SELECT id, " + COLUMNS + " FROM roi_outbox WHERE state = '" + state.text() + "' LIMIT " + max);
            try (ResultSet result = select.executeQuery()) {
                while (result.next()) {
                    rows.add(row(result));
                }
            }
            if (!rows.isEmpty()) {
                return rows;
            }
        }
        return List.of();
    }

    void delete(List<Row> rows) throws SQLException {
        inTransaction(() -> {
            PreparedStatement delete = prepared("DELETE FROM roi_outbox WHERE id = ?");
            for (Row row : rows) {
                delete.setLong(1, row.id());
                delete.addBatch();
            }
            return delete.executeBatch();
        });
    }

    /** Gives the database the opportunity to do what it does when nothing changes. */
    Void housekeep(long now) throws SQLException {
        database.housekeep(now);
        return null;
    }

    void close() throws IOException {
        database.close();
    }

    @Override
    public String toString() {
        return database.toString();
    }

    /** The statement for this text, made once: parsing it costs more than running it. */
    PreparedStatement prepared(String sql) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = database.connection().prepareStatement(sql);
            statements.put(sql, statement);
        }
        return statement;
    }

    /** From a result with the id and {@link #COLUMNS}. */
    static Row row(ResultSet result) throws SQLException {
        long settledAt = result.getLong(9);
        return new Row(
                result.getLong(1),
                result.getString(2),
                result.getString(3),
                result.getString(4),
                State.of(result.getString(5)),
                result.getLong(6),
                result.getInt(7),
                result.getLong(8),
                result.wasNull() ? null : settledAt,
                result.getString(10),
                result.getString(11));
    }

    private Destination openTables(Destination destination) throws SQLException {
        execute(database.metaTable());
        Map<String, String> meta = meta();
        if (meta.isEmpty()) {
            for (String sql : database.tables()) {
                execute(sql);
            }
            insertMeta("schema_version", Integer.toString(SCHEMA_VERSION));
            insertMeta("endpoint", destination.endpoint());
            insertMeta("account", destination.account());
            return destination;
        }
        requireKnown(meta.get("schema_version"));
        if (!meta.keySet().containsAll(List.of("endpoint", "account"))) {
            throw new SQLException("its table roi_outbox_meta does not say for whom the orders are");
        }
        return new Destination(meta.get("endpoint"), meta.get("account"));
    }

    private static void requireKnown(String version) throws SQLException {
        if (!Integer.toString(SCHEMA_VERSION).equals(version)) {
            throw new SQLException("its tables are of version " + version
                    + ", made by a later roi-filter than this one," + " which knows version " + SCHEMA_VERSION);
        }
    }

    private Map<String, String> meta() throws SQLException {
        Map<String, String> meta = new HashMap<>();
        try (Statement statement = database.connection().createStatement();
                ResultSet result = statement.executeQuery("SELECT name, value FROM roi_outbox_meta")) {
            while (result.next()) {
                meta.put(result.getString(1), result.getString(2));
            }
        }
        return meta;
    }

    private void insertMeta(String name, String value) throws SQLException {
        PreparedStatement insert = prepared("INSERT INTO roi_outbox_meta (name, value) VALUES (?, ?)");
        insert.setString(1, name);
        insert.setString(2, value);
        insert.executeUpdate();
    }

    private int[] insertAll(List<Row> rows) throws SQLException {
        PreparedStatement insert = prepared(database.insert());
        for (Row row : rows) {
            insert.setString(1, row.duplicateKey());
            insert.setString(2, row.orderId());
            insert.setString(3, row.payload());
            insert.setString(4, row.state().text());
            insert.setLong(5, row.due());
            insert.setInt(6, row.attempts());
            insert.setLong(7, row.acceptedAt());
            insert.setObject(8, row.settledAt());
            insert.setString(9, row.lastCode());
            insert.setString(10, bounded(row.lastText()));
            insert.addBatch();
        }
        return insert.executeBatch();
    }

    private static Counts added(List<Row> rows, int[] inserted) {
        Counts added = Counts.NONE;
        for (int i = 0; i < inserted.length; i++) {
            added = added.plus(Counts.of(rows.get(i).state(), inserted[i]));
        }
        return added;
    }

    private int deliverKnown(List<Row> rows, int[] inserted) throws SQLException {
        PreparedStatement update = prepared("UPDATE roi_outbox SET state = 'delivered', payload = NULL, claim = NULL,"
                + " settled_at = ?, last_text = ? WHERE duplicate_key = ? AND state = 'waiting'");
        for (int i = 0; i < inserted.length; i++) {
            Row row = rows.get(i);
            if (inserted[i] == 0 && row.state() == State.DELIVERED) {
                update.setObject(1, row.settledAt());
                update.setString(2, row.lastText());
                update.setString(3, row.duplicateKey());
                update.addBatch();
            }
        }
        return sum(update.executeBatch());
    }

    private int deliver(List<Delivered> settlements, long now) throws SQLException {
        PreparedStatement update = prepared("UPDATE roi_outbox SET state = 'delivered', payload = NULL, claim = NULL,"
                + " settled_at = ?, last_code = NULL, last_text = ? WHERE id = ? AND claim = ?");
        for (Delivered delivered : settlements) {
            update.setLong(1, now);
            update.setString(2, bounded(delivered.text()));
            addBatch(update, 3, delivered.entry());
        }
        return sum(update.executeBatch());
    }

    private int reject(List<Rejected> settlements, long now) throws SQLException {
        PreparedStatement update = prepared("UPDATE roi_outbox SET state = 'rejected', claim = NULL,"
                + " settled_at = ?, last_code = ?, last_text = ? WHERE id = ? AND claim = ?");
        for (Rejected rejected : settlements) {
            update.setLong(1, now);
            update.setString(2, bounded(rejected.code()));
            update.setString(3, bounded(rejected.text()));
            addBatch(update, 4, rejected.entry());
        }
        return sum(update.executeBatch());
    }

    private int postpone(List<Later> settlements) throws SQLException {
        PreparedStatement update =
                prepared("UPDATE roi_outbox SET due = ?, claim = NULL, last_text = ? WHERE id = ? AND claim = ?");
        for (Later later : settlements) {
            update.setLong(1, later.due().toEpochMilli());
            update.setString(2, bounded(later.text()));
            addBatch(update, 3, later.entry());
        }
        return sum(update.executeBatch());
    }

    private int giveBack(List<Untried> settlements) throws SQLException {
        PreparedStatement update = prepared(
                "UPDATE roi_outbox SET due = ?, claim = NULL, attempts = attempts - 1 WHERE id = ? AND claim = ?");
        for (Untried untried : settlements) {
            update.setLong(1, untried.due().toEpochMilli());
            addBatch(update, 2, untried.entry());
        }
        return sum(update.executeBatch());
    }

    private static void addBatch(PreparedStatement update, int index, Entry entry) throws SQLException {
        update.setLong(index, entry.id());
        update.setString(index + 1, entry.claim());
        update.addBatch();
    }

    private long count(State state) throws SQLException {
        return number("SELECT COUNT(*) FROM roi_outbox WHERE state = '" + state.text() + "'")
                .orElseThrow();
    }

    private OptionalLong number(String sql) throws SQLException {
        try (ResultSet result = prepared(sql).executeQuery()) {
            result.next();
            long number = result.getLong(1);
            return result.wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
        }
    }

    private int update(String sql, long first, long second) throws SQLException {
        PreparedStatement update = prepared(sql);
        update.setLong(1, first);
        update.setLong(2, second);
        return update.executeUpdate();
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = database.connection().createStatement()) {
            statement.execute(sql);
        }
    }

    private <T> T inTransaction(Change<T> change) throws SQLException {
        database.connection().setAutoCommit(false);
        try {
            T result = change.make();
            database.connection().commit();
            database.connection().setAutoCommit(true);
            return result;
        } catch (SQLException | RuntimeException | Error e) {
            rollBack(e);
            throw e;
        }
    }

    private void rollBack(Throwable cause) {
        try {
            database.connection().rollback();
            database.connection().setAutoCommit(true); // only now: it would commit what was not rolled back
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private static <T extends Settlement> List<T> only(Class<T> type, List<Settlement> settlements) {
        return settlements.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private static int sum(int[] counts) {
        return Arrays.stream(counts).sum();
    }

    /** What an endpoint says may be long. */
    private static String bounded(String text) {
        if (text == null || text.length() <= MAX_TEXT) {
            return text;
        }
        boolean halves = Character.isHighSurrogate(text.charAt(MAX_TEXT - 1));
        return text.substring(0, halves ? MAX_TEXT - 1 : MAX_TEXT);
    }

    private interface Change<T> {
        T make() throws SQLException;
    }
}
