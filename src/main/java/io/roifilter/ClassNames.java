package io.roifilter;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/** The classes that lie where a class was loaded from: in its jar, its directory, or its jar inside of another file. */
final class ClassNames {
    private static final String SUFFIX = ".class";

    private ClassNames() {}

    /** Where a class was loaded from. */
    static URL location(Class<?> type) throws IOException {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            throw new IOException("the container does not say where " + type.getName() + " comes from");
        }
        return source.getLocation();
    }

    /** Whether it takes next to no time to list a place: whatever is no plain file has to be read whole. */
    static boolean isPlainFile(URL location) {
        return "file".equals(location.getProtocol());
    }

    /** The binary names of all classes in a place. */
    static List<String> in(URL location) throws IOException {
        if (!isPlainFile(location)) {
            return inStream(location);
        }
        Path path = path(location);
        return Files.isDirectory(path) ? inDirectory(path) : inJar(path);
    }

    private static Path path(URL location) throws IOException {
        try {
            return Path.of(location.toURI());
        } catch (URISyntaxException | IllegalArgumentException e) {
            // Some class loaders leave spaces and the like as they are.
            return new File(location.getPath()).toPath();
        }
    }

    private static List<String> inDirectory(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return names(files.map(file -> directory.relativize(file).toString().replace(File.separatorChar, '/')));
        }
    }

    private static List<String> inJar(Path jar) throws IOException {
        try (ZipFile file = new ZipFile(jar.toFile())) {
            return names(file.stream().map(ZipEntry::getName));
        }
    }

    /** Of {@code jar:<where the jar is>!/} the inner address is the jar itself, which URLs of all containers can read. */
    private static List<String> inStream(URL location) throws IOException {
        String address = location.toString();
        URL jar = address.startsWith("jar:") && address.endsWith("!/")
                ? URI.create(address.substring("jar:".length(), address.length() - "!/".length()))
                        .toURL()
                : location;
        URLConnection connection = jar.openConnection();
        connection.setUseCaches(false); // nobody would close it
        List<String> entries = new ArrayList<>();
        try (InputStream in = connection.getInputStream();
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.add(entry.getName());
            }
        }
        if (entries.isEmpty()) {
            throw new IOException(location + " is not readable as a jar");
        }
        return names(entries.stream());
    }

    private static List<String> names(Stream<String> files) {
        return files.filter(file -> file.endsWith(SUFFIX) && !file.startsWith("META-INF/"))
                .map(file -> file.substring(0, file.length() - SUFFIX.length()).replace('/', '.'))
                .filter(name -> !name.endsWith("package-info") && !name.endsWith("module-info"))
                .toList();
    }
}
