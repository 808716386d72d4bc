package io.roifilter.click;

import io.roifilter.text.Thrown;

/**
 * A request could not be searched for roi_data, because the container or what is around the request threw. The message, one
 * line that may go to a log, names the place, the type of the exception and the line of code; it has none of its words.
 */
public final class SearchException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean outOfMemory;

    SearchException(String place, Throwable thrown) {
        super("the search for roi_data in the " + place + ": " + Thrown.typeAndPlace(thrown), null, false, false);
        outOfMemory = Thrown.isOutOfMemory(thrown);
    }

    /** Whether there was no memory at that moment, so that another attempt is worth it. */
    public boolean isOutOfMemory() {
        return outOfMemory;
    }
}
