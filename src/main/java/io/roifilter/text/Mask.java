package io.roifilter.text;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes out of other people's words what must not be seen: drivers show statements with all that is in them, and the URL of
 * the database with its password; firewalls and PHP show requests. Of roi_data, which identifies a contact, the beginning is
 * left, whatever it is wrapped in; of a secret nothing.
 *
 * <p>This is the one place for it. Every entry of a log passes through here by way of {@link LogGuard}, and so does what an
 * endpoint says. Where it is known what must not be seen, {@link #value} takes that out of what has another form.
 */
public final class Mask {
    /** How much of roi_data may be seen. */
    public static final int SHOWN = 8;

    private static final String HIDDEN = "…";

    /** Without one of these, there is nothing to do. */
    private static final Pattern TRACE =
            Pattern.compile("(?i)roi_data|jdbc:|passw|pwd|_secret|api_key|ct(?:[/%]|\\\\|&#)|echo\\d|//[^/\\s]*@");

    private static final String QUOTE = "(?:\\\\*[\"'\\]]|&quot;|&#0?3[49];|%22|%27|\\\\u0022)";

    /** Between a name and its value: in JSON, XML, queries, maps and arrays, within other texts of the kind, too. */
    private static final String SEPARATOR = QUOTE + "*\\s{0,9}(?:[:=]>?|>|&gt;|%3[aAdDeE]|\\\\u003[dDeE])\\s{0,9}"
            + "(?:<!\\[CDATA\\[\\s{0,9})?" + QUOTE + "*";

    private static final String VALUE = "[^\\s\"<]";

    private static final Pattern NAMED =
            Pattern.compile("(?i)(roi_data" + SEPARATOR + VALUE + "{" + SHOWN + "})" + VALUE + "+?(?=\\\\*[\"\\s<]|$)");

    private static final String COLON = "(?::|%(?:25)*3a|&#x0*3a;|&#0*58;|\\\\+u003a)";

    private static final String SLASH = "(?:\\\\*/|%(?:25)*2f|&#x0*2f;|&#0*47;|\\\\+u002f)";

    /** In the shapes in which it is published. */
    private static final Pattern LINK = Pattern.compile("(?i)https?" + COLON + "[^\\s\"'<>]{0,300}?" + SLASH + "ct"
            + SLASH + "[^\\s\"'<>]+|\\becho\\d{1,9}-\\d{1,20}-[0-9a-z-]{8,}");

    private static final Pattern SECRET =
            Pattern.compile("(?i)(\\b(?:password|passwd|passphrase|pwd|shared_secret|api_key)" + SEPARATOR
                    + ")[^\\s\"'<&;,)" + HIDDEN + "]" + "[^\\s\"'<&;,)]*");

    private static final Pattern DATABASE =
            Pattern.compile("(?i)(jdbc:(?!sqlite)[a-z][a-z0-9]*:)(?!" + HIDDEN + ")[^\\s\"'<>)]+");

    private static final Pattern USER = Pattern.compile("(//)[^/\\s\"'<>@]+@");

    private Mask() {}

    /** The text without what has a form by which it is known. */
    public static String of(String text) {
        if (!appliesTo(text)) {
            return text;
        }
        String masked = DATABASE.matcher(text).replaceAll("$1" + HIDDEN);
        masked = USER.matcher(masked).replaceAll("$1" + HIDDEN + "@");
        masked = SECRET.matcher(masked).replaceAll("$1" + HIDDEN);
        masked = NAMED.matcher(masked).replaceAll("$1" + HIDDEN);
        return LINK.matcher(masked).replaceAll(Mask::beginning);
    }

    /**
     * The text without this value, {@linkplain Spellings however it is spelled}, of which so many characters are left; nor is
     * there a larger part of it, as of what was cut off.
     */
    public static String value(String text, String value, int shown) {
        if (value.isEmpty()) {
            return text;
        }
        String left = value.substring(0, Math.min(shown, value.length())) + (shown < value.length() ? HIDDEN : "");
        boolean mayBeEncoded = text.indexOf('%') >= 0 || text.indexOf('+') >= 0;
        String encoded = mayBeEncoded
                ? URLEncoder.encode(value, StandardCharsets.UTF_8) // characters of several bytes, and '+' for a space
                : value;
        int enough = Math.min(value.length(), Math.max(shown + 4, value.length() / 2));
        return Spellings.replace(text.replace(encoded, left), value, enough, left);
    }

    static boolean appliesTo(String text) {
        return TRACE.matcher(text).find();
    }

    private static String beginning(MatchResult match) {
        return Matcher.quoteReplacement(match.group().substring(0, SHOWN) + HIDDEN);
    }
}
