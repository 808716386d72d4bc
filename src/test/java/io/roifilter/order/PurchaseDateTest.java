package io.roifilter.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.api.RoiInsert;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PurchaseDateTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T07:59:59Z"), ZoneOffset.UTC);

    @Test
    void isTheClocksPacificDateWithoutAValue() throws Exception {
        LocalDate expected = LocalDate.of(2026, 11, 21);

        assertEquals(expected, PurchaseDate.today(CLOCK));
        assertEquals(expected, of(null));
        assertEquals(expected, of(""));
        assertEquals(expected, of(" \n"));
    }

    /** Winter is UTC-8, summer UTC-7; clocks change at 10:00 and 09:00 UTC. */
    @ParameterizedTest
    @CsvSource({
        "2026-11-22T07:59:59.999Z, 2026-11-21",
        "2026-11-22T08:00:00Z,     2026-11-22",
        "2026-07-01T06:59:59Z,     2026-06-30",
        "2026-07-01T07:00:00Z,     2026-07-01",
        // Spring forward, 8 March 2026: the day begins at 08:00 UTC and has 23 hours.
        "2026-03-08T07:59:59Z,     2026-03-07",
        "2026-03-08T08:00:00Z,     2026-03-08",
        "2026-03-08T09:59:59Z,     2026-03-08",
        "2026-03-08T10:00:00Z,     2026-03-08",
        "2026-03-09T06:59:59Z,     2026-03-08",
        "2026-03-09T07:00:00Z,     2026-03-09",
        // Fall back, 1 November 2026: the day begins at 07:00 UTC and has 25 hours.
        "2026-11-01T06:59:59Z,     2026-10-31",
        "2026-11-01T07:00:00Z,     2026-11-01",
        "2026-11-01T08:30:00Z,     2026-11-01",
        "2026-11-01T09:30:00Z,     2026-11-01",
        "2026-11-02T07:59:59Z,     2026-11-01",
        "2026-11-02T08:00:00Z,     2026-11-02",
        "2026-12-31T23:59:59Z,     2026-12-31",
        "2027-01-01T07:59:59Z,     2026-12-31"
    })
    void movesEveryKindOfInstantToThePacific(Instant instant, LocalDate expected) throws Exception {
        Calendar calendar = new GregorianCalendar(TimeZone.getTimeZone("Asia/Tokyo"));
        calendar.setTimeInMillis(instant.toEpochMilli());

        assertEquals(expected, of(instant));
        assertEquals(expected, of(instant.atOffset(ZoneOffset.ofHours(5))));
        assertEquals(expected, of(instant.atZone(BERLIN)));
        assertEquals(expected, of(Date.from(instant)));
        assertEquals(expected, of(Timestamp.from(instant)));
        assertEquals(expected, of(calendar));
        assertEquals(expected, of(instant.toString()));
        assertEquals(expected, of(instant.atOffset(ZoneOffset.ofHours(-3)).toString()));
        assertEquals(expected, of(instant.atZone(BERLIN).toString()));
        assertEquals(expected, PurchaseDate.today(Clock.fixed(instant, BERLIN)));
    }

    @Test
    void takesDatesAsTheyAre() throws Exception {
        LocalDate expected = LocalDate.of(2026, 11, 22);

        assertEquals(expected, of(expected));
        assertEquals(expected, of(java.sql.Date.valueOf(expected)));
        assertEquals(expected, of(" 2026-11-22 "));
        assertEquals(expected, of(new StringBuilder("2026-11-22")));
    }

    @Test
    void takesDatesAndTimesWithoutZoneForTheServers() throws Exception {
        LocalDateTime morning = LocalDateTime.of(2026, 11, 22, 8, 59, 59);
        LocalDate dayBefore = LocalDate.of(2026, 11, 21);

        assertEquals(dayBefore, of(morning));
        assertEquals(dayBefore, of("2026-11-22T08:59:59"));
        assertEquals(dayBefore, of("2026-11-22 08:59:59"));
        assertEquals(LocalDate.of(2026, 11, 22), of(morning.plusSeconds(1)));
        assertEquals(LocalDate.of(2026, 11, 22), PurchaseDate.of(morning, CLOCK, RoiInsert.TIME_ZONE));
    }

    @Test
    void readsServerTimesThatDaylightSavingSkipsOrRepeats() throws Exception {
        ZoneId pacific = RoiInsert.TIME_ZONE;

        assertEquals(LocalDate.of(2026, 3, 8), PurchaseDate.of(LocalDateTime.of(2026, 3, 8, 2, 30), CLOCK, pacific));
        assertEquals(LocalDate.of(2026, 11, 1), PurchaseDate.of(LocalDateTime.of(2026, 11, 1, 1, 30), CLOCK, pacific));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yesterday",
                "22.11.2026",
                "11/22/2026",
                "03/04/2026",
                "3.4.2026",
                "04-03-26",
                "03-04-2026",
                "2026-11-31",
                "2026-2-3",
                "2026-11-22T",
                "2026-11-22 25:00:00",
                "0000-01-01",
                "20261122",
                "1763800000000",
                "2026-11-22x10:00:00",
                "Sun Nov 22 10:00:00 UTC 2026"
            })
    void refusesOtherText(String text) {
        RefusedValueException refusal = assertThrows(RefusedValueException.class, () -> of(text));

        assertTrue(refusal.getMessage().startsWith("not a date: '" + text + "'; allowed: "), refusal.getMessage());
    }

    @Test
    void refusesOtherObjects() {
        Object[] others = {
            1_763_800_000_000L,
            LocalTime.NOON,
            YearMonth.of(2026, 11),
            Time.valueOf("10:00:00"),
            true,
            LocalDate.of(12345, 1, 1),
            LocalDate.of(-1, 1, 1),
            Instant.MAX,
            OffsetDateTime.MIN,
            new Date(Long.MAX_VALUE),
            ZonedDateTime.of(LocalDateTime.MAX, BERLIN)
        };
        for (Object other : others) {
            assertThrows(RefusedValueException.class, () -> of(other), other::toString);
        }
    }

    private static LocalDate of(Object value) throws RefusedValueException {
        return PurchaseDate.of(value, CLOCK, BERLIN);
    }
}
