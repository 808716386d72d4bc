package io.roifilter.jdbc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * A SQLite database that this instance alone has open, with one connection. Not thread-safe: whoever opened it sees to
 * it that one thread at a time uses it.
 *
 * <p>Two copies of SQLite's native code in one process (a redeploy, two applications) do not see each other's locks and
 * would destroy each other's writes; hence the hold, which spans class loaders and processes. A commit returns when its
 * rows are on disk: write-ahead log, {@code synchronous=FULL}.
 *
 * <p>Most checkpoints happen when {@link #checkpoint} is called, in a quiet moment. What is deleted is overwritten with
 * zeros; a checkpoint takes it out of the log, too. The files are for their owner alone.
 */
public final class SqliteFile implements AutoCloseable {
    private final Path path;
    private final FileHold hold; // null in memory

    // Set while it is opened
    private boolean reading;
    private Connection connection;
    private boolean checked;
    private FileIdentity identity; // null before
    private FileIdentity logIdentity;

    private SqliteFile(Path path, FileHold hold) {
        this.path = path;
        this.hold = hold;
    }

    /** Nothing is taken or opened yet; but for the directory, which is made if there is none. */
    static SqliteFile at(Path databaseFile) throws IOException {
        Path path = RealPath.of(databaseFile);
        return new SqliteFile(path, new FileHold(path));
    }

    /** A database of the same kind in memory, gone when it is closed. */
    public static SqliteFile inMemory() throws IOException {
        SqliteFile file = new SqliteFile(Path.of("memory"), null);
        try {
            file.connect(":memory:");
            file.checked = true;
            return file;
        } catch (SQLException e) {
            throw new IOException("no database in memory: " + e.getMessage(), e);
        }
    }

    /** The real path of the database file. */
    public Path path() {
        return path;
    }

    /**
     * The one connection, in auto-commit mode; a transaction ({@code setAutoCommit(false)}) takes the write lock at its
     * begin. Closed by {@link #close}, not by its user.
     */
    public Connection connection() {
        return connection;
    }

    /** Whether there was time enough at the opening to look at every page and every index. */
    public boolean isChecked() {
        return checked;
    }

    /**
     * Whether the database is no longer where it was, deleted or renamed, or another is in its place. SQLite goes on in
     * it, but nobody will find it again.
     */
    public boolean isLost() {
        return hold != null && identity != null && identity.isGone();
    }

    /** The same for its log alone: a checkpoint brings what is in it to safety, and opening it again makes a new one. */
    public boolean isLogLost() {
        return hold != null && logIdentity != null && logIdentity.isGone();
    }

    /**
     * Moves what was committed from the write-ahead log to the database. To be called outside of a transaction.
     *
     * @throws SQLException if the disk does not take it; nothing is lost by that
     */
    public void checkpoint() throws SQLException {
        // And the log is emptied, because what was deleted since is still in it.
        execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    /**
     * Checkpoints, closes the connection, then lets others take the file. Nothing more happens the second time.
     *
     * @throws IOException if SQLite could not be closed in order; the hold has ended all the same. After an {@code Error}
     *     it has not, and this is to be called again: others must not open what SQLite still has open.
     */
    @Override
    public void close() throws IOException {
        IOException failure = null;
        try {
            closeConnection();
        } catch (IOException e) {
            failure = e;
        }
        if (hold != null) {
            hold.close();
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Closes what could not be opened, and leaves it as it is. */
    void abandon() throws IOException {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            // Why it could not be opened says more.
        }
        hold.close();
    }

    /** Whether there is nothing left for {@link #close} to do. */
    boolean isClosed() {
        try {
            return (connection == null || connection.isClosed()) && (hold == null || !hold.mayBeHeld());
        } catch (SQLException e) {
            return false;
        }
    }

    /**
     * Closes the database and deletes its files, all but the lock file, before others can take it.
     *
     * @throws IOException if the files could not be deleted; the hold has ended all the same
     */
    public void closeAndDelete() throws IOException {
        boolean lost = isLost();
        try (hold) {
            closeConnection();
            if (!lost) { // else the names are another's
                // The log first: a database without its log is complete after a checkpoint, a log alone only confuses.
                Files.deleteIfExists(logOf(path));
                Files.deleteIfExists(path);
            }
        }
    }

    /**
     * Writes all that is in a database which {@link #isLost} to a new one, closed and on disk when this returns.
     *
     * @return whether it was written; false if there is one already, or another instance holds it
     * @throws IOException if it cannot be written; what was begun is deleted
     */
    public boolean copyTo(Path databaseFile) throws IOException {
        hold.close(); // nobody needs it for what is not there, and its name may be that of the new one
        Path target = RealPath.of(databaseFile);
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS) && Files.size(target) > 0) {
            return false;
        }
        try (FileHold targetHold = new FileHold(target)) {
            boolean taken = take(targetHold::take, target);
            if (taken) {
                copyHeld(target);
            }
            return taken;
        }
    }

    /** Where the log of a database is. */
    public static Path logOf(Path databaseFile) {
        return sibling(databaseFile, "-wal");
    }

    /** Where the lock of a database is. */
    public static Path lockOf(Path databaseFile) {
        return FileHold.lockFile(databaseFile);
    }

    /** @return whether it is held by this now; false if another instance holds it */
    boolean take() throws IOException {
        return take(hold::take, path);
    }

    /** The same, of which several may be true where nothing can be written. */
    boolean takeForReading() throws IOException {
        return take(hold::takeForReading, path);
    }

    void open() throws IOException {
        prepare(path);
        try {
            OwnerOnly.ensureFile(path);
            SqliteHealth.checkHeader(path, logOf(path));
            if (Files.exists(logOf(path)) && !SqliteLog.isSound(logOf(path))) {
                throw new DamagedFileException("cannot open " + path + ": its log lost commits", null);
            }
            connect(SqliteSettings.name(path));
            SqliteSettings.checkWritable(connection);
            isOpen(SqliteHealth.check(connection));
        } catch (SQLException e) {
            throw failure("cannot open " + path, e);
        }
    }

    void openForReading() throws IOException {
        NativeLibrary.load(sibling(path, ".native"));
        if (Files.isSymbolicLink(logOf(path))) {
            throw new IOException(logOf(path) + " is a link");
        }
        reading = true;
        try {
            connectForReading();
            execute("PRAGMA query_only = ON");
            isOpen(true);
        } catch (SQLException e) {
            throw failure("cannot read " + path, e);
        }
    }

    private void connectForReading() throws SQLException {
        try {
            connect(SqliteSettings.name(path));
            execute("SELECT count(*) FROM sqlite_master");
        } catch (SQLException e) {
            connection.close();
            connect(SqliteSettings.nameForReading(path, Files.exists(logOf(path))));
        }
    }

    /** What may lie beside the database: what others have put there instead is removed, and never followed. */
    private static void prepare(Path file) throws IOException {
        NativeLibrary.load(sibling(file, ".native"));
        // Of an older version; nobody has it mapped, as we have the hold.
        Files.deleteIfExists(sibling(file, "-shm"));
        for (Path beside : List.of(logOf(file), sibling(file, "-log"))) {
            if (Files.isSymbolicLink(beside)) {
                Files.delete(beside);
            }
            OwnerOnly.narrow(beside);
        }
    }

    private void copyHeld(Path target) throws IOException {
        OwnerOnly.ensureFile(target); // which SQLite fills
        boolean done = false;
        try (Statement statement = connection.createStatement()) {
            statement.execute("VACUUM INTO '" + target.toString().replace("'", "''") + "'");
            SqliteHealth.force(target);
            done = true;
        } catch (SQLException e) {
            throw new IOException("cannot copy " + path + " to " + target + ": " + e.getMessage(), e);
        } finally {
            if (!done) {
                Files.deleteIfExists(target);
            }
        }
    }

    private void closeConnection() throws IOException {
        try {
            if (connection != null && !connection.isClosed()) {
                try {
                    if (!reading) {
                        execute("PRAGMA wal_checkpoint(TRUNCATE)");
                    }
                } finally {
                    connection.close();
                }
            }
        } catch (SQLException e) {
            throw new IOException(path + " did not close in order: " + e.getMessage(), e);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    interface Taking {
        boolean done() throws IOException;
    }

    static boolean take(Taking taking, Path file) throws IOException {
        try {
            return taking.done();
        } catch (IOException e) {
            throw RealPath.failure("cannot lock " + FileHold.lockFile(file), file, e);
        }
    }

    private void isOpen(boolean wasChecked) {
        checked = wasChecked;
        identity = FileIdentity.of(path);
        logIdentity = FileIdentity.of(logOf(path));
    }

    /** Whatever is thrown after the first, the connection is known and will be closed. */
    private void connect(String name) throws SQLException {
        connection = SqliteSettings.connect(name);
        SqliteSettings.apply(connection);
    }

    private static IOException failure(String what, SQLException e) {
        String message = what + ": " + e.getMessage();
        if (SqliteHealth.isDamage(e)) {
            return new DamagedFileException(message, e);
        }
        return SqliteHealth.isFull(e) ? new FullDiskException(message, e) : new IOException(message, e);
    }

    private static Path sibling(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }
}
