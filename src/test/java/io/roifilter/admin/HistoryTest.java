package io.roifilter.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roifilter.order.Outcome;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryTest {
    private static final Instant NOW = Instant.parse("2026-11-02T07:59:59Z");

    @Test
    void addsUpByHourAndDayOfTheReadersZone() {
        // On the first of November clocks go back in Denver: that day has 25 hours there.
        History history = history(Map.of(
                "2026-11-01T05:00:00Z", 1L,
                "2026-11-01T06:00:00Z", 2L,
                "2026-11-02T06:00:00Z", 4L,
                "2026-11-02T07:00:00Z", 8L));

        List<History.Span> days = history.days(ZoneId.of("America/Denver"));
        assertEquals(60, days.size());
        assertEquals(Instant.parse("2026-11-02T07:00:00Z"), days.get(59).begins());
        assertEquals(
                List.of(1L, 6L, 8L),
                days.subList(57, 60).stream().map(History.Span::orders).toList());
        List<History.Span> hours = history.hours();
        assertEquals(48, hours.size());
        assertEquals(Instant.parse("2026-11-02T07:00:00Z"), hours.get(47).begins());
        assertEquals(
                List.of(4L, 8L),
                hours.subList(46, 48).stream().map(History.Span::orders).toList());
        assertEquals(15L, History.sum(hours).orders());
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Asia/Kathmandu", "America/St_Johns", "Pacific/Apia", "America/Los_Angeles"})
    void noHourIsLostOrCountedTwice(String zone) {
        SortedMap<Instant, Map<String, Long>> counted = new TreeMap<>();
        Instant last = Instant.parse("2026-11-02T07:00:00Z");
        for (int i = 0; i < 50 * 24; i++) {
            counted.put(last.minusSeconds(3600L * i), Map.of("outcome.accepted", 1L));
        }
        assertEquals(
                50 * 24L,
                History.sum(new History(counted, NOW).days(ZoneId.of(zone))).orders());
    }

    @Test
    void revenueIsInDollarsAndCents() {
        SortedMap<Instant, Map<String, Long>> counted = new TreeMap<>();
        counted.put(
                Instant.parse("2026-11-02T07:00:00Z"),
                Map.of("cents", 129_950L, "outcome.refused", 2L, "verdict.rejected", 3L));
        History.Span hour = new History(counted, NOW).hours().get(47);
        assertEquals("1299.50", hour.revenue().toPlainString());
        assertEquals(5, hour.rejections(), "the shop's own and the endpoint's");
        assertEquals(Map.of(Outcome.Label.REFUSED, 2L), hour.outcomes());
    }

    private static History history(Map<String, Long> orders) {
        SortedMap<Instant, Map<String, Long>> counted = new TreeMap<>();
        orders.forEach((hour, number) -> counted.put(Instant.parse(hour), Map.of("outcome.accepted", number)));
        return new History(counted, NOW);
    }
}
