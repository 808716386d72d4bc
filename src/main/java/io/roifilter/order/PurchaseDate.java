package io.roifilter.order;

import io.roifilter.api.RoiInsert;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Calendar;
import java.util.Date;

/**
 * Makes the date in US Pacific time, which roi.insert counts by, from whatever a shop has. A date alone is taken as it
 * is; a point in time is moved to the Pacific; a date and time without a zone is the time of the shop's server.
 */
final class PurchaseDate {
    private static final String ALLOWED = "a date, date-time or instant of Java, or text such as 2026-11-22,"
            + " 2026-11-22T10:15:30 or 2026-11-22T10:15:30-08:00";
    private static final int DATE_LENGTH = "2026-11-22".length();

    private PurchaseDate() {}

    /**
     * @param value if null or blank text, the date is the clock's
     * @param serverZone the zone of dates and times that do not say theirs
     * @throws RefusedValueException if the value is nothing of that kind, or not in the years 1 to 9999
     */
    static LocalDate of(Object value, Clock clock, ZoneId serverZone) throws RefusedValueException {
        if (value == null) {
            return today(clock);
        }
        try {
            return requireFourDigitYear(ofPresent(value, clock, serverZone));
        } catch (DateTimeException | UnsupportedOperationException e) {
            // The latter from java.sql.Time, which is no date.
            throw new RefusedValueException("not a date", value.toString(), ALLOWED);
        }
    }

    /** The clock's date in US Pacific time. */
    static LocalDate today(Clock clock) {
        return RoiInsert.today(clock.millis());
    }

    private static LocalDate ofPresent(Object value, Clock clock, ZoneId serverZone) {
        if (value instanceof TemporalAccessor temporal) {
            return ofTemporal(temporal, serverZone);
        }
        if (value instanceof Date date) {
            return ofDate(date);
        }
        if (value instanceof Calendar calendar) {
            return RoiInsert.today(calendar.toInstant());
        }
        return ofText(value.toString().strip(), clock, serverZone);
    }

    private static LocalDate ofTemporal(TemporalAccessor temporal, ZoneId serverZone) {
        if (temporal.isSupported(ChronoField.INSTANT_SECONDS)) {
            return RoiInsert.today(Instant.from(temporal));
        }
        if (temporal.isSupported(ChronoField.SECOND_OF_DAY)) {
            return RoiInsert.today(
                    LocalDateTime.from(temporal).atZone(serverZone).toInstant());
        }
        return LocalDate.from(temporal);
    }

    private static LocalDate ofDate(Date date) {
        return date instanceof java.sql.Date day ? day.toLocalDate() : RoiInsert.today(date.toInstant());
    }

    private static LocalDate ofText(String text, Clock clock, ZoneId serverZone) {
        if (text.isEmpty()) {
            return today(clock);
        }
        if (text.length() <= DATE_LENGTH) {
            return LocalDate.parse(text);
        }
        // With a space instead of the T, as databases print it.
        String iso = text.charAt(DATE_LENGTH) == ' '
                ? text.substring(0, DATE_LENGTH) + 'T' + text.substring(DATE_LENGTH + 1)
                : text;
        return ofTemporal(
                DateTimeFormatter.ISO_DATE_TIME.parseBest(iso, ZonedDateTime::from, LocalDateTime::from), serverZone);
    }

    private static LocalDate requireFourDigitYear(LocalDate date) {
        if (date.getYear() < 1 || date.getYear() > 9999) {
            throw new DateTimeException("year " + date.getYear());
        }
        return date;
    }
}
