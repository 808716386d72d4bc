package io.roifilter.outbox;

import io.roifilter.jdbc.FullDiskException;
import io.roifilter.jdbc.SqliteFiles;
import io.roifilter.jdbc.SqliteHealth;
import io.roifilter.text.ApplicationLog;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * The files of embedded outboxes in one directory: {@code outbox-1.db}, {@code outbox-2.db} and so on, each held by one
 * running instance or left by one that is gone. This instance's own is the first that is free. Thread-safe.
 */
final class EmbeddedFiles implements Opener {
    private static final long CLOSING_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final OutboxDirectory directory;
    private final Destination destination;
    private final Clock clock;
    private final ApplicationLog log;
    private final Rescue rescue;
    private final FileOpener opener;
    private final Takeovers takeovers;
    private final UnstoredFiles unstored;

    /** What the writer thread has opened: the own file, or those that are read instead. */
    private final SqliteFiles written = new SqliteFiles();

    private volatile Path own; // the last that was opened; null before
    private boolean ownIsOpen; // guarded by this
    private volatile FullDisk full; // null while the own file can be written
    private volatile boolean lacksRoom; // its disk was full since it was last opened

    /** @param options whose {@code former} says whose files are for the destination, too, once nobody holds them */
    EmbeddedFiles(Path directory, Destination destination, OutboxOptions options, Clock clock, ApplicationLog log) {
        this.directory = new OutboxDirectory(directory);
        this.destination = destination;
        this.clock = clock;
        this.log = log;
        rescue = new Rescue(this.directory, clock, log);
        opener = new FileOpener(destination, options.former(), rescue, this::closed, clock, log);
        unstored = new UnstoredFiles(options.name(), this.directory, destination, options.former(), clock, log);
        takeovers = new Takeovers(this.directory, opener, unstored, this::isOwn);
    }

    /** Sets what keeps orders that were stored and are no more, and is told why. */
    void onUnstored(BiConsumer<List<Row>, String> action) {
        rescue.onUnstored(action);
    }

    /** The files with orders that no store could take. */
    UnstoredFiles unstored() {
        return unstored;
    }

    /** What others have left. */
    Takeovers takeovers() {
        return takeovers;
    }

    /** Opens the first file that nobody holds and that is new or for the destination. */
    @Override
    public Store open() throws IOException, SQLException {
        boolean closed = awaitOwnIsClosed();
        if (full != null) {
            full.release();
        }
        if (closed) {
            written.closeAll(); // that an error has left open
        }
        try {
            if (lacksRoom) {
                directory.requireRoom(directory.named(own));
            }
            EmbeddedFile file = openFirst();
            Store store = file.store();
            writeDown(store);
            lacksRoom = false;
            ownIsOpen(file.file().path()); // the last that may fail: what is not returned is not waited for
            return store;
        } catch (IOException | SQLException e) {
            readInstead();
            throw e;
        }
    }

    /** Where entries are to be claimed and settled: in memory while the own store cannot be written but read. */
    StoreAccess delivering(StoreAccess store) {
        FullDisk disk = full;
        return store.isOpen() || disk == null ? store : disk.memory();
    }

    @Override
    public void close() throws IOException {
        try {
            endReading();
        } finally {
            written.closeAll();
        }
    }

    private synchronized void ownIsOpen(Path path) {
        own = path;
        ownIsOpen = true;
    }

    /** Called for every file that was opened to be written. */
    private synchronized void closed(Path path, SQLException fault) {
        lacksRoom |= own != null && SqliteHealth.isFull(fault);
        if (isOwn(path)) {
            ownIsOpen = false;
            notifyAll();
        }
    }

    /** Another thread may be about it, and it may be long, when what is in it is written anew. */
    private synchronized boolean awaitOwnIsClosed() {
        long end = System.nanoTime() + CLOSING_NANOS;
        try {
            while (ownIsOpen && System.nanoTime() - end < 0) {
                TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !ownIsOpen;
    }

    /** After a failure, the own one is the first. */
    private EmbeddedFile openFirst() throws IOException, SQLException {
        for (int number = own == null ? 1 : 0; number <= OutboxDirectory.MAX_FILES; number++) {
            Path path = number == 0 ? directory.named(own) : directory.file(number);
            Optional<EmbeddedFile> file = openOwn(path);
            if (file.isPresent()) {
                tryAll(file.get(), path);
                return file.get();
            }
        }
        throw new IOException("none of " + OutboxDirectory.MAX_FILES + " outbox files in " + directory + " is free");
    }

    private Optional<EmbeddedFile> openOwn(Path path) throws IOException, SQLException {
        boolean used = OutboxDirectory.isUsed(path);
        try {
            return opener.openOwn(written, path);
        } catch (IOException | SQLException e) {
            if (e instanceof FullDiskException
                    || directory.isReadOnly()
                    || !used && !OutboxDirectory.isObstructed(path)) {
                throw e; // it will not be different with the next number
            }
            opener.passOver(path, e);
            return Optional.empty();
        }
    }

    private void tryAll(EmbeddedFile file, Path path) throws IOException, SQLException {
        if (isOwn(path)) {
            return; // the claimants are this instance's, at work while the file was away
        }
        try {
            file.store().tryAll();
        } catch (SQLException | RuntimeException e) {
            file.store().close();
            throw e;
        }
    }

    private boolean isOwn(Path path) {
        return own != null && own.getFileName().equals(path.getFileName());
    }

    private void endReading() throws IOException {
        FullDisk disk = full;
        if (disk != null) {
            disk.close();
            full = null;
        }
    }

    private void writeDown(Store store) throws SQLException, IOException {
        FullDisk disk = full;
        if (disk != null) {
            try {
                disk.writeDown(store);
            } catch (SQLException | RuntimeException e) {
                store.close();
                throw e;
            }
            endReading();
        }
    }

    /** Better than nothing at all: what waits is delivered although nothing can be written. */
    private void readInstead() {
        FullDisk before = full;
        try {
            FullDisk disk = before == null ? FullDisk.of(destination, written, clock) : before;
            boolean read = false;
            for (Path path : directory.files()) {
                read |= read(disk, path);
            }
            if (before == null && read) {
                full = disk;
                log.log(
                        Level.WARNING,
                        "the files in " + directory
                                + " can be read but not written: what waits in them is delivered all"
                                + " the same, and what became of it is kept in memory until they can be written");
            } else if (before == null) {
                disk.close();
            }
        } catch (IOException | SQLException | LinkageError e) {
            // The writer says why no file can be opened, which is more than that there is no memory for this.
        }
    }

    private boolean read(FullDisk disk, Path path) {
        try {
            return disk.read(path, destination, isOwn(path));
        } catch (IOException | SQLException e) {
            return false; // whatever is wrong with it is found out when it can be opened to be written
        }
    }
}
