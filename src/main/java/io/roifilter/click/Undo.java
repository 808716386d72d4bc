package io.roifilter.click;

import io.roifilter.text.QueryString;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What is done to a link between the template of an email and the shop, and how to undo it: one step for each kind, which gives
 * the text as it is where there is nothing of the kind. In what order, and how often, is up to {@link Mending}.
 */
final class Undo {
    /** Each may have been done several times: a link is quoted in a mail that is quoted in a mail. */
    static final List<UnaryOperator<String>> TO_LINKS = List.of(
            Undo::percent,
            HtmlText::decode,
            Undo::quotedPrintable,
            Undo::remainderOfQuotedPrintable,
            Undo::everyQuotedPrintable,
            Undo::backslashes,
            Undo::lostBackslashes,
            Undo::collapsedSlashes,
            Undo::quoteMarks,
            Undo::proofpoint,
            Undo::mojibake);

    /** To values alone, which have no equals sign; those of a link separate names from values. */
    static final List<UnaryOperator<String>> TO_VALUES = Stream.concat(
                    Stream.<UnaryOperator<String>>of(Undo::mailEncoding), TO_LINKS.stream())
            .toList();

    private static final int MAX_NESTED = 3;

    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    private static final Pattern UNICODE_ESCAPE = Pattern.compile("%u([0-9A-Fa-f]{4})");
    private static final Pattern SOFT_BREAK = Pattern.compile("=[ \\t]*(?:\\r?\\n|\\r)");
    private static final Pattern MUST_BE_QUOTED =
            Pattern.compile("=3[Dd]|=[C-Fc-f][0-9A-Fa-f](?:=[89ABab][0-9A-Fa-f])+");
    private static final Pattern MAY_BE_QUOTED = Pattern.compile("=[0-9A-Fa-f]{2}");
    private static final Pattern REMAINDER = Pattern.compile("^3[Dd](?=[^-])");
    private static final Pattern ESCAPED =
            Pattern.compile("\\\\(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|([!-/:-@\\[-`{-~]))");
    private static final Pattern BARE_ESCAPE = Pattern.compile("u00(26|3[dDfF])");
    private static final Pattern SLASHES = Pattern.compile("(?i)(https?):(?!//[A-Za-z0-9])[/\\\\]+(?=[A-Za-z0-9])");
    private static final Pattern QUOTE_MARKS = Pattern.compile("[\\r\\n]\\s*(?:[>|]\\s*)+");
    private static final Pattern PROOFPOINT = Pattern.compile("-(2[0-9A-F]|3[A-F]|40|5[B-F])");

    private Undo() {}

    /** Without the escapes of links and of HTML, however often they were put on one another in practice. */
    static String escapes(String text) {
        String decoded = text;
        for (int i = 0; i < MAX_NESTED; i++) {
            decoded = HtmlText.decode(percent(decoded));
        }
        return decoded;
    }

    /** As rewriters and {@code encodeURIComponent} and, with a {@code u}, {@code escape} write it. */
    private static String percent(String text) {
        return QueryString.decodePercent(UNICODE_ESCAPE
                .matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(HtmlText.character(match.group(1), 16))));
    }

    /**
     * The source of a mail in transfer encoding, taken for the link (RFC 2045, section 6.7): what such encoders must escape.
     * Before anything else an equals sign may be what is left of a line's end.
     */
    private static String quotedPrintable(String text) {
        return text.indexOf('=') < 0
                ? text
                : escapedBy(MUST_BE_QUOTED, SOFT_BREAK.matcher(text).replaceAll(""));
    }

    /** What they may escape. */
    private static String everyQuotedPrintable(String text) {
        return text.indexOf('=') < 0 ? text : escapedBy(MAY_BE_QUOTED, text);
    }

    private static String escapedBy(Pattern escape, String text) {
        Matcher matcher = escape.matcher(text);
        return matcher.find()
                ? QueryString.decodePercent(escape.matcher(text.replace("%", "%25"))
                        .replaceAll(match -> match.group().replace('=', '%')))
                : text;
    }

    /** What is left of an equals sign in that encoding where the sign itself was taken for the end of the name. */
    private static String remainderOfQuotedPrintable(String text) {
        return REMAINDER.matcher(text).replaceFirst("");
    }

    /** The same, and what is left of a soft line break in it. */
    static String mailEncoding(String text) {
        return quotedPrintable(text).replace("=", "");
    }

    /** Markdown, JSON and scripts. */
    private static String backslashes(String text) {
        return text.indexOf('\\') < 0
                ? text
                : ESCAPED.matcher(text).replaceAll(match -> Matcher.quoteReplacement(unescaped(match)));
    }

    private static String unescaped(MatchResult match) {
        String hexadecimal = match.group(1) == null ? match.group(2) : match.group(1);
        return hexadecimal == null ? match.group(3) : HtmlText.character(hexadecimal, 16);
    }

    /** Of JSON that has been through something that takes backslashes away. */
    private static String lostBackslashes(String text) {
        return BARE_ESCAPE.matcher(text).replaceAll(match -> HtmlText.character(match.group(1), 16));
    }

    /** By proxies and rewriters that clean up what they take for a path. */
    private static String collapsedSlashes(String text) {
        return SLASHES.matcher(text).replaceAll("$1://");
    }

    /** Of a mail answered with a mark before each line. */
    private static String quoteMarks(String text) {
        return QUOTE_MARKS.matcher(text).replaceAll("");
    }

    /** Proofpoint URL Defense, version 2: a hyphen for the percent sign, an underscore for the slash. */
    private static String proofpoint(String text) {
        return PROOFPOINT.matcher(text).find()
                ? QueryString.decodePercent(
                        PROOFPOINT.matcher(text.replace('_', '/')).replaceAll("%$1"))
                : text;
    }

    /** UTF-8 taken for Windows-1252. */
    private static String mojibake(String text) {
        if (text.chars().allMatch(c -> c < 0x80)) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        text.codePoints().forEach(c -> bytes.writeBytes(c <= 0xff ? new byte[] {(byte) c} : inWindows1252(c)));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static byte[] inWindows1252(int character) {
        return Character.toString(character).getBytes(WINDOWS_1252);
    }
}
