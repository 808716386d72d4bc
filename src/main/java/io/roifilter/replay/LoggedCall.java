package io.roifilter.replay;

import io.roifilter.api.MethodCall;

/**
 * A call to be made, and where it stands in the logs. Immutable.
 *
 * @param place such as {@code app.log:12}
 */
record LoggedCall(MethodCall call, String place) {
    /** Names the order for the operator. */
    @Override
    public String toString() {
        return "order " + call.reference() + " (" + place + ")";
    }
}
