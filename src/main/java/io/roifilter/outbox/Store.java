package io.roifilter.outbox;

import io.roifilter.api.PayloadJson;
import io.roifilter.jdbc.Connections;
import io.roifilter.jdbc.Session;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.function.Supplier;

/**
 * The outbox in one database: the statements that are common to all, and how many rows there are. Every change is one
 * short transaction. Not thread-safe: see {@link StoreAccess}.
 *
 * <p>All times that go in and out are by our clock. In the table they are by the database's, so that a lease ends at the
 * same moment for all nodes, whatever their clocks say.
 */
final class Store {
    /** When to look again for what is due but was not claimed: another node is about it. */
    private static final long NEXT_LOOK_MILLIS = 100;

    private final Connections connections;
    private final Dialect dialect;
    private final Refusals refusals;
    private final Settling settling;
    private final CountTable hours;
    private Counts counts = Counts.NONE;
    private Destination destination; // null before the opening

    Store(Connections connections, Dialect dialect) {
        this.connections = connections;
        this.dialect = dialect;
        refusals = new Refusals(dialect);
        settling = new Settling(dialect);
        hours = new CountTable(dialect);
    }

    /** A piece of work. */
    interface Work<T> {
        T on(Store store) throws SQLException;
    }

    /** Runs this with a connection. All the methods below need one; in a file it is always there. */
    <T> T use(Work<T> work) throws SQLException {
        connections.borrow();
        Throwable failure = null;
        try {
            return work.on(this);
        } catch (SQLException | RuntimeException | Error e) {
            failure = e;
            throw e;
        } finally {
            connections.giveBack(failure);
        }
    }

    /** As {@link Dialect#open}. */
    Destination open(Destination wanted) throws SQLException {
        Destination found = dialect.open(session(), wanted);
        destination = found;
        count();
        return found;
    }

    /** As of the opening, or the last {@link #count}; in a file, with all changes since. */
    Counts counts() {
        return counts;
    }

    /** How many entries wait, and where, as far as it is known without asking; for an operator. */
    String waitingText() {
        if (dialect.isShared()) {
            return "what waits is in " + dialect + ", for all instances that share it";
        }
        return counts.waiting() == 0
                ? "nothing waits in " + dialect
                : (counts.waiting() == 1 ? "1 order waits in " : counts.waiting() + " orders wait in ") + dialect
                        + ", to be sent after the next start";
    }

    /** The counts as they are now. */
    Counts currentCounts() throws SQLException {
        if (dialect.isShared()) {
            count();
        }
        return counts;
    }

    /**
     * Makes all that waits fall due now: a start is how somebody who has mended something says that it be tried. What
     * somebody has claimed does so too in a store that was not open, so that no claimant is left.
     */
    void tryAll() throws SQLException {
        fallDue(dialect.isShared() ? " AND claim IS NULL" : "");
    }

    /** Makes what waits after a failure fall due now, but what is refused for its own sake. */
    int tryRefused() throws SQLException {
        return fallDue(" AND claim IS NULL AND (last_code IS NULL OR last_code <> '" + Row.ALONE + "')");
    }

    /** Makes all that waits fall due now, but what is on its way. */
    int tryWaiting() throws SQLException {
        return fallDue(" AND claim IS NULL");
    }

    private int fallDue(String which) throws SQLException {
        Session session = session();
        return session.inTransaction(() -> update(
                "UPDATE " + dialect.table() + " SET due = ?, claim = NULL WHERE state = 'waiting' AND due > ?" + which
                        + dialect.scope(),
                session.now(),
                session.now()));
    }

    /**
     * What became of rows that were to be inserted.
     *
     * @param taken how many were new, or are in place of a refused one
     * @param known for each row, whether it was passed over, as its duplicate key was there
     */
    record Inserted(Counts taken, boolean[] known) {}

    /**
     * Passes over rows whose duplicate key is there, unless that row was refused and this one was not: then it takes its
     * place.
     */
    Inserted insert(List<Row> rows) throws SQLException {
        Session session = session();
        boolean[] known = new boolean[rows.size()];
        return new Inserted(
                taken(session.inTransaction(() -> {
                    int[] inserted = dialect.insert(session, rows);
                    fillKnown(inserted, known);
                    Counts replaced = refusals.replace(session, rows, inserted, known);
                    return List.of(added(rows, inserted), replaced);
                })),
                known);
    }

    private static void fillKnown(int[] inserted, boolean[] known) {
        for (int i = 0; i < known.length; i++) {
            known[i] = inserted[i] == 0;
        }
    }

    /**
     * Inserts rows from another store, as {@link #insert} does. What was delivered from there need not be delivered from
     * here any more.
     *
     * @return how many were new, or are in place of a refused one
     */
    Counts adopt(List<Row> rows) throws SQLException {
        Session session = session();
        List<Counts> changes = session.inTransaction(() -> {
            int[] inserted = dialect.insert(session, rows);
            Counts replaced = refusals.replace(session, rows, inserted, new boolean[rows.size()]);
            int delivered = settling.deliverKnown(session, rows, inserted);
            return List.of(added(rows, inserted), replaced, Counts.settled(State.DELIVERED, delivered));
        });
        counts = counts.plus(changes.get(2));
        return taken(changes);
    }

    /** The longest due first, at most {@code max}. */
    List<Row> claim(String token, long leaseMillis, int max) throws SQLException {
        Session session = session();
        return session.inTransaction(() -> dialect.claim(session, token, session.now() + leaseMillis, max));
    }

