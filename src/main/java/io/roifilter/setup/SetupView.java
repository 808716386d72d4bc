package io.roifilter.setup;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How the set-up by example stands. Immutable.
 *
 * @param begun when; empty if it has not, or was ended, or ran out
 * @param visits the last of the operator's browser that were recorded, oldest first
 * @param search the last; empty before the first
 * @param triedOut the proposal whose dry run goes on; empty if none does
 * @param tried what it has made of requests so far, oldest first
 */
public record SetupView(
        Optional<Instant> begun,
        List<RecordedVisit> visits,
        Optional<Search> search,
        Optional<Proposal> triedOut,
        List<Tried> tried) {

    /** As long as it has not begun. */
    static SetupView none() {
        return new SetupView(Optional.empty(), List.of(), Optional.empty(), Optional.empty(), List.of());
    }
}
