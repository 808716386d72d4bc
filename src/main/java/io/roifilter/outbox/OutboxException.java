package io.roifilter.outbox;

/** The store is away: it is closed, cannot be opened, or failed; the outbox opens it again by itself when it can. */
public final class OutboxException extends RuntimeException {
    private static final long serialVersionUID = 1;

    OutboxException(String message, Throwable cause) {
        super(message, cause);
    }
}
