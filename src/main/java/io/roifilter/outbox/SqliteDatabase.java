package io.roifilter.outbox;

import io.roifilter.sqlite.SqliteFile;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** An outbox in a SQLite file. */
final class SqliteDatabase implements Database {
    private static final long IDLE_MILLIS = 1000;

    private final SqliteFile file;

    // Mutable state of housekeeping
    private long seenChanges;
    private long seenAt;
    private boolean checkpointed;

    SqliteDatabase(SqliteFile file) {
        this.file = file;
    }

    @Override
    public Connection connection() {
        return file.connection();
    }

    @Override
    public String metaTable() {
        return "CREATE TABLE IF NOT EXISTS roi_outbox_meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)";
    }

    @Override
    public List<String> tables() {
        return List.of(
                "CREATE TABLE roi_outbox ("
                        + "id INTEGER PRIMARY KEY, duplicate_key TEXT NOT NULL UNIQUE, order_id TEXT NOT NULL, "
                        + "payload TEXT, state TEXT NOT NULL, due INTEGER NOT NULL, attempts INTEGER NOT NULL, "
                        + "claim TEXT, accepted_at INTEGER NOT NULL, settled_at INTEGER, "
                        + "last_code TEXT, last_text TEXT)",
                "CREATE INDEX roi_outbox_due ON roi_outbox (due) WHERE state = 'waiting'",
                "CREATE INDEX roi_outbox_accepted ON roi_outbox (accepted_at) WHERE state = 'waiting'",
                "CREATE INDEX roi_outbox_delivered ON roi_outbox (settled_at) WHERE state = 'delivered'",
                "CREATE INDEX roi_outbox_rejected ON roi_outbox (settled_at) WHERE state = 'rejected'");
    }

    @Override
    public String insert() {
        return "INSERT INTO roi_outbox (" + Store.COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                + " ON CONFLICT (duplicate_key) DO NOTHING";
    }

    @Override
    public List<Row> claim(Store store, String token, long now, long leaseEnd, int max) throws SQLException {
        PreparedStatement claim = store.prepared("UPDATE roi_outbox SET due = ?, claim = ?, attempts = attempts + 1"
                + " WHERE id IN (SELECT id FROM roi_outbox WHERE state = 'waiting' AND due <= ? ORDER BY due, id LIMIT ?)"
                + " RETURNING id, " + Store.COLUMNS);
        claim.setLong(1, leaseEnd);
        claim.setString(2, token);
        claim.setLong(3, now);
        claim.setInt(4, max);
        List<Row> rows = new ArrayList<>();
        try (ResultSet result = claim.executeQuery()) {
            while (result.next()) {
                rows.add(Store.row(result));
            }
        }
        rows.sort(Comparator.comparingLong(Row::id)); // RETURNING promises no order
        return rows;
    }

    /** A checkpoint once nothing has changed for a second. */
    @Override
    public void housekeep(long now) throws SQLException {
        long changes = changes();
        if (changes != seenChanges) {
            seenChanges = changes;
            seenAt = now;
            checkpointed = false;
        } else if (!checkpointed && now - seenAt >= IDLE_MILLIS) {
            file.checkpoint();
            checkpointed = true;
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    @Override
    public String toString() {
        return file.path().toString();
    }

    private long changes() throws SQLException {
        try (Statement statement = file.connection().createStatement();
                ResultSet result = statement.executeQuery("SELECT total_changes()")) {
            result.next();
            return result.getLong(1);
        }
    }
}
