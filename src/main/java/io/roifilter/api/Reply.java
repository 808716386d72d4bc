package io.roifilter.api;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * What came back for a POST.
 *
 * @param status the HTTP status
 * @param retryAfter the {@code Retry-After} header, if there is one
 * @param date the {@code Date} header, if there is one
 * @param body its text
 */
record Reply(int status, Optional<String> retryAfter, Optional<String> date, String body) {
    /** A server that asks for more is not obeyed to the letter: an order should not wait for a typing error. */
    static final Duration MAX_RETRY_AFTER = Duration.ofDays(1);

    private static final int MAX_LOOKED_AT = 4000;
    private static final int MAX_EXCERPT = 100;

    private static final Pattern UNSEEN = Pattern.compile(
            "(?is)<(script|style|head)\\b[^>]*>.{0,2000}?</\\1\\s*>|<!--.{0,2000}?-->|<[^<>]{0,500}>|&nbsp;");

    /** How long the endpoint asks to wait; zero if it does not, or says nothing of use. */
    Duration pause(Clock clock) {
        Duration pause =
                retryAfter.map(String::strip).map(value -> asked(value, clock)).orElse(Duration.ZERO);
        if (pause.isNegative()) {
            return Duration.ZERO;
        }
        return pause.compareTo(MAX_RETRY_AFTER) > 0 ? MAX_RETRY_AFTER : pause;
    }

    /** What is read first on a page that is no answer of the API's, in quotation marks; empty if there is nothing to read. */
    String excerpt(UnaryOperator<String> mask) {
        String beginning = body.substring(0, Math.min(body.length(), MAX_LOOKED_AT));
        String words = UNSEEN.matcher(beginning)
                .replaceAll(" ")
                .replaceAll("\\s+", " ")
                .strip();
        String masked = mask.apply(words);
        boolean cut = masked.length() > MAX_EXCERPT;
        return masked.isEmpty() ? "" : " \"" + (cut ? masked.substring(0, MAX_EXCERPT) + "…" : masked) + '"';
    }

    /** In either of the header's forms (RFC 9110, section 10.2.3); a date is taken by the endpoint's own clock. */
    private Duration asked(String value, Clock clock) {
        try {
            return value.matches("\\d{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(value))
                    : Duration.between(date.flatMap(Reply::httpDate).orElseGet(clock::instant), parsed(value));
        } catch (DateTimeException | ArithmeticException e) {
            return Duration.ZERO;
        }
    }

    /** A date as headers write it; empty for other text. */
    static Optional<Instant> httpDate(String text) {
        try {
            return Optional.of(parsed(text.strip()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Instant parsed(String text) {
        return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    }
}
