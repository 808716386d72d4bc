package io.roifilter.command;

/** A command cannot do what it was told; the message says why, and what to do. */
final class FailedException extends Exception {
    private static final long serialVersionUID = 1;

    FailedException(String message) {
        super(message);
    }
}
