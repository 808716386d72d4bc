package io.roifilter.api;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * A day where the API counts its days, of 23 to 25 hours. Immutable; the last one that was asked for is kept, as each order of
 * a day asks for the same.
 *
 * @param from its first second, since 1970
 * @param until the first of the next day
 */
record PacificDay(LocalDate date, long from, long until) {
    static final ZoneId ZONE = ZoneId.of("America/Los_Angeles");

    private static volatile PacificDay last = of(LocalDate.EPOCH);

    /** The date at a moment, in seconds since 1970. */
    static LocalDate at(long second) {
        PacificDay day = last;
        if (!day.has(second)) {
            LocalDate date = LocalDate.ofInstant(Instant.ofEpochSecond(second), ZONE);
            if (date.equals(LocalDate.MAX)) {
                return date; // which no other follows
            }
            day = of(date);
            last = day;
        }
        return day.date;
    }

    private static PacificDay of(LocalDate date) {
        return new PacificDay(date, beginOf(date), beginOf(date.plusDays(1)));
    }

    private static long beginOf(LocalDate date) {
        return date.atStartOfDay(ZONE).toEpochSecond();
    }

    private boolean has(long second) {
        return second >= from && second < until;
    }
}
