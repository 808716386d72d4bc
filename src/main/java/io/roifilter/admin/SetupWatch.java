package io.roifilter.admin;

import io.roifilter.order.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Notices a set-up that reports nothing, or the same order again and again, from what comes of requests. What it returns is to
 * be logged; until it is over, it is to be seen on the status page as well. Thread-safe.
 */
final class SetupWatch {
    /** Requests with a click and without an order, none with one: after so many it is said, and then once a day. */
    private static final int FEW = 3;

    private static final int MANY = 30;

    private static final Duration DAY = Duration.ofDays(1);

    /** A customer may click another link and load the page again; so many do not. */
    private static final int MANY_VISITORS = 3;

    private static final int MAX_ORDERS = 1000;

    static final String NO_ORDERS = "no-orders";
    static final String NEVER_REACHED = "never-reached";
    static final String SAME_ORDER = "same-order";

    private final Clock clock;
    private volatile boolean reached; // whether any request has come to a confirmation route

    // Mutable state, guarded by this
    private final Map<String, String> warnings = new LinkedHashMap<>(); // by name
    private final Map<String, Instant> said = new LinkedHashMap<>(); // by name, the last time
    private final Map<String, Set<Integer>> visitors = new LinkedHashMap<>(); // by order id, hashes of roi_data
    private boolean anyOrder;
    private int misses;
    private int unwanted; // of them, by when, which is there for the earlier steps of a checkout
    private Instant firstClick; // null before

    SetupWatch(Clock clock) {
        this.clock = clock;
    }

    /** What is wrong by now, by name. */
    synchronized Map<String, String> warnings() {
        return Collections.unmodifiableMap(new LinkedHashMap<>(warnings));
    }

    /** A request on a confirmation route, for every one of them: costs next to nothing. */
    void reached() {
        if (!reached) {
            reached = true;
            forget(NEVER_REACHED);
        }
    }

    /** A click was kept, where orders are reported. */
    synchronized Optional<String> clickKept() {
        Instant now = clock.instant();
        firstClick = firstClick == null ? now : firstClick;
        if (reached || now.isBefore(firstClick.plus(DAY))) {
            return Optional.empty();
        }
        return daily(
                NEVER_REACHED,
                "clicks are kept since " + firstClick
                        + ", and no request has come to a confirmation route in that time: check"
                        + " confirmation, or the url-pattern of RoiInsertFilter in web.xml, against the address of the page"
                        + " that confirms an order",
                now);
    }

    /** What has become of a request with a click. */
    synchronized Optional<String> ended(Outcome outcome) {
        if (outcome instanceof Outcome.Accepted accepted) {
            return ordered(
                    accepted.order().orderId(), accepted.order().roiData().hashCode());
        }
        if (outcome instanceof Outcome.Repeated repeated) {
            return ordered(
                    repeated.order().orderId(), repeated.order().roiData().hashCode());
        }
        if (outcome instanceof Outcome.Rejected || outcome instanceof Outcome.Tested) {
            anyOrder = true; // of which there is a word already
            warnings.remove(NO_ORDERS);
            return Optional.empty();
        }
        return anyOrder || !(outcome instanceof Outcome.NothingToReport)
                ? Optional.empty() // of a failure there is a word, too
                : missed(outcome);
    }

    private Optional<String> missed(Outcome outcome) {
        misses++;
        unwanted += outcome.label() == Outcome.Label.NOT_WANTED ? 1 : 0;
        boolean isFew = misses - unwanted == FEW && outcome.label() != Outcome.Label.NOT_WANTED;
        if (misses - unwanted < FEW && misses < MANY) {
            return Optional.empty();
        }
        if (isFew || misses == MANY) {
            said.remove(NO_ORDERS);
        }
        return daily(
                NO_ORDERS,
                misses
                        + " requests on a confirmation route came with a click, and none gave an order since the start. The"
                        + " last: " + outcome.text()
                        + ". Check orderId, when and consent against what the page itself uses,"
                        + " and that the filter is mapped on the page that confirms an order",
                clock.instant());
    }

    private Optional<String> ordered(String orderId, int visitor) {
        anyOrder = true;
        warnings.remove(NO_ORDERS);
        Set<Integer> known = visitors.computeIfAbsent(orderId, id -> new HashSet<>());
        if (visitors.size() > MAX_ORDERS) {
            visitors.remove(visitors.keySet().iterator().next());
        }
        if (known.size() < MANY_VISITORS) {
            known.add(visitor);
        }
        return known.size() < MANY_VISITORS
                ? Optional.empty()
                : daily(
                        SAME_ORDER,
                        "order id " + orderId
                                + " comes from different visitors, and counts once: check orderId, which seems"
                                + " to give the same for different orders",
                        clock.instant());
    }

    private Optional<String> daily(String name, String text, Instant now) {
        warnings.put(name, text);
        Instant last = said.get(name);
        if (last != null && now.isBefore(last.plus(DAY))) {
            return Optional.empty();
        }
        said.put(name, now);
        return Optional.of(text);
    }

    private synchronized void forget(String name) {
        warnings.remove(name);
    }
}
