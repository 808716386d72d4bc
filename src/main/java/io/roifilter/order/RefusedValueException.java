package io.roifilter.order;

import io.roifilter.text.OneLine;

/** A value of the shop that cannot be reported; the message names it, in one line, and says what is allowed. */
public final class RefusedValueException extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int MAX_VALUE = 64;

    RefusedValueException(String problem, String value, String allowed) {
        super(problem + ": '" + OneLine.of(value, MAX_VALUE) + "'; allowed: " + allowed);
    }

    RefusedValueException(String problem) {
        super(problem);
    }
}
