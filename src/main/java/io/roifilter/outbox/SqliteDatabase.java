package io.roifilter.outbox;

import io.roifilter.sqlite.SqliteFile;
import io.roifilter.sqlite.SqliteHealth;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** An outbox in a SQLite file, which nobody else has open. */
final class SqliteDatabase implements Database {
    private static final long IDLE_MILLIS = 1000;
    private static final long CHECKPOINT_MILLIS = 60_000;

    /** Clocks are slewed all the time; by more than this, they were put back. */
    private static final long STEP_BACK_MILLIS = 2000;

    private static final long TRIM_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** Of an entry, beside its id; the payload is the number of a row in {@link PayloadLog}'s table. */
    private static final String ALL_COLUMNS = "duplicate_key, order_id, payload, state, due, attempts, claim,"
            + " accepted_at, settled_at, last_code, last_text";

    private static final String PAYLOAD =
            "(SELECT p.payload FROM roi_outbox_payload AS p WHERE p.id = roi_outbox_entry.payload) AS payload";

    /** To read, and for whoever looks into the file or changes something in it, it is as in {@link Database}. */
    private static final List<String> TABLES = Stream.concat(
                    Stream.of(
                            "CREATE TABLE roi_outbox_entry ("
                                    + "id INTEGER PRIMARY KEY, duplicate_key TEXT NOT NULL UNIQUE, order_id TEXT NOT NULL, "
                                    + "payload INTEGER, state TEXT NOT NULL, due INTEGER NOT NULL, attempts INTEGER NOT NULL, "
                                    + "claim TEXT, accepted_at INTEGER NOT NULL, settled_at INTEGER, "
                                    + "last_code TEXT, last_text TEXT)",
                            "CREATE INDEX roi_outbox_due ON roi_outbox_entry (due) WHERE state = 'waiting'",
                            "CREATE INDEX roi_outbox_accepted ON roi_outbox_entry (accepted_at) WHERE state = 'waiting'",
                            "CREATE INDEX roi_outbox_delivered ON roi_outbox_entry (settled_at)"
                                    + " WHERE state = 'delivered'",
                            "CREATE INDEX roi_outbox_rejected ON roi_outbox_entry (settled_at)"
                                    + " WHERE state = 'rejected'",
                            "CREATE VIEW roi_outbox AS SELECT id, " + withPayload(ALL_COLUMNS)
                                    + " FROM roi_outbox_entry",
                            "CREATE TRIGGER roi_outbox_updated INSTEAD OF UPDATE ON roi_outbox BEGIN"
                                    + " INSERT INTO roi_outbox_payload"
                                    + " (duplicate_key, order_id, payload, accepted_at, rejected)"
                                    + " SELECT NEW.duplicate_key, NEW.order_id, NEW.payload, NEW.accepted_at,"
                                    + " CASE NEW.state WHEN 'rejected' THEN coalesce(NEW.last_text, '') END"
                                    + " WHERE NEW.payload IS NOT NULL;"
                                    + " UPDATE roi_outbox_entry SET (" + ALL_COLUMNS + ") = (SELECT "
                                    + ("NEW." + ALL_COLUMNS.replace(", ", ", NEW."))
                                            .replace(
                                                    "NEW.payload",
                                                    "CASE WHEN NEW.payload IS NOT NULL"
                                                            + " THEN (SELECT max(id) FROM roi_outbox_payload) END")
                                    + ") WHERE id = OLD.id; END",
                            "CREATE TRIGGER roi_outbox_deleted INSTEAD OF DELETE ON roi_outbox BEGIN"
                                    + " DELETE FROM roi_outbox_entry WHERE id = OLD.id; END"),
                    PayloadLog.SCHEMA.stream())
            .toList();

    /** What is done with the file at the end. */
    interface End {
        /** @param failure the worst that was seen of it; null if all was well */
        void of(SqliteFile file, SQLException failure) throws IOException;
    }

    private final SqliteFile file;
    private final Session session;
    private final Clock clock;
    private final End end;
    private final IndexCheck check;
    private final PayloadLog payloads;

    // Mutable state of housekeeping
    private long seenChanges;
    private long seenAt;
    private boolean checkpointed;
    private long checkpointedAt;
    private boolean unchecked;

    private SQLException failure; // null while all is well
    private long lastSeen; // the latest time that the clock has shown

