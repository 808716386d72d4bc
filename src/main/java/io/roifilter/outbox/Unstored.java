package io.roifilter.outbox;

import io.roifilter.text.LogGuard;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes orders that the store cannot take to the log, whole, one line each, so that they can be replayed:
 *
 * <pre>
 * shop: UNSTORED-ORDER {"roi_data":"…","amount":"1.00","order_id":"1123",…}; accepted 2026-11-22T10:15:30Z; refused: why; key 1123; check 0123456789abcdef0123456789abcdef; because the queue is full
 *       │              │                                                                          │             │         │                                        └ not covered by the check
 *       │              │                                                                          │             │         └ of all from { to here, by {@link LineSeal}; none if it cannot be made
 *       │              │                                                                          │             └ the order's duplicate key, in case it was stored after all
 *       │              │                                                                          └ only of an order that must not be sent
 *       │              └ the order as JSON
 *       └ at this place only: {@link LogGuard} breaks it in all other entries
 * </pre>
 *
 * From the brace to the check, texts (of the JSON, the reason and the key) have only ASCII letters, digits and
 * {@value #PLAIN}; all else in them is written as {@code \}{@code uXXXX}, and so is a hyphen that would complete the mark.
 * Thus a semicolon or brace always is what it looks like; whatever encoding a log has, it writes the same; and what a
 * log in JSON or XML escapes comes back as it was. No text can end another, whatever a shop, a customer or the endpoint
 * wrote: and if it could, the check would not be right. Thread-safe.
 */
final class Unstored {
    /** What may stand in a text besides letters and digits. */
    private static final String PLAIN = "-._:/";

    /** The mark as it is in a text. */
    private static final String BROKEN = Outbox.UNSTORED.replace("-", "\\u002d");

    private static final int MAX_REASON = 500;
    private static final String HEX = "0123456789abcdef";

    private final Journal journal;
    private final LineSeal seal;
    private final AtomicLong count = new AtomicLong();

    Unstored(Journal journal, LineSeal seal) {
        this.journal = journal;
        this.seal = seal;
    }

    long count() {
        return count.get();
    }

    /**
     * Logs with the key under which the order may have reached the store. A log that throws will throw at the next try,
     * too: then the line goes to the error stream of the process.
     *
     * @return whether it was logged; false if there is no memory for it
     */
    boolean log(Pending pending, String why) {
        return log(pending.row(), pending.rejection(), pending.acceptedAt(), why);
    }

    /** The same for what was stored. */
    boolean log(Row row, String rejection, Instant acceptedAt, String why) {
        String line = line(row.payload(), row.duplicateKey(), rejection, acceptedAt, seal, why);
        Throwable failure = journal.tryLogOrder(line);
        if (failure instanceof OutOfMemoryError) {
            return false;
        }
        if (failure != null) {
            System.err.println(line);
        }
        count.incrementAndGet();
        return true;
    }

    /** @param payload the order as JSON */
    static String line(String payload, String key, String rejection, Instant acceptedAt, LineSeal seal, String why) {
        String refused = rejection == null ? "" : "; refused: " + reason(rejection);
        String sealed = json(payload) + "; accepted " + acceptedAt + refused + "; key " + plain(key);
        return Outbox.UNSTORED + " " + sealed + "; check " + seal.check(sealed) + "; because "
                + LogGuard.oneLine(String.valueOf(why));
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

    private static String plain(String text) {
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
        return plain.toString().replace(Outbox.UNSTORED, BROKEN);
    }

    private static boolean isPlain(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || PLAIN.indexOf(c) >= 0;
    }
}
