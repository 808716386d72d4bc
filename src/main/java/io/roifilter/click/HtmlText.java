package io.roifilter.click;

import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Character references of HTML (section 13.5 of the standard), as they stand in a link taken from the source of a mail. */
final class HtmlText {
    /** Without the semicolon no more digits than a character of ASCII has, as those of the value may follow. */
    private static final Pattern NUMERIC = Pattern.compile(
            "&#(?:[xX]0{0,6}([0-9A-Fa-f]{1,6});|0{0,6}([0-9]{1,7});|[xX]0{0,6}([0-9A-Fa-f]{2})|0{0,6}([0-9]{2}))");

    private static final Pattern NAMED = Pattern.compile("&([A-Za-z]{2,20});");

    /** Those that HTML knows without the semicolon, too. */
    private static final Pattern OPEN = Pattern.compile("&(amp|lt|gt|quot|nbsp|shy)", Pattern.CASE_INSENSITIVE);

    /** Names of characters in links, of what is around links and of what cannot be seen. */
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("amp", "&"),
            Map.entry("lt", "<"),
            Map.entry("gt", ">"),
            Map.entry("quot", "\""),
            Map.entry("apos", "'"),
            Map.entry("num", "#"),
            Map.entry("percnt", "%"),
            Map.entry("lpar", "("),
            Map.entry("rpar", ")"),
            Map.entry("plus", "+"),
            Map.entry("comma", ","),
            Map.entry("hyphen", "-"),
            Map.entry("dash", "-"),
            Map.entry("period", "."),
            Map.entry("sol", "/"),
            Map.entry("colon", ":"),
            Map.entry("semi", ";"),
            Map.entry("equals", "="),
            Map.entry("quest", "?"),
            Map.entry("commat", "@"),
            Map.entry("lsqb", "["),
            Map.entry("lbrack", "["),
            Map.entry("bsol", "\\"),
            Map.entry("rsqb", "]"),
            Map.entry("rbrack", "]"),
            Map.entry("lowbar", "_"),
            Map.entry("underbar", "_"),
            Map.entry("lcub", "{"),
            Map.entry("rcub", "}"),
            Map.entry("ndash", "-"),
            Map.entry("mdash", "-"),
            Map.entry("minus", "-"),
            Map.entry("nbsp", " "),
            Map.entry("ensp", " "),
            Map.entry("emsp", " "),
            Map.entry("thinsp", " "),
            Map.entry("tab", " "),
            Map.entry("newline", "\n"),
            Map.entry("shy", "\u00ad"),
            Map.entry("zwnj", "\u200c"),
            Map.entry("zwj", "\u200d"),
            Map.entry("lrm", "\u200e"),
            Map.entry("rlm", "\u200f"),
            Map.entry("zerowidthspace", "\u200b"),
            Map.entry("nobreak", "\u2060"),
            Map.entry("laquo", "\u00ab"),
            Map.entry("raquo", "\u00bb"),
            Map.entry("ldquo", "\u201c"),
            Map.entry("rdquo", "\u201d"),
            Map.entry("lsquo", "\u2018"),
            Map.entry("rsquo", "\u2019"),
            Map.entry("hellip", "\u2026"));

    private HtmlText() {}

    /** The text with the characters that are meant. */
    static String decode(String text) {
        if (text.indexOf('&') < 0) {
            return text;
        }
        String numeric = NUMERIC.matcher(text).replaceAll(match -> Matcher.quoteReplacement(numeric(match)));
        String named = NAMED.matcher(numeric).replaceAll(match -> Matcher.quoteReplacement(named(match)));
        return OPEN.matcher(named).replaceAll(match -> Matcher.quoteReplacement(named(match)));
    }

    /** The character of this number; one that says that there is none, if there is none. */
    static String character(String number, int radix) {
        int code = Integer.parseInt(number, radix);
        return Character.isValidCodePoint(code) ? Character.toString(code) : "\ufffd";
    }

    private static String numeric(MatchResult match) {
        String hexadecimal = match.group(1) == null ? match.group(3) : match.group(1);
        return hexadecimal == null
                ? character(match.group(2) == null ? match.group(4) : match.group(2), 10)
                : character(hexadecimal, 16);
    }

    private static String named(MatchResult match) {
        return NAMES.getOrDefault(match.group(1).toLowerCase(Locale.ROOT), match.group());
    }
}
