package io.roifilter.jdbc;

import io.roifilter.thread.ContextClassLoader;
import java.io.IOException;
import java.net.URL;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Enumeration;
import java.util.List;

/**
 * The drivers of the application that {@link DriverManager} has come to know by what we did: a driver registers itself
 * when its class is loaded, and DriverManager would keep it, and with it the class loader of an application that is gone.
 *
 * <p>Drivers of the server are left alone, as other applications may use them, and so are those that the application had
 * registered by itself.
 */
final class DriverRegistrations {
    private final ClassLoader loader;
    private final boolean ofTheApplication;
    private final List<Driver> before;
    private List<Driver> ours = List.of();

    /** To be made before any driver is loaded, on the thread that starts the application. */
    DriverRegistrations(ClassLoader loader) {
        this.loader = loader;
        ofTheApplication = loader == Thread.currentThread().getContextClassLoader();
        before = ofTheApplication ? knownBefore(loader) : List.of();
    }

    /** What DriverManager knows; if it looks for drivers only now, once in the life of the JVM, then with this loader. */
    static List<Driver> known(ClassLoader loader) {
        return ContextClassLoader.during(loader, () -> DriverManager.drivers().toList());
    }

    /** Notes what has been registered since. */
    void note() {
        if (ofTheApplication) {
            ours = known(loader).stream()
                    .filter(driver -> driver.getClass().getClassLoader() == loader && !before.contains(driver))
                    .toList();
        }
    }

    /** Removes what was noted. */
    void undo() {
        for (Driver driver : ours) {
            try {
                DriverManager.deregisterDriver(driver);
            } catch (SQLException e) {
                // Somebody else has done it.
            }
        }
    }

    /**
     * If nobody has asked DriverManager before, it looks for the application's drivers at our question, as it would at one
     * of the application's: then none was known before.
     */
    private static List<Driver> knownBefore(ClassLoader loader) {
        Watching watching = new Watching(loader);
        List<Driver> drivers = known(watching);
        return watching.searched ? List.of() : drivers;
    }

    /** Another name for a class loader, which tells whether services were searched for by it. */
    private static final class Watching extends ClassLoader {
        private boolean searched;

        Watching(ClassLoader loader) {
            super(loader);
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            searched = true;
            return super.getResources(name);
        }
    }
}
