package io.roifilter.admin;

import io.roifilter.order.Outcome;
import io.roifilter.order.Trace;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * What became of the requests on an application's confirmation routes: the last that came with a click, whole, and how many
 * there were of each outcome. Most come without one: those are counted, which costs next to nothing, and do not push the others
 * out. Thread-safe.
 */
public final class Confirmations {
    private static final int MAX = 50;

    private final Clock clock;
    private final Map<Outcome.Label, LongAdder> counts = new EnumMap<>(Outcome.Label.class);
    private final LongAdder withoutClick;
    private final LongAdder acceptedCents = new LongAdder();
    private final AcceptTimes acceptTimes = new AcceptTimes();
    private final Warnings warnings;
    private final SetupWatch watch;
    private final ClickWatch clicks;
    private final Deque<SeenConfirmation> last = new ArrayDeque<>(MAX); // guarded by itself; the newest first

    /** @param filters all of the application, as they are now, whose settings warnings name */
    Confirmations(Clock clock, Supplier<List<FilterStatus>> filters) {
        this.clock = clock;
        for (Outcome.Label label : Outcome.Label.values()) {
            counts.put(label, new LongAdder());
        }
        warnings = new Warnings(clock);
        NamedSettings settings = new NamedSettings(filters);
        watch = new SetupWatch(clock, settings, warnings);
        clicks = new ClickWatch(clock, settings, warnings);
        withoutClick = counts.get(Outcome.Label.NO_CLICK);
    }

    /**
     * A request without any click.
     *
     * @return whether it is worth a {@link #look}
     */
    public boolean addWithoutClick() {
        withoutClick.increment();
        watch.reached();
        return clicks.isWorthALook();
    }

    /** Looks why requests come without clicks, at one of them; returns what is to be logged for that, if anything. */
    public Optional<String> look(String path) {
        return clicks.look(path);
    }

    /** A click was kept at a host to which browsers do not send the cookie, if they have asked for that host. */
    public void keptElsewhere(String host) {
        clicks.keptElsewhere(host);
    }

    /** A click was kept; returns what is to be logged for that, if anything. */
    public Optional<String> clickKept() {
        clicks.kept();
        return watch.clickKept();
    }

    /** A filter of ours was asked about a link with this roi_data, whatever it has made of it. */
    public void linkSeen(String roiData) {
        clicks.seen(roiData.hashCode());
    }

    /** None was asked; returns what is to be logged for that, if anything. */
    public Optional<String> linkMissed(String roiData, String path) {
        return clicks.missed(roiData.hashCode(), path);
    }

    /** There is no page on routes of a filter, as far as can be told; returns what is to be logged. */
    public String unserved(String filter, List<String> patterns) {
        return watch.unserved(filter, patterns);
    }

    /** What is wrong with settings, and stays so. */
    public void warn(String name, String text) {
        warnings.show(name, text);
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
            if (trace.hasComeAlong() || !(outcome instanceof Outcome.NothingToReport)) {
                clicks.arrived();
            }
            counts.get(outcome.label()).increment();
            if (outcome instanceof Outcome.Accepted accepted) {
                acceptedCents.add(cents(accepted.order().amount()));
            }
            return watch.ended(see(filter, path, status, trace, outcome), outcome);
        } catch (Throwable e) {
            return Optional.empty(); // there is no memory for it
        }
    }

    /** A page before that of the order, of which something may be remembered: it confirms nothing, and is no miss either. */
    public void addEarlier(String filter, String path, int status, Trace trace, Outcome outcome) {
        try {
            if (outcome instanceof Outcome.Remembered) {
                counts.get(outcome.label()).increment();
                see(filter, path, status, trace, outcome);
            }
        } catch (Throwable e) {
            // There is no memory for it.
        }
    }

    private SeenConfirmation see(String filter, String path, int status, Trace trace, Outcome outcome) {
        trace.forgetRoiData();
        SeenConfirmation seen = new SeenConfirmation(
                clock.instant(), filter, SeenConfirmation.shown(path), status, trace, outcome.label(), outcome.kept());
        synchronized (last) {
            if (last.size() == MAX) {
                last.removeLast();
            }
            last.addFirst(seen);
        }
        return seen;
    }

    /** What is wrong with the set-up by all that was seen, by name. */
    Map<String, String> warnings() {
        watch.refresh();
        clicks.refresh();
        return warnings.current();
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
        long cents = 0; // of an accepted order's amount, which has two digits behind its point, always
        for (int i = 0; i < amount.length(); i++) {
            char c = amount.charAt(i);
            cents = c == '.' ? cents : 10 * cents + Character.digit(c, 10);
        }
        return cents;
    }

    /** How many since the start, of each outcome. */
    Map<Outcome.Label, Long> counts() {
        Map<Outcome.Label, Long> numbers = new EnumMap<>(Outcome.Label.class);
        counts.forEach((label, count) -> numbers.put(label, count.sum()));
        return numbers;
    }
}
