package io.roifilter.outbox;

import io.roifilter.jdbc.Session;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the times in an outbox file true to a clock that may be set, while the file is in use and between two uses: nothing
 * in it waits longer, expires or is forgotten by that.
 */
final class FileTimes {
    /** Clocks are slewed all the time; by more than this, they were put back. */
    private static final long STEP_BACK_MILLIS = 2000;

    /** So long may an application be stopped; what is more, a clock has made of it. */
    private static final long MAX_STOP_MILLIS = TimeUnit.DAYS.toMillis(30);

    /** How often the file is told what time it is, for whoever opens it next. */
    private static final long SEEN_MILLIS = TimeUnit.HOURS.toMillis(1);

    private static final String SEEN = "seen";

    private final Session session;
    private long lastSeen; // the latest time that the clock has shown
    private long seenWritten;

    FileTimes(Session session) {
        this.session = session;
    }

    /**
     * To be called when the tables are there. If the clock is behind the time at which the file was last in use, or far ahead
     * of it, it was set, or is wrong now: then no time has passed as far as anybody knows, and all that the file says of times
     * is moved by the difference.
     */
    void begin() throws SQLException {
        long passed = session.now() - lastUse();
        boolean wasSet = passed < -STEP_BACK_MILLIS || passed > MAX_STOP_MILLIS;
        session.inTransaction(() -> {
            if (wasSet) {
                move(passed);
            }
            return writeSeen();
        });
        lastSeen = session.now();
    }

    /** To be called now and then: if the clock was put back, what is due is due by that much earlier. */
    void follow() throws SQLException {
        long now = session.now();
        long back = lastSeen - now;
        if (back > STEP_BACK_MILLIS) {
            session.inTransaction(() -> {
                PreparedStatement shift = session.prepared(
                        "UPDATE roi_outbox_entry SET due = due - ? WHERE state = 'waiting' AND due > ?");
                shift.setLong(1, back);
                shift.setLong(2, now);
                return shift.executeUpdate();
            });
        }
        lastSeen = now;
        if (Math.abs(now - seenWritten) >= SEEN_MILLIS) {
            session.inTransaction(this::writeSeen);
        }
    }

    private void move(long millis) throws SQLException {
        PreparedStatement move = session.prepared("UPDATE roi_outbox_entry SET due = due + ?1,"
                + " accepted_at = accepted_at + ?1, settled_at = settled_at + ?1");
        move.setLong(1, millis);
        move.executeUpdate();
    }

    /** Now, if the file is new. */
    private long lastUse() throws SQLException {
        String seen = MetaTable.read(session).get(SEEN);
        long used = Math.max(latest(), seen == null ? 0 : Long.parseLong(seen));
        return used == 0 ? session.now() : used;
    }

    /** By what is in it; 0 if it is empty. Each is found by an index. */
    private long latest() throws SQLException {
        try (ResultSet result = session.prepared("SELECT max(coalesce((SELECT max(accepted_at) FROM roi_outbox_entry"
                        + " WHERE state = 'waiting'), 0), coalesce((SELECT max(settled_at) FROM roi_outbox_entry"
                        + " WHERE state = 'delivered'), 0), coalesce((SELECT max(settled_at) FROM roi_outbox_entry"
                        + " WHERE state = 'rejected'), 0))")
                .executeQuery()) {
            result.next();
            return result.getLong(1);
        }
    }

    private int writeSeen() throws SQLException {
        seenWritten = session.now();
        PreparedStatement write = session.prepared("INSERT INTO roi_outbox_meta (name, value) VALUES ('" + SEEN
                + "', ?1) ON CONFLICT (name) DO UPDATE SET value = ?1");
        write.setString(1, String.valueOf(seenWritten));
        return write.executeUpdate();
    }
}
