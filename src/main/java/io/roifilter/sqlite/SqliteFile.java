package io.roifilter.sqlite;

import java.io.File;
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
import java.util.Properties;
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

    /**
     * For a file in a directory where nothing can be written. SQLite cannot lock it, and need not, as we hold it. (That it is
     * immutable, SQLite must not be told as long as there is a log, which it would pass over; without one, SQLite has to be
     * told, as it would make one.)
     */
    private static final String WITHOUT_LOCKS = File.separatorChar == '/' ? "?vfs=unix-none" : "?vfs=win32-none";

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

    // Set while it is opened
    private boolean reading;
    private Connection connection;
    private boolean checked;
    private Object key;
    private Object logKey;

    private SqliteFile(Path path, FileHold hold) {
        this.path = path;
        this.hold = hold;
    }

    /** Nothing is taken or opened yet; but for the directory, which is made if there is none. */
    static SqliteFile at(Path databaseFile) throws IOException {
        Path path = realPath(databaseFile);
        return new SqliteFile(path, new FileHold(path));
    }

    /** A database of the same kind in memory, gone when it is closed. */
    public static SqliteFile inMemory() throws IOException {
        SqliteFile file = new SqliteFile(Path.of("memory"), null);
        try {
            file.connect("jdbc:sqlite::memory:", ":memory:");
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
        Path target = realPath(databaseFile);
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
        try (FileHold hold = new FileHold(file)) {
            boolean taken = take(hold::take, file);
            if (taken) {
                OwnerOnly.narrow(file);
                Files.move(file, file.resolveSibling(newName));
                if (Files.exists(logOf(file), LinkOption.NOFOLLOW_LINKS)) {
                    Files.move(logOf(file), logOf(file.resolveSibling(newName)));
                }
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
            connect("");
            checkWritable();
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
            connect("");
            execute("SELECT count(*) FROM sqlite_master");
        } catch (SQLException e) {
            connection.close();
            connect(Files.exists(logOf(path)) ? WITHOUT_LOCKS : "?immutable=1");
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

    private interface Taking {
        boolean done() throws IOException;
    }

    private static boolean take(Taking taking, Path file) throws IOException {
        try {
            return taking.done();
        } catch (IOException e) {
            throw new IOException("cannot lock " + FileHold.lockFile(file) + ": " + describe(e), e);
        }
    }

    private void connect(String parameters) throws SQLException {
        String uri = path.toUri() + parameters; // not the bare path: SQLite would take what follows a ? for parameters
        connect("jdbc:sqlite:" + uri, uri);
    }

    private void isOpen(boolean wasChecked) {
        checked = wasChecked;
        key = keyOf(path);
        logKey = keyOf(logOf(path));
    }

    /**
     * Without sqlite-jdbc's DataSource, which goes through its driver class. That class registers itself with
     * DriverManager, which then keeps our class loader; and to find it there again and deregister it, DriverManager would
     * load every driver that the calling thread's context class loader can see, once and for all in this JVM, which is
     * for the shop to do. What was never registered needs no removing, and a driver that the shop uses stays untouched.
     */
    private void connect(String url, String name) throws SQLException {
        connection = new JDBC4Connection(url, name, config());
        for (String pragma : PRAGMAS) {
            execute("PRAGMA " + pragma);
        }
    }

    /** Fails now, not at somebody's order, on what is no database, may not be written, or has no room to be. */
    private void checkWritable() throws SQLException {
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
    private static Properties config() {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS); // for an operator who looks in with another tool
        config.setTransactionMode(TransactionMode.IMMEDIATE);
        Properties properties = config.toProperties();
        // Saves a query after each insert. By its name, as older releases, which a shop's build may insist on, have no
        // method.
        properties.setProperty("jdbc.get_generated_keys", "false");
        return properties;
    }

    private static Path sibling(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    private static String describe(IOException e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
}
