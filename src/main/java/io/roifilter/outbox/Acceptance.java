package io.roifilter.outbox;

/** What has become of an order when the wait for it is over. */
public enum Acceptance {
    /** It is on disk. */
    STORED,
    /** It was on disk already, by its id. */
    REPEATED,
    /** It is not on disk yet, or went to the log. */
    NOT_YET;

    /** Whether it is on disk, now or from before. */
    public boolean isStored() {
        return this != NOT_YET;
    }
}
