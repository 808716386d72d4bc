package io.roifilter.jdbc;

import java.io.IOException;

/** What is in a file is no sound database: opening it again will change nothing. */
public final class DamagedFileException extends IOException {
    private static final long serialVersionUID = 1;

    /** @param cause null if it was found without SQLite */
    public DamagedFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
