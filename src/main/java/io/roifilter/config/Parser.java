package io.roifilter.config;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Makes a value of a setting's text, and says what text that may be.
 *
 * @param <T> the type of the value
 * @param allowed what is allowed, to follow the words "must be", in Markdown
 * @param reader gives the value; empty if the text is not allowed
 */
record Parser<T>(String allowed, Function<String, Optional<T>> reader) {
    /** Texts that pass the test, as they are. */
    static Parser<String> text(String allowed, Predicate<String> test) {
        return new Parser<>(allowed, text -> Optional.of(text).filter(test));
    }

    static Parser<Integer> wholeNumber(int min, int max) {
        return new Parser<>(
                "a whole number from " + min + " to " + max,
                text -> text.matches("[0-9]{1,9}")
                        ? Optional.of(Integer.valueOf(text)).filter(number -> number >= min && number <= max)
                        : Optional.empty());
    }

    /** Strict, so that {@code yes} does not quietly mean false. */
    static Parser<Boolean> flag() {
        return new Parser<>(
                "`true` or `false`",
                text -> isFlag(text) ? Optional.of(Boolean.valueOf(text.equals("true"))) : Optional.empty());
    }

    /** From one duration to another, both themselves allowed and written as settings are. */
    static Parser<Duration> duration(String min, String max) {
        Duration shortest = Durations.parse(min).orElseThrow();
        Duration longest = Durations.parse(max).orElseThrow();
        return new Parser<>(
                "a duration from " + min + " to " + max,
                text -> Durations.parse(text)
                        .filter(duration -> duration.compareTo(shortest) >= 0 && duration.compareTo(longest) <= 0));
    }

    /** Only its syntax decides whether an expression is allowed, and that is not known here. */
    static Parser<String> expression() {
        return text("an expression", text -> true);
    }

    static Parser<String> varyingExpression() {
        return text(
                "text with an expression, `${…}` or `#{…}`, in it: without, it would be the same order every time",
                Parser::hasExpression);
    }

    static Parser<String> condition() {
        return text("an expression, `true` or `false`", text -> hasExpression(text) || isFlag(text));
    }

    private static boolean hasExpression(String text) {
        return text.contains("${") || text.contains("#{");
    }

    private static boolean isFlag(String text) {
        return text.equals("true") || text.equals("false");
    }
}