    SqliteDatabase(SqliteFile file, Clock clock, End end) {
        this.file = file;
        this.clock = clock;
        this.end = end;
        session = new Session(file.connection());
        check = new IndexCheck(session);
        payloads = new PayloadLog(session);
        unchecked = !file.isChecked();
        checkpointedAt = clock.millis();
    }

    @Override
    public void borrow() {
        // The one connection is always there.
    }

    @Override
    public void giveBack(boolean failed) {
        // A store that failed is closed.
    }

    @Override
    public Session session() {
        return session;
    }

    @Override
    public long now() {
        return clock.millis();
    }

    @Override
    public long ahead() {
        return 0;
    }

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public String scope() {
        return "";
    }

    @Override
    public Destination open(Store store, Destination destination) throws SQLException {
        Destination found = store.inTransaction(() -> openTables(destination));
        followClock(store, latestAcceptance());
        return found;
    }

    @Override
    public void beginTransaction() throws SQLException {
        session.connection().setAutoCommit(false);
    }

    @Override
    public boolean isConflict(SQLException failure) {
        return false;
    }

    @Override
    public String table() {
        return "roi_outbox_entry";
    }

    @Override
    public int[] insert(Store store, List<Row> rows) throws SQLException {
        Long[] places = new Long[rows.size()];
        long end = payloads.end();
        for (int i = 0; i < places.length; i++) {
            places[i] = rows.get(i).payload() == null ? null : Long.valueOf(end + i);
        }
        int[] inserted = store.insertAll(
                "INSERT INTO roi_outbox_entry (" + Store.COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (duplicate_key) DO NOTHING",
                rows,
                (insert, index, i) -> insert.setObject(index, places[i]));
        for (int i = 0; i < places.length; i++) {
            places[i] = inserted[i] == 0 ? null : places[i];
        }
        payloads.addAll(rows, places);
        return inserted;
    }

    @Override
    public void setPayload(PreparedStatement statement, int index, Row row) throws SQLException {
        if (row.payload() == null) {
            statement.setNull(index, Types.INTEGER);
        } else {
            long place = payloads.end();
            payloads.add(place, row);
            statement.setLong(index, place);
        }
    }

    @Override
    public List<Row> claim(Store store, String token, long leaseEnd, int max) throws SQLException {
        PreparedStatement claim = session.prepared("UPDATE roi_outbox_entry"
                + " SET due = ?, claim = ?, attempts = attempts + 1 WHERE id IN"
                + " (SELECT id FROM roi_outbox_entry WHERE state = 'waiting' AND due <= ? ORDER BY due, id LIMIT ?)"
                + " RETURNING id, " + withPayload(Store.COLUMNS));
        claim.setLong(1, leaseEnd);
        claim.setString(2, token);
        claim.setLong(3, now());
        claim.setInt(4, max);
        List<Row> rows = store.rows(claim);
        for (Row row : rows) {
            if (row.payload() == null) {
                requireNone(row);
            }
        }
        rows.sort(Comparator.comparingLong(Row::id)); // RETURNING promises no order
        return rows;
    }

    @Override
    public String purge() {
        return "DELETE FROM roi_outbox_entry WHERE id IN (SELECT id FROM roi_outbox_entry"
                + " WHERE state = 'delivered' AND settled_at < ? ORDER BY settled_at LIMIT ?)";
    }

    @Override
    public void failed(SQLException newFailure) {
        if (failure == null || !SqliteHealth.isDamage(failure)) {
            failure = newFailure;
        }
    }

    /**
     * A checkpoint once nothing has changed for a second, or a minute after the last one in any case: only then are the
     * payloads of delivered orders gone.
     *
     * @throws SQLException if the file is no longer in its place, or damaged, so that it must be opened anew
     */
    @Override
    public boolean housekeep(Store store) throws SQLException {
        if (file.isLost() || file.isLogLost()) {
            throw new SQLException(file.path()
                    + " or its log was deleted or renamed, or another is in its place, while it was in use");
        }
        unchecked = unchecked && check.proceed();
        followClock(store, lastSeen);
        boolean more = trim(store);
        long now = now();
        long changes = changes();
        if (changes != seenChanges) {
            seenChanges = changes;
            seenAt = now;
            checkpointed = false;
        }
        if (!checkpointed && (isOver(seenAt, IDLE_MILLIS) || isOver(checkpointedAt, CHECKPOINT_MILLIS))) {
            file.checkpoint();
            checkpointed = true;
            checkpointedAt = now;
        }
        return more;
    }

