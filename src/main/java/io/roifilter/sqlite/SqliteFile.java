package io.roifilter.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TempStore;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.jdbc4.JDBC4Connection;

/**
 * A SQLite database that this instance alone has open, with one connection. Not thread-safe: whoever opened it sees to
 * it that one thread at a time uses it.
 *
 * <p>Two copies of SQLite's native code in one process (a redeploy, two applications) do not see each other's locks and
 * would destroy each other's writes; hence the hold, which spans class loaders and processes. A commit returns when its
 * rows are on disk: write-ahead log, {@code synchronous=FULL}. SQLite checkpoints that log by itself only when it has
 * grown to {@value #WAL_PAGES} pages, so that checkpoints happen when {@link #checkpoint} is called, in a quiet moment,
 * and not in somebody's commit.
 */
public final class SqliteFile implements AutoCloseable {
    /** With pages of 4 KiB: 32 MiB, the most the log grows to when no quiet moment comes. */
    private static final int WAL_PAGES = 8192;

    private static final int WAL_BYTES_KEPT = 16 << 20;
    private static final int CACHE_KIB = 8192;
    private static final int BUSY_TIMEOUT_MILLIS = 2000;

    private final Path path;
    private final FileHold hold;
    private final Connection connection;

    private SqliteFile(Path path, FileHold hold, Connection connection) {
        this.path = path;
        this.hold = hold;
        this.connection = connection;
    }

    /**
     * Opens the database, made new if there is none, and its directory too.
     *
     * @return empty if another instance holds it, in this process or in another
     * @throws IOException if it cannot be opened: not writable, not a database, damaged; the message names the path
     */
    public static Optional<SqliteFile> open(Path databaseFile) throws IOException {
        Path file = realPath(databaseFile);
        Optional<FileHold> hold = take(file);
        if (hold.isEmpty()) {
            return Optional.empty();
        }
        boolean opened = false;
        try {
            NativeLibrary.load(nativeDirectory(file));
            SqliteFile result = new SqliteFile(file, hold.get(), connect(file));
            opened = true;
            return Optional.of(result);
        } finally {
            if (!opened) {
                hold.get().close();
            }
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

    /**
     * Moves what was committed from the write-ahead log to the database. To be called outside of a transaction.
     *
     * @throws SQLException if the disk does not take it; nothing is lost by that
     */
    public void checkpoint() throws SQLException {
        // Passive, not truncate: writing again over a log that has its size costs less than growing it anew.
        execute("PRAGMA wal_checkpoint(PASSIVE)");
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
        hold.close();
        if (failure != null) {
            throw failure;
        }
    }

    /**
     * Closes the database and deletes its files, all but the lock file, before others can take it.
     *
     * @throws IOException if the files could not be deleted; the hold has ended all the same
     */
    public void closeAndDelete() throws IOException {
        try (hold) {
            closeConnection();
            // The log first: a database without its log is complete after a checkpoint, a log alone is only confusing.
            Files.deleteIfExists(sibling(path, "-wal"));
            Files.deleteIfExists(sibling(path, "-shm"));
            Files.deleteIfExists(path);
        }
    }

    private void closeConnection() throws IOException {
        try {
            if (!connection.isClosed()) {
                try (connection) {
                    execute("PRAGMA wal_checkpoint(TRUNCATE)");
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

    /** The file may not exist yet, and may be a link to somewhere else: the hold is on what it really is. */
    private static Path realPath(Path file) throws IOException {
        try {
            Path absolute = file.toAbsolutePath();
            Files.createDirectories(absolute.getParent());
            return Files.exists(absolute)
                    ? absolute.toRealPath()
                    : absolute.getParent().toRealPath().resolve(absolute.getFileName());
        } catch (IOException e) {
            throw new IOException("cannot use the directory of " + file + ": " + describe(e), e);
        }
    }

    private static Optional<FileHold> take(Path file) throws IOException {
        try {
            return FileHold.take(file);
        } catch (IOException e) {
            throw new IOException("cannot lock " + FileHold.lockFile(file) + ": " + describe(e), e);
        }
    }

    /**
     * Without sqlite-jdbc's DataSource, which goes through its driver class. That class registers itself with
     * DriverManager, which then keeps our class loader; and to find it there again and deregister it, DriverManager would
     * load every driver that the calling thread's context class loader can see, once and for all in this JVM, which is
     * for the shop to do. What was never registered needs no removing, and a driver that the shop uses stays untouched.
     */
    private static Connection connect(Path file) throws IOException {
        String uri = file.toUri().toString(); // not the bare path: SQLite would take what follows a ? for parameters
        try {
            Connection connection = new JDBC4Connection("jdbc:sqlite:" + uri, uri, config().toProperties());
            check(connection);
            return connection;
        } catch (SQLException e) {
            throw new IOException("cannot open " + file + ": " + e.getMessage(), e);
        }
    }

    /** Fails now, not at somebody's order, on what is no database, may not be written, or has no room to be. */
    private static void check(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            statement.execute("SELECT count(*) FROM sqlite_master");
            statement.execute("PRAGMA application_id = 0"); // which nobody reads, but it writes a page
            statement.execute("COMMIT");
        } catch (SQLException | RuntimeException | Error e) {
            try (connection) {
                throw e;
            }
        }
    }

    private static SQLiteConfig config() {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS); // for an operator who looks in with another tool
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.FULL);
        config.setTransactionMode(TransactionMode.IMMEDIATE);
        config.setWalAutocheckpoint(WAL_PAGES);
        config.setJournalSizeLimit(WAL_BYTES_KEPT);
        config.setCacheSize(-CACHE_KIB);
        config.setTempStore(TempStore.MEMORY);
        config.setGetGeneratedKeys(false); // saves a query after each insert
        return config;
    }

    private static Path nativeDirectory(Path file) {
        return sibling(file, ".native");
    }

    private static Path sibling(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    private static String describe(IOException e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
}
