package io.roifilter.admin;

import io.roifilter.order.Outcome;
import io.roifilter.relay.RelayState;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What came of confirmations and deliveries in each of the last hours and days, on all nodes that share the outbox. Immutable. */
final class History {
    static final int HOURS = 48;
    static final int DAYS = 60;

    private static final String OUTCOME = "outcome.";
    private static final String CENTS = "cents";
    private static final String DELIVERED = "verdict.delivered";
    private static final String RETRY = "verdict.retry";
    private static final String REJECTED = "verdict.rejected";

    private final SortedMap<Instant, Map<String, Long>> counted;
    private final Instant now;

    /** @param counted numbers by the beginning of their hour, under the names of {@link #totals} */
    History(SortedMap<Instant, Map<String, Long>> counted, Instant now) {
        this.counted = counted;
        this.now = now;
    }

    /** From when on an outbox is to be asked. */
    static Instant since(Instant now) {
        return now.minus(DAYS, ChronoUnit.DAYS);
    }

    /** What an outbox is to keep for each hour: numbers since the start. */
    static Map<String, Long> totals(Confirmations confirmations, RelayState relay) {
        Map<String, Long> totals = new TreeMap<>();
        confirmations.counts().forEach((label, count) -> totals.put(OUTCOME + name(label), count));
        totals.put(CENTS, confirmations.acceptedCents());
        totals.put(DELIVERED, relay.delivered());
        totals.put(RETRY, relay.postponed());
        totals.put(REJECTED, relay.rejected());
        return totals;
    }

    /**
     * What came in a time.
     *
     * @param begins the time's beginning
     */
    record Span(Instant begins, Map<String, Long> numbers) {
        long orders() {
            return of(Outcome.Label.ACCEPTED);
        }

        /** In dollars and cents. */
        BigDecimal revenue() {
            return BigDecimal.valueOf(number(CENTS), 2);
        }

        long deliveries() {
            return number(DELIVERED);
        }

        /** By the endpoint, or by the shop's own rules before. */
        long rejections() {
            return number(REJECTED) + of(Outcome.Label.REFUSED);
        }

        long of(Outcome.Label label) {
            return number(OUTCOME + name(label));
        }

        /** Those of which there were any. */
        Map<Outcome.Label, Long> outcomes() {
            Map<Outcome.Label, Long> outcomes = new EnumMap<>(Outcome.Label.class);
            for (Outcome.Label label : Outcome.Label.values()) {
                if (of(label) > 0) {
                    outcomes.put(label, of(label));
                }
            }
            return outcomes;
        }

        boolean isEmpty() {
            return numbers.isEmpty();
        }

        private long number(String name) {
            return numbers.getOrDefault(name, 0L);
        }
    }

    /** The last of them is not over yet. */
    List<Span> hours() {
        Instant last = now.truncatedTo(ChronoUnit.HOURS);
        List<Span> hours = new ArrayList<>();
        for (int i = HOURS - 1; i >= 0; i--) {
            Instant begins = last.minus(i, ChronoUnit.HOURS);
            hours.add(span(begins, begins.plus(Duration.ofHours(1))));
        }
        return hours;
    }

    /** The last of them is today. An hour that belongs to two days, as zones have that are half an hour off, is in the second. */
    List<Span> days(ZoneId zone) {
        LocalDate today = now.atZone(zone).toLocalDate();
        List<Span> days = new ArrayList<>();
        for (int i = DAYS - 1; i >= 0; i--) {
            LocalDate day = today.minusDays(i);
            days.add(span(
                    day.atStartOfDay(zone).toInstant(),
                    day.plusDays(1).atStartOfDay(zone).toInstant()));
        }
        return days;
    }

    private Span span(Instant begins, Instant ends) {
        Duration hour = Duration.ofHours(1).minusMillis(1);
        return new Span(
                begins, sum(counted.subMap(begins.minus(hour), ends.minus(hour)).values()));
    }

    /** All of some. */
    static Span sum(List<Span> spans) {
        return new Span(Instant.EPOCH, sum(spans.stream().map(Span::numbers).toList()));
    }

    private static Map<String, Long> sum(Collection<Map<String, Long>> all) {
        Map<String, Long> sums = new TreeMap<>();
        all.forEach(numbers -> numbers.forEach((name, number) -> sums.merge(name, number, Long::sum)));
        return sums;
    }

    private static String name(Outcome.Label label) {
        return label.name().toLowerCase(Locale.ROOT);
    }
}
