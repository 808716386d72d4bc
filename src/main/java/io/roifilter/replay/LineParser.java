package io.roifilter.replay;

import io.roifilter.api.PayloadJson;
import io.roifilter.api.RoiInsert;
import io.roifilter.outbox.Outbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds orders in lines of a log, whatever the log's format puts before and behind them:
 *
 * <pre>
 * … UNSTORED-ORDER {"order_id":"1123",…}; accepted 2026-11-22T10:15:30Z[; refused: reason]; key 1123; because …
 * </pre>
 *
 * In a log whose lines are JSON this is a text of that, escaped, perhaps more than once. A line may hold a broken order
 * and a whole one, where a process died while it wrote and the next one went on. Thread-safe.
 */
final class LineParser {
    private static final Pattern TAIL = Pattern.compile("; accepted \\S+?(?:; refused: (.*?))?; key ");
    private static final Pattern RANDOM_KEY = Pattern.compile("[0-9a-f-]{36}");

    private final PayloadJson json;

    LineParser(PayloadJson json) {
        this.json = json;
    }

    /** All orders, whole or broken, in their order; none for nearly every line of a log. */
    List<LogEntry> parse(String line) {
        List<LogEntry> entries = new ArrayList<>(1);
        String rest = line;
        for (int at = rest.indexOf(Outbox.UNSTORED); at >= 0; at = rest.indexOf(Outbox.UNSTORED)) {
            rest = rest.substring(at + Outbox.UNSTORED.length()).stripLeading();
            rest = parseOne(rest.startsWith("{\\") ? unescaped(rest) : rest, entries);
        }
        return entries;
    }

    /** @return what is behind the order, or behind the marker if no order follows it */
    private String parseOne(String text, List<LogEntry> entries) {
        int end = endOfObject(text);
        Matcher tail = TAIL.matcher(text).region(Math.max(0, end), text.length());
        if (end < 0) {
            entries.add(new LogEntry.Unreadable("the order is cut off"));
            return text;
        }
        if (!tail.lookingAt()) {
            entries.add(
                    new LogEntry.Unreadable("what follows the order is cut off, which would say whether to send it"));
            return text;
        }
        try {
            String rest = text.substring(tail.end());
            RoiInsert order = json.read(text.substring(0, end));
            String key = key(order, rest);
            entries.add(new LogEntry.Order(order, key, Optional.ofNullable(tail.group(1))));
            return rest.startsWith(key) ? rest.substring(key.length()) : rest;
        } catch (RuntimeException e) {
            entries.add(new LogEntry.Unreadable(e.getMessage()));
            return text;
        }
    }

    /** The order id may have come out of the log another than it went in, so it is taken from the order itself. */
    private static String key(RoiInsert order, String text) {
        Matcher random = RANDOM_KEY.matcher(text);
        return order.ignoreDuplicateOrders() && random.lookingAt() ? random.group() : order.orderId();
    }

    /** Behind the first closing brace that is in no text; -1 if there is none. The payload has no objects inside. */
    private static int endOfObject(String text) {
        boolean inText = false;
        for (int i = 0; text.startsWith("{") && i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                inText = !inText;
            } else if (c == '\\' && inText) {
                i++;
            } else if (c == '}' && !inText) {
                return i + 1;
            }
        }
        return -1;
    }

    /** What a JSON text says, of which this is the middle and the end; again, if that is within one itself. */
    private static String unescaped(String text) {
        String plain = unescapedOnce(text);
        // Each round is shorter, unless the line ends in the middle of an escape.
        return plain.startsWith("{\\") && plain.length() < text.length() ? unescaped(plain) : plain;
    }

    /** Up to the closing quotation mark. */
    private static String unescapedOnce(String text) {
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
        if (c == 'u' && text.substring(at + 1).matches("(?s)[0-9a-fA-F]{4}.*")) {
            plain.append((char) Integer.parseInt(text.substring(at + 1, at + 5), 16));
            return 4;
        }
        // A line break or its like, escaped as a letter, has no place in an order: whatever stands for it is as wrong.
        plain.append(c);
        return 0;
    }
}
