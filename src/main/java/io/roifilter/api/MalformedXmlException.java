package io.roifilter.api;

/** A text that should be a message of the API is not: the message says what is wrong with it. */
public final class MalformedXmlException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedXmlException(String message, Throwable cause) {
        super(message, cause);
    }
}
