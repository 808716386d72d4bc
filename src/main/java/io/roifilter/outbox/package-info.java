/**
 * Durable storage: accept, claim, settle, purge, statistics; JDBC and nothing else. Start reading at
 * {@link io.roifilter.outbox.Outbox}, then {@code Writer} for the way in and {@code Store} for what is stored.
 *
 * <p>Promises nothing to users of the jar.
 */
package io.roifilter.outbox;
