package io.roifilter.text;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as text: ISO-8601 such as {@code PT15S}, or a whole number and a unit such as {@code 30d}, {@code 250ms}. */
public final class Durations {
    // Nine digits: no number of days of that length overflows.
    private static final Pattern SHORT = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

    /** So many of a unit are shown in it rather than in the next smaller one. */
    private static final int MANY = 10;

    private Durations() {}

    /** The duration, which may be negative; empty if the text is in neither form. */
    public static Optional<Duration> parse(String text) {
        Matcher matcher = SHORT.matcher(text);
        if (matcher.matches()) {
            return Optional.of(of(Long.parseLong(matcher.group(1)), matcher.group(2)));
        }
        try {
            return Optional.of(Duration.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /**
     * A duration for a reader, in the second form, so that it can be typed as well: rounded to what matters, such as
     * {@code 350ms}, {@code 15s}, {@code 201s}, {@code 61m}, {@code 30d}. One that is negative, as a clock may make it, is
     * {@code 0s}.
     */
    public static String text(Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            return "0s";
        }
        if (duration.toSeconds() < MANY) {
            long millis = Math.max(1, rounded(duration, Duration.ofMillis(1)));
            return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
        }
        if (duration.toMinutes() < MANY) {
            return rounded(duration, Duration.ofSeconds(1)) + "s";
        }
        if (duration.toHours() < MANY) {
            return rounded(duration, Duration.ofMinutes(1)) + "m";
        }
        return duration.toDays() < MANY
                ? rounded(duration, Duration.ofHours(1)) + "h"
                : rounded(duration, Duration.ofDays(1)) + "d";
    }

    private static long rounded(Duration duration, Duration unit) {
        return duration.plus(unit.dividedBy(2)).dividedBy(unit);
    }

    private static Duration of(long amount, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }
}
