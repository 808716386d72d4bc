/**
 * The background loop that empties the outbox into the endpoint: batches, pauses, circuit, shutdown. It never touches a
 * request. Start reading at {@link io.roifilter.relay.Relay}.
 *
 * <p>Promises nothing to users of the jar.
 */
package io.roifilter.relay;
