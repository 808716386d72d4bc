package io.roifilter.outbox;

import io.roifilter.api.MethodCall;
import io.roifilter.api.PayloadJson;
import io.roifilter.text.LogGuard;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The line of a log with a call that the store could not take, written by the outbox and read by who replays it:
 *
 * <pre>
 * shop: UNSTORED-ORDER {"methodName":"roi.insert","roi_data":"…",…}; accepted 2026-11-22T10:15:30Z; refused: why; key 1123; check 0123456789abcdef0123456789abcdef; because the queue is full
 *       │              │                                                                           │             │         │                                        └ not covered by the check
 *       │              │                                                                           │             │         └ of all from { to here, by {@link LineSeal}; none if it cannot be made
 *       │              │                                                                           │             └ the call's duplicate key, in case it was stored after all
 *       │              │                                                                           └ only of a call that must not be made
 *       │              └ the call as JSON
 *       └ at this place only: {@link LogGuard} breaks it in all other entries
 * </pre>
 *
 * From the brace to the check, texts (of the JSON, the reason and the key) have only ASCII letters, digits and
 * {@value #PLAIN}; all else in them is written as {@code \}{@code uXXXX}, and so is a hyphen that would complete the mark.
 * Thus a semicolon or brace always is what it looks like; whatever encoding a log has, it writes the same; and what a
 * log in JSON or XML escapes comes back as it was. No text can end another, whatever a shop, a customer or the endpoint
 * wrote: and if it could, the check would not be right.
 *
 * <p>In a log whose lines are JSON or XML this is a text of that, escaped, perhaps more than once: of all that it may have
 * been, it is what the check fits. A line may hold a broken call and a whole one, where a process died while it wrote and
 * the next one went on; each mark is judged alone.
 */
public final class UnstoredLine {
    /** What may stand in a text besides letters and digits. */
    private static final String PLAIN = "-._:/";

    /** The mark as it is in a text. */
    private static final String BROKEN = LogGuard.UNSTORED.replace("-", "\\u002d");

    private static final int MAX_REASON = 500;
    private static final String HEX = "0123456789abcdef";

    /** Up to the check, as the outbox writes it: no brace, quotation mark or semicolon is in a text. */
    private static final Pattern CALL = Pattern.compile(
            " ?((\\{[^{}]*+\\}); accepted ([^;]++)(?:; refused: ([^;]*+))?; key ([^;]++)); check ([0-9a-f]{32}|none)");

    private static final Pattern UNICODE = Pattern.compile("\\\\u([0-9a-f]{4})");
    private static final Pattern ENTITY = Pattern.compile("&(?:#(\\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-z]{2,4}));");

    /** How often a text may be escaped within another. */
    private static final int MAX_DEPTH = 3;

    private UnstoredLine() {}

    /** What is found at a mark. Immutable. */
    public sealed interface Found {
        /**
         * A call, whole.
         *
         * @param key tells it from other calls, however often it was logged
         * @param refusal why it must not be made; empty if it is to be made
         * @param acceptedAt when the outbox was to take it; empty if the line does not say so
         * @param isProven whether the check fits, so that an application with the shared secret wrote it
         */
        record Whole(
                MethodCall call, String key, Optional<String> refusal, Optional<Instant> acceptedAt, boolean isProven)
                implements Found {}

        /** The beginning of a call that is not there whole, or was changed so that it is none. */
        record Broken(String reason) implements Found {}
    }

    /** @param payload the call as JSON */
    static String of(String payload, String key, String rejection, Instant acceptedAt, LineSeal seal, String why) {
        String refused = rejection == null ? "" : "; refused: " + reason(rejection);
        String sealed = json(payload) + "; accepted " + acceptedAt + refused + "; key " + plain(key);
        return LogGuard.UNSTORED + " " + sealed + "; check " + seal.check(sealed) + "; because "
                + LogGuard.oneLine(String.valueOf(why));
    }

    /**
     * All calls in a line of a log, whole or broken, in their order; none for nearly every line.
     *
     * @param seals one of which a call must bear, else it may be anybody's
     */
    public static List<Found> in(String line, PayloadJson json, List<LineSeal> seals) {
        List<Found> found = new ArrayList<>(1);
        for (int at = line.indexOf(LogGuard.UNSTORED); at >= 0; ) {
            int begin = at + LogGuard.UNSTORED.length();
            at = line.indexOf(LogGuard.UNSTORED, begin); // within a call, the mark is never whole
            found.add(at(line.substring(begin, at < 0 ? line.length() : at), json, seals));
        }
        return found;
    }

    private static Found at(String text, PayloadJson json, List<LineSeal> seals) {
        Found best = new Found.Broken("the line is cut off, or not as it was written");
        for (String reading : readings(text)) {
            Matcher call = CALL.matcher(reading);
            if (call.lookingAt()) {
                if (seals.stream().anyMatch(seal -> seal.fits(call.group(1), call.group(6)))) {
                    return found(call, json, true);
                }
                best = best instanceof Found.Whole ? best : found(call, json, false);
            }
        }
        return best;
    }

    private static Found found(Matcher line, PayloadJson json, boolean proven) {
        try {
            return new Found.Whole(
                    json.read(line.group(2)),
                    unescaped(line.group(5)),
                    Optional.ofNullable(line.group(4)).map(UnstoredLine::unescaped),
                    time(line.group(3)),
                    proven);
        } catch (RuntimeException e) {
            return new Found.Broken(LogGuard.oneLine(String.valueOf(e.getMessage())));
        }
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty(); // it is anybody's line
        }
    }

    /** The same JSON: within its texts, everything that is not plain is escaped, and nothing in another way. */
    static String json(String json) {
        StringBuilder plain = new StringBuilder(2 * json.length());
        StringBuilder text = null; // that which we are in
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (text == null) {
                plain.append(c);
                text = c == '"' ? new StringBuilder() : null;
            } else if (c == '"') {
                plain.append(plain(text.toString())).append('"');
                text = null;
            } else if (c == '\\') {
                i++;
                i += appendEscaped(text, json, i);
            } else {
                text.append(c);
            }
        }
        return plain.toString();
    }

    /** @return how many characters the escape has behind its letter */
    private static int appendEscaped(StringBuilder text, String json, int at) {
        char c = json.charAt(at);
        if (c == 'u') {
            text.append((char) Integer.parseInt(json.substring(at + 1, at + 5), 16));
            return 4;
        }
        int control = "btnfr".indexOf(c);
        text.append(control < 0 ? c : "\b\t\n\f\r".charAt(control));
        return 0;
    }

    /** A reason is read by people: its words stay apart, by single blanks, as some would make one of several. */
    private static String reason(String reason) {
        String line = LogGuard.oneLine(reason.substring(0, Math.min(reason.length(), MAX_REASON)));
        return plain(line.strip().replaceAll(" +", " ")).replace("\\u0020", " ");
    }

    /** A text as it stands in a line. */
    static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isPlain(c)) {
                plain.append(c);
            } else {
                plain.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    plain.append(HEX.charAt(c >> shift & 0xf));
                }
            }
        }
        return plain.toString().replace(LogGuard.UNSTORED, BROKEN);
    }

    private static boolean isPlain(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || PLAIN.indexOf(c) >= 0;
    }

    /** What the text may have been before a log's format escaped it, itself first. */
    private static Set<String> readings(String text) {
        Set<String> readings = new LinkedHashSet<>(List.of(text));
        List<String> last = List.of(text);
        for (int depth = 0; depth < MAX_DEPTH; depth++) {
            List<String> next = new ArrayList<>();
            for (String reading : last) {
                next.add(withoutEscapes(reading));
                next.add(withoutEntities(reading));
            }
            next.removeIf(reading -> !readings.add(reading));
            last = next;
        }
        return readings;
    }

    /** What a JSON text says, of which this is the middle and the end, up to the closing quotation mark. */
    private static String withoutEscapes(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length() && text.charAt(i) != '"'; i++) {
            if (text.charAt(i) == '\\' && i + 1 < text.length()) {
                i++;
                i += appendAnyEscaped(plain, text, i);
            } else {
                plain.append(text.charAt(i));
            }
        }
        return plain.toString();
    }

    /** @return how many characters the escape has behind its letter */
    private static int appendAnyEscaped(StringBuilder plain, String text, int at) {
        char c = text.charAt(at);
        if (c == 'u' && at + 4 < text.length()) {
            int code = 0;
            for (int i = at + 1; i <= at + 4; i++) {
                int digit = Character.digit(text.charAt(i), 16);
                code = digit < 0 || code < 0 ? -1 : 16 * code + digit;
            }
            if (code >= 0) {
                plain.append((char) code);
                return 4;
            }
        }
        // A line break or its like, escaped as a letter, has no place in an order: whatever stands for it is as wrong.
        plain.append(c);
        return 0;
    }

    private static String withoutEntities(String text) {
        return ENTITY.matcher(text).replaceAll(entity -> Matcher.quoteReplacement(character(entity)));
    }

    private static String character(MatchResult entity) {
        if (entity.group(3) != null) {
            return switch (entity.group(3)) {
                case "lt" -> "<";
                case "gt" -> ">";
                case "amp" -> "&";
                case "quot" -> "\"";
                case "apos" -> "'";
                default -> entity.group();
            };
        }
        int code = entity.group(1) != null ? Integer.parseInt(entity.group(1)) : Integer.parseInt(entity.group(2), 16);
        return Character.isValidCodePoint(code) ? Character.toString(code) : entity.group();
    }

    /** A reason or key as it was. */
    static String unescaped(String text) {
        return UNICODE.matcher(text)
                .replaceAll(escape ->
                        Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(escape.group(1), 16))));
    }
}
