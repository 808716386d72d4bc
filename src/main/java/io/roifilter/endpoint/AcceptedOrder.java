package io.roifilter.endpoint;

import io.roifilter.api.RoiInsert;
import java.time.Instant;

/**
 * One call that passed every check and is to be stored.
 *
 * @param order the payload
 * @param roiData its roi_data, taken apart
 * @param receivedAt when it came in
 */
record AcceptedOrder(RoiInsert order, RoiData roiData, Instant receivedAt) {}
