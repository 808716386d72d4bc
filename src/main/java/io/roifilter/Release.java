package io.roifilter;

import io.roifilter.text.LogGuard;
import io.roifilter.thread.JarCopies;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URL;
import java.net.URLConnection;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;

/**
 * Which version of roi-filter this is, and whether it is there once, with the libraries that it was made and tested with: a
 * build may have put in others, and a class path that has two copies takes classes from either. Thread-safe.
 */
final class Release {
    private static final Logger LOGGER = LogGuard.of(Release.class.getName());

    /** The build writes all versions down in it, beside this class. */
    private static final String VERSIONS = "versions.properties";

    private static final String OWN = "roi-filter";

    /** With a class of its topmost package each; the build gives those the names that they have in -all.jar. */
    private static final List<Library> LIBRARIES = List.of(
            new Library("org.xerial/sqlite-jdbc", "org.sqlite.SQLiteConfig"),
            new Library("commons-codec/commons-codec", "org.apache.commons.codec.Encoder"),
            new Library("org.jsoup/jsoup", "org.jsoup.Jsoup"),
            new Library("jakarta.json/jakarta.json-api", "jakarta.json.Json"),
            new Library("org.eclipse.parsson/parsson", "org.eclipse.parsson.JsonProviderImpl"));

    private final String application;

    /**
     * To be made on one of the application's threads: Tomcat finds the log by the context class loader of the thread that
     * makes a logger first, and what is written to one made on a thread of ours goes nowhere.
     */
    Release(String application) {
        this.application = application;
    }

    private record Library(String coordinates, String className) {}

    /** The version, for whoever reads a log. */
    static String version() {
        try {
            return versions().getProperty(OWN);
        } catch (IOException | RuntimeException e) {
            return "of an unknown version";
        }
    }

    /** One class of each library that roi-filter is made with. */
    static List<String> libraries() {
        return LIBRARIES.stream().map(Library::className).toList();
    }

    /** Says what is there twice, or in another version. */
    void check() {
        try {
            checkCopies();
            Properties made = versions();
            for (Library library : LIBRARIES) {
                check(library, made.getProperty(library.coordinates()));
            }
        } catch (IOException | RuntimeException | LinkageError e) {
            LOGGER.log(Level.DEBUG, application + ": the class path could not be checked", e);
        }
    }

    private void checkCopies() throws IOException {
        List<String> copies = JarCopies.places();
        if (copies.size() > 1) {
            LOGGER.log(
                    Level.WARNING,
                    application + ": roi-filter is there " + copies.size()
                            + " times, and chance decides which of them is"
                            + " used. Take away all but one of: " + String.join(", ", copies));
        }
    }

    private void check(Library library, String made) throws IOException {
        Class<?> type = find(library.className());
        URL location = type == null ? null : ClassNames.location(type);
        if (location == null || location.equals(ClassNames.location(Release.class))) {
            return; // it is not there, as another part says, or in this very jar
        }
        String found = version(location, library);
        if (found != null && !found.equals(made)) {
            LOGGER.log(
                    isOlder(found, made) ? Level.WARNING : Level.INFO,
                    application + ": " + library.coordinates() + " " + found + " is used (" + location
                            + "); roi-filter is"
                            + " made and tested with " + made
                            + (isOlder(found, made) ? ". Have the shop's build take that, or use the -all.jar" : ""));
        }
    }

    private static String version(URL location, Library library) {
        try {
            return properties(new URL(
                            "jar:" + location + "!/META-INF/maven/" + library.coordinates() + "/pom.properties"))
                    .getProperty("version");
        } catch (IOException e) {
            return null; // it is no jar, or does not say
        }
    }

    private static Properties versions() throws IOException {
        URL own = Release.class.getResource(VERSIONS);
        if (own == null) {
            throw new IOException(VERSIONS + " is not there");
        }
        return properties(own);
    }

    private static Properties properties(URL url) throws IOException {
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false); // nobody would close it
        Properties properties = new Properties();
        try (InputStream in = connection.getInputStream()) {
            properties.load(in);
        }
        return properties;
    }

    private static boolean isOlder(String found, String made) {
        return Arrays.compare(numbers(found), numbers(made)) < 0;
    }

    private static int[] numbers(String version) {
        return Arrays.stream(version.split("[^0-9]+"))
                .filter(number -> !number.isEmpty() && number.length() < 10)
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    private static Class<?> find(String className) {
        try {
            return Class.forName(className, false, loader());
        } catch (ClassNotFoundException | LinkageError e) {
            return null;
        }
    }

    private static ClassLoader loader() {
        return Release.class.getClassLoader();
    }
}
