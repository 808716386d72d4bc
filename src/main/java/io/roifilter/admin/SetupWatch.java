package io.roifilter.admin;

import io.roifilter.config.Setting;
import io.roifilter.config.Settings;
import io.roifilter.order.Outcome;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

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

    private static final String ADDRESS =
            "the address of the page that confirms an order, as a browser shows it, from behind"
                    + " the application's own path on";

    private final Clock clock;
    private final NamedSettings settings;
    private final Warnings warnings;
    private final RefusalWatch refusals;
    private volatile boolean reached; // whether any request has come to a confirmation route

    // Mutable state, guarded by this
    private final Map<String, Visitors> visitors = new LinkedHashMap<>() { // by order id
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Visitors> eldest) {
                    return size() > MAX_ORDERS;
                }
            };
    private final Map<Outcome.Label, Integer> misses = new EnumMap<>(Outcome.Label.class);
    private boolean anyOrder;
    private Instant firstClick; // null before

    /** @param warnings where it is left what is wrong */
    SetupWatch(Clock clock, NamedSettings settings, Warnings warnings) {
        this.clock = clock;
        this.settings = settings;
        this.warnings = warnings;
        refusals = new RefusalWatch(settings, warnings);
    }

    /** A request on a confirmation route, for every one of them: costs next to nothing. */
    void reached() {
        if (!reached) {
            reached = true;
            warnings.forget(NEVER_REACHED);
        }
    }

    /** There is no page on routes of a filter, as far as can be told; returns what is to be logged. */
    String unserved(String filter, List<String> patterns) {
        String text = "filter " + filter + " reads orders on " + String.join(", ", patterns)
                + ", where this application has no page, neither a servlet nor a file: check confirmation, or the"
                + " url-pattern of RoiInsertFilter in web.xml, against " + ADDRESS
                + ", unless a filter of the application answers there";
        warnings.show(NEVER_REACHED, text);
        return text;
    }

    /** A click was kept, where orders are reported. */
    synchronized Optional<String> clickKept() {
        firstClick = firstClick == null ? clock.instant() : firstClick;
        return isNeverReached() ? warnings.daily(NEVER_REACHED, neverReached()) : Optional.empty();
    }

    /** Has the warnings be as things are now, which time changes, too. */
    synchronized void refresh() {
        if (isNeverReached()) {
            warnings.show(NEVER_REACHED, neverReached());
        }
    }

    private boolean isNeverReached() {
        return !reached && firstClick != null && !clock.instant().isBefore(firstClick.plus(DAY));
    }

    private String neverReached() {
        return "clicks are kept since " + firstClick
                + ", and no request has come to a confirmation route in that time: check"
                + " confirmation, or the url-pattern of RoiInsertFilter in web.xml, against " + ADDRESS + " ("
                + settings.reports()
                + "). A page that is reached by a forward alone needs the dispatcher FORWARD where web.xml declares the"
                + " filter";
    }

    /** What has become of a request with a click. */
    synchronized Optional<String> ended(SeenConfirmation seen, Outcome outcome) {
        if (outcome instanceof Outcome.Accepted accepted) {
            refusals.accepted(seen);
            return ordered(
                    seen, accepted.order().orderId(), accepted.order().roiData().hashCode());
        }
        if (outcome instanceof Outcome.Repeated repeated) {
            return ordered(
                    seen, repeated.order().orderId(), repeated.order().roiData().hashCode());
        }
        if (outcome instanceof Outcome.Rejected || outcome instanceof Outcome.Tested) {
            anyOrder = true;
            warnings.forget(NO_ORDERS);
            return outcome instanceof Outcome.Rejected ? refusals.refused(seen) : Optional.empty();
        }
        boolean hasNoPage = seen.status() == HttpServletResponse.SC_NOT_MODIFIED; // which was there before
        return anyOrder || settings.isSwitchedOff() || hasNoPage || !(outcome instanceof Outcome.NothingToReport)
                ? Optional.empty() // of a failure there is a word, too
                : missed(seen);
    }

    private Optional<String> missed(SeenConfirmation seen) {
        misses.merge(seen.outcome(), 1, Integer::sum);
        int all = misses.values().stream().mapToInt(Integer::intValue).sum();
        // Of them, by when, which is there for the earlier steps of a checkout
        int counted = all - misses.getOrDefault(Outcome.Label.NOT_WANTED, 0);
        if (counted < FEW && all < MANY) {
            return Optional.empty();
        }
        if (counted == FEW && seen.outcome() != Outcome.Label.NOT_WANTED || all == MANY) {
            warnings.hurry(NO_ORDERS);
        }
        return warnings.daily(
                NO_ORDERS,
                all + " requests on a confirmation route came with a click, and none gave an order since the start ("
                        + misses.entrySet().stream()
                                .map(miss -> miss.getValue() + " " + miss.getKey())
                                .collect(Collectors.joining(", "))
                        + "). The last, on " + seen.path() + ": " + seen.text() + ". " + remedy(seen));
    }

    private String remedy(SeenConfirmation seen) {
        return switch (seen.outcome()) {
            case ERROR_ANSWER ->
                "The page answered with status " + seen.status() + ", and no order is taken from an answer of 400 or"
                        + " above: have it answer 200, or check that confirmation, or the url-pattern of RoiInsertFilter,"
                        + " is that of the page that confirms an order (" + settings.reports() + ")";
            case PAGE_FAILED ->
                "The page has thrown an exception, which the server's log has: mend the page, or check that"
                        + " confirmation, or the url-pattern of RoiInsertFilter, is that of the page that confirms an order ("
                        + settings.reports() + ")";
            case NO_CONSENT -> check(seen, Settings.CONSENT) + " must be true for visitors who have consented";
            case NOT_WANTED -> check(seen, Settings.WHEN) + " must be true on the page that confirms an order";
            default ->
                (settings.isByConvention(seen.filter(), Settings.ORDER_ID)
                                ? toGive(seen)
                                : check(seen, Settings.ORDER_ID)
                                        + " must be a name that the page itself uses (variables that a JSP has for itself, as by c:set without"
                                        + " scope, are gone with it: read what it shows, by page.text)")
                        + "; and check that confirmation, or the url-pattern of RoiInsertFilter, is that of the page that"
                        + " confirms an order" + orOfARedirect(seen) + " (" + settings.reports() + ")";
        };
    }

    private static String orOfARedirect(SeenConfirmation seen) {
        return seen.status() / 100 == 3
                ? ", and not of a request that leads to it, as the answer was a redirect, with status " + seen.status()
                : "";
    }

    /** What to try where the page may not state what it is asked for. */
    private String toGive(SeenConfirmation seen) {
        return "A page states its order, by convention, for services of analytics or search engines; "
                + settings.of(seen.filter(), Settings.ORDER_ID)
                + " takes it from there. If this page does not, give orderId and amount: by names that its template uses,"
                + " such as ${order.id}, by where they stand on it, such as ${page.text('#order-number')}, or in its JSON,"
                + " such as ${page.json.order.id}";
    }

    private String check(SeenConfirmation seen, Setting<?> setting) {
        return "Check " + settings.of(seen.filter(), setting) + ", which";
    }

    private Optional<String> ordered(SeenConfirmation seen, String orderId, int visitor) {
        anyOrder = true;
        warnings.forget(NO_ORDERS);
        Visitors known = visitors.get(orderId);
        if (known == null) {
            visitors.put(orderId, new Visitors(visitor));
            return Optional.empty();
        }
        return !known.areManyWith(visitor)
                ? Optional.empty()
                : warnings.daily(
                        SAME_ORDER,
                        "order id " + orderId
                                + " comes from different visitors, and counts once: check orderId, which seems"
                                + " to give the same for different orders: "
                                + settings.of(seen.filter(), Settings.ORDER_ID));
    }

    /** Whose order one was, by hashes of roi_data: nearly always one visitor's. */
    private static final class Visitors {
        private static final int[] NOBODY = {};

        private final int first;
        private int[] others = NOBODY;

        Visitors(int first) {
            this.first = first;
        }

        /** Whether it was, with this one, that of so many who cannot be the same customer. */
        boolean areManyWith(int visitor) {
            boolean isKnown = visitor == first || Arrays.stream(others).anyMatch(other -> other == visitor);
            if (!isKnown && 1 + others.length < MANY_VISITORS) {
                others = Arrays.copyOf(others, others.length + 1);
                others[others.length - 1] = visitor;
            }
            return 1 + others.length >= MANY_VISITORS;
        }
    }
}