    /** Makes what has this claim fall due now. */
    int release(String token) throws SQLException {
        Session session = session();
        return session.inTransaction(() -> {
            PreparedStatement release = session.prepared("UPDATE " + dialect.table() + " SET due = ?, claim = NULL"
                    + " WHERE state = 'waiting' AND due > ? AND claim = ?" + dialect.scope());
            release.setLong(1, session.now());
            release.setLong(2, session.now());
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
        Session session = session();
        List<List<? extends Settlement>> settled = session.inTransaction(() -> List.of(
                settling.deliver(session, settlements),
                settling.reject(session, settlements),
                settling.postpone(session, settlements)));
        counts = counts.plus(Counts.settled(State.DELIVERED, settled.get(0).size()))
                .plus(Counts.settled(State.REJECTED, settled.get(1).size()));
        return settled.stream().<Settlement>flatMap(List::stream).toList();
    }

    /** Passes over those whose claim is gone. */
    void rejectUnreadable(String claim, List<Unreadable> unreadable) throws SQLException {
        Session session = session();
        int rejected = session.inTransaction(() -> settling.rejectUnreadable(session, claim, unreadable));
        counts = counts.plus(Counts.settled(State.REJECTED, rejected));
    }

    OptionalLong nextDue() throws SQLException {
        OptionalLong due = earliest("due");
        return due.isPresent() && dialect.isShared()
                ? OptionalLong.of(
                        Math.max(due.getAsLong(), session().ours(session().now()) + NEXT_LOOK_MILLIS))
                : due;
    }

    OptionalLong oldestWaiting() throws SQLException {
        return earliest("accepted_at");
    }

    /** @return how many were forgotten; less than {@code max} if there are no more */
    int purge(long keepMillis, int max) throws SQLException {
        Session session = session();
        int purged = session.inTransaction(() -> update(dialect.purge(), session.now() - keepMillis, max));
        counts = counts.plus(Counts.of(State.DELIVERED, -purged));
        return purged;
    }

    boolean isShared() {
        return dialect.isShared();
    }

    /** What an operator looks at and mends. */
    interface LedgerWork<T> {
        T on(Session session, LedgerRows rows) throws SQLException;
    }

    /** @param json reads payloads */
    <T> T ledger(Supplier<PayloadJson> json, LedgerWork<T> work) throws SQLException {
        return work.on(session(), LedgerRows.live(destination, dialect, json));
    }

    /**
     * Keeps count of changes that were made by way of {@link #ledger}.
     *
     * @param after in which state the entries are now; empty if they are gone
     */
    void changed(List<LedgerChange> changes, Optional<State> after) {
        for (LedgerChange change : changes) {
            if (change.refusal().isEmpty()) {
                counts = counts.plus(Counts.of(change.entry().state(), -1));
                counts = counts.plus(after.map(state -> Counts.of(state, 1)).orElse(Counts.NONE));
            }
        }
    }

    /** Adds to what was counted in each hour, and forgets what nobody asks for any more. */
    void addHours(SortedMap<Long, Map<String, Long>> counted) throws SQLException {
        Session session = session();
        session.inTransaction(() -> {
            hours.add(session, counted);
            hours.forgetBefore(session, counted.lastKey() - CountTable.KEPT_HOURS);
            return null;
        });
    }

    /** What was counted in each hour from this one on. */
    SortedMap<Long, Map<String, Long>> hours(long first) throws SQLException {
        return hours.read(session(), first);
    }

    /** Forgets all that was counted. */
    void forgetHours() throws SQLException {
        Session session = session();
        session.inTransaction(() -> {
            hours.forgetBefore(session, Long.MAX_VALUE);
            return null;
        });
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
                "SELECT id, " + Rows.COLUMNS + " FROM roi_outbox WHERE state = '" + state.text() + "' LIMIT " + max));
    }

    /** The rows of a query for the id and {@link Rows#COLUMNS}. */
    List<Row> rows(PreparedStatement query) throws SQLException {
        return Rows.of(session(), query);
    }

    /**
     * Makes waiting and rejected entries of another destination's this one's, unless their duplicate key is there.
     *
     * @return how many; less than {@code max} if there are no more
     */
    int readdress(Destination former, int max) throws SQLException {
        Session session = session();
        return session.inTransaction(() -> dialect.readdress(session, former, max));
    }

    void delete(List<Row> rows) throws SQLException {
        Session session = session();
        session.inTransaction(() -> {
            PreparedStatement delete = session.prepared("DELETE FROM " + dialect.table() + " WHERE id = ?");
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
        return dialect.housekeep(session(), counts);
    }

    void close() throws IOException {
        connections.close();
    }

    @Override
    public String toString() {
        return dialect.toString();
    }

    private Session session() {
        return connections.session();
    }

    private PreparedStatement prepared(String sql) throws SQLException {
        return session().prepared(sql);
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

    private void count() throws SQLException {
        counts = new Counts(count(State.WAITING), count(State.DELIVERED), count(State.REJECTED));
    }

    private long count(State state) throws SQLException {
        return number("SELECT COUNT(*) FROM roi_outbox WHERE state = '" + state.text() + "'" + dialect.scope())
                .orElseThrow();
    }

    private OptionalLong earliest(String time) throws SQLException {
        OptionalLong millis =
                number("SELECT MIN(" + time + ") FROM roi_outbox WHERE state = 'waiting'" + dialect.scope());
        return millis.isPresent() ? OptionalLong.of(session().ours(millis.getAsLong())) : millis;
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
}
