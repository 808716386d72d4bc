package io.roifilter.relay;

import java.time.Duration;

/**
 * How the relay batches, pauses and gives up.
 *
 * @param batchSize the most calls in one POST
 * @param connections POSTs in flight
 * @param lease how long a claim is held; see {@link #leaseFor}
 * @param retryMin the first pause after a failure, before jitter
 * @param retryMax the longest pause
 * @param retryFor how long an order is tried, from when it was accepted; then it is rejected as expired
 * @param linger the longest that a POST which is not full waits for more orders; zero: none waits
 */
public record RelayPolicy(
        int batchSize,
        int connections,
        Duration lease,
        Duration retryMin,
        Duration retryMax,
        Duration retryFor,
        Duration linger) {

    /**
     * So often is an order sent, alone and after growing pauses, that something in front of the endpoint refuses while it lets
     * others pass: some minutes, so that nothing ends by a moment's fault.
     */
    static final int MAX_REFUSALS = 10;

    /** The code of an order that was refused so often. */
    static final String BLOCKED = "blocked";

    /** The code of an order that could not be delivered within {@code retryFor}. */
    static final String EXPIRED = "expired";

    /** Of a relay that sends what there is. */
    public RelayPolicy(
            int batchSize, int connections, Duration lease, Duration retryMin, Duration retryMax, Duration retryFor) {
        this(batchSize, connections, lease, retryMin, retryMax, retryFor, Duration.ZERO);
    }

    /**
     * A claim outlives its POST by far, so that it only falls due again when its process is gone, or was stopped for as
     * long.
     *
     * @param requestTimeout how long one POST may take
     */
    public static Duration leaseFor(Duration requestTimeout) {
        return requestTimeout.multipliedBy(2).plus(Duration.ofMinutes(1));
    }
}
