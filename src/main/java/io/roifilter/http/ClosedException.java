package io.roifilter.http;

import java.io.IOException;

/** The client was closed before the answer was there. */
public final class ClosedException extends IOException {
    private static final long serialVersionUID = 1L;

    ClosedException() {
        super("the client is closed");
    }
}
