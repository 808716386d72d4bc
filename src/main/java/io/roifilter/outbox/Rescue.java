package io.roifilter.outbox;

import io.roifilter.jdbc.SqliteFile;
import io.roifilter.text.ApplicationLog;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.function.BiConsumer;

/** Writes what is in an outbox file that was deleted or renamed, while it was in use, to a new one, or else to the log. */
final class Rescue {
    private static final int ROWS_IN_LOG = 500;

    private final OutboxDirectory directory;
    private final Clock clock;
    private final ApplicationLog log;
    private volatile BiConsumer<Row, String> unstored = (row, why) -> {};

    Rescue(OutboxDirectory directory, Clock clock, ApplicationLog log) {
        this.directory = directory;
        this.clock = clock;
        this.log = log;
    }

    /** Sets what writes an order to the log that was stored and is no more, and says why. */
    void onUnstored(BiConsumer<Row, String> action) {
        unstored = action;
    }

    /** @throws IOException if not all of it could be read */
    void of(SqliteFile file) throws IOException {
        try {
            for (int number = 1; number <= OutboxDirectory.MAX_FILES; number++) {
                if (file.copyTo(directory.file(number))) {
                    log.log(
                            Level.ERROR,
                            file.path() + " was deleted or renamed while it was in use; what was in it is in "
                                    + directory.file(number) + " now");
                    return;
                }
            }
        } catch (IOException e) {
            logAll(file, e);
        }
    }

    private void logAll(SqliteFile file, IOException failure) throws IOException {
        log.log(
                Level.ERROR,
                file.path()
                        + " was deleted or renamed while it was in use, and cannot be made anew; what waits in it goes"
                        + " to this log, whole, each on a line",
                failure);
        String why = file.path() + " is gone: " + failure.getMessage();
        Store store = SqliteDialect.store(file, clock, (closing, failing) -> closing.close());
        try {
            for (State state : List.of(State.WAITING, State.REJECTED)) {
                List<Row> rows = store.anyRows(state, ROWS_IN_LOG);
                while (!rows.isEmpty()) {
                    rows.forEach(row -> unstored.accept(row, why));
                    store.delete(rows);
                    rows = store.anyRows(state, ROWS_IN_LOG);
                }
            }
        } catch (SQLException e) {
            throw new IOException("not all that was in " + file.path() + " could be read: " + e.getMessage(), e);
        }
    }
}
