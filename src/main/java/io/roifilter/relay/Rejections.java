package io.roifilter.relay;

import io.roifilter.outbox.Settlement;
import io.roifilter.text.ApplicationLog;
import io.roifilter.text.OneLine;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Notices that the endpoint rejects one order like the other and takes none: then it is hardly the orders' fault, and
 * somebody should know it by more than one line each. Thread-safe.
 */
final class Rejections {
    /** So many in a row, alike and none taken, are said to be all. */
    static final int MANY = 3;

    private static final Duration REPEAT = Duration.ofHours(1);
    private static final int MAX_NAMED = 5;
    private static final int MAX_REASON = 300;

    private final ApplicationLog log;

    // Mutable state, guarded by this
    private String alike = ""; // what those in a row have in common
    private long inARow;
    private Instant since;
    private Instant lastTold; // null as long as nothing was said

    Rejections(ApplicationLog log) {
        this.log = log;
    }

    /** @return whether all that is rejected is: then single orders need not be named as well */
    synchronized boolean note(List<Settlement> settlements, Instant now) {
        settlements.forEach(settlement -> note(settlement, now));
        if (inARow < MANY) {
            return false;
        }
        boolean isDue =
                lastTold == null || Duration.between(lastTold, now).abs().compareTo(REPEAT) >= 0;
        if (isDue) {
            lastTold = now;
            tell(settlements);
        }
        return true;
    }

    private void note(Settlement settlement, Instant now) {
        if (settlement instanceof Settlement.Delivered) {
            end("");
        } else if (settlement instanceof Settlement.Rejected rejected) { // of others nothing is known yet
            rejected(rejected, now);
        }
    }

    private void rejected(Settlement.Rejected rejected, Instant now) {
        if (RelayPolicy.BLOCKED.equals(rejected.code())) {
            return; // others are taken, as is known of those
        }
        String kind = kind(rejected);
        if (!kind.equals(alike)) {
            end(kind);
        }
        if (!RelayPolicy.EXPIRED.equals(rejected.code()) && inARow++ == 0) { // of an outage all is said
            since = now;
        }
    }

    /** The code, and the words only where there is none: they may differ from order to order. */
    private static String kind(Settlement.Rejected rejected) {
        String code = rejected.code();
        return code == null || code.isEmpty() ? rejected.text() : code;
    }

    private void end(String next) {
        if (lastTold != null) {
            log.log(
                    Level.INFO,
                    "the endpoint no longer rejects every order alike; since " + since + " it were " + inARow
                            + ", which are kept in the outbox as rejected");
        }
        alike = next;
        inARow = 0;
        lastTold = null;
    }

    private void tell(List<Settlement> settlements) {
        List<Settlement.Rejected> rejected = settlements.stream()
                .filter(Settlement.Rejected.class::isInstance)
                .map(Settlement.Rejected.class::cast)
                .toList();
        String named = rejected.stream()
                .limit(MAX_NAMED)
                .map(each -> each.entry().call().reference())
                .collect(Collectors.joining(", "));
        String text =
                rejected.isEmpty() ? alike : rejected.get(rejected.size() - 1).text();
        log.log(
                Level.ERROR,
                OneLine.of(
                        "every order since " + since + " was rejected alike, " + inARow
                                + " so far, and none was taken: "
                                + text + " (last: " + named
                                + "). That is hardly these orders' fault. Check that the links"
                                + " are this account's, and what the settings make of an order. They are kept in the"
                                + " outbox as rejected; this is said again once an hour while it lasts, not for each",
                        MAX_REASON + 600));
    }
}
