package io.roifilter.outbox;

import io.roifilter.jdbc.Session;
import io.roifilter.jdbc.SqliteHealth;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

/**
 * The payloads in a file, in a table of their own, so that nothing is left of them once they are delivered. Not
 * thread-safe.
 *
 * <p>SQLite overwrites what is deleted ({@code secure_delete}), but where a row grows, shrinks or goes, it moves other
 * rows to other places, within a page and between pages, and leaves copies behind that nobody finds or overwrites. So here
 * no row with something in it ever has a reason to be moved:
 *
 * <ul>
 *   <li>a row is added behind the last one, which moves none;
 *   <li>what is done with is overwritten in its place by zeros of the same length, by triggers, in the transaction that
 *       delivers or deletes the order, whoever does that;
 *   <li>rows are deleted at the front of the table only, and zeros only, with so many bytes of zeros left between them and
 *       the first row that is not that no page with one in it takes part in the balancing;
 *   <li>what stays at the front for long, rejected or retried, is moved by being added at the end and overwritten.
 * </ul>
 *
 * <p>What is overwritten so is out of the file and its log after the next checkpoint with a truncation.
 *
 * <p>A row says all that it takes to deliver its order: of a damaged file it may be all that can be read.
 */
final class PayloadLog {
    private static final int PAGE_BYTES = 4096;

    /**
     * A page is balanced with its two neighbours to the right at most, none of which holds more than this of a row's own
     * bytes; and one page for good measure.
     */
    private static final int MARGIN_BYTES = 4 * PAGE_BYTES;

    /** The least that SQLite keeps of a row in its page if the rest goes to others. */
    private static final int MIN_LOCAL_BYTES = (PAGE_BYTES - 12) * 32 / 255 - 23;

    /** A row's lengths and types, the time and where in the page it is; so many rows are a margin, whatever is in them. */
    private static final int MIN_BYTES = 17;

    private static final int ROWS = 1000;
    private static final int MIN_DELETED = 100;
    private static final int MOVED_ROWS = 100;

    /** What the table may have of rows that are done with, beside as many as are not. */
    private static final int SPARE_ROWS = 2000;

    private final Session session;

    /** @param bytes that its page holds of it, or less */
    private record Place(long id, boolean isUsed, long bytes) {}

    PayloadLog(Session session) {
        this.session = session;
    }

    /** Where the next payload is to be added, and more behind it. */
    long end() throws SQLException {
        return number("SELECT coalesce(max(id), 0) + 1 FROM roi_outbox_payload");
    }

    /** Adds the payload of a row; at the end or behind it, in the order of the places. */
    void add(long place, Row row) throws SQLException {
        batch(place, row).executeBatch();
    }

    /** Adds those payloads that have a place. */
    void addAll(List<Row> rows, Long[] places) throws SQLException {
        PreparedStatement insert = null;
        for (int i = 0; i < places.length; i++) {
            if (places[i] != null) {
                insert = batch(places[i], rows.get(i));
            }
        }
        if (insert != null) {
            insert.executeBatch();
        }
    }

    private PreparedStatement batch(long place, Row row) throws SQLException {
        PreparedStatement insert = session.prepared("INSERT INTO roi_outbox_payload"
                + " (id, duplicate_key, order_id, payload, accepted_at, rejected) VALUES (?, ?, ?, ?, ?, ?)");
        insert.setLong(1, place);
        insert.setString(2, row.duplicateKey());
        insert.setString(3, row.orderId());
        insert.setString(4, row.payload());
        insert.setLong(5, row.acceptedAt());
        if (row.state() == State.REJECTED) {
            insert.setString(6, String.valueOf(row.lastText()));
        } else {
            insert.setNull(6, Types.VARCHAR);
        }
        insert.addBatch();
        return insert;
    }

    /**
     * Makes the table smaller by a part, if it has become larger than what it holds. To be called in a transaction.
     *
     * @param used how many payloads the orders have that are there
     * @return whether there may be more to do
     */
    boolean trim(long used) throws SQLException {
        if (end() - start() <= 2 * used + SPARE_ROWS) {
            return false;
        }
        List<Place> front = front();
        int zeros = 0;
        while (zeros < front.size() && !front.get(zeros).isUsed()) {
            zeros++;
        }
        int deleted = withoutMargin(front, zeros);
        if (deleted >= MIN_DELETED) {
            delete(front.get(deleted).id());
            return true;
        }
        return move(front);
    }

    private long start() throws SQLException {
        return number("SELECT coalesce(min(id), 1) FROM roi_outbox_payload");
    }

    private List<Place> front() throws SQLException {
        List<Place> front = new ArrayList<>();
        try (ResultSet result = session.prepared("SELECT id, typeof(payload) = 'text', length(payload) FROM"
                        + " roi_outbox_payload ORDER BY id LIMIT " + ROWS)
                .executeQuery()) {
            while (result.next()) {
                front.add(new Place(
                        result.getLong(1),
                        result.getBoolean(2),
                        Math.min(MIN_LOCAL_BYTES, MIN_BYTES + result.getLong(3))));
            }
        }
        return front;
    }

    /** How many of the first so many rows are far enough from the next. */
    private static int withoutMargin(List<Place> front, int zeros) {
        int first = zeros;
        for (long bytes = 0; first > 0 && bytes < MARGIN_BYTES; first--) {
            bytes += front.get(first - 1).bytes();
        }
        return first;
    }

    private void delete(long end) throws SQLException {
        PreparedStatement delete = session.prepared("DELETE FROM roi_outbox_payload WHERE id < ?");
        delete.setLong(1, end);
        delete.executeUpdate();
    }

    /** @return whether there was something to move */
    private boolean move(List<Place> front) throws SQLException {
        List<Long> moved = front.stream()
                .filter(Place::isUsed)
                .limit(MOVED_ROWS)
                .map(Place::id)
                .toList();
        for (long from : moved) {
            long to = end();
            PreparedStatement copy = session.prepared("INSERT INTO roi_outbox_payload"
                    + " SELECT ?, duplicate_key, order_id, payload, accepted_at, rejected"
                    + " FROM roi_outbox_payload WHERE id = ?");
            copy.setLong(1, to);
            copy.setLong(2, from);
            copy.executeUpdate();
            PreparedStatement follow = session.prepared("UPDATE roi_outbox_entry SET payload = ? WHERE payload = ?"
                    + " AND duplicate_key = (SELECT duplicate_key FROM roi_outbox_payload WHERE id = ?)");
            follow.setLong(1, to);
            follow.setLong(2, from);
            follow.setLong(3, from);
            if (follow.executeUpdate() != 1) {
                throw SqliteHealth.damage("its table roi_outbox_payload has rows that no order has");
            }
        }
        return !moved.isEmpty();
    }

    private long number(String sql) throws SQLException {
        try (ResultSet result = session.prepared(sql).executeQuery()) {
            result.next();
            return result.getLong(1);
        }
    }
}
