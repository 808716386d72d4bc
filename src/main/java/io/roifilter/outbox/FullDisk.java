package io.roifilter.outbox;

import io.roifilter.jdbc.SqliteFile;
import io.roifilter.jdbc.SqliteFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Lets orders be delivered from files that can be read but not written, because their disk is full: they are claimed in a
 * database in memory, and what became of them is written down once there is room. If the process ends before, they are
 * sent again. Thread-safe.
 */
final class FullDisk {
    /** Read from the file at a time, and kept in memory at most. */
    private static final int ROWS = 500;

    private static final int MAX_ROWS = 100_000;

    private static final String WAITING =
            "SELECT id, " + Rows.COLUMNS.replace(" due,", " CASE WHEN claim IS NULL THEN due ELSE 0 END,")
                    + " FROM roi_outbox WHERE id > ? AND state = 'waiting' AND (claim IS NULL OR due <= ?)"
                    + " ORDER BY id LIMIT " + ROWS;

    private final StoreAccess memory = new StoreAccess();
    private final SqliteFiles opened;
    private final Clock clock;

    /** @param claimedHere whether this instance has been at work on it, so that what is claimed in it is on its way */
    private record Reading(EmbeddedFile file, boolean claimedHere) {}

    // Guarded by this
    private final Deque<Reading> files = new ArrayDeque<>(); // that are open now; the first is being read
    private long lastId;

    private FullDisk(SqliteFiles opened, Clock clock) {
        this.opened = opened;
        this.clock = clock;
    }

    /** @param opened to which the files belong that are read */
    static FullDisk of(Destination destination, SqliteFiles opened, Clock clock) throws IOException, SQLException {
        FullDisk disk = new FullDisk(opened, clock);
        Store store = SqliteDialect.store(SqliteFile.inMemory(), clock, (file, failure) -> file.close());
        store.open(destination);
        disk.memory.opened(store);
        return disk;
    }

    /**
     * Opens a file, for as long as it cannot be written.
     *
     * @param claimedHere whether this instance has been at work on it
     * @return whether it is open now; not if it is held, or for another destination
     */
    synchronized boolean read(Path path, Destination destination, boolean claimedHere)
            throws IOException, SQLException {
        Optional<EmbeddedFile> found = EmbeddedFile.openForReading(opened, path, clock);
        if (found.isPresent() && !found.get().destination().equals(destination)) {
            found.get().store().close();
            return false;
        }
        found.ifPresent(file -> files.add(new Reading(file, claimedHere)));
        return found.isPresent();
    }

    /** Lets go of the files, so that somebody can try to write them. */
    synchronized void release() throws IOException {
        lastId = 0;
        while (!files.isEmpty()) {
            files.poll().file().store().close();
        }
    }

    /** Where to claim and to settle. */
    StoreAccess memory() {
        fill();
        return memory;
    }

    /** Writes down what was delivered. */
    void writeDown(Store store) throws SQLException {
        List<Row> delivered;
        do {
            delivered = memory.use(s -> s.anyRows(State.DELIVERED, ROWS));
            store.adopt(delivered);
            List<Row> done = delivered;
            memory.use(s -> {
                s.delete(done);
                return null;
            });
        } while (!delivered.isEmpty());
    }

    void close() throws IOException {
        release();
        memory.close();
    }

    private synchronized void fill() {
        memory.use(Store::housekeep); // frees what payloads took that are delivered
        Counts counts = memory.use(Store::counts);
        Reading reading = files.peek();
        if (reading == null || counts.waiting() >= ROWS || counts.total() >= MAX_ROWS) {
            return;
        }
        List<Row> rows = nextRows(reading);
        if (rows.isEmpty()) {
            lastId = 0;
            files.add(files.poll()); // the next one's turn
        } else {
            lastId = rows.get(rows.size() - 1).id();
            memory.use(store -> store.adopt(rows)); // those that are there already are passed over
        }
    }

    private List<Row> nextRows(Reading reading) {
        try (PreparedStatement query = reading.file().file().connection().prepareStatement(WAITING)) {
            query.setLong(1, lastId);
            query.setLong(2, reading.claimedHere() ? clock.millis() : Long.MAX_VALUE);
            return reading.file().store().rows(query);
        } catch (SQLException e) {
            return List.of(); // what can be read of it is found out when it can be opened to be written
        }
    }
}
