package io.roifilter.relay;

import java.time.Instant;
import java.util.Optional;

/**
 * How a relay stands. Immutable.
 *
 * @param endpoint how the endpoint is
 * @param lastAnswer when it was last seen what the endpoint does; empty before the first time
 * @param nextAttempt when it is tried next, in an outage; empty if orders go as they come, or one is being tried now
 * @param delivered orders since the start that the endpoint has, those that it had before included
 * @param postponed attempts since the start after which an order waits on
 * @param rejected orders since the start that ended as rejected
 */
public record RelayState(
        EndpointState endpoint,
        Optional<Instant> lastAnswer,
        Optional<Instant> nextAttempt,
        long delivered,
        long postponed,
        long rejected) {}
