package io.roifilter.config;

/** A text is not what a setting may be. The message says what is wrong or would be right, to follow a colon; no secrets. */
public final class RefusedTextException extends Exception {
    private static final long serialVersionUID = 1;

    RefusedTextException(String message) {
        super(message);
    }
}
