package io.roifilter.outbox;

import io.roifilter.sqlite.SqliteFile;
import io.roifilter.sqlite.SqliteHealth;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An outbox in a SQLite file, which nobody else has open. */
final class SqliteDatabase implements Database {
    private static final long IDLE_MILLIS = 1000;
    private static final long CHECKPOINT_MILLIS = 60_000;

    private static final List<String> TABLES = List.of(
            "CREATE TABLE roi_outbox ("
                    + "id INTEGER PRIMARY KEY, duplicate_key TEXT NOT NULL UNIQUE, order_id TEXT NOT NULL, "
                    + "payload TEXT, state TEXT NOT NULL, due INTEGER NOT NULL, attempts INTEGER NOT NULL, "
                    + "claim TEXT, accepted_at INTEGER NOT NULL, settled_at INTEGER, "
                    + "last_code TEXT, last_text TEXT)",
            "CREATE INDEX roi_outbox_due ON roi_outbox (due) WHERE state = 'waiting'",
            "CREATE INDEX roi_outbox_accepted ON roi_outbox (accepted_at) WHERE state = 'waiting'",
            "CREATE INDEX roi_outbox_delivered ON roi_outbox (settled_at) WHERE state = 'delivered'",
            "CREATE INDEX roi_outbox_rejected ON roi_outbox (settled_at) WHERE state = 'rejected'");

    /** What is done with the file at the end. */
    interface End {
        /** @param damaged whether it was found to be */
        void of(SqliteFile file, boolean damaged) throws IOException;
    }

    private final SqliteFile file;
    private final Session session;
    private final Clock clock;
    private final End end;
    private final IndexCheck check;

    // Mutable state of housekeeping
    private long seenChanges;
    private long seenAt;
    private boolean checkpointed;
    private long checkpointedAt;
    private boolean unchecked;

    private boolean damaged;

    SqliteDatabase(SqliteFile file, Clock clock, End end) {
        this.file = file;
        this.clock = clock;
        this.end = end;
        session = new Session(file.connection());
        check = new IndexCheck(session);
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
        return store.inTransaction(() -> openTables(destination));
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
    public int[] insert(Store store, List<Row> rows) throws SQLException {
        return store.insertAll(
                "INSERT INTO roi_outbox (" + Store.COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (duplicate_key) DO NOTHING",
                rows);
    }

    @Override
    public List<Row> claim(Store store, String token, long leaseEnd, int max) throws SQLException {
        PreparedStatement claim = session.prepared("UPDATE roi_outbox SET due = ?, claim = ?, attempts = attempts + 1"
                + " WHERE id IN (SELECT id FROM roi_outbox WHERE state = 'waiting' AND due <= ? ORDER BY due, id LIMIT ?)"
                + " RETURNING id, " + Store.COLUMNS);
        claim.setLong(1, leaseEnd);
        claim.setString(2, token);
        claim.setLong(3, now());
        claim.setInt(4, max);
        List<Row> rows = store.rows(claim);
        rows.sort(Comparator.comparingLong(Row::id)); // RETURNING promises no order
        return rows;
    }

    @Override
    public String purge() {
        return "DELETE FROM roi_outbox WHERE id IN (SELECT id FROM roi_outbox"
                + " WHERE state = 'delivered' AND settled_at < ? ORDER BY settled_at LIMIT ?)";
    }

    @Override
    public void failed(SQLException failure) {
        damaged |= SqliteHealth.isDamage(failure);
    }

    /**
     * A checkpoint once nothing has changed for a second, or a minute after the last one in any case: only then are the
     * payloads of delivered orders gone.
     *
     * @throws SQLException if the file is no longer in its place, or damaged, so that it must be opened anew
     */
    @Override
    public void housekeep() throws SQLException {
        if (file.isLost() || file.isLogLost()) {
            throw new SQLException(file.path()
                    + " or its log was deleted or renamed, or another is in its place, while it was in use");
        }
        unchecked = unchecked && check.proceed();
        long now = now();
        long changes = changes();
        if (changes != seenChanges) {
            seenChanges = changes;
            seenAt = now;
            checkpointed = false;
        }
        if (!checkpointed && (now - seenAt >= IDLE_MILLIS || now - checkpointedAt >= CHECKPOINT_MILLIS)) {
            file.checkpoint();
            checkpointed = true;
            checkpointedAt = now;
        }
    }

    @Override
    public void close() throws IOException {
        end.of(file, damaged);
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

    private long changes() throws SQLException {
        try (Statement statement = file.connection().createStatement();
                ResultSet result = statement.executeQuery("SELECT total_changes()")) {
            result.next();
            return result.getLong(1);
        }
    }
}
