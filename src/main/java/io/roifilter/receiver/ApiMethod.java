package io.roifilter.receiver;

import io.roifilter.api.ApiResponse.Item;
import io.roifilter.receiver.received.AcceptedOrder;
import java.util.Map;
import java.util.Optional;

/** One method of the API. Thread-safe; touches nothing outside. */
interface ApiMethod {
    /** As calls name it. */
    String name();

    /** Checks a call and says what is to be answered and stored. */
    Result execute(Map<String, String> arguments);

    /**
     * What became of a call.
     *
     * @param item the answer, true only once the order is stored
     * @param accepted what is to be stored; empty if the call failed
     */
    record Result(Item item, Optional<AcceptedOrder> accepted) {
        static Result failed(Item item) {
            return new Result(item, Optional.empty());
        }
    }
}
