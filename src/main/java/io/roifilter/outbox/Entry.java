package io.roifilter.outbox;

import io.roifilter.api.RoiInsert;
import java.time.Instant;

/**
 * One waiting order, claimed for an attempt to deliver it. Immutable.
 *
 * @param id names the entry within its outbox
 * @param order what is to be delivered
 * @param attempts how often it was claimed, this time included
 * @param acceptedAt when the order was handed in
 * @param claim proves to {@link Outbox#settle} that the entry is still this claimant's
 */
public record Entry(long id, RoiInsert order, int attempts, Instant acceptedAt, String claim) {}
