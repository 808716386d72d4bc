package io.roifilter.container;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** An installed JDK. */
record Jdk(int feature, Path home) {
    private static final Path INSTALLED = Path.of("/usr/lib/jvm");

    /** The test is skipped if this version is not installed. */
    static Jdk require(int feature) {
        Optional<Jdk> found = homes().filter(home -> version(home).matches(feature + "(\\..*)?"))
                .findFirst()
                .map(home -> new Jdk(feature, home));
        Assumptions.assumeTrue(
                found.isPresent(),
                () -> "SKIPPED: there is no JDK " + feature + "; looked at the running one, JAVA_HOME and "
                        + INSTALLED);
        return found.orElseThrow();
    }

    Path java() {
        return home.resolve("bin/java");
    }

    private static Stream<Path> homes() {
        Stream<Path> given = Stream.of(System.getProperty("java.home"), System.getenv("JAVA_HOME"))
                .filter(Objects::nonNull)
                .map(Path::of);
        return Stream.concat(given, installed()).filter(home -> Files.isExecutable(home.resolve("bin/java")));
    }

    private static Stream<Path> installed() {
        if (!Files.isDirectory(INSTALLED)) {
            return Stream.empty();
        }
        try (Stream<Path> homes = Files.list(INSTALLED)) {
            return homes.sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As the file {@code release} says, which every JDK has; empty if it does not. */
    private static String version(Path home) {
        try (Stream<String> lines = Files.lines(home.resolve("release"))) {
            return lines.filter(line -> line.startsWith("JAVA_VERSION="))
                    .map(line -> line.replaceAll("JAVA_VERSION=|\"", ""))
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }
}
