package io.roifilter.jdbc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Finds out whether a database is sound, and what a failure of SQLite's means. */
public final class SqliteHealth {
    /** Of a whole check at the opening: pages do not wait for more. What is larger is checked while it is used. */
    private static final long CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private static final int STEPS_BETWEEN_LOOKS = 1000;
    private static final int HEADER_BYTES = 100;
    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final int PRIMARY_CODE = 0xff;

    private SqliteHealth() {}

    /** Whether the file is to blame, and will be again. */
    public static boolean isDamage(Throwable failure) {
        return is(failure, SQLiteErrorCode.SQLITE_CORRUPT) || is(failure, SQLiteErrorCode.SQLITE_NOTADB);
    }

    /** Whether the disk has no room. */
    public static boolean isFull(Throwable failure) {
        return is(failure, SQLiteErrorCode.SQLITE_FULL);
    }

    /** A failure that {@link #isDamage} recognizes. */
    public static SQLException damage(String what) {
        return new SQLiteException(what, SQLiteErrorCode.SQLITE_CORRUPT);
    }

    /**
     * Looks at every page and compares every index with its table.
     *
     * @return whether there was time for all of it
     * @throws SQLException if the database is damaged
     */
    static boolean check(Connection connection) throws SQLException {
        long end = System.nanoTime() + CHECK_NANOS;
        ProgressHandler.setHandler(connection, STEPS_BETWEEN_LOOKS, new ProgressHandler() {
            @Override
            protected int progress() {
                return System.nanoTime() - end < 0 ? 0 : 1;
            }
        });
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("PRAGMA integrity_check(1)")) {
            String found = result.next() ? result.getString(1) : "nothing";
            if (System.nanoTime() - end >= 0) {
                return false;
            }
            if (!"ok".equals(found)) {
                throw damage(found);
            }
            return true;
        } catch (SQLException e) {
            if (is(e, SQLiteErrorCode.SQLITE_INTERRUPT)) {
                return false;
            }
            throw e;
        } finally {
            ProgressHandler.clearHandler(connection);
        }
    }

    /**
     * Finds a header that SQLite would take for one of another version, or for a reason only to read, and a database
     * without bytes, whose log SQLite would delete.
     *
     * @throws DamagedFileException if no version of SQLite has left it so
     */
    static void checkHeader(Path file, Path log) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() == 0 && (Files.notExists(log) || Files.size(log) == 0)) {
                return; // new
            }
            while (header.hasRemaining() && channel.read(header) >= 0) {
                // Read on.
            }
        }
        boolean sound = !header.hasRemaining()
                && header.flip().slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))
                && isOneOf(header.get(18), 1, 2) // the format's versions for writing
                && isOneOf(header.get(19), 1, 2) // and for reading
                && isOneOf(header.getInt(44), 0, 4) // the version of the schema's format
                && isOneOf(header.getInt(56), 0, 1); // text in UTF-8
        if (!sound) {
            throw new DamagedFileException("cannot open " + file + ": file is not a database", null);
        }
    }

    private static boolean isOneOf(int value, int from, int to) {
        return from <= value && value <= to;
    }

    /** Returns when what was written to a file is on disk. Not for a file that is open: see {@link OwnerOnly#narrow}. */
    static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static boolean is(Throwable failure, SQLiteErrorCode code) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLiteException e && (e.getResultCode().code & PRIMARY_CODE) == code.code) {
                return true;
            }
        }
        return false;
    }
}
