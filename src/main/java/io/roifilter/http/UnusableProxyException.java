package io.roifilter.http;

import java.io.IOException;

/** A proxy is named in a way that cannot be understood; the message says where. */
public final class UnusableProxyException extends IOException {
    private static final long serialVersionUID = 1L;

    UnusableProxyException(String message) {
        super(message);
    }
}
