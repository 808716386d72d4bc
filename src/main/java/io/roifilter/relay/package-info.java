/**
 * The background loop that empties the outbox into the endpoint: batches, pauses, circuit, shutdown. It never touches a
 * request. Start reading at {@link io.roifilter.relay.Relay}.
 */
package io.roifilter.relay;