    /** If the clock was put back, what is due is due by that much earlier, so that nothing waits longer than it was to. */
    private void followClock(Store store, long latest) throws SQLException {
        long now = now();
        if (latest - now > STEP_BACK_MILLIS) {
            store.inTransaction(() -> {
                PreparedStatement shift = session.prepared(
                        "UPDATE roi_outbox_entry SET due = due - ? WHERE state = 'waiting' AND due > ?");
                shift.setLong(1, latest - now);
                shift.setLong(2, now);
                return shift.executeUpdate();
            });
        }
        lastSeen = now;
    }

    /** What was accepted later than now was accepted by a clock that has been put back since. */
    private long latestAcceptance() throws SQLException {
        try (ResultSet result = session.prepared(
                        "SELECT coalesce(max(accepted_at), 0) FROM roi_outbox_entry WHERE state = 'waiting'")
                .executeQuery()) {
            result.next();
            return result.getLong(1);
        }
    }

    /** A clock that was put back must not keep anything from being done. */
    private boolean isOver(long since, long millis) {
        return Math.abs(now() - since) >= millis;
    }

    /** For a time that delays nobody. */
    private boolean trim(Store store) throws SQLException {
        long end = System.nanoTime() + TRIM_NANOS;
        boolean more = true;
        while (more && System.nanoTime() - end < 0) {
            more = store.inTransaction(() ->
                    payloads.trim(store.counts().waiting() + store.counts().rejected()));
        }
        return more;
    }

    @Override
    public void close() throws IOException {
        end.of(file, failure);
    }

    @Override
    public String toString() {
        return file.path().toString();
    }

    /** For whom the entries are, in tables that are there. */
    Destination destination() throws SQLException {
        if (schema().stream().noneMatch(sql -> sql.startsWith("CREATE TABLE roi_outbox_meta "))) {
            throw SqliteHealth.damage("it has no table roi_outbox_meta");
        }
        Map<String, String> meta = Meta.read(session);
        if (!meta.keySet().containsAll(List.of("schema_version", "endpoint", "account"))) {
            throw SqliteHealth.damage("its table roi_outbox_meta does not say for whom the orders are");
        }
        Meta.requireKnownVersion(meta);
        return new Destination(meta.get("endpoint"), meta.get("account"));
    }

    private Destination openTables(Destination destination) throws SQLException {
        Set<String> schema = schema();
        if (schema.isEmpty()) {
            makeTables(destination);
            return destination;
        }
        Destination found = destination();
        if (!schema.containsAll(TABLES)) {
            throw SqliteHealth.damage("its tables and indexes are not those of its version");
        }
        return found;
    }

    /** The statements that have made all there is. */
    private Set<String> schema() throws SQLException {
        Set<String> schema = new HashSet<>();
        try (Statement statement = file.connection().createStatement();
                ResultSet result = statement.executeQuery("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")) {
            while (result.next()) {
                schema.add(result.getString(1));
            }
        }
        return schema;
    }

    private void makeTables(Destination destination) throws SQLException {
        session.execute("CREATE TABLE roi_outbox_meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)");
        for (String sql : TABLES) {
            session.execute(sql);
        }
        Meta.putVersion(session);
        Meta.put(session, "endpoint", destination.endpoint());
        Meta.put(session, "account", destination.account());
    }

    /** @throws SQLException if the order has a payload that is not there */
    private void requireNone(Row row) throws SQLException {
        PreparedStatement query = session.prepared("SELECT payload FROM roi_outbox_entry WHERE id = ?");
        query.setLong(1, row.id());
        try (ResultSet result = query.executeQuery()) {
            if (result.next() && result.getObject(1) != null) {
                throw SqliteHealth.damage("its table roi_outbox_payload lacks rows");
            }
        }
    }

    private static String withPayload(String columns) {
        return columns.replace("payload", PAYLOAD);
    }

    private long changes() throws SQLException {
        try (Statement statement = file.connection().createStatement();
                ResultSet result = statement.executeQuery("SELECT total_changes()")) {
            result.next();
            return result.getLong(1);
        }
    }
}
