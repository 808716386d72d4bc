package io.roifilter.receiver;

/** A request that cannot be read as a message of the API; the message is for its sender. */
final class RefusedRequestException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    /**
     * @param status the HTTP status of the answer
     * @param message tells the sender what to do
     */
    RefusedRequestException(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
