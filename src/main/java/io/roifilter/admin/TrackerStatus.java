package io.roifilter.admin;

import io.roifilter.order.Outcome;
import io.roifilter.outbox.Statistics;
import io.roifilter.outbox.UnstoredOrders;
import io.roifilter.relay.EndpointState;
import io.roifilter.relay.RelayState;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How tracking stands in one application, at one moment. Immutable.
 *
 * @param application its name, with which its log entries begin
 * @param version of roi-filter
 * @param now when it stood so
 * @param startedAt when the first of its filters was started
 * @param problems wrong settings, because of which no filter was mounted; one line each, without secrets
 * @param filters all of them, those that are switched off included
 * @param outbox empty if there is none, or it does not tell now
 * @param outboxProblem why the outbox does not tell; empty if it does, there is none, or it is just being opened
 * @param unstored orders that are in files of their own, because the outbox could not take them
 * @param logged orders since the start that went to the log, because neither could
 * @param relay empty if nothing is sent, as no filter reports orders
 * @param warnings what is wrong with the set-up by all that was seen, by name
 * @param outcomes how many requests on confirmation routes came to what, since the start
 * @param acceptTimes how long pages waited for their orders to be on disk, since the start
 * @param confirmations the last of those with a click, the newest first
 */
public record TrackerStatus(
        String application,
        String version,
        Instant now,
        Instant startedAt,
        List<String> problems,
        List<FilterStatus> filters,
        Optional<Statistics> outbox,
        String outboxProblem,
        UnstoredOrders unstored,
        long logged,
        Optional<RelayState> relay,
        Map<String, String> warnings,
        Map<Outcome.Label, Long> outcomes,
        AcceptTimes.Snapshot acceptTimes,
        List<SeenConfirmation> confirmations) {
    /** How many filters are switched off, or get no request. */
    long filtersOff() {
        return filters.stream().filter(filter -> !filter.isOn()).count();
    }

    /** How long ago the oldest order was accepted that waits; 0 if none does, empty if the outbox does not tell. */
    Optional<Long> oldestWaitingSeconds() {
        return outbox.map(statistics -> statistics
                .oldestWaiting()
                .map(oldest -> Math.max(0, Duration.between(oldest, now).toSeconds()))
                .orElse(0L));
    }

    /** One of which there is everything to be seen, all of it zero: for the names of what may come. */
    public static TrackerStatus complete(Instant now) {
        Map<Outcome.Label, Long> outcomes = new EnumMap<>(Outcome.Label.class);
        for (Outcome.Label label : Outcome.Label.values()) {
            outcomes.put(label, 0L);
        }
        EndpointState untried = new EndpointState(EndpointState.Health.UNTRIED, now, "");
        return new TrackerStatus(
                "",
                "",
                now,
                now,
                List.of(),
                List.of(),
                Optional.of(new Statistics("", 0, 0, 0, Optional.empty(), 0, 0)),
                "",
                UnstoredOrders.NONE,
                0,
                Optional.of(new RelayState(untried, Optional.empty(), Optional.empty(), 0, 0, 0)),
                Map.of(),
                outcomes,
                new AcceptTimes().snapshot(),
                List.of());
    }

    /** How many pages have waited for their orders to be on disk. */
    public long acceptCount() {
        return Arrays.stream(acceptTimes.counts()).sum();
    }

    /** How long they did, all together. */
    public double acceptSeconds() {
        return acceptTimes.seconds();
    }

    /** Of an application none of whose filters was started. */
    public static TrackerStatus off(
            String application, String version, Instant startedAt, Instant now, List<String> problems) {
        return new TrackerStatus(
                application,
                version,
                now,
                startedAt,
                problems,
                List.of(),
                Optional.empty(),
                "",
                UnstoredOrders.NONE,
                0,
                Optional.empty(),
                Map.of(),
                Map.of(),
                new AcceptTimes().snapshot(),
                List.of());
    }
}
