package io.roifilter.replay;

import io.roifilter.api.RoiInsert;

/**
 * An order to be sent, and where it stands in the logs. Immutable.
 *
 * @param place such as {@code app.log:12}
 */
record Found(RoiInsert order, String place) {
    /** Names the order for the operator. */
    @Override
    public String toString() {
        return "order " + order.orderId() + " (" + place + ")";
    }
}
