package io.roifilter.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.jdbc4.JDBC4Connection;

/**
 * A SQLite database that this instance alone has open, with one connection. Not thread-safe: whoever opened it sees to
 * it that one thread at a time uses it.
 *
 * <p>Two copies of SQLite's native code in one process (a redeploy, two applications) do not see each other's locks and
 * would destroy each other's writes; hence the hold, which spans class loaders and processes. A commit returns when its
 * rows are on disk: write-ahead log, {@code synchronous=FULL}.
 *
 * <p>Nothing of the file is mapped into memory, neither for reading nor, as SQLite usually does it, for the index of the
 * log: a mapped page that the disk cannot give, because it is full or gone, ends the whole process by SIGBUS. Exclusive
 * locking keeps that index on the heap; other programs cannot read the database meanwhile.
 *
 * <p>SQLite checkpoints the log by itself, in somebody's commit, only when it has grown to {@value #WAL_PAGES} pages, so
 * that most checkpoints happen when {@link #checkpoint} is called, in a quiet moment. What is deleted is overwritten with
 * zeros; a checkpoint takes it out of the log, too. The files are for their owner alone.
 */
public final class SqliteFile implements AutoCloseable {
    /** With pages of 4 KiB: 8 MiB, the most the log grows to when no quiet moment comes, and a transaction. */
    private static final int WAL_PAGES = 2048;

    private static final int CACHE_KIB = 8192;
    private static final int BUSY_TIMEOUT_MILLIS = 2000;

    /** In this order: the locking mode counts only if it is set before the log is first used. */
    private static final List<String> PRAGMAS = List.of(
            "locking_mode = EXCLUSIVE",
            "mmap_size = 0",
            "synchronous = FULL",
            "secure_delete = ON",
            "temp_store = MEMORY",
            "cache_size = " + -CACHE_KIB,
            "wal_autocheckpoint = " + WAL_PAGES,
            "journal_mode = WAL");

    private final Path path;
    private final FileHold hold; // null in memory
    private final Connection connection;
    private final boolean checked;
    private final Object key;
    private final Object logKey;

    private SqliteFile(Path path, FileHold hold, Connection connection, boolean checked) {
        this.path = path;
        this.hold = hold;
        this.connection = connection;
        this.checked = checked;
        key = keyOf(path);
        logKey = keyOf(logOf(path));
    }

    /**
     * Opens the database, made new if there is none, and its directory too.
     *
     * @return empty if another instance holds it, in this process or in another
     * @throws DamagedFileException if it is no database, or a damaged one, as far as that can be found out quickly
     * @throws FullDiskException if it can be read but not written, because its disk is full
     * @throws IOException if it cannot be opened; the message names the path
     */
    public static Optional<SqliteFile> open(Path databaseFile) throws IOException {
        Path file = realPath(databaseFile);
        return held(file, hold -> openHeld(file, hold));
    }

    /**
     * Opens a database only to read it, without any room on its disk.
     *
     * @return empty if another instance holds it, or there is none
     */
    public static Optional<SqliteFile> openForReading(Path databaseFile) throws IOException {
        Path file = realPath(databaseFile);
        return Files.exists(file) ? held(file, hold -> readHeld(file, hold)) : Optional.empty();
    }

