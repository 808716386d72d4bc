package io.roifilter.jdbc;

import java.io.File;
import java.nio.file.Path;
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
 * How SQLite has a file open.
 *
 * <p>Nothing of it is mapped into memory, neither for reading nor, as SQLite usually does it, for the index of the log: a
 * mapped page that the disk cannot give, because it is full or gone, ends the whole process by SIGBUS. Exclusive locking
 * keeps that index on the heap; other programs cannot read the database meanwhile.
 *
 * <p>SQLite checkpoints the log by itself, in somebody's commit, only when it has grown to {@value #WAL_PAGES} pages.
 */
final class SqliteSettings {
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

    private SqliteSettings() {}

    /** By which SQLite knows a file: not the bare path, where it would take what follows a ? for parameters. */
    static String name(Path path) {
        return path.toUri().toString();
    }

    /**
     * The same for a file in a directory where nothing can be written. SQLite cannot lock it, and need not, as we hold it.
     * (That it is immutable, SQLite must not be told as long as there is a log, which it would pass over; without one,
     * SQLite has to be told, as it would make one.)
     */
    static String nameForReading(Path path, boolean hasLog) {
        String withoutLocks = File.separatorChar == '/' ? "?vfs=unix-none" : "?vfs=win32-none";
        return name(path) + (hasLog ? withoutLocks : "?immutable=1");
    }

    /**
     * Without sqlite-jdbc's DataSource, which goes through its driver class. That class registers itself with
     * DriverManager, which then keeps our class loader; and to find it there again and deregister it, DriverManager would
     * load every driver that the calling thread's context class loader can see, once and for all in this JVM, which is
     * for the shop to do. What was never registered needs no removing, and a driver that the shop uses stays untouched.
     */
    static Connection connect(String name) throws SQLException {
        return new JDBC4Connection("jdbc:sqlite:" + name, name, config());
    }

    /** To be called on each new connection. */
    static void apply(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String pragma : PRAGMAS) {
                statement.execute("PRAGMA " + pragma);
            }
        }
    }

    /** Fails now, not at somebody's order, on what is no database, may not be written, or has no room to be. */
    static void checkWritable(Connection connection) throws SQLException {
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
}
