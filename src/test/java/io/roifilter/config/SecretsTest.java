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

/** Secrets come from files too, and are never shown. */
class SecretsTest {
    private static final String SECRET = "hush-hush";

    @TempDir
    Path directory;

    @Test
    void theTrimmedContentOfAFileIsTheValue() throws IOException {
        String path = file("\ufeff  " + SECRET + " \r\n").toString();
        assertSecret("init-param sharedSecretFile of filter roi-insert", secret().init("sharedSecretFile", path));
        assertSecret("context-param roi.sharedSecretFile", secret().context("roi.sharedSecretFile", path));
        assertSecret("system property roi.sharedSecretFile", secret().property("roi.sharedSecretFile", path));
        assertSecret(
                "environment variable ROI_SHARED_SECRET_FILE", secret().environment("ROI_SHARED_SECRET_FILE", path));
    }

    @Test
    void aFileAtACloserLevelWinsOverAValueAndTheOtherWayRound() throws IOException {
        String path = file(SECRET).toString();
        assertSecret(
                "context-param roi.sharedSecretFile",
                secret().context("roi.sharedSecretFile", path).environment("ROI_SHARED_SECRET", "other"));
        assertSecret(
                "context-param roi.sharedSecret",
                secret().context("roi.sharedSecret", SECRET).environment("ROI_SHARED_SECRET_FILE", "/nowhere/x"));
    }

    @Test
    void valueAndFileAtOneLevelAreAProblem() throws IOException {
        assertProblem(
                "sharedSecret = \"…\" (system property roi.sharedSecret):"
                        + " must not be given together with system property roi.sharedSecretFile",
                secret().property("roi.sharedSecret", SECRET)
                        .property("roi.sharedSecretFile", file(SECRET).toString()));
    }

    @Test
    void aFileThatCannotBeUsedIsAProblemThatNamesItsPath() throws IOException {
        assertFileProblem("none is to be seen there", directory.resolve("missing"));
        assertFileProblem("this one is no regular file", directory);
        assertFileProblem("this one is empty", file(" \n "));
        assertFileProblem("this one has more than 65536 bytes", file(SECRET.repeat(10_000)));
        Path latin1 = directory.resolve("latin1");
        Files.write(latin1, "schlüssel".getBytes(StandardCharsets.ISO_8859_1));
        assertFileProblem("this one is not UTF-8 text", latin1);
    }

    @Test
    void aFileThatMayNotBeReadIsAProblem() throws IOException {
        Path file = file(SECRET);
        // Neither Windows nor a test run by root can forbid itself to read.
        if (file.toFile().setReadable(false) && !Files.isReadable(file)) {
            assertFileProblem("this process may not read it", file);
        }
    }

    @Test
    void aFileWithTwoLinesIsAProblem() throws IOException {
        assertProblem(
                "sharedSecret = \"…\" (context-param roi.sharedSecretFile):"
                        + " must be one line of at most 1024 characters",
                secret().context(
                                "roi.sharedSecretFile",
                                file(SECRET + "\nand more").toString()));
    }

    @Test
    void aSecretInThePlaceOfItsPathIsNotShown() {
        for (String secret : List.of(SECRET, "a+b/" + SECRET + "==")) {
            assertProblem(
                    "sharedSecretFile = \"…\" (context-param roi.sharedSecretFile):"
                            + " must be the path of a file with the value; none is to be seen there, below "
                            + Path.of("").toAbsolutePath(),
                    secret().context("roi.sharedSecretFile", secret));
        }
    }

    @Test
    void whatIsNoPathIsAProblem() {
        assertProblem(
                "sharedSecretFile = \"…\" (context-param roi.sharedSecretFile):"
                        + " must be the path of a file with the value; this is no path",
                secret().context("roi.sharedSecretFile", "/a\0b"));
    }

    @Test
    void aMissingSecretIsToldWithAllItsPlaces() {
        assertProblem(
                "sharedSecret: is required; give it as one of init-param sharedSecret of filter roi-insert,"
                        + " context-param roi.sharedSecret, system property roi.sharedSecret,"
                        + " environment variable ROI_SHARED_SECRET, or as a file by sharedSecretFile there",
                secret());
    }

