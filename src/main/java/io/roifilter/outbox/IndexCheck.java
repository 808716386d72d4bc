package io.roifilter.outbox;

import io.roifilter.jdbc.Session;
import io.roifilter.jdbc.SqliteHealth;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

/**
 * Reads a large file through, some rows at a time, and looks whether each is found by the indexes too, and its payload: an
 * order that waits, but is not in the index of what is due, would wait for ever.
 */
final class IndexCheck {
    private static final int ROWS = 500;
    private static final long PART_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final String FIRST_ROWS =
            "SELECT id, method, duplicate_key, order_id, payload, state, due, accepted_at,"
                    + " settled_at FROM roi_outbox_entry NOT INDEXED WHERE id > ? ORDER BY id LIMIT " + ROWS;

    /** To know how many, it must read them. */
    private static final String PAYLOAD_BYTES =
            "SELECT length(p.payload) FROM roi_outbox_payload AS p WHERE p.id = row.payload AND typeof(p.payload) = 'text'";

    private static final String MISSING = "SELECT max(id), count(*), sum((" + PAYLOAD_BYTES + ")), sum(NOT ("
            + foundByKey()
            + " AND (state <> 'waiting' OR " + foundIn("waiting", "roi_outbox_due", "due")
            + " AND " + foundIn("waiting", "roi_outbox_accepted", "accepted_at") + ")"
            + " AND (state <> 'delivered' OR " + foundIn("delivered", "roi_outbox_delivered", "settled_at") + ")"
            + " AND (state <> 'rejected' OR " + foundIn("rejected", "roi_outbox_rejected", "settled_at") + ")"
            + " AND (payload IS NULL OR EXISTS (" + PAYLOAD_BYTES + "))"
            + ")) FROM (" + FIRST_ROWS + ") AS row";

    private final Session session;
    private long lastId = Long.MIN_VALUE;

    IndexCheck(Session session) {
        this.session = session;
    }

    /**
     * Checks a part, in a time that delays nobody.
     *
     * @return whether there may be more
     * @throws SQLException if the file is damaged
     */
    boolean proceed() throws SQLException {
        long end = System.nanoTime() + PART_NANOS;
        boolean more = true;
        while (more && System.nanoTime() - end < 0) {
            more = checkRows();
        }
        return more;
    }

    private boolean checkRows() throws SQLException {
        PreparedStatement query = session.prepared(MISSING);
        query.setLong(1, lastId);
        try (ResultSet result = query.executeQuery()) {
            result.next();
            if (result.getLong(4) > 0) {
                throw SqliteHealth.damage("an index of its table roi_outbox_entry, or roi_outbox_payload, lacks rows");
            }
            lastId = result.getLong(1);
            return result.getLong(2) == ROWS;
        }
    }

    private static String foundByKey() {
        return found("sqlite_autoindex_roi_outbox_entry_1", "duplicate_key", " AND indexed.method = row.method");
    }

    private static String foundIn(String state, String index, String column) {
        return found(index, column, " AND indexed.state = '" + state + "'");
    }

    private static String found(String index, String column, String condition) {
        return "EXISTS (SELECT 1 FROM roi_outbox_entry AS indexed INDEXED BY " + index + " WHERE indexed." + column
                + " IS row." + column + " AND indexed.id = row.id" + condition + ")";
    }
}
