package io.roifilter.admin;

import io.roifilter.api.EndpointProbe;
import io.roifilter.outbox.Outbox;
import io.roifilter.outbox.OutboxException;
import io.roifilter.outbox.Statistics;
import io.roifilter.outbox.UnstoredOrders;
import io.roifilter.relay.Relay;
import io.roifilter.relay.RelayState;
import io.roifilter.text.LogGuard;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What there is to see of one application's tracking. Whoever has something to show leaves it here; nobody waits for those
 * who look. Thread-safe.
 */
public final class TrackerView {
    /** The longest that those who look wait for the outbox. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final String application;
    private final String version;
    private final Clock clock;
    private final Instant startedAt;
    private final Confirmations confirmations;

    // Mutable state, guarded by this
    private final Map<String, FilterStatus> filters = new LinkedHashMap<>();
    private Outbox outbox; // null until orders are reported
    private Relay relay; // null when outbox is
    private EndpointProbe probe; // the same

    public TrackerView(String application, String version, Clock clock) {
        this.application = application;
        this.version = version;
        this.clock = clock;
        startedAt = clock.instant();
        confirmations = new Confirmations(clock, this::filters);
    }

    /** Where filters leave what became of their requests. */
    public Confirmations confirmations() {
        return confirmations;
    }

    /** Adds a filter, or replaces what was known of it by its name. */
    public synchronized void show(FilterStatus filter) {
        filters.put(filter.name(), filter);
    }

    private synchronized List<FilterStatus> filters() {
        return List.copyOf(filters.values());
    }

    /** From here on orders are reported. */
    public synchronized void show(Outbox opened, Relay emptying, EndpointProbe ofEndpoint) {
        outbox = opened;
        relay = emptying;
        probe = ofEndpoint;
        opened.count(() -> History.totals(confirmations, emptying.state()));
    }

    /** What an operator can look at and do beyond the status; empty while no filter reports orders. */
    public synchronized Optional<Desk> desk() {
        return outbox == null ? Optional.empty() : Optional.of(new Desk(outbox.ledger(PATIENCE), relay, probe, clock));
    }

    /** Takes 2 s at most, whatever the disk or the database does. */
    public TrackerStatus status() {
        Outbox shown;
        Optional<RelayState> relayState;
        List<FilterStatus> shownFilters;
        synchronized (this) {
            shown = outbox;
            relayState = Optional.ofNullable(relay).map(Relay::state);
            shownFilters = List.copyOf(filters.values());
        }
        Optional<Statistics> statistics = Optional.empty();
        String problem = "";
        try {
            statistics = Optional.ofNullable(shown).map(reporting -> reporting.statistics(PATIENCE));
        } catch (OutboxException e) {
            problem = shown.isBeingOpened() ? "" : LogGuard.oneLine(e.getMessage());
        }
        return new TrackerStatus(
                application,
                version,
                clock.instant(),
                startedAt,
                List.of(),
                shownFilters,
                statistics,
                problem,
                shown == null ? UnstoredOrders.NONE : shown.unstored(),
                shown == null ? 0 : shown.logged(),
                relayState,
                confirmations.warnings(),
                confirmations.counts(),
                confirmations.acceptTimes().snapshot(),
                confirmations.last());
    }
}