    @Test
    void aSecretUnderAWrongNameIsNotShown() {
        List<String> lines = Given.lines(Given.whatIsRequired()
                .init("sharedSecet", SECRET)
                .context("roi.shared_secret", SECRET)
                .insert());
        assertEquals(2, lines.size());
        assertFalse(lines.toString().contains(SECRET));
        assertEquals(
                List.of("sharedSecret (init-param sharedSecret of filter roi-insert): belongs to RoiInsertFilter:"
                        + " give it there or as context-param roi.sharedSecret"),
                Given.lines(Given.nothing().init("sharedSecret", SECRET).capture()));
    }

    @Test
    void noTextFormShowsASecret() throws ConfigurationException {
        String url = "jdbc:postgresql://db/roi?password=" + SECRET;
        Given given = Given.whatIsRequired()
                .init("apiKey", SECRET)
                .init("sharedSecret", SECRET)
                .init("outbox", url)
                .init("endpoint", "https://api.example.com/roi?token=" + SECRET);
        Resolution resolution = given.insert();
        assertHidden(resolution.summary());
        assertHidden(resolution.checked().toString());
        assertHidden(resolution.checked().credentials().toString());
        assertHidden(resolution.checked().shown(Settings.ENDPOINT));
        assertHidden(resolution.checked().get(Settings.OUTBOX).toString());
        assertHidden(resolution.toString());
        assertHidden(given.sources().toString());
        assertTrue(resolution.summary().contains("outbox=jdbc:postgresql:… (init-param outbox of filter roi-insert)"));
        assertTrue(resolution
                .summary()
                .contains("endpoint=https://api.example.com/roi?… (init-param endpoint of filter roi-insert)"));
        assertTrue(resolution.summary().contains("apiKey=… (init-param apiKey of filter roi-insert)"));
        resolution.report(Settings.API_KEY, "is refused");
        resolution.report(Settings.OUTBOX, "is down");
        ConfigurationException e = assertThrows(ConfigurationException.class, resolution::checked);
        assertHidden(e.getMessage());
        assertHidden(e.problems().toString());
    }

    @Test
    void wrongAddressesDoNotShowPasswords() {
        assertGivenAs("…@api.example.com/roi", "endpoint", "https://user:" + SECRET + "@api.example.com/roi");
        assertGivenAs(
                "…@api.example.com/a b?…", "endpoint", "https://u:a/" + SECRET + "?@api.example.com/a b?" + SECRET);
        assertGivenAs("api.example.com/roi?…", "endpoint", "api.example.com/roi?key=" + SECRET);
        assertGivenAs("postgresql:…", "outbox", "postgresql://user:" + SECRET + "@db/roi");
        assertGivenAs("jdbc:…", "outbox", "jdbc: postgresql://db/roi?password=" + SECRET);
        assertGivenAs("…", "outbox", SECRET);
    }

    private static Given secret() {
        return Given.whatIsRequired().without("roi.sharedSecret");
    }

    private Path file(String content) throws IOException {
        return Files.writeString(Files.createTempFile(directory, "secret", ""), content);
    }

    private static void assertSecret(String source, Given given) {
        Resolution resolution = given.insert();
        assertEquals(List.of(), resolution.problems());
        assertEquals(Optional.of(SECRET), resolution.value(Settings.SHARED_SECRET));
        assertTrue(resolution.summary().contains("sharedSecret=… (" + source + ")"), resolution.summary());
    }

    private static void assertFileProblem(String matter, Path path) {
        assertProblem(
                "sharedSecretFile = \"" + path + "\" (context-param roi.sharedSecretFile):"
                        + " must be the path of a file with the value; " + matter,
                secret().context("roi.sharedSecretFile", path.toString()));
    }

    private static void assertProblem(String line, Given given) {
        assertEquals(List.of(line), Given.lines(given.insert()));
    }

    private static void assertGivenAs(String shown, String setting, String value) {
        List<Problem> problems =
                Given.whatIsRequired().init(setting, value).insert().problems();
        assertEquals(List.of(shown), problems.stream().map(Problem::given).toList());
        assertHidden(problems.toString());
    }

    private static void assertHidden(String text) {
        assertFalse(text.contains(SECRET), text);
    }
}
