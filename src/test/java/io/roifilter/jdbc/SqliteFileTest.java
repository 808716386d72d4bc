package io.roifilter.jdbc;

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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    void nothingIsMappedIntoMemory() throws Exception {
        Path database = directory.resolve("test.db");
        Files.writeString(directory.resolve("test.db-shm"), "of an older version");
        try (SqliteFile file = open(database)) {
            execute(file, "CREATE TABLE t AS SELECT zeroblob(100000) AS x");
            assertEquals("exclusive", query(file, "PRAGMA locking_mode"));
            assertEquals("0", query(file, "PRAGMA mmap_size"));
            assertEquals(List.of("test.db", "test.db-wal", "test.db.lock"), files());
            assertEquals(List.of(), mapped(), "of the database");
        }
    }

    private List<String> mapped() throws IOException {
        Path maps = Path.of("/proc/self/maps");
        return Files.exists(maps)
                ? Files.readAllLines(maps).stream()
                        .filter(line -> line.contains(directory + "/test.db") && !line.contains(".native/"))
                        .toList()
                : List.of();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void theFilesAreForTheirOwnerAlone() throws Exception {
        Path database = directory.resolve("made/test.db");
        try (SqliteFile file = open(database)) {
            execute(file, "CREATE TABLE t (x)");
            assertEquals("rwx------", permissions(database.getParent()));
            for (String name : List.of("test.db", "test.db-wal", "test.db.lock")) {
                assertEquals("rw-------", permissions(database.resolveSibling(name)), name);
            }
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void filesOfAnOlderVersionAreNarrowedAndADirectoryIsTheOperators() throws Exception {
        Path database = directory.resolve("test.db");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        open(database).close();
        Path log = Files.createFile(directory.resolve("test.db-wal"));
        for (Path each : List.of(database, log, directory.resolve("test.db.lock"))) {
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rw-rw-rw-"));
        }
        try (SqliteFile file = open(database)) {
            execute(file, "CREATE TABLE t (x)");
            for (String name : files()) {
                assertEquals("rw-------", permissions(directory.resolve(name)), name);
            }
        }
        assertEquals("rwxr-xr-x", permissions(directory));
    }

    @ParameterizedTest
    @ValueSource(strings = {".native", "-wal", "-shm", "-log"})
    @DisabledOnOs(OS.WINDOWS)
    void noLinkBesideTheDatabaseIsFollowed(String suffix) throws Exception {
        Path theirs = Files.createDirectory(directory.resolve("theirs"));
        Path file = Files.writeString(theirs.resolve("sqlitejdbc.txt"), "to be kept");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        Path database = directory.resolve("test.db");
        Path target = suffix.equals(".native") ? theirs : file;
        Files.createSymbolicLink(directory.resolve("test.db" + suffix), target);
        try (OtherClassLoader other = new OtherClassLoader()) { // which has not loaded the library yet
            ((AutoCloseable) other.open(database).get()).close();
        }
        try (SqliteFile ours = open(database)) {
            execute(ours, "CREATE TABLE t (x)");
        }
        assertEquals("to be kept", Files.readString(file));
        assertEquals("rw-r--r--", permissions(file));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aLockThatIsALinkIsNotTaken() throws Exception {
        Path theirs = directory.resolve("theirs");
        Files.createSymbolicLink(directory.resolve("test.db.lock"), theirs);
        assertThrows(IOException.class, () -> new SqliteFiles().open(directory.resolve("test.db")));
        assertFalse(Files.exists(theirs));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aDatabaseThatIsALinkToNowhereIsNotMade() throws Exception {
        Path theirs = directory.resolve("theirs");
        Files.createSymbolicLink(directory.resolve("test.db"), theirs);
        assertThrows(IOException.class, () -> new SqliteFiles().open(directory.resolve("test.db")));
        assertFalse(Files.exists(theirs));
    }

    @Test
    void whatIsDeletedIsInNoFileAfterACheckpoint() throws Exception {
        try (SqliteFile file = open(directory.resolve("test.db"))) {
            execute(file, "CREATE TABLE t (x)");
            execute(file, "INSERT INTO t VALUES ('a secret ' || hex(randomblob(3000)))");
            execute(file, "UPDATE t SET x = NULL");
            file.checkpoint();
            for (String name : files()) {
                assertFalse(Files.readString(directory.resolve(name), StandardCharsets.ISO_8859_1)
                        .contains("a secret"));
            }
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void noticesThatItIsGoneAndCanBeWrittenAnew() throws Exception {
        Path database = directory.resolve("made/test.db");
        try (SqliteFile file = open(database)) {
            execute(file, "CREATE TABLE t AS SELECT 'kept' AS x");
            assertFalse(file.isLost() || file.isLogLost());
            Files.move(database.resolveSibling("test.db-wal"), database.resolveSibling("log"));
            assertTrue(file.isLogLost());
            Files.move(database, database.resolveSibling("renamed"));
            assertTrue(file.isLost());
            Files.writeString(database, "another");
            assertTrue(file.isLost());
            assertFalse(file.copyTo(database), "it is another's");
            Files.delete(database);
            assertTrue(file.copyTo(database));
            assertEquals("rw-------", permissions(database));
        }
        try (SqliteFile file = open(database)) {
            assertEquals("kept", query(file, "SELECT x FROM t"));
        }
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void isTakenUntilItIsClosed() throws Exception {
        Path database = directory.resolve("test.db");
        SqliteFile first = open(database);
        assertTrue(new SqliteFiles().open(database).isEmpty());
        assertTrue(new SqliteFiles()
                .open(directory.resolve("../" + directory.getFileName() + "/test.db"))
                .isEmpty());
        first.close();
        SqliteFile second = open(database);
        first.close();
        assertTrue(new SqliteFiles().open(database).isEmpty(), "closing twice does not end the next owner's hold");
        second.close();
    }

    @Test
    void aLinkToTheFileIsTheFile() throws Exception {
        Path database = directory.resolve("test.db");
        open(database).close();
        Path link = Files.createSymbolicLink(directory.resolve("link.db"), database);
        try (SqliteFile file = open(database)) {
            assertNotNull(file);
            assertTrue(new SqliteFiles().open(link).isEmpty());
        }
    }

    @Test
    void saysWhichFileIsNoDatabaseAndLetsGoOfIt() throws Exception {
        Path database = directory.resolve("test.db");
        byte[] noise = new byte[8192];
        new Random(1).nextBytes(noise);
        Files.write(database, noise);
        for (int i = 0; i < 2; i++) {
            IOException e = assertThrows(IOException.class, () -> new SqliteFiles().open(database));
            assertTrue(e.getMessage().contains(database.toRealPath().toString()), e.getMessage());
            assertTrue(e.getMessage().contains("not a database"), e.getMessage());
        }
    }

    @Test
    void saysWhichDirectoryCannotBeUsed() throws Exception {
        Path regular = Files.writeString(directory.resolve("regular"), "no directory");
        Path database = regular.resolve("test.db");
        IOException e = assertThrows(IOException.class, () -> new SqliteFiles().open(database));
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
            assertTrue(new SqliteFiles().open(database).isEmpty());
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

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aPipeInPlaceOfTheLockIsRefusedAndNotWaitedFor() throws Exception {
        Path database = directory.resolve("test.db");
        assertEquals(0, new ProcessBuilder("mkfifo", database + ".lock").start().waitFor());
        IOException e = assertThrows(IOException.class, () -> new SqliteFiles().open(database));
        assertTrue(e.getMessage().contains(".lock is no file"), e::getMessage);
    }

    private static SqliteFile open(Path database) throws IOException {
        return new SqliteFiles().open(database).orElseThrow();
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
