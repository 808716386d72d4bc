package io.roifilter.jdbc;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import org.sqlite.SQLiteJDBCLoader;

/**
 * Loads SQLite's native library, once for each class loader, and leaves no copy of it on disk.
 *
 * <p>sqlite-jdbc unpacks the library to {@code java.io.tmpdir}, which hardened servers mount {@code noexec}, under a new
 * name each time, and deletes it when the JVM ends: a server that redeploys for months gathers a copy each time, and one
 * that is killed leaves them. So it is told to unpack beside the database instead, where the copy is deleted as soon as
 * it is loaded. The directory belongs to whoever holds the database, and so do the leftovers of a killed process in it.
 * Only where that cannot be had, on a disk that is full or behind a link that somebody else has put there, does it go to a
 * directory of its own below {@code java.io.tmpdir}. An operator who set {@value #DIRECTORY_PROPERTY} for the whole server
 * keeps that choice, with sqlite-jdbc's own cleaning.
 */
final class NativeLibrary {
    static final String DIRECTORY_PROPERTY = "org.sqlite.tmpdir";

    /** In the names of all files that sqlite-jdbc unpacks. */
    private static final String UNPACKED = "sqlitejdbc";

    /** Interned, and thereby one for the whole JVM: the system property is shared by all class loaders. */
    private static final Object JVM_WIDE = "io.roifilter.jdbc.NativeLibrary".intern();

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

    /**
     * Removes what a killed process, or on Windows a running one, left behind; keeps what is still in use, what sqlite-jdbc
     * has not put there, and whatever is behind a link.
     */
    static void delete(Path directory) {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (DirectoryStream<Path> parent = Files.newDirectoryStream(directory.getParent())) {
            if (parent instanceof SecureDirectoryStream<Path> secure) {
                // By handles: between two looks at its name, a directory could be exchanged for a link.
                deleteIn(secure, directory.getFileName());
                secure.deleteDirectory(directory.getFileName());
            } else {
                deleteIn(directory);
                Files.delete(directory);
            }
        } catch (IOException | DirectoryIteratorException e) {
            // Windows deletes no library while it is loaded: the next to hold the database will.
        }
    }

    private static void deleteIn(SecureDirectoryStream<Path> parent, Path name) throws IOException {
        try (SecureDirectoryStream<Path> files = parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
            for (Path file : files) {
                if (file.getFileName().toString().contains(UNPACKED)) {
                    files.deleteFile(file.getFileName());
                }
            }
        }
    }

    private static void deleteIn(Path directory) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + UNPACKED + "*")) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    private static void unpackInto(Path directory) throws IOException {
        try {
            make(directory);
            loadFrom(directory);
        } catch (IOException e) {
            Path elsewhere = Files.createTempDirectory("roi-filter", OwnerOnly.directory());
            try {
                loadFrom(elsewhere);
            } catch (IOException again) {
                e.addSuppressed(again);
                throw e;
            }
        }
    }

    /** Code is loaded from it: where others may have made it, it is not taken. */
    private static void make(Path directory) throws IOException {
        try {
            Files.createDirectory(directory, OwnerOnly.directory());
        } catch (FileAlreadyExistsException e) {
            boolean leftByWindows =
                    OwnerOnly.directory().length == 0 && Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS);
            if (!leftByWindows) {
                throw new IOException(directory + " is there already, and not to be removed", e);
            }
        }
    }

    private static void loadFrom(Path directory) throws IOException {
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
