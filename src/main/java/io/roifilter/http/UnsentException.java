package io.roifilter.http;

import java.io.IOException;

/** There was no connection on which to send: the server has seen nothing. Its cause is what went wrong. */
public final class UnsentException extends IOException {
    private static final long serialVersionUID = 1L;

    UnsentException(IOException cause) {
        super(cause.getMessage(), cause);
    }
}
