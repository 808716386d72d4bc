package io.roifilter.page;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code &amp;} and the like: those that stand in addresses, amounts and numbers of orders. Others are left as they are. */
final class CharacterReferences {
    private static final Pattern REFERENCE =
            Pattern.compile("&(?:#(\\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z]{2,5}));");
    private static final Map<String, String> NAMES = Map.of(
            "amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", "\u00a0", "euro", "€", "pound", "£",
            "yen", "¥", "minus", "\u2212");

    private CharacterReferences() {}

    /** Only those with a semicolon, so that {@code ?a=1&currency=USD} stays what it is. */
    static String read(String text) {
        return text.indexOf('&') < 0 ? text : REFERENCE.matcher(text).replaceAll(CharacterReferences::character);
    }

    private static String character(MatchResult match) {
        String character = match.group(3) == null ? numbered(match) : NAMES.getOrDefault(match.group(3), match.group());
        return Matcher.quoteReplacement(character);
    }

    private static String numbered(MatchResult match) {
        int codePoint =
                match.group(1) != null ? Integer.parseInt(match.group(1)) : Integer.parseInt(match.group(2), 16);
        return Character.isValidCodePoint(codePoint) ? Character.toString(codePoint) : "\ufffd";
    }
}
