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
 * The JSON comes first, where nothing else can be taken for its beginning, and has ASCII characters alone: in a log of
 * another encoding an order would get another id. The key is the order's duplicate key, in case it was stored after all.
 * An order that was refused has {@code refused: <reason>} before {@code key}: what the shop or a customer wrote into an
 * order id cannot be taken for it. Thread-safe.
 */
final class Unstored {
    private final Journal journal;
    private final Payloads payloads;
    private final AtomicLong count = new AtomicLong();

    Unstored(Journal journal, Payloads payloads) {
        this.journal = journal;
        this.payloads = payloads;
    }

    long count() {
        return count.get();
    }

    void log(Pending pending, String why) {
        log(Row.of(pending, payloads.json().write(pending.order())), pending, why);
    }

    /** Logs with the key under which the order may have reached the store. */
    void log(Row row, Pending pending, String why) {
        count.incrementAndGet();
        String refused = pending.rejection() == null ? "" : "; refused: " + pending.rejection();
        journal.log(
                Level.ERROR,
                Outbox.UNSTORED + " " + ascii(row.payload()) + "; accepted " + pending.acceptedAt() + refused + "; key "
                        + row.duplicateKey() + "; because " + why);
    }

    /** The same JSON: what is not ASCII stands in its texts, where it can be escaped. */
    private static String ascii(String json) {
        StringBuilder ascii = new StringBuilder(json.length());
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c < 0x7f) {
                ascii.append(c);
            } else {
                ascii.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            }
        }
        return ascii.toString();
    }
}
