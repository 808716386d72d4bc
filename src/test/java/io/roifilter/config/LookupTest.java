package io.roifilter.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.util.DefaultLocale;
import org.junit.jupiter.api.util.SetSystemProperty;

/** Where a value is taken from. */
class LookupTest {
    @Test
    void theClosestLevelDecides() {
        Given given = Given.whatIsRequired();
        assertBatchSize(100, "batchSize=100", given);
        assertBatchSize(
                1, "batchSize=1 (environment variable ROI_BATCH_SIZE)", given.environment("ROI_BATCH_SIZE", "1"));
        assertBatchSize(2, "batchSize=2 (system property roi.batchSize)", given.property("roi.batchSize", "2"));
        assertBatchSize(3, "batchSize=3 (context-param roi.batchSize)", given.context("roi.batchSize", "3"));
        assertBatchSize(4, "batchSize=4 (init-param batchSize of filter roi-insert)", given.init("batchSize", "4"));
    }

    @Test
    void aWrongValueIsNotReplacedByARightOneFartherAway() {
        Resolution resolution = Given.whatIsRequired()
                .init("batchSize", "many")
                .context("roi.batchSize", "3")
                .insert();
        assertEquals(Optional.empty(), resolution.value(Settings.BATCH_SIZE));
        assertEquals(
                List.of("batchSize = \"many\" (init-param batchSize of filter roi-insert):"
                        + " must be a whole number from 1 to 140"),
                Given.lines(resolution));
    }

    @Test
    void aBlankValueIsAsGoodAsNotGiven() {
        Given given = Given.whatIsRequired().init("batchSize", "").context("roi.batchSize", " \n\t ");
        assertBatchSize(100, "batchSize=100", given);
        assertBatchSize(5, "batchSize=5 (system property roi.batchSize)", given.property("roi.batchSize", "5"));
    }

    @Test
    void whiteSpaceAroundAValueDoesNotCount() {
        assertBatchSize(
                7,
                "batchSize=7 (context-param roi.batchSize)",
                Given.whatIsRequired().context("roi.batchSize", "\n   7\n  "));
    }

    @Test
    void onlyTheNamesOfALevelCountThere() {
        Resolution resolution = Given.whatIsRequired()
                .context("batchSize", "1")
                .property("batchSize", "2")
                .property("ROI_BATCH_SIZE", "3")
                .environment("roi.batchSize", "4")
                .environment("ROI_BATCHSIZE", "5")
                .insert();
        assertEquals(List.of(), resolution.problems());
        assertEquals(Optional.of(100), resolution.value(Settings.BATCH_SIZE));
    }

    @Test
    @DefaultLocale("tr")
    void environmentNamesAreTheSameInATurkishLocale() {
        // Where "i".toUpperCase() is a dotted capital I.
        assertEquals("ROI_OUTBOX_DIRECTORY", Setting.environmentName("outboxDirectory"));
        assertEquals("ROI_API_KEY_FILE", Setting.environmentName("apiKeyFile"));
        assertEquals("ROI_ENDPOINT", Setting.environmentName("endpoint"));
        assertEquals("ROI_ROI_DATA", Setting.environmentName("roiData"));
    }

    @Test
    @DefaultLocale("tr")
    void namesAreGuessedTheSameInATurkishLocale() {
        assertEquals(
                List.of("roi.APIKEYFILE (context-param roi.APIKEYFILE): there is no such setting;"
                        + " did you mean roi.apiKeyFile?"),
                Given.lines(
                        Given.whatIsRequired().context("roi.APIKEYFILE", "x").insert()));
    }

    @Test
    void aProcessThatHidesItsPropertiesHasSetNothing() {
        Sources required = Given.whatIsRequired().sources();
        Sources guarded = new Sources(
                "roi-insert",
                required.initParameters(),
                required.contextParameters(),
                name -> {
                    throw new SecurityException(name);
                },
                name -> {
                    throw new SecurityException(name);
                });
        assertEquals(List.of(), Resolution.of(Component.INSERT_FILTER, guarded).problems());
    }

    @Test
    @SetSystemProperty(key = "roi.cookie", value = "from_the_process")
    void theProcessIsLookedIntoUnlessATestSaysOtherwise() {
        Resolution resolution = Resolution.of(Component.CAPTURE_FILTER, Sources.of("roi-capture", Map.of(), Map.of()));
        assertEquals(Optional.of("from_the_process"), resolution.value(Settings.COOKIE));
    }

    @Test
    void theInitializerHasNoInitParams() {
        Resolution resolution = Given.nothing()
                .init("confirmation", "/wrong")
                .context("roi.confirmation", "/thanks")
                .initializer();
        assertEquals(Optional.of(List.of("/thanks")), resolution.value(Settings.CONFIRMATION));
        assertTrue(resolution.summary().contains("confirmation=/thanks (context-param roi.confirmation)"));
    }

    private static void assertBatchSize(int expected, String summary, Given given) {
        Resolution resolution = given.insert();
        assertEquals(List.of(), resolution.problems());
        assertEquals(Optional.of(expected), resolution.value(Settings.BATCH_SIZE));
        assertTrue(resolution.summary().contains(", " + summary + ", "), resolution.summary());
    }
}
