package io.roifilter.outbox;

import io.roifilter.outbox.Settlement.Delivered;
import io.roifilter.outbox.Settlement.Later;
import io.roifilter.outbox.Settlement.Rejected;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * The statements of the outbox on one database. Every change is one short transaction. Not thread-safe: see
 * {@link SharedStore}.
 *
 * <p>All times that go in and out are by our clock. In the table they are by the database's, so that a lease ends at the
 * same moment for all nodes, whatever their clocks say.
 */
final class Store {
    /** All columns that an insert writes, in the order of its parameters. */
    static final String COLUMNS = "duplicate_key, order_id, payload, state, due, attempts, accepted_at, settled_at,"
            + " last_code, last_text";

    /** What is true of a row that was refused and that nobody has mended or sent since. */
    private static final String NEVER_SENT =
            "state = 'rejected' AND last_code = '" + Row.REFUSED + "' AND attempts = 0";

    private static final int KEYS_AT_ONCE = 50;

    private static final int MAX_TEXT = 500;

    /** How often a transaction is tried that others are in the way of. */
    private static final int MAX_TRIES = 8;

    /** When to look again for what is due but was not claimed: another node is about it. */
    private static final long NEXT_LOOK_MILLIS = 100;

    private final Database database;
    private Counts counts = Counts.NONE;

    Store(Database database) {
        this.database = database;
    }

    /** Runs this with a connection. All the methods below need one; in a file it is always there. */
    <T> T use(SharedStore.Work<T> work) throws SQLException {
        database.borrow();
        boolean failed = true;
        try {
            T result = work.on(this);
            failed = false;
            return result;
        } catch (SQLException e) {
            database.failed(e);
            throw e;
        } finally {
            database.giveBack(failed);
        }
    }

    /** As {@link Database#open}. */
    Destination open(Destination destination) throws SQLException {
        Destination found = database.open(this, destination);
        count();
        return found;
    }

    /** As of the opening, or the last {@link #count}; in a file, with all changes since. */
    Counts counts() {
        return counts;
    }

    /** The counts as they are now. */
    Counts currentCounts() throws SQLException {
        if (database.isShared()) {
            count();
        }
        return counts;
    }

    /** Makes all that is claimed fall due now: for a store that was not open, so that no claimant is left. */
    void endClaims() throws SQLException {
        long now = database.now();
        inTransaction(() -> update(
                "UPDATE " + database.table()
                        + " SET due = ?, claim = NULL WHERE state = 'waiting' AND due > ? AND claim IS NOT NULL",
                now,
                now));
    }

    /**
     * Passes over rows whose duplicate key is there, unless that row was refused and this one was not: then it takes its
     * place.
     *
     * @return how many were new, or are in place of a refused one
     */
    Counts insert(List<Row> rows) throws SQLException {
        return taken(inTransaction(() -> {
            int[] inserted = database.insert(this, rows);
            Counts replaced = replaceRefused(rows, inserted);
            return List.of(added(rows, inserted), replaced);
        }));
    }

    /**
     * Inserts rows from another store, as {@link #insert} does. What was delivered from there need not be delivered from
     * here any more.
     *
     * @return how many were new, or are in place of a refused one
     */
    Counts adopt(List<Row> rows) throws SQLException {
        List<Counts> changes = inTransaction(() -> {
            int[] inserted = database.insert(this, rows);
            Counts replaced = replaceRefused(rows, inserted);
            return List.of(
                    added(rows, inserted), replaced, Counts.settled(State.DELIVERED, deliverKnown(rows, inserted)));
        });
        counts = counts.plus(changes.get(2));
        return taken(changes);
    }

    /** The longest due first, at most {@code max}. */
    List<Row> claim(String token, long leaseMillis, int max) throws SQLException {
        return inTransaction(() -> database.claim(this, token, database.now() + leaseMillis, max));
    }

    /** Makes what has this claim fall due now. */
    int release(String token) throws SQLException {
        return inTransaction(() -> {
            PreparedStatement release = prepared("UPDATE " + database.table() + " SET due = ?, claim = NULL"
                    + " WHERE state = 'waiting' AND due > ? AND claim = ?" + database.scope());
            release.setLong(1, database.now());
            release.setLong(2, database.now());
            release.setString(3, token);
            return release.executeUpdate();
        });
    }

