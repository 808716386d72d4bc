package io.roifilter.replay;

import java.io.PrintStream;
import java.util.Locale;

/**
 * What becomes of the orders: one line at once for each that needs a person's eye, and a summary at the end. Shows no
 * roi_data, which identifies a contact. Not thread-safe.
 */
final class Report {
    /** Visitors could have as many written as they like. */
    private static final int SHOWN_UNPROVEN = 100;

    private final PrintStream out;
    private long lines;
    private long orders;
    private long repeated;
    private long delivered;
    private long rejected;
    private long refused;
    private long unreadable;
    private long unproven;
    private long undelivered;
    private boolean ended;

    Report(PrintStream out) {
        this.out = out;
    }

    void line() {
        lines++;
    }

    void order() {
        orders++;
    }

    /** An order that was logged before: a reloaded page, or a log given twice. */
    void repeated() {
        repeated++;
    }

    void refused(LoggedCall found, String reason) {
        refused++;
        out.println("refused, not sent: " + found + ": " + reason);
    }

    void unreadable(String place, String reason) {
        unreadable++;
        out.println("unreadable: " + place + ": " + reason);
    }

    /** An order on a line that anybody may have written. */
    void unproven(LoggedCall found) {
        unproven++;
        if (unproven <= SHOWN_UNPROVEN) {
            out.println("not proven, not sent: " + found
                    + ": its line was not written by an application with this sharedSecret, or was changed since");
        }
        if (unproven == SHOWN_UNPROVEN) {
            out.println("not proven, not sent: more of these are only counted");
        }
    }

    void delivered() {
        delivered++;
    }

    void rejected(LoggedCall found, String text) {
        rejected++;
        out.println("rejected: " + found + ": " + text);
    }

    void undelivered(LoggedCall found, String text) {
        undelivered++;
        out.println("still to do: " + found + ": " + text);
    }

    /** A dry run's order. */
    void wouldSend(LoggedCall found) {
        undelivered++;
        out.println("would be sent: " + found + ": " + found.call());
    }

    /** Orders that were not sent because sending ended before. */
    void notTried(LoggedCall first, int count) {
        if (!ended) {
            ended = true;
            out.println("still to do: " + first + " and all behind it");
        }
        undelivered += count;
    }

    boolean isAllDelivered() {
        return rejected + refused + unreadable + unproven + undelivered == 0;
    }

    String soFar() {
        return String.format(Locale.ROOT, "%,d lines, %,d orders, %,d delivered", lines, orders, delivered);
    }

    void summary() {
        out.printf(Locale.ROOT, "%,d lines read, with %,d orders in them:%n", lines, orders);
        count(delivered, "delivered, or known to the endpoint already");
        count(rejected, "rejected by the endpoint");
        count(refused, "refused by the shop's own rules, not sent");
        count(unproven, "on lines without the check of this sharedSecret, not sent");
        count(repeated, "the same as another one above, not sent again");
        count(undelivered, "still to do");
        out.printf(Locale.ROOT, "%,d unreadable%n", unreadable);
        out.flush();
    }

    private void count(long count, String what) {
        out.printf(Locale.ROOT, "%,9d %s%n", count, what);
    }
}
