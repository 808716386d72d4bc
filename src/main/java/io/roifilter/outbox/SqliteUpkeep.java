package io.roifilter.outbox;

import io.roifilter.jdbc.Session;
import io.roifilter.jdbc.SqliteFile;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;

/** What is done with an outbox file now and then: looked through, made smaller, checkpointed. */
final class SqliteUpkeep {
    private static final long IDLE_MILLIS = 1000;
    private static final long CHECKPOINT_MILLIS = 60_000;

    private static final long TRIM_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final SqliteFile file;
    private final Session session;
    private final PayloadLog payloads;
    private final IndexCheck check;
    private final FileTimes times;

    private long seenChanges;
    private long seenAt;
    private boolean checkpointed;
    private long checkpointedAt;
    private boolean unchecked;

    SqliteUpkeep(SqliteFile file, Session session, PayloadLog payloads) {
        this.file = file;
        this.session = session;
        this.payloads = payloads;
        check = new IndexCheck(session);
        times = new FileTimes(session);
        unchecked = !file.isChecked();
        checkpointedAt = session.now();
    }

    /** To be called when the tables are there. */
    void begin() throws SQLException {
        times.begin();
    }

    /**
     * A checkpoint once nothing has changed for a second, or a minute after the last one in any case: only then are the
     * payloads of delivered orders gone.
     *
     * @param kept how many rows there are
     * @return whether there is more to do
     * @throws SQLException if the file is no longer in its place, or damaged, so that it must be opened anew
     */
    boolean proceed(Counts kept) throws SQLException {
        if (file.isLost() || file.isLogLost()) {
            throw new SQLException(file.path()
                    + " or its log was deleted or renamed, or another is in its place, while it was in use");
        }
        unchecked = unchecked && check.proceed();
        times.follow();
        boolean more = trim(kept.waiting() + kept.rejected());
        checkpointIfDue();
        return more;
    }

    private void checkpointIfDue() throws SQLException {
        long now = session.now();
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
    }

    /** A clock that was put back must not keep anything from being done. */
    private boolean isOver(long since, long millis) {
        return Math.abs(session.now() - since) >= millis;
    }

    /** For a time that delays nobody. */
    private boolean trim(long used) throws SQLException {
        long end = System.nanoTime() + TRIM_NANOS;
        boolean more = true;
        while (more && System.nanoTime() - end < 0) {
            more = session.inTransaction(() -> payloads.trim(used));
        }
        return more;
    }

    private long changes() throws SQLException {
        try (Statement statement = session.connection().createStatement();
                ResultSet result = statement.executeQuery("SELECT total_changes()")) {
            result.next();
            return result.getLong(1);
        }
    }
}
