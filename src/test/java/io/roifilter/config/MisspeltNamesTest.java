package io.roifilter.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator has misspelled is named; what may be anybody's is not. */
class MisspeltNamesTest {
    @ParameterizedTest
    @CsvSource({
        "ROI_ENDPONT, ROI_ENDPOINT",
        "ROI_ENPDOINT, ROI_ENDPOINT",
        "ROI_APIKEY, ROI_API_KEY",
        "ROI_API_KEYFILE, ROI_API_KEY_FILE",
        "ROI_apiKey, ROI_API_KEY",
        "ROI_RETRYMIN, ROI_RETRY_MIN",
        "ROI-ENDPOINT, ROI_ENDPOINT",
        "ROIENDPOINT, ROI_ENDPOINT",
        "RIO_ENDPOINT, ROI_ENDPOINT",
        "roi_endpoint, ROI_ENDPOINT",
        "roi.endpoint, ROI_ENDPOINT",
        "ROI_SHARED_SECRETS, ROI_SHARED_SECRET",
        "ROI_WEN, ROI_WHEN"
    })
    void environmentVariables(String given, String meant) {
        assertEquals(
                List.of("environment variable " + given + " is no setting; did you mean " + meant + "?"),
                inEnvironment(given));
    }

    @ParameterizedTest
    @CsvSource({
        "roi.endpont, roi.endpoint",
        "roi.apikey, roi.apiKey",
        "Roi.endpoint, roi.endpoint",
        "roi.outbox.directory, roi.outboxDirectory",
        "ROI_ENDPOINT, roi.endpoint",
        "roi-endpoint, roi.endpoint"
    })
    void systemProperties(String given, String meant) {
        assertEquals(
                List.of("system property " + given + " is no setting; did you mean " + meant + "?"),
                MisspeltNames.ofProperties(Set.of(given), values(Set.of(given))).toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ROI_ENDPOINT",
                "ROI_API_KEY_FILE",
                "ROI_SECRET_SANTA",
                "ROI_HOME",
                "ROI_TARGET",
                "ROI_MODEL_PATH",
                "ROI",
                "ROI_X",
                "PATH",
                "HOME",
                "RUNNER_TEMP",
                "ENDPOINT",
                "API_KEY",
                "MY_ROI_ENDPOINT",
                "AWS_ACCOUNT",
                "",
                "ROI_"
            })
    void whatIsRightOrNoneOfOurBusinessIsNotNamed(String given) {
        assertEquals(List.of(), inEnvironment(given));
    }

    @Test
    void whatIsBesideTheRightOneMayBeAnybodys() {
        assertEquals(List.of(), inEnvironment("ROI_ENDPOINT", "ROI_ENDPOINTS"));
    }

    /** Where variables are found whatever the case of their letters, the name is right. */
    @Test
    void whatTheSystemFindsIsRight() {
        assertEquals(
                List.of(),
                MisspeltNames.ofEnvironment(Set.of("roi_endpoint"), name -> "x").toList());
    }

    @Test
    void aLineBreakInANameBreaksNoLine() {
        List<String> texts = inEnvironment("ROI_END\nPONT");
        assertEquals(1, texts.size());
        assertEquals(-1, texts.get(0).indexOf('\n'), texts.get(0));
    }

    private static List<String> inEnvironment(String... names) {
        Set<String> given = Stream.of(names).collect(Collectors.toSet());
        return MisspeltNames.ofEnvironment(given, values(given)).toList();
    }

    private static UnaryOperator<String> values(Set<String> given) {
        return name -> given.contains(name) ? "x" : null;
    }
}
