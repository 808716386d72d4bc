package io.roifilter.replay;

import io.roifilter.api.PayloadJson;
import io.roifilter.api.RoiInsert;
import io.roifilter.outbox.LineSeal;
import io.roifilter.outbox.Outbox;
import io.roifilter.text.LogGuard;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds orders in lines of a log, whatever the log's format puts before and behind them:
 *
 * <pre>
 * … UNSTORED-ORDER {"order_id":"1123",…}; accepted 2026-11-22T10:15:30Z[; refused: reason]; key 1123; check 0123…; because …
 * </pre>
 *
 * In a log whose lines are JSON or XML this is a text of that, escaped, perhaps more than once: of all that it may have
 * been, it is what the check fits. A line may hold a broken order and a whole one, where a process died while it wrote
 * and the next one went on; each mark is judged alone. Thread-safe.
 */
final class LineParser {
    /** Up to the check, as the outbox writes it: no brace, quotation mark or semicolon is in a text. */
    private static final Pattern ORDER = Pattern.compile(
            " ?((\\{[^{}]*+\\}); accepted [^;]++(?:; refused: ([^;]*+))?; key ([^;]++)); check ([0-9a-f]{32}|none)");

    private static final Pattern UNICODE = Pattern.compile("\\\\u([0-9a-f]{4})");
    private static final Pattern ENTITY = Pattern.compile("&(?:#(\\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-z]{2,4}));");

    /** How often a text may be escaped within another. */
    private static final int MAX_DEPTH = 3;

    private final PayloadJson json;
    private final List<LineSeal> seals;

    /** @param seals one of which a line must bear, else it may be anybody's */
    LineParser(PayloadJson json, List<LineSeal> seals) {
        this.json = json;
        this.seals = List.copyOf(seals);
    }

    /** All orders, whole or broken, in their order; none for nearly every line of a log. */
    List<LogEntry> parse(String line) {
        List<LogEntry> entries = new ArrayList<>(1);
        for (int at = line.indexOf(Outbox.UNSTORED); at >= 0; ) {
            int begin = at + Outbox.UNSTORED.length();
            at = line.indexOf(Outbox.UNSTORED, begin); // within an order, the mark is never whole
            entries.add(parseOne(line.substring(begin, at < 0 ? line.length() : at)));
        }
        return entries;
    }

    private LogEntry parseOne(String text) {
        LogEntry best = new LogEntry.Unreadable("the line is cut off, or not as it was written");
        for (String reading : readings(text)) {
            Matcher order = ORDER.matcher(reading);
            if (order.lookingAt()) {
                if (seals.stream().anyMatch(seal -> seal.fits(order.group(1), order.group(5)))) {
                    return entry(order, true);
                }
                best = best instanceof LogEntry.Order ? best : entry(order, false);
            }
        }
        return best;
    }

    private LogEntry entry(Matcher line, boolean proven) {
        try {
            RoiInsert order = json.read(line.group(2));
            return new LogEntry.Order(
                    order,
                    plain(line.group(4)),
                    Optional.ofNullable(line.group(3)).map(LineParser::plain),
                    proven);
        } catch (RuntimeException e) {
            return new LogEntry.Unreadable(LogGuard.oneLine(String.valueOf(e.getMessage())));
        }
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
                i += appendEscaped(plain, text, i);
            } else {
                plain.append(text.charAt(i));
            }
        }
        return plain.toString();
    }

    /** @return how many characters the escape has behind its letter */
    private static int appendEscaped(StringBuilder plain, String text, int at) {
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
    private static String plain(String text) {
        return UNICODE.matcher(text)
                .replaceAll(escape ->
                        Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(escape.group(1), 16))));
    }
}
