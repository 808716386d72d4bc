package io.roifilter.command;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;

/** A database's driver in a jar of its own, because {@code java -jar} passes over a class path. */
final class JdbcDriver {
    private JdbcDriver() {}

    /**
     * Of the process's whole life.
     *
     * @param jar null for a driver beside our classes
     * @throws IllegalArgumentException if it cannot be read
     */
    static ClassLoader loader(Path jar) {
        ClassLoader ours = JdbcDriver.class.getClassLoader();
        if (jar == null) {
            return ours;
        }
        if (!Files.isRegularFile(jar) || !Files.isReadable(jar)) {
            throw new IllegalArgumentException("--driver is not a file that can be read: " + jar);
        }
        try {
            return new URLClassLoader(new URL[] {jar.toUri().toURL()}, ours);
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("--driver: " + e.getMessage(), e);
        }
    }

    /** What is said to applications about a driver that is missing, as a command's user needs it. */
    static String named(String message) {
        return message.replaceFirst("; put its jar .*", "; name its jar by --driver JAR");
    }
}
