package io.roifilter.jdbc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The files of one user. Each is known here from before it is taken until it is closed. An error, for want of memory say,
 * can end any method anywhere; then whoever was to have the open file has never heard of it, and nobody else could use it
 * until the process ends, but that it is found here. Thread-safe.
 */
public final class SqliteFiles {
    private final List<SqliteFile> files = new ArrayList<>();

    /**
     * Opens a database, made new if there is none, and its directory too.
     *
     * @return empty if another instance holds it, in this process or in another
     * @throws DamagedFileException if it is no database, or a damaged one, as far as that can be found out quickly
     * @throws FullDiskException if it can be read but not written, because its disk is full
     * @throws IOException if it cannot be opened; the message names the path
     */
    public Optional<SqliteFile> open(Path databaseFile) throws IOException {
        return take(SqliteFile.at(databaseFile), SqliteFile::take, SqliteFile::open);
    }

    /**
     * Opens a database only to read it, without any room on its disk, or where nothing may be written.
     *
     * @return empty if another instance holds it, or there is none
     */
    public Optional<SqliteFile> openForReading(Path databaseFile) throws IOException {
        SqliteFile file = SqliteFile.at(databaseFile);
        return Files.exists(file.path())
                ? take(file, SqliteFile::takeForReading, SqliteFile::openForReading)
                : Optional.empty();
    }

    /** Takes a file that is not to be opened with SQLite, so that nobody else does what is to be done with it. */
    public Optional<SqliteFile> hold(Path file) throws IOException {
        return take(SqliteFile.at(file), SqliteFile::take, held -> {});
    }

    /**
     * Gives a damaged database that nobody holds another name, with its log.
     *
     * @return whether that was done; false if another instance holds it, or the name is a link, behind which the file is
     *     perhaps not ours
     */
    public static boolean setAside(Path databaseFile, Path newName) throws IOException {
        Path file = RealPath.of(databaseFile);
        if (Files.isSymbolicLink(databaseFile)) {
            return false;
        }
        try (FileHold hold = new FileHold(file)) {
            boolean taken = SqliteFile.take(hold::take, file);
            if (taken) {
                OwnerOnly.narrow(file);
                Files.move(file, file.resolveSibling(newName));
                if (Files.exists(SqliteFile.logOf(file), LinkOption.NOFOLLOW_LINKS)) {
                    Files.move(SqliteFile.logOf(file), SqliteFile.logOf(file.resolveSibling(newName)));
                }
            }
            return taken;
        }
    }

    /**
     * Closes all that are still open, whoever was to have them.
     *
     * @throws IOException if one could not be closed in order; they are closed all the same. After an {@code Error} this
     *     is to be called again
     */
    public synchronized void closeAll() throws IOException {
        IOException failure = null;
        while (!files.isEmpty()) {
            try {
                files.get(files.size() - 1).close();
            } catch (IOException e) {
                failure = e;
            }
            files.remove(files.size() - 1);
        }
        if (failure != null) {
            throw failure;
        }
    }

    private interface Taking {
        boolean of(SqliteFile file) throws IOException;
    }

    private interface Opening {
        void of(SqliteFile file) throws IOException;
    }

    private synchronized Optional<SqliteFile> take(SqliteFile file, Taking taking, Opening opening) throws IOException {
        files.removeIf(SqliteFile::isClosed);
        files.add(file);
        boolean open = false;
        try {
            if (!taking.of(file)) {
                return Optional.empty();
            }
            opening.of(file);
            Optional<SqliteFile> result = Optional.of(file);
            open = true;
            return result;
        } finally {
            if (!open) {
                file.abandon();
            }
        }
    }
}
