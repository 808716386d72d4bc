package io.roifilter.outbox;

import io.roifilter.jdbc.Session;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** An outbox in MariaDB or MySQL. */
final class MariaDialect extends SharedDialect {
    private static final int DEADLOCK = 1213;
    private static final int LOCK_WAIT_TIMEOUT = 1205;

    MariaDialect(Destination destination, String name, boolean mysql) {
        super(destination, name, mysql ? Schemas.MYSQL : Schemas.MARIADB);
    }

    /** Not by UNIX_TIMESTAMP, which goes through the session's time zone and errs where that changes to winter time. */
    @Override
    String clockQuery() {
        return "SELECT TIMESTAMPDIFF(MICROSECOND, '1970-01-01 00:00:00', UTC_TIMESTAMP(6)) DIV 1000";
    }

    @Override
    String insertDestination() {
        return "INSERT IGNORE INTO roi_outbox_destination (destination, endpoint, account) VALUES (?, ?, ?)";
    }

    @Override
    public boolean isConflict(SQLException failure) {
        return failure.getErrorCode() == DEADLOCK || failure.getErrorCode() == LOCK_WAIT_TIMEOUT;
    }

    /**
     * Asks first which keys are there: an update count tells a new row from a known one by some settings of a driver
     * only. And not by INSERT IGNORE, which would cut what does not fit.
     */
    @Override
    public int[] insert(Session session, List<Row> rows) throws SQLException {
        Set<String> known = known(session, rows);
        List<Boolean> isNew =
                rows.stream().map(row -> known.add(row.uniqueKey())).toList();
        Rows.insert(session, insertInto() + " ON DUPLICATE KEY UPDATE id = id", rows);
        return isNew.stream().mapToInt(fresh -> fresh ? 1 : 0).toArray();
    }

    /** The index is named because rows that another plan reads besides would be locked, too. */
    @Override
    public List<Row> claim(Session session, String token, long leaseEnd, int max) throws SQLException {
        PreparedStatement choose = session.prepared("SELECT id, " + Rows.COLUMNS
                + " FROM roi_outbox FORCE INDEX (roi_outbox_due) WHERE state = 'waiting' AND due <= ?" + scope()
                + " ORDER BY due, id LIMIT ? FOR UPDATE SKIP LOCKED");
        choose.setLong(1, session.now());
        choose.setInt(2, max);
        List<Long> ids = Rows.of(session, choose).stream().map(Row::id).toList();
        if (ids.isEmpty()) {
            return List.of();
        }
        String these = ids.stream().map(String::valueOf).collect(Collectors.joining(",", " WHERE id IN (", ")"));
        PreparedStatement claim = session.prepared("UPDATE roi_outbox SET due = ?, claim = ?, attempts = attempts + 1"
                + these + " AND state = 'waiting' AND due <= ?");
        claim.setLong(1, leaseEnd);
        claim.setString(2, token);
        claim.setLong(3, session.now());
        claim.executeUpdate();
        PreparedStatement claimed = session.prepared(
                "SELECT id, " + Rows.COLUMNS + " FROM roi_outbox" + these + " AND claim = ? ORDER BY id");
        claimed.setString(1, token);
        return Rows.of(session, claimed);
    }

    @Override
    public String addCount() {
        return insertCount() + " ON DUPLICATE KEY UPDATE number = number + VALUES(number)";
    }

    @Override
    public String purge() {
        return "DELETE FROM roi_outbox WHERE state = 'delivered' AND settled_at < ?" + scope()
                + " ORDER BY settled_at LIMIT ?";
    }

    private Set<String> known(Session session, List<Row> rows) throws SQLException {
        String places = String.join(",", Collections.nCopies(rows.size(), "?"));
        PreparedStatement query = session.prepared(
                "SELECT method, duplicate_key FROM roi_outbox WHERE duplicate_key IN (" + places + ")" + scope());
        for (int i = 0; i < rows.size(); i++) {
            query.setString(i + 1, rows.get(i).duplicateKey());
        }
        Set<String> known = new HashSet<>();
        try (ResultSet result = query.executeQuery()) {
            while (result.next()) {
                known.add(Row.uniqueKey(result.getString(1), result.getString(2)));
            }
        }
        return known;
    }
}
