package io.roifilter.order;

import io.roifilter.text.WrittenNumber;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes {@code dollars.cents} from whatever a shop has: exactly, or not at all.
 *
 * <p>Numbers are taken by the decimal digits that they print, so that the {@code double} 19.99 is 19.99. Everything
 * else is taken by its text, which is read as it is written in the United States: {@code 1,299.50}, also with spaces
 * between the thousands; before or after the number may stand {@code $}, {@code US$} or {@code USD}. A comma is only
 * ever a separator of thousands: {@code 12,50} and {@code 1.299,50} are refused. So is a text in which a single point or
 * comma might separate thousands or cents, such as {@code 1.299} and {@code $1,299}: where there are exactly three digits
 * behind it and one to three before, the first of them no zero. What has one reading only is read: {@code 1,299.50},
 * {@code 1,299,500}, {@code 1 299}, {@code 1299.995}, {@code 0.995}. Fractions of a cent are rounded half up.
 */
public final class Amount {
    static final String MISSING = "missing";

    private static final int MAX_DIGITS = 12;
    /** Twelve digits and then some; a longer text is no amount, and its digits need not be added up. */
    private static final int MAX_TEXT = 200;

    private static final String ALLOWED = "US dollars such as 152.99, $1,299.50 or USD 12, not negative, of at most "
            + MAX_DIGITS + " digits before the point";
    /** 2^60 has 19 digits: so that a number of millions of digits is refused without printing it. */
    private static final int MAX_BITS = 60;

    private static final Pattern TEXT =
            Pattern.compile("(?<minus>-?)\\+?(?:(?:USD ?)?(?:US)?\\$|USD|) ?(?<minus2>-?)(?<number>[0-9.,' E+-]*[0-9.])"
                    + " ?(?:USD|US\\$|\\$|)");

    private Amount() {}

    /**
     * @param value may be null
     * @throws RefusedValueException if the value is missing, negative, not finite, of more than 12 digits before the
     *     point, or text that is not an amount in US dollars or could be read in two ways
     */
    public static String of(Object value) throws RefusedValueException {
        if (value instanceof BigDecimal decimal) {
            return dollars(decimal, decimal);
        }
        if (value instanceof BigInteger integer) {
            return integer.bitLength() > MAX_BITS
                    ? refuseDigits("a number of " + integer.bitLength() + " bits")
                    : dollars(new BigDecimal(integer), value);
        }
        String text = value == null ? null : value.toString();
        if (text != null && text.length() > MAX_TEXT) {
            throw new RefusedValueException("the amount is too long", text, ALLOWED);
        }
        if (text == null || WrittenNumber.normalized(text).isEmpty()) {
            throw new RefusedValueException("the amount is " + MISSING + "; allowed: " + ALLOWED);
        }
        return value instanceof Number ? ofNumber(text) : ofText(text);
    }

    /** The number that a text is; the text if it is none. */
    static Object exact(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            return text;
        }
    }

    private static String ofNumber(String text) throws RefusedValueException {
        try {
            return dollars(new BigDecimal(text), text);
        } catch (NumberFormatException e) {
            // NaN, Infinity, and number classes of libraries that print a fraction such as 1/3.
            throw new RefusedValueException("the amount is not a finite decimal number", text, ALLOWED);
        }
    }

    private static String ofText(String text) throws RefusedValueException {
        String normalized = WrittenNumber.normalized(text);
        Matcher matcher = TEXT.matcher(normalized);
        if (!matcher.matches()) {
            throw new RefusedValueException("not an amount in US dollars", text, ALLOWED);
        }
        String number = matcher.group("number");
        if (WrittenNumber.hasTwoReadings(number)) {
            throw new RefusedValueException(
                    "the amount has two readings, as its " + (number.indexOf(',') < 0 ? "point" : "comma")
                            + " may separate thousands or cents",
                    text,
                    "a number, or text with two digits of cents, such as 1299.00 or $1,299.00");
        }
        Optional<String> digits = WrittenNumber.american(number);
        if (digits.isEmpty()) {
            throw new RefusedValueException("the amount is ambiguous", text, ALLOWED);
        }
        return ofParsed(matcher.group("minus") + matcher.group("minus2") + digits.get(), text);
    }

    private static String ofParsed(String number, String text) throws RefusedValueException {
        try {
            return dollars(new BigDecimal(number), text);
        } catch (NumberFormatException e) {
            // Two minus signs, or an exponent beyond BigDecimal's range.
            throw new RefusedValueException("not an amount in US dollars", text, ALLOWED);
        }
    }

    private static String dollars(BigDecimal value, Object shown) throws RefusedValueException {
        if (value.signum() < 0) {
            throw new RefusedValueException("the amount is negative", shownAs(value, shown), ALLOWED);
        }
        if (value.signum() == 0) {
            return "0.00";
        }
        // Looked at before rounding, which would write out all the zeros of 1E400000000 or 1E-400000000.
        long digits = (long) value.precision() - value.scale();
        if (digits > MAX_DIGITS) {
            return refuseDigits(shownAs(value, shown));
        }
        if (digits < -2) {
            return "0.00";
        }
        // With two digits behind the point, its text never has an exponent.
        BigDecimal rounded = value.setScale(2, RoundingMode.HALF_UP);
        return rounded.precision() - 2 > MAX_DIGITS ? refuseDigits(shownAs(value, shown)) : rounded.toString();
    }

    private static String refuseDigits(String shown) throws RefusedValueException {
        throw new RefusedValueException("the amount has too many digits", shown, ALLOWED);
    }

    private static String shownAs(BigDecimal value, Object shown) {
        return value.unscaledValue().bitLength() > 4 * MAX_TEXT ? "a very long number" : shown.toString();
    }
}
