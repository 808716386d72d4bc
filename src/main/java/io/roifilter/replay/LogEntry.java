package io.roifilter.replay;

import io.roifilter.api.RoiInsert;
import java.util.Optional;

/** What was found in a line of a log. Immutable. */
sealed interface LogEntry {
    /**
     * An order, whole.
     *
     * @param key tells it from other orders, however often it was logged
     * @param refusal why it must not be sent; empty if it is to be sent
     * @param isProven whether the line's check fits, so that an application with the shared secret wrote it
     */
    record Order(RoiInsert order, String key, Optional<String> refusal, boolean isProven) implements LogEntry {}

    /** The beginning of an order that is not there whole, or was changed so that it is none. */
    record Unreadable(String reason) implements LogEntry {}
}
