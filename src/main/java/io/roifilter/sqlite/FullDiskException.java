package io.roifilter.sqlite;

import java.io.IOException;

/** The file is sound, as far as is known, but its disk takes nothing more. It may still be read. */
public final class FullDiskException extends IOException {
    private static final long serialVersionUID = 1;

    FullDiskException(String message, Throwable cause) {
        super(message, cause);
    }
}
