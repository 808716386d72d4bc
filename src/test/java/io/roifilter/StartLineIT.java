package io.roifilter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.testing.CheckedLog;
import io.roifilter.testing.OnEachContainer;
import io.roifilter.testing.TestShop;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a filter says of itself when it starts: on which requests it does what, and that it does nothing. */
@OnEachContainer
class StartLineIT {
    @RegisterExtension
    static final CheckedLog LOG = new CheckedLog();

    @RegisterExtension
    final TestShop shop = new TestShop();

    @Test
    void namesVersionAndUrlPatterns() throws Exception {
        shop.filter("report", new RoiInsertFilter(), TestShop.ORDER, "/thank-you", "/done/*")
                .capture(Map.of())
                .start();

        assertSaid(
                Level.INFO,
                "shop, report: reports orders on /done/\\*, /thank-you; roi-filter \\d+\\.\\S+; endpoint=.*");
        assertSaid(Level.INFO, "shop, roi-capture: keeps clicks on /\\*; roi-filter \\d+\\.\\S+; .*");
    }

    @Test
    void namesDispatchersOfWhatIsMounted() throws Exception {
        TestShop.ORDER.forEach(shop::setting);
        shop.setting("confirmation", "/thank-you, *.done").initializer().start();

        assertSaid(
                Level.INFO,
                "shop, io.roifilter.RoiInsertFilter: reports orders on \\*\\.done, /thank-you \\(REQUEST, FORWARD\\); roi-filter .*");
        assertSaid(Level.INFO, "shop, io.roifilter.RoiCaptureFilter: keeps clicks on /\\* \\(REQUEST\\); .*");
    }

    @Test
    void saysThatNobodyKeepsClicksHere() throws Exception {
        shop.report(TestShop.ORDER).start();

        assertSaid(
                Level.INFO,
                "shop, roi-insert: reports orders on /thank-you; this application has no RoiCaptureFilter to keep clicks;"
                        + " roi-filter .*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "${false}", "#{1 > 2}", "${'yes'}"})
    void saysThatWithoutConsentNothingIsDone(String consent) throws Exception {
        shop.setting("consent", consent)
                .capture(Map.of())
                .report(TestShop.ORDER)
                .start();

        assertSaid(Level.INFO, "shop, roi-insert: reports nothing, because consent is never true, on /thank-you; .*");
        assertSaid(Level.INFO, "shop, roi-capture: keeps no clicks, because consent is never true, on /\\*; .*");
    }

    @Test
    void saysThatWhenIsNeverTrue() throws Exception {
        Map<String, String> settings = new HashMap<>(TestShop.ORDER);
        settings.put("when", "false");
        shop.report(settings).start();

        assertSaid(Level.INFO, "shop, roi-insert: reports nothing, because when is never true, on /thank-you; .*");
    }

    @Test
    void warnsOfAFilterThatIsMappedOnNothing() throws Exception {
        shop.filter("report", new RoiInsertFilter(), TestShop.ORDER, EnumSet.of(DispatcherType.REQUEST))
                .filter("click", new RoiCaptureFilter(), Map.of(), EnumSet.of(DispatcherType.REQUEST))
                .start();

        for (String filter : List.of("report", "click")) {
            assertSaid(
                    Level.WARNING,
                    "shop, " + filter + ": does nothing, because it is mapped on no url-pattern, and no servlet that is"
                            + " there; roi-filter .*");
        }
    }

    private static void assertSaid(Level level, String line) {
        List<String> said = LOG.ours(level);
        assertEquals(1, said.stream().filter(entry -> entry.matches(line)).count(), said::toString);
        assertTrue(said.stream().noneMatch(entry -> entry.contains("null")), said::toString);
    }
}
