package io.roifilter.http;

import java.io.IOException;

/** The proxy makes no connection to the server; the message is its answer. */
public final class ProxyRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;

    ProxyRefusedException(int status, String answer) {
        super(answer);
        this.status = status;
    }

    /** The HTTP status of its answer. */
    public int status() {
        return status;
    }
}
