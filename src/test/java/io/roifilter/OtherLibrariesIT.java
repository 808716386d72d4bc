package io.roifilter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.api.RoiInsert;
import io.roifilter.outbox.Destination;
import io.roifilter.outbox.LineSeal;
import io.roifilter.outbox.Outbox;
import io.roifilter.outbox.OutboxException;
import io.roifilter.outbox.OutboxOptions;
import io.roifilter.testing.CheckedLog;
import io.roifilter.testing.Clicks;
import java.io.File;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Class paths as builds make them that know nothing of roi-filter: with another version of a library, or everything twice. */
class OtherLibrariesIT {
    @RegisterExtension
    static final CheckedLog LOG = new CheckedLog();

    private static final Path OLDER_SQLITE = Path.of(System.getProperty("olderSqlite"));

    @TempDir
    private Path directory;

    /** It had every order go to the log, by a method that is not there. */
    @Test
    void anOlderSqliteIsNamedAndWorks() throws Exception {
        try (URLClassLoader application = application(".*sqlite-jdbc-[^/]*", OLDER_SQLITE)) {
            assertEquals("true", run(application, directory));
        }

        List<String> warnings = LOG.ours(Level.WARNING);
        assertEquals(1, warnings.size(), LOG::all);
        assertTrue(
                warnings.get(0)
                        .matches(
                                "shop: org\\.xerial/sqlite-jdbc 3\\.\\S+ is used \\(file:\\S+/older/sqlite-jdbc\\.jar\\);"
                                        + " roi-filter is made and tested with 3\\.\\S+\\. .*"),
                warnings.get(0));
    }

    @Test
    void thinAndAllTogetherAreNamed() throws Exception {
        try (URLClassLoader application = application("", Path.of(System.getProperty("allJar")))) {
            assertEquals("true", run(application, directory));
        }

        List<String> warnings = LOG.ours(Level.WARNING);
        assertEquals(1, warnings.size(), LOG::all);
        assertTrue(warnings.get(0).contains("roi-filter is there 2 times"), warnings.get(0));
        assertTrue(warnings.get(0).contains(System.getProperty("thinJar")), warnings.get(0));
        assertTrue(warnings.get(0).contains(System.getProperty("allJar")), warnings.get(0));
    }

    /** The thin jar's classes, and of the libraries only those that the other jar has for itself. */
    @Test
    void theThinJarBeforeTheOtherIsNamedAsTheCause() throws Exception {
        String libraries = ".*(parsson|json|codec)[^/]*";
        try (URLClassLoader application = application(libraries, Path.of(System.getProperty("allJar")))) {
            assertEquals("true", run(application, directory));
        }

        List<String> errors = LOG.ours(Level.SEVERE);
        assertEquals(1, errors.size(), LOG::all);
        assertTrue(
                errors.get(0)
                        .matches(
                                "(?s)shop: no order can be sent, because .* all are kept in the outbox .*"
                                        + "Most likely because roi-filter is there 2 times, .* Take away all but that one of: .*"),
                errors.get(0));
        assertTrue(errors.get(0).contains(System.getProperty("allJar")), errors.get(0));
    }

    @Test
    void nothingIsSaidOfWhatItIsMadeWith() throws Exception {
        assertEquals("true", InApplication.run(directory.toString()));

        assertEquals(List.of(), LOG.ours(Level.WARNING), LOG::all);
    }

    private static String run(ClassLoader application, Path directory) throws Exception {
        return (String) application
                .loadClass(InApplication.class.getName())
                .getMethod("run", String.class)
                .invoke(null, directory.toString());
    }

    private static URLClassLoader application(String without, Path with) throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String path : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!path.matches(without)) {
                urls.add(Path.of(path).toUri().toURL());
            }
        }
        urls.add(with.toUri().toURL());
        return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    /** What is done with the classes of the application's loader. */
    public static final class InApplication {
        private InApplication() {}

        /** @return whether an order gets to the disk */
        public static String run(String directory) {
            new Release("shop").check();
            OutboxOptions options = new OutboxOptions(
                    "shop", 10, Duration.ofSeconds(10), Duration.ofDays(1), LineSeal.of("a secret"), Optional.empty());
            Outbox outbox = Outbox.embedded(
                    Path.of(directory),
                    Destination.of(URI.create("http://127.0.0.1:1/"), ""),
                    options,
                    Clock.systemUTC());
            try {
                outbox.prepare();
            } catch (OutboxException e) {
                // It is in the log.
            }
            try {
                return Boolean.toString(
                        outbox.accept(new RoiInsert(Clicks.CLICK, "1.50", "1123", false, LocalDate.of(2026, 11, 28))));
            } finally {
                outbox.close(Duration.ofSeconds(10));
            }
        }
    }
}
