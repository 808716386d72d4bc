package io.roifilter.outbox;

import java.lang.System.Logger.Level;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes orders that the store cannot take to the log, whole, one line each, so that they can be replayed:
 *
 * <pre>
 * shop: UNSTORED-ORDER {"order_id":"1123",…}; accepted 2026-11-22T10:15:30Z; key 1123; because the queue is full
 * </pre>
 *
 * The JSON comes first, where nothing else can be taken for its beginning, and what a log of another encoding, or one
 * in XML, writes differently is escaped in it: an order would get another id otherwise. The key is the order's duplicate key, in case it was stored after all.
 * An order that was refused has {@code refused: <reason>} before {@code key}: what the shop or a customer wrote into an
 * order id cannot be taken for it. Thread-safe.
 */
final class Unstored {
    private final Journal journal;
    private final AtomicLong count = new AtomicLong();

    Unstored(Journal journal) {
        this.journal = journal;
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
        String line = line(pending.row(), pending, why);
        Throwable failure = journal.tryLog(Level.ERROR, line, null);
        if (failure instanceof OutOfMemoryError) {
            return false;
        }
        if (failure != null) {
            System.err.println(line);
        }
        count.incrementAndGet();
        return true;
    }

    private static String line(Row row, Pending pending, String why) {
        String refused = pending.rejection() == null ? "" : "; refused: " + pending.rejection();
        return Outbox.UNSTORED + " " + plain(row.payload()) + "; accepted " + pending.acceptedAt() + refused + "; key "
                + row.duplicateKey() + "; because " + why;
    }

    /** The same JSON: what is escaped here stands in its texts. */
    private static String plain(String json) {
        StringBuilder plain = new StringBuilder(json.length());
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c < 0x7f && "<>&".indexOf(c) < 0) {
                plain.append(c);
            } else {
                plain.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            }
        }
        return plain.toString();
    }
}
