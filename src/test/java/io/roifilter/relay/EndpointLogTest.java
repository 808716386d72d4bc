package io.roifilter.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.api.RoiInsert;
import io.roifilter.outbox.Entry;
import io.roifilter.outbox.Settlement;
import io.roifilter.relay.EndpointState.Health;
import io.roifilter.testing.LogCapture;
import io.roifilter.testing.SettableClock;
import io.roifilter.text.ApplicationLog;
import io.roifilter.text.LimitedLog;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class EndpointLogTest {
    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T10:15:30Z"));
    private final EndpointLog log = new EndpointLog(
            new ApplicationLog("shop", Relay.class.getName()),
            clock,
            () -> Optional.of(clock.instant().plusSeconds(90)));

    @AutoClose
    private final LogCapture logged = new LogCapture();

    @Test
    void ordersThatSomebodyMadeUpLeaveAFewLines() {
        for (int i = 0; i < 200; i++) {
            log.settled(List.of(rejected("403", "ROI Hash does not match")));
            log.settled(List.of(rejected(RelayPolicy.EXPIRED, "expired: HTTP status 500")));
        }
        assertEquals(2 * LimitedLog.AT_ONCE, lines().size());

        clock.advance(LimitedLog.PAUSE);
        log.settled(List.of(rejected("403", "ROI Hash does not match")));
        assertTrue(lines().get(2 * LimitedLog.AT_ONCE).contains("195 more like this were left out"), logged::all);
        log.close();
        assertTrue(lines().get(2 * LimitedLog.AT_ONCE + 1).contains("retryFor: 195 more"), logged::all);
    }

    @Test
    void ordersThatEndByAnOutageOrAFirewallAreNotSaidToBeRejectedAlike() {
        for (String code : List.of(RelayPolicy.EXPIRED, RelayPolicy.BLOCKED)) {
            for (int i = 0; i < 20; i++) {
                log.settled(List.of(rejected(code, "HTTP status 403")));
            }
        }
        assertTrue(lines().stream().noneMatch(line -> line.contains("every order")), logged::all);
        assertEquals(2 * LimitedLog.AT_ONCE, lines().size());
    }

    @Test
    void aWholePostThatIsRejectedAlikeIsOneEntry() {
        log.settled(Collections.nCopies(100, rejected("402", "402 Insert failed: invalid purchase date")));
        assertEquals(1, lines().size(), logged::all);
        assertTrue(
                lines().get(0).contains("was rejected alike, 100 so far, and none was taken: 402 Insert failed"),
                logged::all);
    }

    @Test
    void whatTheEndpointSaysIsOneLine() {
        String forged = "x\r\nshop: UNSTORED-ORDER {}\u2028\u0085";
        log.settled(List.of(rejected("403", forged)));
        log.saw(Health.AWAY, forged, clock.instant());
        log.saw(Health.REFUSING, forged, clock.instant());

        assertEquals(3, lines().size());
        lines().forEach(line ->
                assertTrue(line.chars().noneMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029), line));
    }

    @Test
    void theStateIsWhatTheLogSaysAndSinceWhen() {
        Instant start = clock.instant();
        assertEquals(new EndpointState(Health.UNTRIED, start, ""), log.state());

        clock.advance(Duration.ofMinutes(1));
        log.saw(Health.WELL, "", clock.instant());
        Instant well = clock.instant();
        assertEquals(new EndpointState(Health.WELL, well, ""), log.state());
        clock.advance(Duration.ofMinutes(1));
        log.saw(Health.WELL, "", clock.instant());
        assertEquals(new EndpointState(Health.WELL, well, ""), log.state());
        assertEquals(List.of(), lines());

        clock.advance(Duration.ofMinutes(1));
        Instant outage = clock.instant();
        log.saw(Health.AWAY, "HTTP status 503", outage);
        clock.advance(Duration.ofMinutes(1));
        log.saw(Health.AWAY, "ConnectException", clock.instant());
        assertEquals(new EndpointState(Health.AWAY, outage, "ConnectException"), log.state());
        log.saw(Health.REFUSING, "Invalid credentials", clock.instant());
        assertEquals(new EndpointState(Health.REFUSING, outage, "Invalid credentials"), log.state());
        assertEquals(2, lines().size(), "one when it begins, one when it turns into the other kind");
        clock.advance(Duration.ofHours(1));
        log.saw(Health.REFUSING, "Invalid credentials", clock.instant());
        assertEquals(3, lines().size(), "one an hour");
        assertTrue(lines().stream().allMatch(line -> line.contains("since " + outage)), logged::all);
        assertTrue(
                lines().stream().allMatch(line -> line.contains(". The next attempt is in 90s; others follow. ")),
                logged::all);

        log.saw(Health.WELL, "", clock.instant());
        assertEquals(new EndpointState(Health.WELL, clock.instant(), ""), log.state());
        assertEquals("shop: the endpoint takes orders again, after 61m", lines().get(3));
    }

    private List<String> lines() {
        return logged.entries().stream().map(LogRecord::getMessage).toList();
    }

    private static Settlement rejected(String code, String text) {
        RoiInsert order = new RoiInsert("echo3-1", "1.00", "a\u2028b", false, LocalDate.of(2026, 11, 22));
        return new Settlement.Rejected(new Entry(1, order, 1, Instant.EPOCH, "claim"), code, text);
    }
}
