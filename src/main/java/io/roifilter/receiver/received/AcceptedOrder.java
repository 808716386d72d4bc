package io.roifilter.receiver.received;

import io.roifilter.api.RoiInsert;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * One order that passed every check and is to be stored.
 *
 * @param order the payload
 * @param trackedId the link in the message; absent if its roi_data names none
 * @param account whose email it was
 * @param mesContId the message and the contact it went to
 * @param roiHash the hash in its roi_data, as given
 * @param receivedAt when it came in
 */
public record AcceptedOrder(
        RoiInsert order, OptionalLong trackedId, String account, long mesContId, String roiHash, Instant receivedAt) {
    /** Keeps the contact out of logs. */
    @Override
    public String toString() {
        return "AcceptedOrder[" + order + "]";
    }
}
