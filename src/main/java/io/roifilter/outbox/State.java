package io.roifilter.outbox;

import java.util.Arrays;

/** Where an entry stands. */
enum State {
    WAITING("waiting"),
    DELIVERED("delivered"),
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
    String text() {
        return text;
    }
}
