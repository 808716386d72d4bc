package io.roifilter.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.click.RoiDataFinder;
import io.roifilter.testing.FakeRequest;
import io.roifilter.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SetupDeskTest {
    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-28T10:00:00Z"));
    private final SetupDesk desk = new SetupDesk(new RoiDataFinder("roi_data", "roi_data"), clock);

    private boolean isOperators(String cookie) {
        return desk.isOperators(
                new FakeRequest().cookie(SetupDesk.COOKIE, cookie).request());
    }

    @Test
    void onlyTheBrowserWithTheCookieIsTheOperators() {
        assertFalse(isOperators(""));
        String cookie = desk.begin();

        assertTrue(isOperators(cookie));
        assertFalse(isOperators(cookie.substring(1)));
        assertFalse(isOperators(cookie + "A"));
        assertFalse(isOperators(""));
        assertFalse(desk.isOperators(new FakeRequest().request()));
        assertTrue(cookie.length() >= 32, cookie);
    }

    @Test
    void aNewOneMakesTheOldCookieWorthless() {
        String first = desk.begin();
        String second = desk.begin();

        assertNotEquals(first, second);
        assertFalse(isOperators(first));
        assertTrue(isOperators(second));
    }

    @Test
    void itEndsWhenItIsEnded() {
        String cookie = desk.begin();
        desk.end();

        assertFalse(isOperators(cookie));
        assertEquals(SetupView.none().begun(), desk.view().begun());
    }

    @Test
    void itEndsAnHourAfterTheLastRequestOrButton() {
        String cookie = desk.begin();
        clock.advance(Duration.ofMinutes(50));
        desk.search("1", "2");
        clock.advance(Duration.ofMinutes(50));
        assertTrue(isOperators(cookie));

        clock.advance(Duration.ofMinutes(11));

        assertFalse(isOperators(cookie));
        assertEquals(Optional.empty(), desk.view().begun());
        assertEquals(Optional.empty(), desk.view().search());
    }

    @Test
    void beforeItHasBegunNothingHappens() {
        desk.search("1", "2");
        desk.tryOut(0);
        desk.end();

        assertEquals(Optional.empty(), desk.view().search());
    }
}
