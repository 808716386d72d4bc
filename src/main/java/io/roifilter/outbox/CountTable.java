package io.roifilter.outbox;

import io.roifilter.jdbc.Session;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The numbers of each hour in an outbox, by their names. Hours are numbered from 1970 on. */
final class CountTable {
    /** For so long they are kept: 60 days, and the day that is not over. */
    static final long KEPT_HOURS = Duration.ofDays(61).toHours();

    private final Dialect dialect;

    CountTable(Dialect dialect) {
        this.dialect = dialect;
    }

    /** In the order of their keys, in which every node locks them. To be called in a transaction. */
    void add(Session session, SortedMap<Long, Map<String, Long>> counts) throws SQLException {
        PreparedStatement add = session.prepared(dialect.addCount());
        for (Map.Entry<Long, Map<String, Long>> hour : counts.entrySet()) {
            for (Map.Entry<String, Long> number : new TreeMap<>(hour.getValue()).entrySet()) {
                add.setLong(1, hour.getKey());
                add.setString(2, number.getKey());
                add.setLong(3, number.getValue());
                add.addBatch();
            }
        }
        add.executeBatch();
    }

    SortedMap<Long, Map<String, Long>> read(Session session, long firstHour) throws SQLException {
        PreparedStatement query =
                session.prepared("SELECT hour, name, number FROM roi_outbox_count WHERE hour >= ?" + dialect.scope());
        query.setLong(1, firstHour);
        SortedMap<Long, Map<String, Long>> counts = new TreeMap<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                counts.computeIfAbsent(row.getLong(1), hour -> new TreeMap<>()).put(row.getString(2), row.getLong(3));
            }
        }
        return counts;
    }

    void forgetBefore(Session session, long firstHour) throws SQLException {
        PreparedStatement delete = session.prepared("DELETE FROM roi_outbox_count WHERE hour < ?" + dialect.scope());
        delete.setLong(1, firstHour);
        delete.executeUpdate();
    }
}
