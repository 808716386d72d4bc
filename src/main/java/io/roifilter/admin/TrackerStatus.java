package io.roifilter.admin;

import io.roifilter.outbox.Statistics;
import io.roifilter.relay.RelayState;
import java.time.Instant;
import java.util.List;
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
 * @param outboxProblem why the outbox does not tell; empty if it does, or there is none
 * @param logged orders since the start that went to the log, because the outbox could not take them
 * @param relay empty if nothing is sent, as no filter reports orders
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
        long logged,
        Optional<RelayState> relay) {
    /** Of an application none of whose filters was started. */
    public static TrackerStatus off(String application, String version, Instant now, List<String> problems) {
        return new TrackerStatus(
                application, version, now, now, problems, List.of(), Optional.empty(), "", 0, Optional.empty());
    }
}
