package io.roifilter.relay;

import java.time.Duration;

/**
 * How the relay batches, pauses and gives up.
 *
 * @param batchSize the most calls in one POST
 * @param connections POSTs in flight
 * @param requestTimeout how long one POST may take; decides how long a claim is held
 * @param retryMin the first pause after a failure, before jitter
 * @param retryMax the longest pause
 * @param retryFor how long an order is tried, from when it was accepted; then it is rejected as expired
 */
public record RelayPolicy(
        int batchSize,
        int connections,
        Duration requestTimeout,
        Duration retryMin,
        Duration retryMax,
        Duration retryFor) {

    /** A claim outlives its POST by far, so that it only falls due again when its process is gone. */
    Duration lease() {
        return requestTimeout.multipliedBy(2).plus(Duration.ofMinutes(1));
    }
}
