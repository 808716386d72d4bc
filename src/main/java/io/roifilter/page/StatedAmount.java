package io.roifilter.page;

import io.roifilter.text.OneLine;
import io.roifilter.text.WrittenNumber;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An amount as a page states it: a number by its digits; text as an order's amount is read everywhere here, and also with a
 * decimal comma where that cannot be anything else, such as {@code 12,50} or {@code 1.299,50}. A sign or code of a currency
 * may stand on either side.
 *
 * @param number empty if there is none that has one reading only
 * @param currency what the text says of it
 * @param problem in a few words, if there is something that is no amount
 */
record StatedAmount(Optional<BigDecimal> number, Optional<String> currency, Optional<String> problem) {
    static final StatedAmount NONE = new StatedAmount(Optional.empty(), Optional.empty(), Optional.empty());

    private static final int MAX_TEXT = 200;
    private static final int MAX_DIGITS = 12;
    private static final int MAX_FRACTION = 30;

    private static final Set<String> CODES = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toSet());

    private static final String SIGN = "[A-Z]{0,2}\\p{Sc}|[A-Z]{3}|KR\\.?|KČ|ZŁ|FR\\.?|";
    private static final Pattern TEXT = Pattern.compile("(?<before>" + SIGN + ") ?(?<more>" + SIGN
            + ") ?(?<number>[-+]? ?[0-9.,][0-9.,' E+-]*) ?(?<behind>" + SIGN + ")");

    /** Only a decimal comma: thousands by points or spaces, or not three digits behind, or no one to three before. */
    private static final Pattern DECIMAL_COMMA = Pattern.compile(
            "[1-9]\\d{0,2}([. '])\\d{3}(?:\\1\\d{3})*,\\d{1,4}|\\d*,(?:\\d{1,2}|\\d{4})|(?:0|\\d{4,}),\\d{3}");
    /** More than one, so that it is no decimal point; or with apostrophes, as in Switzerland. */
    private static final Pattern THOUSANDS =
            Pattern.compile("[1-9]\\d{0,2}(?:\\.\\d{3}){2,}|[1-9]\\d{0,2}(?:'\\d{3})+(?:\\.\\d*)?");

    static StatedAmount of(Value value) {
        if (value instanceof Value.Numeral numeral) {
            return of(numeral.number(), Optional.empty(), numeral.written());
        }
        if (value instanceof Value.Text text && !text.text().isBlank()) {
            return text.text().length() > MAX_TEXT ? wrong("is too long") : ofText(text.text());
        }
        return value instanceof Value.Unknown ? wrong("is no literal") : NONE;
    }

    /** What a page says of its currency where that is none known here, be it by a script; empty if it says nothing. */
    static Optional<String> unknownCurrency(Value value) {
        String said = value instanceof Value.Text text ? OneLine.of(text.text(), MAX_TEXT) : "";
        return value instanceof Value.Unknown
                ? Optional.of("not readable")
                : Optional.of(said).filter(text -> !text.isEmpty());
    }

    /** The code of one that exists, by that or by a sign of its own. */
    static Optional<String> currency(Value value) {
        Optional<String> code = code(value);
        return code.isPresent() || !(value instanceof Value.Text text)
                ? code
                : currency(text.text().strip());
    }

    private static Optional<String> code(Value value) {
        String code = value instanceof Value.Text text ? text.text().strip().toUpperCase(Locale.ROOT) : "";
        return CODES.contains(code) ? Optional.of(code) : Optional.empty();
    }

    boolean isNegative() {
        return number.isPresent() && number.get().signum() < 0;
    }

    private static StatedAmount ofText(String text) {
        Matcher matcher = TEXT.matcher(WrittenNumber.normalized(text));
        if (!matcher.matches() || !areCurrencies(matcher)) {
            return wrong("is no number");
        }
        String signed = matcher.group("number").replaceFirst("^\\+ ?", "").strip();
        boolean isNegative = signed.startsWith("-");
        String number = isNegative ? signed.substring(1).strip() : signed;
        if (WrittenNumber.hasTwoReadings(number)) {
            return wrong("has two readings");
        }
        Optional<String> digits = digits(number);
        if (digits.isEmpty()) {
            return wrong("is no number");
        }
        Optional<String> currency =
                currency(matcher.group("before") + " " + matcher.group("more") + " " + matcher.group("behind"));
        try {
            BigDecimal parsed = new BigDecimal(digits.get());
            return of(isNegative ? parsed.negate() : parsed, currency, text);
        } catch (NumberFormatException e) {
            return wrong("is no number"); // an exponent beyond all numbers
        }
    }

    /** Three letters may be anything: 12 pcs. */
    private static boolean areCurrencies(Matcher matcher) {
        return Stream.of("before", "more", "behind")
                .map(matcher::group)
                .filter(sign -> sign.matches("[A-Z]{3}"))
                .allMatch(CODES::contains);
    }

    private static Optional<String> digits(String number) {
        Optional<String> american = WrittenNumber.american(number);
        if (american.isPresent()) {
            return american;
        }
        if (DECIMAL_COMMA.matcher(number).matches()) {
            return Optional.of(number.replaceAll("[. ']", "").replace(',', '.'));
        }
        return THOUSANDS.matcher(number).matches()
                ? Optional.of(number.contains("'") ? number.replace("'", "") : number.replace(".", ""))
                : Optional.empty();
    }

    private static StatedAmount of(BigDecimal number, Optional<String> currency, String written) {
        boolean isReasonable = (long) number.precision() - number.scale() <= MAX_DIGITS
                && number.scale() <= MAX_FRACTION
                && number.scale() >= -MAX_DIGITS
                && written.length() <= MAX_TEXT;
        return isReasonable
                ? new StatedAmount(Optional.of(number), currency, Optional.empty())
                : wrong("has too many digits");
    }

    /** Of the words around a number; a dollar sign is that of many countries. */
    private static Optional<String> currency(String signs) {
        for (String sign : signs.split(" ")) {
            Optional<String> code = switch (sign) {
                case "€" -> Optional.of("EUR");
                case "£" -> Optional.of("GBP");
                case "US$" -> Optional.of("USD");
                default -> code(new Value.Text(sign));
            };
            if (code.isPresent()) {
                return code;
            }
        }
        return Optional.empty();
    }

    private static StatedAmount wrong(String problem) {
        return new StatedAmount(Optional.empty(), Optional.empty(), Optional.of(problem));
    }
}
