package io.roifilter.page;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Pattern;

/** The little that is done to literals without their ceasing to be literals. */
final class Literal {
    private static final Pattern DECIMAL = Pattern.compile("[+-]?(?:\\d{1,30}(?:\\.\\d{0,30})?|\\.\\d{1,30})");
    private static final int MAX_TEXT = 1_000;
    private static final int MAX_FRACTION = 20;
    private static final int MAX_SCALE = 30;

    private Literal() {}

    /** Of numbers; of texts, and of a text and a number, both together. */
    static Value sum(Value left, Value right) {
        if (left instanceof Value.Numeral some && right instanceof Value.Numeral more) {
            BigDecimal sum = some.number().add(more.number());
            return new Value.Numeral(sum, sum.toPlainString());
        }
        boolean hasText = left instanceof Value.Text || right instanceof Value.Text;
        String before = printed(left);
        String behind = printed(right);
        return hasText && before != null && behind != null && before.length() + behind.length() <= MAX_TEXT
                ? new Value.Text(before + behind)
                : Value.UNKNOWN;
    }

    static Value applied(String function, Value to, Value argument) {
        switch (function) {
            case "Number", "parseFloat":
                return number(to);
            case "toFixed":
                return to instanceof Value.Numeral numeral ? fixed(numeral.number(), argument) : Value.UNKNOWN;
            case "String", "toString":
                return argument instanceof Value.Nothing && printed(to) != null
                        ? new Value.Text(printed(to))
                        : Value.UNKNOWN;
            case "trim":
                return to instanceof Value.Text text
                        ? new Value.Text(text.text().strip())
                        : Value.UNKNOWN;
            case "toUpperCase":
                return to instanceof Value.Text text
                        ? new Value.Text(text.text().toUpperCase(Locale.ROOT))
                        : Value.UNKNOWN;
            default:
                return Value.UNKNOWN;
        }
    }

    static Value truth(Value value) {
        if (value instanceof Value.Text text) {
            return new Value.Truth(!text.text().isEmpty());
        }
        if (value instanceof Value.Numeral numeral) {
            return new Value.Truth(numeral.number().signum() != 0);
        }
        if (value instanceof Value.Nothing) {
            return Value.NO;
        }
        return value instanceof Value.Fields || value instanceof Value.Items
                ? Value.YES
                : value instanceof Value.Truth ? value : Value.UNKNOWN;
    }

    /** Whether two literals of one kind are the same, if that is wanted, or not. */
    static Value same(Value left, Value right, boolean wanted) {
        Boolean same = null;
        if (left instanceof Value.Text some && right instanceof Value.Text other) {
            same = some.text().equals(other.text());
        } else if (left instanceof Value.Numeral some && right instanceof Value.Numeral other) {
            same = some.number().compareTo(other.number()) == 0;
        } else if (left instanceof Value.Truth some && right instanceof Value.Truth other) {
            same = some.isTrue() == other.isTrue();
        }
        return same == null ? Value.UNKNOWN : new Value.Truth(same == wanted);
    }

    /** JavaScript's parseFloat takes as much as it understands, so that 1,299.50 were 1: here all or nothing. */
    private static Value number(Value of) {
        if (of instanceof Value.Text text) {
            String digits = text.text().strip();
            return DECIMAL.matcher(digits).matches()
                    ? new Value.Numeral(new BigDecimal(digits), digits)
                    : Value.UNKNOWN;
        }
        return of instanceof Value.Numeral ? of : Value.UNKNOWN;
    }

    private static Value fixed(BigDecimal number, Value argument) {
        int digits = argument instanceof Value.Numeral numeral
                ? numeral.number()
                        .abs()
                        .min(BigDecimal.valueOf(MAX_FRACTION + 1))
                        .intValue()
                : 0;
        if (digits > MAX_FRACTION || Math.abs(number.scale()) > MAX_SCALE) {
            return Value.UNKNOWN;
        }
        // As a browser would, where it has to be rounded: of the binary fraction.
        BigDecimal exact = number.scale() > digits ? new BigDecimal(number.doubleValue()) : number;
        return new Value.Text(exact.setScale(digits, RoundingMode.HALF_UP).toPlainString());
    }

    /** As JavaScript would; null if it is no text or number. */
    private static String printed(Value value) {
        if (value instanceof Value.Numeral numeral && Math.abs(numeral.number().scale()) <= MAX_SCALE) {
            BigDecimal number = numeral.number();
            return number.scale() > 0 ? number.stripTrailingZeros().toPlainString() : number.toPlainString();
        }
        return value instanceof Value.Text text ? text.text() : null;
    }
}
