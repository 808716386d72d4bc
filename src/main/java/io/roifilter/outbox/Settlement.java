package io.roifilter.outbox;

import java.time.Instant;

/** What became of a claimed entry. Immutable. */
public sealed interface Settlement {
    /** The entry as it was claimed. */
    Entry entry();

    /**
     * The endpoint has it: the payload is forgotten, the order id remembered as a duplicate for a while.
     *
     * @param text what the endpoint said
     */
    record Delivered(Entry entry, String text) implements Settlement {}

    /**
     * It will never be taken: kept, but not tried again by itself.
     *
     * @param code the endpoint's response code, or a word for a reason of our own; may be null
     * @param text why, for the operator
     */
    record Rejected(Entry entry, String code, String text) implements Settlement {}

    /**
     * It is to be tried again.
     *
     * @param due not before this
     * @param text what went wrong this time
     * @param isItsOwn whether it is refused for its own sake, so that the end of an outage means nothing to it
     */
    record Postponed(Entry entry, Instant due, String text, boolean isItsOwn) implements Settlement {
        /** One that waits for the endpoint. */
        public Postponed(Entry entry, Instant due, String text) {
            this(entry, due, text, false);
        }
    }
}
