package io.roifilter.outbox;

import io.roifilter.jdbc.DamagedFileException;
import io.roifilter.jdbc.FileConnections;
import io.roifilter.jdbc.Session;
import io.roifilter.jdbc.SqliteFile;
import io.roifilter.jdbc.SqliteFiles;
import io.roifilter.jdbc.SqliteHealth;
import io.roifilter.jdbc.TransactionRules;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;

/** An outbox file that is open, and for whom its entries are. */
record EmbeddedFile(SqliteFile file, Store store, Destination destination) {
    /**
     * Opens a file, made for the destination if there is none.
     *
     * @param files to which it belongs from now on
     * @param end what closes the file
     * @return empty if another holds it
     */
    static Optional<EmbeddedFile> open(
            SqliteFiles files, Path path, Destination destination, Clock clock, FileConnections.End end)
            throws IOException, SQLException {
        Optional<SqliteFile> file = files.open(path);
        return file.isEmpty() ? Optional.empty() : Optional.of(open(file.get(), destination, clock, end));
    }

    /** Opens a file without changing anything in it, or elsewhere on its disk. */
    static Optional<EmbeddedFile> openForReading(SqliteFiles files, Path path, Clock clock)
            throws IOException, SQLException {
        Optional<SqliteFile> file = files.openForReading(path);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        SqliteFile reading = file.get();
        try {
            Store store = SqliteDialect.store(reading, clock, (closing, failure) -> closing.close());
            Session session = new Session(reading.connection(), TransactionRules.ALONE, clock, 0);
            return Optional.of(new EmbeddedFile(reading, store, SqliteDialect.destination(session)));
        } catch (SQLException | RuntimeException e) {
            try (reading) {
                throw e;
            }
        }
    }

    private static EmbeddedFile open(SqliteFile file, Destination destination, Clock clock, FileConnections.End end)
            throws IOException, SQLException {
        Store store = SqliteDialect.store(file, clock, end);
        try {
            return new EmbeddedFile(file, store, store.open(destination));
        } catch (SQLException | RuntimeException e) {
            try (file) {
                if (SqliteHealth.isDamage(e)) {
                    throw new DamagedFileException(file.path() + ": " + e.getMessage(), e);
                }
                throw e;
            }
        }
    }
}
