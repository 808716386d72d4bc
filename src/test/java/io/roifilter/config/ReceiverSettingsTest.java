package io.roifilter.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings of the receiving side, found and checked as those of the filters are. */
class ReceiverSettingsTest {
    @TempDir
    Path directory;

    @Test
    void requiredOnesSuffice() throws ConfigurationException {
        Values values = whatIsRequired().receiver().checked();
        assertEquals("key", values.get(Settings.API_KEY));
        assertEquals("the-shared-secret", values.get(Settings.SHARED_SECRET));
        assertEquals("the-roi-secret", values.get(Settings.ROI_SECRET));
        assertEquals("farm", values.get(Settings.DB_SPEC));
        assertEquals(Optional.empty(), values.find(Settings.DIRECTORY));
    }

    @Test
    void theyAreFoundWhereOthersAre() {
        Resolution resolution = Given.nothing()
                .init("apiKey", "key")
                .context("roi.sharedSecret", "the-shared-secret")
                .property("roi.roiSecret", "the-roi-secret")
                .environment("ROI_DB_SPEC", "barn")
                .receiver();
        assertEquals(List.of(), resolution.problems());
        assertEquals(
                "apiKey=… (init-param apiKey of servlet roi-insert),"
                        + " sharedSecret=… (context-param roi.sharedSecret), failFast=false,"
                        + " roiSecret=… (system property roi.roiSecret),"
                        + " dbSpec=barn (environment variable ROI_DB_SPEC)",
                resolution.summary());
    }

    @Test
    void allProblemsAreReportedTogetherAndNoSecretIsShown() throws IOException {
        Path empty = Files.writeString(directory.resolve("empty"), " \n");
        Resolution resolution = Given.nothing()
                .init("apikey", "hush-1")
                .init("sharedSecret", "hush-2")
                .init("sharedSecretFile", "/secret")
                .init("roiSecretFile", empty.toString())
                .init("dbSpec", "a b")
                .init("directory", "\0")
                .init("orderId", "${order.id}")
                .init("colour", "blue")
                .receiver();
        ConfigurationException e = assertThrows(ConfigurationException.class, resolution::checked);
        List<String> lines = e.getMessage().lines().toList();
        assertEquals(9, lines.size(), e.getMessage());
        assertEquals("8 problems in the settings of servlet roi-insert:", lines.get(0));
        assertTrue(lines.get(1).startsWith("- apiKey: is required; give it as one of init-param apiKey of servlet"));
        assertTrue(lines.get(2)
                .startsWith("- sharedSecret = \"…\" (init-param sharedSecret of servlet roi-insert): must"));
        assertEquals(
                "- roiSecretFile = \"" + empty + "\" (init-param roiSecretFile of servlet roi-insert): must be the path"
                        + " of a file with the value; this one is empty",
                lines.get(3));
        assertTrue(lines.get(4).startsWith("- directory = \""), lines.get(4));
        assertTrue(
                lines.get(5).startsWith("- dbSpec = \"a b\" (init-param dbSpec of servlet roi-insert): must be 1 to"));
        assertTrue(lines.get(6).endsWith("there is no such setting; did you mean apiKey?"), lines.get(6));
        assertTrue(lines.get(7).endsWith("there is no such setting"), lines.get(7));
        assertTrue(lines.get(8).contains("belongs to RoiInsertFilter: give it there"), lines.get(8));
        assertFalse(e.getMessage().contains("hush"), e.getMessage());
    }

    @Test
    void aSettingOfItsOwnBelongsToNoFilter() {
        assertEquals(
                List.of("roiSecret (init-param roiSecret of filter roi-insert): belongs to RoiApiServlet:"
                        + " give it there or as context-param roi.roiSecret"),
                Given.lines(Given.nothing().init("roiSecret", "x").capture()));
    }

    /** As the receiver and the filter read the same file, they agree on what is in it. */
    @Test
    void aFileIsTheSameSecretForBothSides() throws IOException {
        assertSameForBoth(Optional.of("hush"), "hush");
        assertSameForBoth(Optional.of("hush"), "\ufeff hush \r\n");
        assertSameForBoth(Optional.of("hush"), " ".repeat(5_000) + "hush");
        assertSameForBoth(Optional.of("x".repeat(1024)), "x".repeat(1024));
        assertSameForBoth(Optional.empty(), "x".repeat(5_000));
        assertSameForBoth(Optional.empty(), "hush\nand more");
        assertSameForBoth(Optional.empty(), "\ufeff\n");
        assertSameForBoth(Optional.empty(), "a\0b");
        Path latin1 = directory.resolve("latin1");
        Files.write(latin1, "schlüssel".getBytes(StandardCharsets.ISO_8859_1));
        assertSameForBoth(Optional.empty(), latin1);
        assertSameForBoth(Optional.empty(), directory);
    }

    @Test
    void aRelativePathBeginsAtTheServersDirectoryForBothSides() throws IOException {
        Files.createDirectory(directory.resolve("conf"));
        Files.writeString(directory.resolve("conf/secret"), "hush");
        for (String property : List.of("catalina.base", "jetty.base", "jboss.server.data.dir")) {
            Given given = Given.whatIsRequired()
                    .property(property, directory.toString())
                    .without("roi.sharedSecret")
                    .context("roi.roiSecret", "the-roi-secret")
                    .context("roi.sharedSecretFile", "conf/secret");
            assertEquals(Optional.of("hush"), given.insert().value(Settings.SHARED_SECRET));
            assertEquals(Optional.of("hush"), given.receiver().value(Settings.SHARED_SECRET));
            given.context("roi.sharedSecretFile", "conf/other");
            String problem = "sharedSecretFile = \"" + directory.resolve("conf/other")
                    + "\" (context-param roi.sharedSecretFile): must be the path of a file with the value;"
                    + " none is to be seen there, below " + directory;
            assertEquals(List.of(problem), Given.lines(given.insert()));
            assertEquals(List.of(problem), Given.lines(given.receiver()));
        }
    }

    private static Given whatIsRequired() {
        return Given.nothing()
                .init("apiKey", "key")
                .init("sharedSecret", "the-shared-secret")
                .init("roiSecret", "the-roi-secret");
    }

    private void assertSameForBoth(Optional<String> secret, String content) throws IOException {
        assertSameForBoth(secret, Files.writeString(directory.resolve("secret"), content));
    }

    private static void assertSameForBoth(Optional<String> secret, Path file) {
        Given given = Given.whatIsRequired()
                .without("roi.sharedSecret")
                .context("roi.roiSecret", "the-roi-secret")
                .context("roi.sharedSecretFile", file.toString());
        assertEquals(secret, given.insert().value(Settings.SHARED_SECRET));
        assertEquals(secret, given.receiver().value(Settings.SHARED_SECRET));
        assertEquals(Given.lines(given.insert()), Given.lines(given.receiver()));
    }
}