    /** A database of the same kind in memory, gone when it is closed. */
    public static SqliteFile inMemory() throws IOException {
        try {
            return new SqliteFile(Path.of("memory"), null, connect(":memory:", ":memory:"), true);
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
        return hold != null && isGone(path, key);
    }

    /** The same for its log alone: a checkpoint brings what is in it to safety, and opening it again makes a new one. */
    public boolean isLogLost() {
        return hold != null && isGone(logOf(path), logKey);
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
        Path target = realPath(databaseFile);
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS) && Files.size(target) > 0) {
            return false;
        }
        return held(target, newHold -> {
                    try (newHold) {
                        copyHeld(target);
                        return true;
                    }
                })
                .orElse(false);
    }

    /**
     * Gives a damaged database that nobody holds another name, with its log.
     *
     * @return whether that was done; false if another instance holds it, or the name is a link, behind which the file is
     *     perhaps not ours
     */
    public static boolean setAside(Path databaseFile, Path newName) throws IOException {
        Path file = realPath(databaseFile);
        if (Files.isSymbolicLink(databaseFile)) {
            return false;
        }
        return held(file, hold -> {
                    try (hold) {
                        OwnerOnly.narrow(file);
                        Files.move(file, file.resolveSibling(newName));
                        if (Files.exists(logOf(file), LinkOption.NOFOLLOW_LINKS)) {
                            Files.move(logOf(file), logOf(file.resolveSibling(newName)));
                        }
                        return true;
                    }
                })
                .orElse(false);
    }

    /** Takes a file that is not to be opened with SQLite, so that nobody else does what is to be done with it. */
    public static Optional<AutoCloseable> hold(Path file) throws IOException {
        return take(realPath(file)).map(hold -> hold);
    }

    /** Where the log of a database is. */
    public static Path logOf(Path databaseFile) {
        return sibling(databaseFile, "-wal");
    }

    /** Where the lock of a database is. */
    public static Path lockOf(Path databaseFile) {
        return FileHold.lockFile(databaseFile);
    }

    private interface Opening<T> {
        T with(FileHold hold) throws IOException;
    }

    /** Takes the file for this, and lets it go again only if it fails. */
    private static <T> Optional<T> held(Path file, Opening<T> opening) throws IOException {
        Optional<FileHold> hold = take(file);
        if (hold.isEmpty()) {
            return Optional.empty();
        }
        boolean done = false;
        try {
            T result = opening.with(hold.get());
            done = true;
            return Optional.of(result);
        } finally {
            if (!done) {
                hold.get().close();
            }
        }
    }

    private static SqliteFile openHeld(Path file, FileHold hold) throws IOException {
        prepare(file);
        try {
            OwnerOnly.ensureFile(file);
            SqliteHealth.checkHeader(file, logOf(file));
            if (Files.exists(logOf(file)) && !SqliteLog.isSound(logOf(file))) {
                throw new DamagedFileException("cannot open " + file + ": its log lost commits", null);
            }
            Connection connection = connect(file, "");
            return opened(connection, () -> {
                checkWritable(connection);
                return new SqliteFile(file, hold, connection, SqliteHealth.check(connection));
            });
        } catch (SQLException e) {
            throw failure("cannot open " + file, e);
        }
    }

    private static SqliteFile readHeld(Path file, FileHold hold) throws IOException {
        prepare(file);
        try {
            Connection connection = connectForReading(file);
            return opened(connection, () -> {
                execute(connection, "PRAGMA query_only = ON");
                return new SqliteFile(file, hold, connection, true);
            });
        } catch (SQLException e) {
            throw failure("cannot read " + file, e);
        }
    }

    /** Even the log of no bytes, which is missing after an orderly stop, may find no room. */
    private static Connection connectForReading(Path file) throws SQLException {
        try {
            Connection connection = connect(file, "");
            return opened(connection, () -> {
                execute(connection, "SELECT count(*) FROM sqlite_master");
                return connection;
            });
        } catch (SQLException e) {
            if (Files.exists(logOf(file))) {
                throw e;
            }
            return connect(file, "?immutable=1");
        }
    }

    /** What may lie beside the database: what others have put there instead is removed, and never followed. */
    private static void prepare(Path file) throws IOException {
        NativeLibrary.load(sibling(file, ".native"));
        // Of an older version; nobody has it mapped, as we have the hold.
        Files.deleteIfExists(sibling(file, "-shm"));
        for (Path beside : List.of(logOf(file), sibling(file, "-journal"))) {
            if (Files.isSymbolicLink(beside)) {
                Files.delete(beside);
            }
            OwnerOnly.narrow(beside);
        }
    }

    private interface Check<T, E extends Exception> {
        T run() throws SQLException, E;
    }

    private static <T, E extends Exception> T opened(Connection connection, Check<T, E> check) throws SQLException, E {
        boolean done = false;
        try {
            T result = check.run();
            done = true;
            return result;
        } finally {
            if (!done) {
                connection.close();
            }
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
        execute(connection, sql);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static boolean isGone(Path file, Object key) {
        try {
            return key != null && !key.equals(attributes(file).fileKey());
        } catch (NoSuchFileException e) {
            return true;
        } catch (IOException e) {
            return isBehindAFile(file); // else nobody knows: not the moment to give up what is open
        }
    }

    private static boolean isBehindAFile(Path file) {
        Path ancestor = file.getParent();
        while (ancestor != null && !Files.exists(ancestor)) {
            ancestor = ancestor.getParent();
        }
        return ancestor != null && !Files.isDirectory(ancestor);
    }

    /** Null where files have no identity. */
    private static Object keyOf(Path file) {
        try {
            return attributes(file).fileKey();
        } catch (IOException e) {
            return null;
        }
    }

    private static BasicFileAttributes attributes(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /** The file may not exist yet, and may be a link to somewhere else: the hold is on what it really is. */
    private static Path realPath(Path file) throws IOException {
        try {
            Path absolute = file.toAbsolutePath();
            Files.createDirectories(absolute.getParent(), OwnerOnly.directory());
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

    private static Connection connect(Path file, String parameters) throws SQLException {
        String uri = file.toUri() + parameters; // not the bare path: SQLite would take what follows a ? for parameters
        return connect("jdbc:sqlite:" + uri, uri);
    }

    /**
     * Without sqlite-jdbc's DataSource, which goes through its driver class. That class registers itself with
     * DriverManager, which then keeps our class loader; and to find it there again and deregister it, DriverManager would
     * load every driver that the calling thread's context class loader can see, once and for all in this JVM, which is
     * for the shop to do. What was never registered needs no removing, and a driver that the shop uses stays untouched.
     */
    private static Connection connect(String url, String name) throws SQLException {
        Connection connection = new JDBC4Connection(url, name, config().toProperties());
        return opened(connection, () -> {
            for (String pragma : PRAGMAS) {
                execute(connection, "PRAGMA " + pragma);
            }
            return connection;
        });
    }

    /** Fails now, not at somebody's order, on what is no database, may not be written, or has no room to be. */
    private static void checkWritable(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            statement.execute("SELECT count(*) FROM sqlite_master");
            statement.execute("PRAGMA application_id = 0"); // which nobody reads, but it writes a page
            statement.execute("COMMIT");
            requireLog(statement);
        }
    }

    private static void requireLog(Statement statement) throws SQLException {
        try (ResultSet mode = statement.executeQuery("PRAGMA journal_mode")) {
            if (!mode.next() || !Objects.equals("wal", mode.getString(1))) {
                throw new SQLException("it has no write-ahead log");
            }
        }
    }

    private static IOException failure(String what, SQLException e) {
        String message = what + ": " + e.getMessage();
        if (SqliteHealth.isDamage(e)) {
            return new DamagedFileException(message, e);
        }
        return SqliteHealth.isFull(e) ? new FullDiskException(message, e) : new IOException(message, e);
    }

    /** Only what does not depend on an order: sqlite-jdbc runs pragmas in the order of their hashes. */
    private static SQLiteConfig config() {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS); // for an operator who looks in with another tool
        config.setTransactionMode(TransactionMode.IMMEDIATE);
        config.setGetGeneratedKeys(false); // saves a query after each insert
        return config;
    }

    private static Path sibling(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    private static String describe(IOException e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
}
