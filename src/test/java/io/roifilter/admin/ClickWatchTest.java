package io.roifilter.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.config.SettingInEffect;
import io.roifilter.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Clicks that get lost are said, and what only looks like that is not, or not for long. */
class ClickWatchTest {
    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-28T08:00:00Z"));
    private final List<FilterStatus> filters =
            new ArrayList<>(List.of(filter("RoiInsertFilter"), filter("RoiCaptureFilter")));
    private final Warnings warnings = new Warnings(clock);
    private final ClickWatch watch = new ClickWatch(clock, new NamedSettings(() -> List.copyOf(filters)), warnings);

    @Test
    void linksThatNoFilterSawAreSaidAtTheThirdIfNoneWasSeen() {
        assertEquals(Optional.empty(), watch.missed(1, "/a"));
        assertEquals(Optional.empty(), watch.missed(2, "/b"));
        assertTrue(watch.missed(3, "/c;jsessionid=4711?x").orElseThrow().contains("3 clicks"));
        assertEquals(Optional.empty(), watch.missed(4, "/d"), "once a day");
        assertTrue(onThePage().get(0).contains("4 clicks"), "but the page counts");
    }

    @Test
    void oneTestClickIsSaidOnThePageAfterAMinute() {
        watch.missed(1, "/a");
        assertEquals(List.of(), onThePage());
        clock.advance(Duration.ofMinutes(1));
        assertTrue(onThePage().get(0).startsWith("1 click on links with roi_data went by, the last on /a"));
    }

    @Test
    void redirectsThatKeepTheQueryAreNoFaultNorAreProgramsThatDoNotFollowThem() {
        for (int i = 0; i < 100; i++) {
            assertEquals(Optional.empty(), watch.missed(i, "/go"));
            if (i % 3 > 0) {
                watch.seen(i);
            } else if (i == 0) {
                watch.seen(-1);
            }
        }
        clock.advance(Duration.ofDays(1));
        assertEquals(List.of(), onThePage());
    }

    @Test
    void someOfManyThatGoByAreSaidOnceTheyAreCertain() {
        watch.seen(-1);
        for (int i = 0; i < 3; i++) {
            assertEquals(Optional.empty(), watch.missed(i, "/go"));
        }
        assertEquals(List.of(), onThePage());
        clock.advance(Duration.ofMinutes(1));
        assertTrue(watch.missed(3, "/go").orElseThrow().contains("3 clicks"));
    }

    @Test
    void nothingIsSaidOfACaptureFilterThatIsSwitchedOffWhichIsSaidAlready() {
        filters.set(1, new FilterStatus("c", "RoiCaptureFilter", false, "is switched off: …", List.of()));
        for (int i = 0; i < 100; i++) {
            assertEquals(Optional.empty(), watch.missed(i, "/go"));
            assertEquals(Optional.empty(), visit("/done"));
        }
        assertEquals(List.of(), onThePage());
    }

    @Test
    void mostOrdersComeWithoutAClickAndThatIsSaidLateAndWithItsHarmlessReason() {
        List<Integer> said = new ArrayList<>();
        for (int i = 1; i <= 200; i++) {
            if (visit("/done").isPresent()) {
                said.add(i);
            }
        }
        assertEquals(List.of(31), said);
        assertTrue(
                onThePage().get(0).startsWith("none of 200 requests"),
                () -> onThePage().get(0));
        assertTrue(
                onThePage().get(0).contains("If emails were sent in that time"),
                () -> onThePage().get(0));
        watch.kept();
        assertEquals(List.of(), onThePage(), "a click was kept");
        for (int i = 0; i < 30; i++) {
            watch.kept();
        }
        assertTrue(
                onThePage().get(0).contains("though 31 clicks were kept"),
                () -> onThePage().get(0));
        assertTrue(onThePage().get(0).contains("check cookiePath, cookieDomain and cookieSameSite"), "by name");
        watch.arrived();
        assertEquals(List.of(), onThePage());
        assertFalse(watch.isWorthALook());
    }

    @Test
    void clicksThatAreSeenAndNotKeptAreForWantOfConsent() {
        watch.seen(1);
        for (int i = 1; i <= 31; i++) {
            visit("/done");
        }
        assertTrue(onThePage().get(0).contains("none of the clicks that were seen was kept: check consent"));
    }

    @Test
    void aCookiePathThatCoversNoneOfThePagesIsSaidAtTheFirst() {
        filters.set(
                1, filter("RoiCaptureFilter", new SettingInEffect("cookiePath", "/shop/a", "init-param cookiePath")));
        String said = visit("/shop/about").orElseThrow();
        assertTrue(
                said.contains("to /shop/about") && said.contains("cookiePath = /shop/a (init-param cookiePath)"), said);
        assertEquals(Optional.empty(), visit("/shop/about"), "once a day");
        visit("/shop/a/done");
        assertEquals(List.of(), onThePage(), "a page that it covers is a confirmation, too");
    }

    /** Such a route is visited on the steps of a checkout, and maybe on all pages. */
    @Test
    void whereWhenPassesOverPagesACookiePathIsDoubtedOnlyWhenClicksWereKept() {
        filters.set(0, filter("RoiInsertFilter", new SettingInEffect("when", "${placed}", "init-param when")));
        filters.set(
                1, filter("RoiCaptureFilter", new SettingInEffect("cookiePath", "/shop/a", "init-param cookiePath")));
        for (int i = 0; i < 30; i++) {
            assertEquals(Optional.empty(), visit("/shop/b"));
        }
        watch.kept();
        assertTrue(visit("/shop/b").orElseThrow().contains("to /shop/b"));
    }

    @Test
    void anExpressionForRoiDataThatGivesNoneIsNamed() {
        filters.set(0, filter("RoiInsertFilter", new SettingInEffect("roiData", "${clck}", "init-param roiData")));
        for (int i = 1; i < 31; i++) {
            assertEquals(Optional.empty(), visit("/done"));
        }
        String said = visit("/done").orElseThrow();
        assertTrue(said.contains("check roiData = ${clck} (init-param roiData), unless no customer"), said);
    }

    private Optional<String> visit(String path) {
        return watch.isWorthALook() ? watch.look(path) : Optional.empty();
    }

    private List<String> onThePage() {
        watch.refresh();
        return List.copyOf(warnings.current().values());
    }

    private static FilterStatus filter(String type, SettingInEffect... settings) {
        return new FilterStatus(type, type, true, "is on", List.of(settings));
    }
}
