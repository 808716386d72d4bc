package io.roifilter.text;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds a known value in other people's words, however it is spelled there: character by character escaped for a URL, XML,
 * HTML or JSON, also several times, broken over lines, in Base64, or cut off.
 */
final class Spellings {
    /** One character; which group has it tells how. */
    private static final Pattern ESCAPED = Pattern.compile(
            "(?i)%(?:25)*([0-9a-f]{2})|&(?:amp;)*#x0*([0-9a-f]{1,4});"
                    + "|\\\\+u([0-9a-f]{4})|\\\\+x([0-9a-f]{2})|&(?:amp;)*#0*(\\d{1,5});|&(?:amp;)*(amp|lt|gt|quot|apos|sol|colon);");

    private static final int DECIMAL = 5;
    private static final int NAME = 6;
    private static final String NAMES = "amp& lt< gt> quot\" apos' sol/ colon: ";
    private static final int BASE64 = 24; // so many characters of its alphabet in a row may be it

    private final String text;
    private final String value;
    private final int enough;
    private Matcher escaped; // null until something may be
    private int end; // of what was found last

    private Spellings(String text, String value, int enough) {
        this.text = text;
        this.value = value;
        this.enough = enough;
    }

    /**
     * @param value not empty
     * @param enough so many characters are taken for the value, too, if it goes on in another way or ends
     * @param left stands for it
     */
    static String replace(String text, String value, int enough, String left) {
        String plain = mayHaveBase64(text) ? withoutBase64(text, value, left) : text;
        return new Spellings(plain, value, enough).replaced(left);
    }

    private String replaced(String left) {
        StringBuilder result = new StringBuilder(text.length());
        int copied = 0;
        for (int at = 0; at < text.length(); at++) {
            if (isAt(at)) {
                result.append(text, copied, at).append(left);
                copied = end;
                at = end - 1;
            }
        }
        return copied == 0 ? text : result.append(text, copied, text.length()).toString();
    }

    private boolean isAt(int begin) {
        int at = begin;
        int found = 0;
        while (found < value.length()) {
            int from = found == 0 ? at : behindNoise(at, value.charAt(found));
            int next = from < text.length() ? behind(from, value.charAt(found)) : -1;
            if (next < 0) {
                break;
            }
            at = next;
            found++;
        }
        if (found >= enough) {
            end = found == value.length() ? at : endOfWord(at);
        }
        return found >= enough;
    }

    /** The index behind this character, if it is what stands there; else -1. */
    private int behind(int at, char wanted) {
        char c = text.charAt(at);
        if ((c == '%' || c == '&' || c == '\\') && isEscape(at) && character() == wanted) {
            return escaped.end();
        }
        return c == wanted ? at + 1 : -1;
    }

    private boolean isEscape(int at) {
        if (escaped == null) {
            escaped = ESCAPED.matcher(text);
        }
        return escaped.region(at, text.length()).lookingAt();
    }

    private char character() {
        if (escaped.group(NAME) != null) {
            String name = escaped.group(NAME).toLowerCase(Locale.ROOT);
            return NAMES.charAt(NAMES.indexOf(name) + name.length());
        }
        if (escaped.group(DECIMAL) != null) {
            return (char) Integer.parseInt(escaped.group(DECIMAL));
        }
        int group = 1;
        while (escaped.group(group) == null) {
            group++;
        }
        return (char) Integer.parseInt(escaped.group(group), 16);
    }

    /** Line breaks and what escapes the next character belong to no value. */
    private int behindNoise(int begin, char wanted) {
        int at = begin;
        while (at < text.length() && text.charAt(at) != wanted && isNoise(at)) {
            at++;
        }
        return at;
    }

    private boolean isNoise(int at) {
        char c = text.charAt(at);
        boolean escapes = c == '\\' && !isEscape(at);
        return escapes || Character.isWhitespace(c) || Character.getType(c) == Character.FORMAT;
    }

    private int endOfWord(int begin) {
        int at = begin;
        while (at < text.length() && !Character.isWhitespace(text.charAt(at)) && "\"'<>".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return at;
    }

    /** Without an expression, as it is asked of every word that an endpoint says of an order. */
    private static boolean mayHaveBase64(String text) {
        int run = 0;
        for (int i = 0; i < text.length() && run < BASE64; i++) {
            char c = text.charAt(i);
            boolean isOfIt = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            run = isOfIt || "+/_-".indexOf(c) >= 0 ? run + 1 : 0;
        }
        return run >= BASE64;
    }

    private static String withoutBase64(String text, String value, String left) {
        String result = text;
        for (int before = 0; before < 3; before++) {
            String all =
                    Base64.getEncoder().encodeToString((" ".repeat(before) + value).getBytes(StandardCharsets.UTF_8));
            int length = (before + value.getBytes(StandardCharsets.UTF_8).length) * 8 / 6;
            String known = all.substring((before * 8 + 5) / 6, length);
            result = known.isEmpty()
                    ? result
                    : result.replace(known, left)
                            .replace(known.replace('+', '-').replace('/', '_'), left);
        }
        return result;
    }
}
