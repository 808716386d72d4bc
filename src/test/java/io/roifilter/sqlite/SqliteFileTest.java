package io.roifilter.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteFileTest {
    @TempDir
    Path directory;

    @Test
    void makesTheDirectoryAndKeepsWhatWasCommitted() throws Exception {
        Path database = directory.resolve("a/b/test.db");
        try (SqliteFile file = open(database)) {
            execute(file, "CREATE TABLE t (x)");
            execute(file, "INSERT INTO t VALUES ('kept')");
        }
        try (SqliteFile file = open(database)) {
            assertEquals("kept", query(file, "SELECT x FROM t"));
        }
    }

    @Test
    void takesAnyCharacterInThePathLiterally() throws Exception {
        Path database = directory.resolve("a b?cache=shared#c%20&mode=memory;x=1/test.db");
        try (SqliteFile file = open(database)) {
            execute(file, "CREATE TABLE t (x)");
        }
        assertTrue(Files.size(database) > 0);
    }

    @Test
    void commitsAreSyncedAndTheLogIsCheckpointedOnlyWhenAsked() throws Exception {
        try (SqliteFile file = open(directory.resolve("test.db"))) {
            assertEquals("wal", query(file, "PRAGMA journal_mode"));
            assertEquals("2", query(file, "PRAGMA synchronous"), "2 is FULL");
            long before = Files.size(file.path());
            execute(file, "CREATE TABLE t AS SELECT zeroblob(100000) AS x");
            assertEquals(before, Files.size(file.path()));
            file.checkpoint();
            assertTrue(Files.size(file.path()) > before + 100_000);
        }
    }

    @Test
    void leavesOnlyTheDatabaseAndItsLockFileBehind() throws Exception {
        SqliteFile file = open(directory.resolve("test.db"));
        execute(file, "CREATE TABLE t (x)");
        file.close();
        assertEquals(List.of("test.db", "test.db.lock"), files());
    }

    @Test
    void deletesTheDatabaseButNeverTheLockFile() throws Exception {
        SqliteFile file = open(directory.resolve("test.db"));
        execute(file, "CREATE TABLE t (x)");
        file.closeAndDelete();
        assertEquals(List.of("test.db.lock"), files());
    }

    @Test
    void removesTheNativeLibraryThatAKilledProcessLeftBehind() throws Exception {
        Path left = directory.resolve("test.db.native/sqlite-1.2.3-0000-libsqlitejdbc.so");
        Files.createDirectories(left.getParent());
        Files.writeString(left, "not loaded by anybody");
        open(directory.resolve("test.db")).close();
        assertFalse(Files.exists(left.getParent()));
    }

    @Test
    void isTakenUntilItIsClosed() throws Exception {
        Path database = directory.resolve("test.db");
        SqliteFile first = open(database);
        assertTrue(SqliteFile.open(database).isEmpty());
        assertTrue(SqliteFile.open(directory.resolve("../" + directory.getFileName() + "/test.db"))
                .isEmpty());
        first.close();
        SqliteFile second = open(database);
        first.close();
        assertTrue(SqliteFile.open(database).isEmpty(), "closing twice does not end the next owner's hold");
        second.close();
    }

    @Test
    void aLinkToTheFileIsTheFile() throws Exception {
        Path database = directory.resolve("test.db");
        open(database).close();
        Path link = Files.createSymbolicLink(directory.resolve("link.db"), database);
        try (SqliteFile file = open(database)) {
            assertNotNull(file);
            assertTrue(SqliteFile.open(link).isEmpty());
        }
    }

    @Test
    void saysWhichFileIsNoDatabaseAndLetsGoOfIt() throws Exception {
        Path database = directory.resolve("test.db");
        byte[] noise = new byte[8192];
        new Random(1).nextBytes(noise);
        Files.write(database, noise);
        for (int i = 0; i < 2; i++) {
            IOException e = assertThrows(IOException.class, () -> SqliteFile.open(database));
            assertTrue(e.getMessage().contains(database.toRealPath().toString()), e.getMessage());
            assertTrue(e.getMessage().contains("not a database"), e.getMessage());
        }
    }

    @Test
    void saysWhichDirectoryCannotBeUsed() throws Exception {
        Path regular = Files.writeString(directory.resolve("regular"), "no directory");
        Path database = regular.resolve("test.db");
        IOException e = assertThrows(IOException.class, () -> SqliteFile.open(database));
        assertTrue(e.getMessage().contains(database.toString()), e.getMessage());
    }

    @Test
    void anotherClassLoaderFindsItTakenAndUsesItAfterwards() throws Exception {
        Path database = directory.resolve("test.db");
        try (OtherClassLoader other = new OtherClassLoader()) {
            SqliteFile file = open(database);
            assertTrue(other.open(database).isEmpty());
            file.close();
            Optional<?> theirs = other.open(database);
            assertTrue(SqliteFile.open(database).isEmpty());
            ((AutoCloseable) theirs.get()).close();
            open(database).close();
        }
    }

    @Test
    void neitherAPropertyNorTheClassLoaderStays() throws Exception {
        ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();
        Reference<ClassLoader> loader = openElsewhere(collected);
        assertNull(System.getProperty(NativeLibrary.DIRECTORY_PROPERTY));
        Reference<?> gone = null;
        for (int i = 0; gone == null && i < 100; i++) {
            System.gc();
            gone = collected.remove(100);
        }
        assertEquals(loader, gone);
    }

    /** In a method of its own, so that no local variable keeps the class loader. */
    private Reference<ClassLoader> openElsewhere(ReferenceQueue<ClassLoader> collected) throws Exception {
        try (OtherClassLoader other = new OtherClassLoader()) {
            for (int i = 0; i < 2; i++) {
                ((AutoCloseable) other.open(directory.resolve("test.db")).get()).close();
            }
            return new WeakReference<>(other.loader(), collected);
        }
    }

    @Test
    void noDriverOfOursIsEverRegistered() throws Exception {
        try (OtherClassLoader other = new OtherClassLoader()) {
            ((AutoCloseable) other.open(directory.resolve("test.db")).get()).close();
            assertEquals(0, other.registeredDrivers());
        }
    }

    @Test
    void theProbeForDriversFindsOneThatIsThere() throws Exception {
        try (OtherClassLoader other = new OtherClassLoader()) {
            Class.forName("org.sqlite.JDBC", true, other.loader());
            assertEquals(1, other.registeredDrivers());
        }
    }

    private static SqliteFile open(Path database) throws IOException {
        return SqliteFile.open(database).orElseThrow();
    }

    private static void execute(SqliteFile file, String sql) throws SQLException {
        try (Statement statement = file.connection().createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(SqliteFile file, String sql) throws SQLException {
        try (Statement statement = file.connection().createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
