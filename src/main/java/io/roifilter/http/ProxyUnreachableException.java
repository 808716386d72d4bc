package io.roifilter.http;

import java.io.IOException;

/** The proxy itself is not there, or breaks off before it has answered. Its cause is what went wrong. */
public final class ProxyUnreachableException extends IOException {
    private static final long serialVersionUID = 1L;

    ProxyUnreachableException(IOException cause) {
        super(cause.getMessage(), cause);
    }
}
