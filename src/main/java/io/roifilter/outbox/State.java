package io.roifilter.outbox;

import java.util.Arrays;

/** Where an entry stands. */
public enum State {
    /** To be sent. */
    WAITING("waiting"),
    /** The endpoint has it; remembered so that it is not sent again. */
    DELIVERED("delivered"),
    /** Kept for a person to look at. */
    REJECTED("rejected");

    private final String text;

    State(String text) {
        this.text = text;
    }

    static State of(String text) {
        return Arrays.stream(values())
                .filter(state -> state.text.equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no state: " + text));
    }

    /** What the table holds. */
    public String text() {
        return text;
    }
}
