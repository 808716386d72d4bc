package io.roifilter.outbox;

import io.roifilter.jdbc.SqliteFile;
import io.roifilter.text.ApplicationLog;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Writes what is in an outbox file that was deleted or renamed, while it was in use, to a new one, or has it kept as orders
 * are that no store takes.
 */
final class Rescue {
    private static final int ROWS_IN_LOG = 500;

    private final OutboxDirectory directory;
    private final Clock clock;
    private final ApplicationLog log;
    private volatile BiConsumer<List<Row>, String> unstored = (rows, why) -> {};

    Rescue(OutboxDirectory directory, Clock clock, ApplicationLog log) {
        this.directory = directory;
        this.clock = clock;
        this.log = log;
    }

    /** Sets what keeps orders that were stored and are no more, and is told why. */
    void onUnstored(BiConsumer<List<Row>, String> action) {
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
                        + " to a file unstored-N.log in " + directory + ", or to this log, whole, each on a line",
                failure);
        String why = file.path() + " is gone: " + failure.getMessage();
        Store store = SqliteDialect.store(file, clock, (closing, failing) -> closing.close());
        try {
            for (State state : List.of(State.WAITING, State.REJECTED)) {
                List<Row> rows = store.anyRows(state, ROWS_IN_LOG);
                while (!rows.isEmpty()) {
                    unstored.accept(rows, why);
                    store.delete(rows);
                    rows = store.anyRows(state, ROWS_IN_LOG);
                }
            }
        } catch (SQLException e) {
            throw new IOException("not all that was in " + file.path() + " could be read: " + e.getMessage(), e);
        }
    }
}
