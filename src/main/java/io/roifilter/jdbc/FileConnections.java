package io.roifilter.jdbc;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;

/** The one connection to a SQLite file, which is there until it is closed. */
public final class FileConnections implements Connections {
    /** What is done with the file at the end. */
    public interface End {
        /** @param failure the worst that was seen of it; null if all was well */
        void of(SqliteFile file, SQLException failure) throws IOException;
    }

    private final SqliteFile file;
    private final End end;
    private final Session session;
    private SQLException worst; // null while all is well

    /** @param clock by which times in the file are */
    public FileConnections(SqliteFile file, Clock clock, End end) {
        this.file = file;
        this.end = end;
        session = new Session(file.connection(), TransactionRules.ALONE, clock, 0);
    }

    @Override
    public void borrow() {
        // It is always there.
    }

    @Override
    public Session session() {
        return session;
    }

    @Override
    public void giveBack(Throwable failure) {
        if (failure instanceof SQLException sql && (worst == null || !SqliteHealth.isDamage(worst))) {
            worst = sql;
        }
    }

    @Override
    public void close() throws IOException {
        end.of(file, worst);
    }

    /** The path of the file. */
    @Override
    public String toString() {
        return file.path().toString();
    }
}
