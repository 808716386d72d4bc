/**
 * Durable storage: accept, claim, settle, purge, statistics.
 */
package io.roifilter.outbox;
