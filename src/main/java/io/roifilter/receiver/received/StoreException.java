package io.roifilter.receiver.received;

/** The store cannot be used at present: another instance has it, or the disk does not take or give what is needed. */
public final class StoreException extends Exception {
    private static final long serialVersionUID = 1L;

    StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
