package io.roifilter.setup;

import io.roifilter.text.WrittenNumber;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A total as an operator saw it, such as {@code $16.50}, {@code 1.234,50 €} or {@code 16.5}. Immutable. */
final class WantedTotal {
    private static final Pattern NUMBER = Pattern.compile("\\d(?:[\\d.,' \u2019]*\\d)?");
    private static final Pattern CODE = Pattern.compile("(?<![A-Z])[A-Z]{3}(?![A-Z])");
    private static final Map<String, String> SIGNS =
            Map.of("€", "EUR", "£", "GBP", "₹", "INR", "₩", "KRW", "₽", "RUB", "zł", "PLN");

    private final String typed;
    private final List<BigDecimal> readings;

    WantedTotal(String typed) {
        this.typed = typed.strip();
        readings = readings(this.typed);
    }

    boolean isEmpty() {
        return readings.isEmpty();
    }

    /** As it was typed. */
    @Override
    public String toString() {
        return typed;
    }

    /** Whether this is the total, or one of two that it may be read as. */
    boolean is(BigDecimal number) {
        return readings.stream().anyMatch(reading -> reading.compareTo(number) == 0);
    }

    /** Whether this is the total in cents. */
    boolean isInCents(BigDecimal number) {
        return readings.stream().anyMatch(reading -> reading.movePointRight(2).compareTo(number) == 0);
    }

    /** Whether a text says nothing but the total, however it is formatted. */
    boolean is(String text) {
        return text.length() <= 40 && readings(text).stream().anyMatch(this::is);
    }

    /** The currency, where it was typed so that there is only one. */
    Optional<String> currency() {
        return currency(typed);
    }

    /** The currency that a text with an amount names. */
    static Optional<String> currency(String text) {
        for (Map.Entry<String, String> sign : SIGNS.entrySet()) {
            if (text.contains(sign.getKey())) {
                return Optional.of(sign.getValue());
            }
        }
        Matcher code = CODE.matcher(text);
        while (code.find()) {
            if (Currencies.isCode(code.group())) {
                return Optional.of(code.group());
            }
        }
        return Optional.empty();
    }

    /** What the one number in a text may mean; none if there is not just one. */
    static List<BigDecimal> readings(String text) {
        String plain = WrittenNumber.normalized(text).replace('\u2019', '\'');
        Matcher number = NUMBER.matcher(plain);
        if (!number.find()) {
            return List.of();
        }
        String digits = number.group();
        boolean isNegative = plain.substring(0, number.start()).contains("-");
        return number.find() || isNegative ? List.of() : numbers(digits.replaceAll("[' ]", ""));
    }

    private static List<BigDecimal> numbers(String digits) {
        int point = digits.lastIndexOf('.');
        int comma = digits.lastIndexOf(',');
        int last = Math.max(point, comma);
        if (last < 0) {
            return List.of(new BigDecimal(digits));
        }
        char separator = digits.charAt(last);
        boolean isAlone = digits.indexOf(separator) == last;
        boolean hasOther = Math.min(point, comma) >= 0;
        List<BigDecimal> numbers = new ArrayList<>();
        if (isAlone) {
            numbers.add(new BigDecimal(
                    digits.substring(0, last).replaceAll("[.,]", "") + '.' + digits.substring(last + 1)));
        }
        boolean mayGroup = digits.length() - last - 1 == 3 && !hasOther;
        if (mayGroup || !isAlone) {
            numbers.add(new BigDecimal(digits.replaceAll("[.,]", "")));
        }
        return numbers;
    }
}
