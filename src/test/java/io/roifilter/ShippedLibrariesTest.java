package io.roifilter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The libraries that the self-contained jar holds, as they are on this build's class path. */
class ShippedLibrariesTest {
    private static final Path ADVISORIES = Path.of("src/all-jar/advisories.txt");
    private static final Path NOTICE = Path.of("src/all-jar/NOTICE");
    private static final Path POM = Path.of("pom.xml");

    private record Advisory(String artifact, String mended, String id) {
        static Advisory of(String line) {
            String[] words = line.trim().split("\\s+");
            assertEquals(4, words.length, line);
            return new Advisory(words[0], words[1], words[2]);
        }

        boolean concerns(String version) {
            return Version.parse(version).compareTo(Version.parse(mended)) < 0;
        }
    }

    @Test
    void haveNoKnownAdvisory() throws IOException {
        List<Advisory> known;
        try (Stream<String> lines = Files.lines(ADVISORIES)) {
            known = lines.filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Advisory::of)
                    .toList();
        }
        assertTrue(
                known.stream()
                        .anyMatch(advisory -> advisory.artifact().equals("parsson") && advisory.concerns("1.1.7")),
                "parsson 1.1.7 has one");
        assertEquals(
                List.of(),
                known.stream()
                        .filter(advisory -> advisory.concerns(version(advisory.artifact())))
                        .toList());
    }

    /** A library that comes in is looked after like the others. */
    @Test
    void areAllNamedToTheCheckForNewerReleases() throws IOException {
        List<String> properties = Pattern.compile("\\$\\{([^}]*\\.version)}")
                .matcher(Files.readString(NOTICE))
                .results()
                .map(match -> match.group(1))
                .filter(name -> !name.equals("project.version"))
                .sorted()
                .toList();
        String checked = Pattern.compile("<shipped.versions>(.*)</shipped.versions>")
                .matcher(Files.readString(POM))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.joining());

        assertEquals(properties, Stream.of(checked.split(",")).sorted().toList());
    }

    private static String version(String artifact) {
        Pattern jar = Pattern.compile(Pattern.quote(artifact) + "-(\\d[^-]*)\\.jar");
        List<String> versions = Arrays.stream(
                        System.getProperty("java.class.path").split(File.pathSeparator))
                .map(path -> jar.matcher(Path.of(path).getFileName().toString()))
                .filter(matcher -> matcher.matches())
                .map(matcher -> matcher.group(1))
                .toList();
        assertEquals(1, versions.size(), () -> artifact + " " + versions);
        return versions.get(0);
    }
}
