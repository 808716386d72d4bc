package io.roifilter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.click.RoiDataFinder;
import io.roifilter.testing.CheckedLog;
import io.roifilter.testing.Clicks;
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

class IgnoredRoiDataTest {
    private static final Logger LOGGER = System.getLogger(IgnoredRoiDataTest.class.getName());

    @RegisterExtension
    static final CheckedLog LOG = new CheckedLog();

    private final SettableClock time = new SettableClock(Instant.parse("2026-11-22T10:15:30Z"));
    private final CountingClock clock = new CountingClock(time);
    private final RoiDataFinder finder = new RoiDataFinder("roi_data", "roi_data");
    private final IgnoredRoiData ignored = new IgnoredRoiData(
            finder,
            new FilterLog("roi-capture", LOGGER, (level, text, thrown) -> LOGGER.log(level, text, thrown), clock));

    @Test
    void saysNothingWhileNothingIsIgnored() {
        ignored.logIfMore();

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
        assertTrue(warnings.get(0).contains("; 1 so far"), warnings::toString);
        assertTrue(warnings.get(1).contains("; 4 so far"), warnings::toString);
    }

    /** Every request of the shop comes by here: one that has nothing to do with it must not pay for others. */
    @Test
    void doesNothingOnRequestsThatAddNothing() {
        ignoreOne();
        ignoreOne();
        int asked = clock.asked;

        ignored.logIfMore();

        assertEquals(asked, clock.asked);
    }

    private void ignoreOne() {
        HttpServletRequest request = (HttpServletRequest) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> "roi_data=" + Clicks.encoded(Clicks.TOO_LONG));
        assertTrue(finder.inLink(request).isEmpty());
        ignored.logIfMore();
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
