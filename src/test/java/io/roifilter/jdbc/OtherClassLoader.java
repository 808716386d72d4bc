package io.roifilter.jdbc;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Arrays;
import java.util.Optional;

/** A second copy of all our classes and of SQLite in this JVM, as another web application has it. */
final class OtherClassLoader implements AutoCloseable {
    private final URLClassLoader loader;

    OtherClassLoader() {
        URL[] urls = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(OtherClassLoader::url)
                .toArray(URL[]::new);
        loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
    }

    ClassLoader loader() {
        return loader;
    }

    /** Opens a database there; what is in the result is that class loader's {@link SqliteFile}. */
    Optional<?> open(Path database) throws ReflectiveOperationException {
        Class<?> type = loader.loadClass(SqliteFiles.class.getName());
        Object files = type.getConstructor().newInstance();
        return (Optional<?>) type.getMethod("open", Path.class).invoke(files, database);
    }

    long registeredDrivers() throws ReflectiveOperationException {
        return (Long)
                loader.loadClass(Drivers.class.getName()).getMethod("count").invoke(null);
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }

    private static URL url(String path) {
        try {
            return new File(path).toURI().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Has to be asked from within the class loader: DriverManager shows a caller only what the caller could load. To find
     * that out it loads, and thereby registers, what others have registered: a class loader is to be asked once.
     */
    public static final class Drivers {
        private Drivers() {}

        public static long count() {
            ClassLoader ours = Drivers.class.getClassLoader();
            return DriverManager.drivers()
                    .filter(driver -> driver.getClass().getClassLoader() == ours)
                    .count();
        }
    }
}
