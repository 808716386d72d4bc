package io.roifilter.config;

import io.roifilter.expression.Expression;
import io.roifilter.text.Durations;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes a value of a setting's text, and says what text that may be.
 *
 * @param <T> the type of the value
 * @param allowed what is allowed, to follow the words "must be", in Markdown
 * @param reader gives the value
 * @param redaction what logs may show of a text, allowed or not
 */
record Parser<T>(String allowed, Reader<T> reader, Redaction redaction) {
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})(KiB|MiB)");

    /** Of texts that may be shown. */
    Parser(String allowed, Reader<T> reader) {
        this(allowed, reader, Redaction.NONE);
    }

    /** Gives the value of a text; empty if it is not allowed. */
    interface Reader<T> {
        /** @throws RefusedTextException if there is more to say than what is allowed */
        Optional<T> read(String text) throws RefusedTextException;
    }

    /** The same for texts of which not all may be shown. */
    Parser<T> shown(Redaction by) {
        return new Parser<>(allowed, reader, by);
    }

    /**
     * The value of a text. Whatever else is thrown at it, it is the text that is not allowed: nobody could tell from a
     * stack trace which setting it was.
     *
     * @throws RefusedTextException if it is not allowed
     */
    T read(String text) throws RefusedTextException {
        Optional<T> value;
        try {
            value = reader.read(text);
        } catch (RuntimeException | StackOverflowError e) {
            value = Optional.empty();
        }
        return value.orElseThrow(() -> new RefusedTextException("must be " + allowed));
    }

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

    /** A number of bytes in {@code KiB} or {@code MiB}, from one to another. */
    static Parser<Integer> size(String min, String max) {
        long least = bytes(min).orElseThrow();
        long most = bytes(max).orElseThrow();
        return new Parser<>(
                "a size from " + min + " to " + max + ", such as `512KiB`, `1MiB`",
                text -> bytes(text)
                        .filter(size -> size >= least && size <= most)
                        .map(Math::toIntExact));
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

    static Parser<Expression> expression() {
        return expression("an expression", expression -> !expression.isLiteral() || !looksLikeOne(expression));
    }

    /** One that is evaluated, if only to the same each time: some shops have one price. */
    static Parser<Expression> evaluatedExpression() {
        return expression(
                "text with an expression, `${…}` or `#{…}`, in it: without, it would be the same order every time",
                expression -> !expression.isLiteral());
    }

    static Parser<Expression> varyingExpression() {
        Parser<Expression> evaluated = evaluatedExpression();
        return new Parser<>(evaluated.allowed(), text -> {
            Expression expression = evaluated.read(text);
            if (expression.isConstant()) {
                throw new RefusedTextException(
                        "must name something of the order, such as ${order.id}: this is the same every time");
            }
            return Optional.of(expression);
        });
    }

    static Parser<Expression> condition() {
        return expression(
                "an expression, `true` or `false`",
                expression -> !expression.isLiteral() || isFlag(expression.toString()));
    }

    private static Parser<Expression> expression(String allowed, Predicate<Expression> test) {
        return new Parser<>(allowed, text -> Optional.of(parsed(text)).filter(test));
    }

    /** But is escaped, so that it would stand for itself. */
    private static boolean looksLikeOne(Expression literal) {
        return literal.toString().contains("${") || literal.toString().contains("#{");
    }

    private static Expression parsed(String text) throws RefusedTextException {
        try {
            return Expression.parse(text);
        } catch (IllegalArgumentException e) {
            throw new RefusedTextException(e.getMessage());
        }
    }

    private static Optional<Long> bytes(String text) {
        Matcher size = SIZE.matcher(text);
        return size.matches()
                ? Optional.of(Long.parseLong(size.group(1)) << (size.group(2).equals("KiB") ? 10 : 20))
                : Optional.empty();
    }

    private static boolean isFlag(String text) {
        return text.equals("true") || text.equals("false");
    }
}
