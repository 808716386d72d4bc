package io.roifilter.jdbc;

import java.io.IOException;

/** The file is sound, as far as is known, but its disk takes nothing more. It may still be read. */
public final class FullDiskException extends IOException {
    private static final long serialVersionUID = 1;

    /** @param message names the file */
    public FullDiskException(String message, Throwable cause) {
        super(message, cause);
    }
}
