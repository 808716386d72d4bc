package io.roifilter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.click.RoiDataFinder;
import io.roifilter.testing.CheckedLog;
import io.roifilter.testing.Clicks;
import io.roifilter.testing.FakeRequest;
import io.roifilter.testing.SettableClock;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.System.Logger;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ClickLogTest {
    private static final Logger LOGGER = System.getLogger(ClickLogTest.class.getName());

    @RegisterExtension
    static final CheckedLog LOG = new CheckedLog();

    private final SettableClock time = new SettableClock(Instant.parse("2026-11-22T10:15:30Z"));
    private final CountingClock clock = new CountingClock(time);
    private final RoiDataFinder finder = new RoiDataFinder("roi_data", "roi_data");
    private final ClickLog clicks = new ClickLog(
            finder.counts(),
            new FilterLog("roi-capture", LOGGER, (level, text, thrown) -> LOGGER.log(level, text, thrown), clock));

    @Test
    void saysNothingWhileNothingIsIgnored() {
        clicks.logIfMore();

        assertEquals(List.of(), LOG.ours(Level.WARNING));
        assertEquals(0, clock.asked);
    }

    @Test
    void saysItAtOnceAndThenOnceAnHourAtMost() {
        ignoreOne();
        ignoreOne();
        time.advance(Duration.ofMinutes(59));
        ignoreOne();
        assertEquals(1, LOG.ours(Level.WARNING).size());
        time.advance(Duration.ofMinutes(1));
        ignoreOne();

        List<String> warnings = LOG.ours(Level.WARNING);
        assertEquals(2, warnings.size());
        assertTrue(warnings.get(0).contains("(1 so far), or"), warnings::toString);
        assertTrue(warnings.get(1).contains("(4 so far), or"), warnings::toString);
    }

    /** Every request of the shop comes by here: one that has nothing to do with it must not pay for others. */
    @Test
    void doesNothingOnRequestsThatAddNothing() {
        ignoreOne();
        ignoreOne();
        int asked = clock.asked;

        clicks.logIfMore();

        assertEquals(asked, clock.asked);
    }

    @Test
    void saysWhatWasMendedAndInTheEndAllThatThereWas() {
        clicks.close();
        assertEquals(List.of(), LOG.ours(Level.INFO), "nothing has happened");

        find("roi_data=" + Clicks.CLICK + "%3E");
        find("roi_data=" + Clicks.CLICK + "%3E");
        find("roi_data={{roi_data}}");
        clicks.close();

        List<String> notes = LOG.ours(Level.INFO);
        assertEquals(2, notes.size(), notes::toString);
        assertTrue(notes.get(0).startsWith("roi-capture: roi_data so far: 1 mended"), notes::toString);
        assertTrue(
                notes.get(1).startsWith("roi-capture: roi_data since the start: 2 mended")
                        && notes.get(1).contains("; 1 without a value, because"),
                notes::toString);
        List<String> warnings = LOG.ours(Level.WARNING);
        assertEquals(1, warnings.size(), warnings::toString);
        assertTrue(warnings.get(0).contains("never filled in (1 so far)"), warnings::toString);
    }

    private void find(String query) {
        finder.inLink(new FakeRequest().query(query).request());
        clicks.logIfMore();
    }

    private void ignoreOne() {
        HttpServletRequest request = (HttpServletRequest) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> "roi_data=" + Clicks.encoded(Clicks.TOO_LONG));
        assertTrue(finder.inLink(request).isEmpty());
        clicks.logIfMore();
    }

    private static final class CountingClock extends Clock {
        private final Clock clock;
        private int asked;

        CountingClock(Clock clock) {
            this.clock = clock;
        }

        @Override
        public Instant instant() {
            asked++;
            return clock.instant();
        }

        @Override
        public ZoneId getZone() {
            return clock.getZone();
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