    /**
     * Passes over entries whose claim is gone.
     *
     * @return those that were settled
     */
    List<Settlement> settle(List<Settlement> settlements) throws SQLException {
        List<List<? extends Settlement>> settled = inTransaction(() -> List.of(
                deliver(only(Delivered.class, settlements)),
                reject(only(Rejected.class, settlements)),
                postpone(only(Later.class, settlements))));
        counts = counts.plus(Counts.settled(State.DELIVERED, settled.get(0).size()))
                .plus(Counts.settled(State.REJECTED, settled.get(1).size()));
        return settled.stream().<Settlement>flatMap(List::stream).toList();
    }

    OptionalLong nextDue() throws SQLException {
        OptionalLong due = earliest("due");
        return due.isPresent() && database.isShared()
                ? OptionalLong.of(Math.max(due.getAsLong(), ours(database.now()) + NEXT_LOOK_MILLIS))
                : due;
    }

    OptionalLong oldestWaiting() throws SQLException {
        return earliest("accepted_at");
    }

    /** @return how many were forgotten; less than {@code max} if there are no more */
    int purge(long keepMillis, int max) throws SQLException {
        int purged = inTransaction(() -> update(database.purge(), database.now() - keepMillis, max));
        counts = counts.plus(Counts.of(State.DELIVERED, -purged));
        return purged;
    }

    /** Any rows of the first state that has some: what waits, what was rejected, what was delivered. */
    List<Row> anyRows(int max) throws SQLException {
        for (State state : List.of(State.WAITING, State.REJECTED, State.DELIVERED)) {
            List<Row> rows = anyRows(state, max);
            if (!rows.isEmpty()) {
                return rows;
            }
        }
        return List.of();
    }

    List<Row> anyRows(State state, int max) throws SQLException {
        return rows(prepared(
                "SELECT id, " + COLUMNS + " FROM roi_outbox WHERE state = '" + state.text() + "' LIMIT " + max));
    }

    /**
     * Makes waiting and rejected entries of another destination's this one's, unless their duplicate key is there.
     *
     * @return how many; less than {@code max} if there are no more
     */
    int readdress(Destination former, int max) throws SQLException {
        return inTransaction(() -> database.readdress(former, max));
    }

    void delete(List<Row> rows) throws SQLException {
        inTransaction(() -> {
            PreparedStatement delete = prepared("DELETE FROM " + database.table() + " WHERE id = ?");
            for (Row row : rows) {
                delete.setLong(1, row.id());
                delete.addBatch();
            }
            return delete.executeBatch();
        });
    }

    /**
     * Gives the database the opportunity to do what it does when nothing changes.
     *
     * @return whether there is more to do
     */
    boolean housekeep() throws SQLException {
        return database.housekeep(this);
    }

    void close() throws IOException {
        database.close();
    }

    @Override
    public String toString() {
        return database.toString();
    }

