/**
 * The background loop that empties the outbox: batches, pauses, circuit, shutdown.
 */
package io.roifilter.relay;
