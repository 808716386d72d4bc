package io.roifilter.outbox;

import io.roifilter.sqlite.SqliteFile;
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
     * @return empty if another holds it
     */
    static Optional<EmbeddedFile> open(Path path, Destination destination, Clock clock)
            throws IOException, SQLException {
        Optional<SqliteFile> file = SqliteFile.open(path);
        return file.isEmpty() ? Optional.empty() : Optional.of(open(file.get(), destination, clock));
    }

    private static EmbeddedFile open(SqliteFile file, Destination destination, Clock clock)
            throws IOException, SQLException {
        Store store = new Store(new SqliteDatabase(file, clock));
        try {
            return new EmbeddedFile(file, store, store.open(destination));
        } catch (SQLException | RuntimeException | Error e) {
            try (file) {
                throw e;
            }
        }
    }
}