    /** The rows of a query for the id and {@link #COLUMNS}. */
    List<Row> rows(PreparedStatement query) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (ResultSet result = query.executeQuery()) {
            while (result.next()) {
                rows.add(row(result));
            }
        }
        return rows;
    }

    /**
     * Inserts rows by a statement with a parameter for each of {@link #COLUMNS}.
     *
     * @return how many rows each was; something else than 0 and 1 if the driver does not say so
     */
    int[] insertAll(String sql, List<Row> rows) throws SQLException {
        return insertAll(
                sql,
                rows,
                (insert, index, i) -> insert.setString(index, rows.get(i).payload()));
    }

    /** Sets a parameter for the payload of a row. */
    interface PayloadParameter {
        void set(PreparedStatement statement, int index, int row) throws SQLException;
    }

    int[] insertAll(String sql, List<Row> rows, PayloadParameter payload) throws SQLException {
        PreparedStatement insert = prepared(sql);
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            insert.setString(1, row.duplicateKey());
            insert.setString(2, row.orderId());
            payload.set(insert, 3, i);
            insert.setString(4, row.state().text());
            insert.setLong(5, theirs(row.due()));
            insert.setInt(6, row.attempts());
            insert.setLong(7, theirs(row.acceptedAt()));
            setSettledAt(insert, 8, row);
            insert.setString(9, bounded(row.lastCode()));
            insert.setString(10, bounded(row.lastText()));
            insert.addBatch();
        }
        return insert.executeBatch();
    }

    <T> T inTransaction(Change<T> change) throws SQLException {
        for (int tries = 1; ; tries++) {
            try {
                return once(change);
            } catch (SQLException e) {
                if (tries == MAX_TRIES || !database.isConflict(e)) {
                    throw e;
                }
                database.session().forgetStatements();
            }
        }
    }

    private Row row(ResultSet result) throws SQLException {
        long settledAt = result.getLong(9);
        boolean settled = !result.wasNull();
        return new Row(
                result.getLong(1),
                result.getString(2),
                result.getString(3),
                result.getString(4),
                State.of(result.getString(5)),
                ours(result.getLong(6)),
                result.getInt(7),
                ours(result.getLong(8)),
                settled ? ours(settledAt) : null,
                result.getString(10),
                result.getString(11));
    }

    private static Counts added(List<Row> rows, int[] inserted) {
        Counts added = Counts.NONE;
        for (int i = 0; i < inserted.length; i++) {
            added = added.plus(Counts.of(rows.get(i).state(), inserted[i] == 0 ? 0 : 1));
        }
        return added;
    }

    /** Those added, and those that replaced as many refused ones. */
    private Counts taken(List<Counts> changes) {
        Counts taken = changes.get(0).plus(changes.get(1));
        counts = counts.plus(taken)
                .plus(Counts.of(State.REJECTED, -changes.get(1).total()));
        return taken;
    }

    /**
     * Puts what was read well, at a reload of the page or by another instance, in the place of what was refused before it
     * was ever sent. The order keeps the moment at which it was first seen.
     */
    private Counts replaceRefused(List<Row> rows, int[] inserted) throws SQLException {
        Map<String, Integer> wellRead = new LinkedHashMap<>();
        for (int i = 0; i < inserted.length; i++) {
            if (inserted[i] != 1 && rows.get(i).state() != State.REJECTED) {
                wellRead.putIfAbsent(rows.get(i).duplicateKey(), i);
            }
        }
        Counts replaced = Counts.NONE;
        for (Row refused : refused(List.copyOf(wellRead.keySet()))) {
            int i = wellRead.get(refused.duplicateKey());
            if (replace(refused, rows.get(i).inPlaceOf(refused)) > 0) {
                inserted[i] = 0;
                replaced = replaced.plus(Counts.of(rows.get(i).state(), 1));
            }
        }
        return replaced;
    }

    /** Asks for several at once, by a statement that is the same each time. */
    private List<Row> refused(List<String> keys) throws SQLException {
        List<Row> refused = new ArrayList<>();
        for (int start = 0; start < keys.size(); start += KEYS_AT_ONCE) {
            PreparedStatement query = prepared("SELECT id, " + COLUMNS + " FROM roi_outbox WHERE duplicate_key IN (?"
                    + ", ?".repeat(KEYS_AT_ONCE - 1) + ") AND " + NEVER_SENT + database.scope());
            for (int i = 0; i < KEYS_AT_ONCE; i++) {
                query.setString(i + 1, keys.get(Math.min(start + i, keys.size() - 1)));
            }
            refused.addAll(rows(query));
        }
        return refused;
    }

    /** @return 0 if another was faster, else 1 */
    private int replace(Row refused, Row row) throws SQLException {
        PreparedStatement update = prepared("UPDATE " + database.table()
                + " SET payload = ?, state = ?, due = ?, attempts = ?,"
                + " accepted_at = ?, settled_at = ?, last_code = ?, last_text = ? WHERE id = ? AND " + NEVER_SENT);
        database.setPayload(update, 1, row);
        update.setString(2, row.state().text());
        update.setLong(3, theirs(row.due()));
        update.setInt(4, row.attempts());
        update.setLong(5, theirs(row.acceptedAt()));
        setSettledAt(update, 6, row);
        update.setString(7, bounded(row.lastCode()));
        update.setString(8, bounded(row.lastText()));
        update.setLong(9, refused.id());
        return update.executeUpdate();
    }

    private int deliverKnown(List<Row> rows, int[] inserted) throws SQLException {
        PreparedStatement update = prepared("UPDATE " + database.table()
                + " SET state = 'delivered', payload = NULL, claim = NULL,"
                + " settled_at = ?, last_text = ? WHERE duplicate_key = ? AND state = 'waiting'" + database.scope());
        for (int i = 0; i < inserted.length; i++) {
            Row row = rows.get(i);
            if (inserted[i] != 1 && row.state() == State.DELIVERED) {
                setSettledAt(update, 1, row);
                update.setString(2, row.lastText());
                update.setString(3, row.duplicateKey());
                update.addBatch();
            }
        }
        return Arrays.stream(executeBatch(update)).sum();
    }

    private List<Delivered> deliver(List<Delivered> settlements) throws SQLException {
        PreparedStatement update =
                prepared("UPDATE " + database.table() + " SET state = 'delivered', payload = NULL, claim = NULL,"
                        + " settled_at = ?, last_code = NULL, last_text = ? WHERE id = ? AND claim = ?");
        for (Delivered delivered : settlements) {
            update.setLong(1, database.now());
            update.setString(2, bounded(delivered.text()));
            addBatch(update, 3, delivered.entry());
        }
        return changed(settlements, executeBatch(update));
    }

    private List<Rejected> reject(List<Rejected> settlements) throws SQLException {
        PreparedStatement update = prepared("UPDATE " + database.table() + " SET state = 'rejected', claim = NULL,"
                + " settled_at = ?, last_code = ?, last_text = ? WHERE id = ? AND claim = ?");
        for (Rejected rejected : settlements) {
            update.setLong(1, database.now());
            update.setString(2, bounded(rejected.code()));
            update.setString(3, bounded(rejected.text()));
            addBatch(update, 4, rejected.entry());
        }
        return changed(settlements, executeBatch(update));
    }

    private List<Later> postpone(List<Later> settlements) throws SQLException {
        PreparedStatement update = prepared(
                "UPDATE " + database.table() + " SET due = ?, claim = NULL, last_text = ? WHERE id = ? AND claim = ?");
        for (Later later : settlements) {
            update.setLong(1, theirs(later.due().toEpochMilli()));
            update.setString(2, bounded(later.text()));
            addBatch(update, 3, later.entry());
        }
        return changed(settlements, executeBatch(update));
    }

    private static void addBatch(PreparedStatement update, int index, Entry entry) throws SQLException {
        update.setLong(index, entry.id());
        update.setString(index + 1, entry.claim());
        update.addBatch();
    }

    private void count() throws SQLException {
        counts = new Counts(count(State.WAITING), count(State.DELIVERED), count(State.REJECTED));
    }

    private long count(State state) throws SQLException {
        return number("SELECT COUNT(*) FROM roi_outbox WHERE state = '" + state.text() + "'" + database.scope())
                .orElseThrow();
    }

    private OptionalLong earliest(String time) throws SQLException {
        OptionalLong millis =
                number("SELECT MIN(" + time + ") FROM roi_outbox WHERE state = 'waiting'" + database.scope());
        return millis.isPresent() ? OptionalLong.of(ours(millis.getAsLong())) : millis;
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

    private void setSettledAt(PreparedStatement statement, int index, Row row) throws SQLException {
        if (row.settledAt() == null) {
            statement.setNull(index, Types.BIGINT);
        } else {
            statement.setLong(index, theirs(row.settledAt()));
        }
    }

    private PreparedStatement prepared(String sql) throws SQLException {
        return database.session().prepared(sql);
    }

    /** A driver that was told to combine the statements of a batch knows no counts. */
    private static int[] executeBatch(PreparedStatement statement) throws SQLException {
        return Arrays.stream(statement.executeBatch())
                .map(count -> count == Statement.SUCCESS_NO_INFO ? 1 : count)
                .toArray();
    }

    private long theirs(long millis) {
        return millis + database.ahead();
    }

    private long ours(long millis) {
        return millis - database.ahead();
    }

    private <T> T once(Change<T> change) throws SQLException {
        Connection connection = database.session().connection();
        database.beginTransaction();
        try {
            T result = change.make();
            connection.commit();
            connection.setAutoCommit(true);
            return result;
        } catch (SQLException | RuntimeException | Error e) {
            rollBack(connection, e);
            throw e;
        }
    }

    private static void rollBack(Connection connection, Throwable cause) {
        try {
            connection.rollback();
            connection.setAutoCommit(true); // only now: it would commit what was not rolled back
        } catch (Throwable e) {
            if (e != cause) { // the machine throws the same OutOfMemoryError again and again
                cause.addSuppressed(e); // the store is closed after this
            }
        }
    }

    private static <T extends Settlement> List<T> only(Class<T> type, List<Settlement> settlements) {
        return settlements.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Those whose statement has found a row. */
    private static <T> List<T> changed(List<T> items, int[] counts) {
        return IntStream.range(0, counts.length)
                .filter(i -> counts[i] > 0)
                .mapToObj(items::get)
                .toList();
    }

    /** What an endpoint says may be long. */
    private static String bounded(String text) {
        if (text == null || text.length() <= MAX_TEXT) {
            return text;
        }
        boolean halves = Character.isHighSurrogate(text.charAt(MAX_TEXT - 1));
        return text.substring(0, halves ? MAX_TEXT - 1 : MAX_TEXT);
    }

    interface Change<T> {
        T make() throws SQLException;
    }
}
