package io.roifilter.outbox;

import io.roifilter.jdbc.Session;
import io.roifilter.jdbc.SharedConnections;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** An outbox in PostgreSQL. */
final class PostgresDialect extends SharedDialect {
    /** Any number that nobody else has a reason to lock: the beginning of "roi_outbox" in ASCII. */
    private static final long TABLES_LOCK = 0x726f695f6f757462L;

    /** Deadlock and serialization failure. */
    private static final Set<String> CONFLICTS = Set.of("40P01", "40001");

    PostgresDialect(Destination destination, String name) {
        super(destination, name, Schemas.POSTGRESQL);
    }

    @Override
    String clockQuery() {
        return "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)";
    }

    /** Under a lock: two sessions that make the same table if there is none may both find none. */
    @Override
    void upgrade(Session session, int version) throws SQLException {
        session.inTransaction(() -> {
            session.execute("SELECT pg_advisory_xact_lock(" + TABLES_LOCK + ")");
            super.upgrade(session, version);
            return null;
        });
    }

    @Override
    String insertDestination() {
        return "INSERT INTO roi_outbox_destination (destination, endpoint, account) VALUES (?, ?, ?)"
                + " ON CONFLICT DO NOTHING";
    }

    /** A node that stops in the middle of a transaction must not keep its rows from the others for long. */
    @Override
    public String settings() {
        return super.settings() + "; SET LOCAL idle_in_transaction_session_timeout = "
                + SharedConnections.NETWORK_TIMEOUT_MILLIS;
    }

    @Override
    public boolean isConflict(SQLException failure) {
        return failure.getSQLState() != null && CONFLICTS.contains(failure.getSQLState());
    }

    @Override
    public int[] insert(Session session, List<Row> rows) throws SQLException {
        return Rows.insert(
                session, insertInto() + " ON CONFLICT (destination, duplicate_key, method) DO NOTHING", rows);
    }

    /** MATERIALIZED: the rows are chosen once, whatever the plan. */
    @Override
    public List<Row> claim(Session session, String token, long leaseEnd, int max) throws SQLException {
        PreparedStatement claim = session.prepared("WITH chosen AS MATERIALIZED (SELECT id AS chosen_id FROM roi_outbox"
                + " WHERE state = 'waiting' AND due <= ?" + scope()
                + " ORDER BY due, id LIMIT ? FOR UPDATE SKIP LOCKED)"
                + " UPDATE roi_outbox SET due = ?, claim = ?, attempts = attempts + 1 FROM chosen WHERE id = chosen_id"
                + " RETURNING id, " + Rows.COLUMNS);
        claim.setLong(1, session.now());
        claim.setInt(2, max);
        claim.setLong(3, leaseEnd);
        claim.setString(4, token);
        List<Row> rows = Rows.of(session, claim);
        rows.sort(Comparator.comparingLong(Row::id)); // RETURNING promises no order
        return rows;
    }

    @Override
    public String addCount() {
        return insertCount() + " ON CONFLICT (destination, hour, name)"
                + " DO UPDATE SET number = roi_outbox_count.number + EXCLUDED.number";
    }

    @Override
    public String purge() {
        return "DELETE FROM roi_outbox WHERE id IN (SELECT id FROM roi_outbox WHERE state = 'delivered'"
                + " AND settled_at < ?" + scope() + " ORDER BY settled_at LIMIT ? FOR UPDATE SKIP LOCKED)";
    }
}
