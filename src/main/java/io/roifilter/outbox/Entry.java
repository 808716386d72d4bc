package io.roifilter.outbox;

import io.roifilter.api.MethodCall;
import java.time.Instant;

/**
 * One waiting call, claimed for an attempt to deliver it. Immutable.
 *
 * @param id names the entry within its outbox
 * @param call what is to be delivered
 * @param attempts how often it was claimed, this time included
 * @param acceptedAt when it was handed in
 * @param claim proves to {@link Outbox#settle} that the entry is still this claimant's
 */
public record Entry(long id, MethodCall call, int attempts, Instant acceptedAt, String claim) {}
