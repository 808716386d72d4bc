package io.roifilter.outbox;

/**
 * A claimed row whose payload is no call any more, because somebody has edited it. Immutable.
 *
 * @param reason what is wrong with it, for the operator
 */
record Unreadable(Row row, String reason) {
    /** The code with which it is rejected. */
    static final String CODE = "unreadable";
}
