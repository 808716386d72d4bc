package io.roifilter.admin;

import io.roifilter.order.Outcome;
import io.roifilter.order.Trace;
import io.roifilter.text.OneLine;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * What became of the requests on an application's confirmation routes: the last that came with a click, whole, and how many
 * there were of each outcome. Most come without one: those are counted, which costs next to nothing, and do not push the others
 * out. Thread-safe.
 */
public final class Confirmations {
    private static final int MAX = 50;
    private static final int MAX_TEXT = 500;

    private final Clock clock;
    private final Map<Outcome.Label, LongAdder> counts = new EnumMap<>(Outcome.Label.class);
    private final LongAdder withoutClick;
    private final LongAdder acceptedCents = new LongAdder();
    private final AcceptTimes acceptTimes = new AcceptTimes();
    private final SetupWatch watch;
    private final Deque<SeenConfirmation> last = new ArrayDeque<>(MAX); // guarded by itself; the newest first

    Confirmations(Clock clock) {
        this.clock = clock;
        for (Outcome.Label label : Outcome.Label.values()) {
            counts.put(label, new LongAdder());
        }
        watch = new SetupWatch(clock);
        withoutClick = counts.get(Outcome.Label.NO_CLICK);
    }

    /** A request without any click. */
    public void addWithoutClick() {
        withoutClick.increment();
        watch.reached();
    }

    /** A click was kept; returns what is to be logged for that, if anything. */
    public Optional<String> clickKept() {
        return watch.clickKept();
    }

    /**
     * Any other; what goes wrong in here is nobody's business.
     *
     * @param path with or without path parameters, which are left out
     * @return what is to be logged for that besides the outcome, if anything
     */
    public Optional<String> add(String filter, String path, int status, Trace trace, Outcome outcome) {
        try {
            watch.reached();
            counts.get(outcome.label()).increment();
            if (outcome instanceof Outcome.Accepted accepted) {
                acceptedCents.add(cents(accepted.order().amount()));
            }
            SeenConfirmation seen = new SeenConfirmation(
                    clock.instant(),
                    filter,
                    SeenConfirmation.shown(path),
                    status,
                    trace,
                    outcome.label(),
                    OneLine.of(outcome.text(), MAX_TEXT));
            synchronized (last) {
                if (last.size() == MAX) {
                    last.removeLast();
                }
                last.addFirst(seen);
            }
            return watch.ended(outcome);
        } catch (Throwable e) {
            return Optional.empty(); // there is no memory for it
        }
    }

    /** What is wrong with the set-up by all that was seen, by name. */
    Map<String, String> warnings() {
        return watch.warnings();
    }

    /** The newest first. */
    List<SeenConfirmation> last() {
        synchronized (last) {
            return List.copyOf(last);
        }
    }

    /** How long pages waited for their orders to be on disk. */
    public AcceptTimes acceptTimes() {
        return acceptTimes;
    }

    /** The worth of all accepted orders since the start. */
    long acceptedCents() {
        return acceptedCents.sum();
    }

    private static long cents(String amount) {
        return new BigDecimal(amount).movePointRight(2).longValue();
    }

    /** How many since the start, of each outcome. */
    Map<Outcome.Label, Long> counts() {
        Map<Outcome.Label, Long> numbers = new EnumMap<>(Outcome.Label.class);
        counts.forEach((label, count) -> numbers.put(label, count.sum()));
        return numbers;
    }
}
