package io.roifilter.sqlite;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sqlite.SQLiteJDBCLoader;

/**
 * Loads SQLite's native library, once for each class loader, and leaves no copy of it on disk.
 *
 * <p>sqlite-jdbc unpacks the library to {@code java.io.tmpdir}, which hardened servers mount {@code noexec}, under a new
 * name each time, and deletes it when the JVM ends: a server that redeploys for months gathers a copy each time, and one
 * that is killed leaves them. So it is told to unpack beside the database instead, where the copy is deleted as soon as
 * it is loaded. The directory belongs to whoever holds the database, and so do the leftovers of a killed process in it.
 * An operator who set {@value #DIRECTORY_PROPERTY} for the whole server keeps that choice, with sqlite-jdbc's own
 * cleaning.
 */
final class NativeLibrary {
    static final String DIRECTORY_PROPERTY = "org.sqlite.tmpdir";

    /** Interned, and thereby one for the whole JVM: the system property is shared by all class loaders. */
    private static final Object JVM_WIDE = "io.roifilter.sqlite.NativeLibrary".intern();

    /** Guarded by {@link #JVM_WIDE}. As sqlite-jdbc's own flag: a library stays loaded as long as its class loader. */
    private static boolean loaded;

    private NativeLibrary() {}

    /**
     * Loads the library, if this class loader has not done so yet.
     *
     * @param directory where to unpack it; made and removed again
     * @throws IOException if it cannot be unpacked or loaded
     */
    static void load(Path directory) throws IOException {
        synchronized (JVM_WIDE) {
            delete(directory);
            if (loaded) {
                return;
            }
            if (System.getProperty(DIRECTORY_PROPERTY) != null) {
                initialize(System.getProperty(DIRECTORY_PROPERTY));
            } else {
                unpackInto(directory);
            }
            loaded = true;
        }
    }

    /** Removes what a killed process, or on Windows a running one, left behind; keeps what is still in use. */
    static void delete(Path directory) {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Files.delete(file);
            }
            Files.delete(directory);
        } catch (IOException | DirectoryIteratorException e) {
            // Windows deletes no library while it is loaded: the next to hold the database will.
        }
    }

    private static void unpackInto(Path directory) throws IOException {
        Files.createDirectories(directory);
        System.setProperty(DIRECTORY_PROPERTY, directory.toString());
        try {
            initialize(directory.toString());
        } finally {
            System.clearProperty(DIRECTORY_PROPERTY);
            delete(directory);
        }
    }

    private static void initialize(String directory) throws IOException {
        try {
            SQLiteJDBCLoader.initialize();
        } catch (Exception | LinkageError e) {
            throw new IOException(
                    "SQLite's native library cannot be loaded from " + directory
                            + "; if that file system is mounted noexec, start the server with -D" + DIRECTORY_PROPERTY
                            + "=<another directory> (" + e.getMessage() + ")",
                    e);
        }
    }
}
