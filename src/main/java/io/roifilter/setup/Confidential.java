package io.roifilter.setup;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What customers type and nobody else is to see: it is neither asked for nor kept. */
final class Confidential {
    private static final Pattern NAME =
            Pattern.compile("(?i)pass(?:w|phrase|code|$)|pwd|secret|(?:credit|debit|payment)?_?-?card|cvv|cvc|csc\\b|"
                    + "\\bpan\\b|iban|accountn|routingn|securityc|\\bpin\\b|ssn|csrf|xsrf|token|otp\\b|credential|roi_?data|roi_?setup|"
                    + "api_?key|private_?key|session_?id|jsessionid");
    private static final Pattern CARD = Pattern.compile("(?<![\\d.])\\d(?:[ -]?\\d){12,18}(?![\\d.])");

    /** So long is the longest input of a form that is looked at. */
    private static final Pattern INPUT =
            Pattern.compile("(?i)<input\\b(?![^>]{0,2000}\\btype\\s*=\\s*[\"']?hidden)[^>]{0,2000}>");

    private static final Pattern VALUE = Pattern.compile("(?i)(\\svalue\\s*=\\s*)(?:\"[^\"]*\"|'[^']*'|[^\\s>\"']+)");
    private static final Pattern TEXT_AREA =
            Pattern.compile("(?i)(<textarea\\b[^>]{0,2000}>)[^<]{1,20000}(?=</textarea)");

    private Confidential() {}

    /** Whether a parameter, an attribute or a property of this name is left alone. */
    static boolean isName(String name) {
        return NAME.matcher(name).find();
    }

    /** Whether it may be the number of a card, by its length and its last digit (ISO/IEC 7812-1, annex B). */
    static boolean isCard(String text) {
        Matcher number = CARD.matcher(text);
        while (number.find()) {
            if (isValid(number.group().replaceAll("[ -]", ""))) {
                return true;
            }
        }
        return false;
    }

    /** A page without what forms on it have in their fields. */
    static String withoutInputs(String page) {
        String inputs = INPUT.matcher(page)
                .replaceAll(input ->
                        Matcher.quoteReplacement(VALUE.matcher(input.group()).replaceAll("$1\"\"")));
        return TEXT_AREA.matcher(inputs).replaceAll("$1");
    }

    private static boolean isValid(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int doubled = i % 2 == 0 ? digit : 2 * digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }
        return sum % 10 == 0;
    }
}
