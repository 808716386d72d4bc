package io.roifilter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.api.PayloadJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The example shop as a WAR, which a Maven of its own has built against the jar of this build. */
class ExampleWarIT {
    private static final Path EXAMPLE_BUILD = Path.of(System.getProperty("exampleBuild"));
    private static final Pattern LIBRARY = Pattern.compile("WEB-INF/lib/(.+?)-\\d[^/]*\\.jar");

    @Test
    void bringsTheFilterAndWhatItNeedsAndNothingOfTheContainers() throws IOException {
        try (JarFile war = new JarFile(war().toFile())) {
            List<String> libraries = war.stream()
                    .map(entry -> LIBRARY.matcher(entry.getName()))
                    .filter(Matcher::matches)
                    .map(matcher -> matcher.group(1))
                    .filter(name -> !name.startsWith("jakarta.servlet.jsp.jstl"))
                    .sorted()
                    .toList();
            assertEquals(
                    List.of("commons-codec", "jakarta.json-api", "jsoup", "parsson", "roi-filter", "sqlite-jdbc"),
                    libraries);
        }
    }

    @Test
    void bringsTheJarOfThisBuild() throws Exception {
        Path jar = Path.of(PayloadJson.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (JarFile war = new JarFile(war().toFile())) {
            JarEntry library = war.getJarEntry("WEB-INF/lib/" + jar.getFileName());
            assertArrayEquals(
                    Files.readAllBytes(jar), war.getInputStream(library).readAllBytes());
        }
    }

    @Test
    void hasTheFiltersMountedByItsWebXml() throws IOException {
        try (JarFile war = new JarFile(war().toFile())) {
            String webXml = new String(
                    war.getInputStream(war.getEntry("WEB-INF/web.xml")).readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(webXml.contains("<param-name>roi.confirmation</param-name>"), webXml);
        }
    }

    private static Path war() throws IOException {
        try (DirectoryStream<Path> wars = Files.newDirectoryStream(EXAMPLE_BUILD, "*.war")) {
            return wars.iterator().next();
        }
    }
}
