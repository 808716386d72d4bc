package io.roifilter.page;

/**
 * A script is not read on: no browser would run it, or it is of a kind that is not read. Thrown where it is first seen, so
 * that nothing behind it is taken for code that may be text.
 */
final class BrokenScript extends Exception {
    private static final long serialVersionUID = 1;

    BrokenScript(String message) {
        super(message, null, false, false);
    }
}
