package io.roifilter.http;

import java.io.IOException;

/** A kept connection had been closed by the server, which therefore has most likely not seen the request. */
final class StaleConnectionException extends IOException {
    private static final long serialVersionUID = 1L;

    StaleConnectionException(IOException cause) {
        super(cause);
    }
}
