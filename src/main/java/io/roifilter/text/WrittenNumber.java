package io.roifilter.text;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** How people and programs write amounts: which digits a text means, if it can mean those only. */
public final class WrittenNumber {
    /** Thirteen hundred for some, one and a bit for others. */
    private static final Pattern TWO_READINGS = Pattern.compile("[1-9]\\d{0,2}[.,]\\d{3}");

    private static final Pattern PLAIN = Pattern.compile("(?:\\d+\\.?\\d*|\\.\\d+)(?:E[+-]?\\d{1,10})?");
    private static final Pattern GROUPED = Pattern.compile("[1-9]\\d{0,2}([, ])\\d{3}(?:\\1\\d{3})*(?:\\.\\d*)?");

    private WrittenNumber() {}

    /** Upper case, and one kind of space and of minus sign, instead of the no-break and thin ones that formatters of numbers write. */
    public static String normalized(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (char c : text.toCharArray()) {
            boolean space = Character.isSpaceChar(c) || Character.isWhitespace(c);
            plain.append(space ? ' ' : c == '\u2212' ? '-' : c);
        }
        return plain.toString().strip().toUpperCase(Locale.ROOT);
    }

    /**
     * Whether a single point or comma may separate thousands or cents, such as in {@code 1.299}: exactly three digits behind
     * it and one to three before, the first of them no zero.
     */
    public static boolean hasTwoReadings(String number) {
        return TWO_READINGS.matcher(number).matches();
    }

    /**
     * The digits, with a point, of a number as it is written in the United States: {@code 1,299.50}, also with spaces between
     * the thousands; empty if it is none. Ask for {@linkplain #hasTwoReadings two readings} first.
     *
     * @param number {@linkplain #normalized normalized}, without a sign
     */
    public static Optional<String> american(String number) {
        if (GROUPED.matcher(number).matches()) {
            return Optional.of(number.replaceAll("[, ]", ""));
        }
        return PLAIN.matcher(number).matches() ? Optional.of(number) : Optional.empty();
    }
}
