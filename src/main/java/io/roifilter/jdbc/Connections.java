package io.roifilter.jdbc;

import java.io.IOException;
import java.sql.SQLException;

/** Has a session for each piece of work, one at a time. Not thread-safe. */
public interface Connections {
    /** Gets a session for one piece of work. */
    void borrow() throws SQLException;

    /** The session between {@link #borrow} and {@link #giveBack}; of a file, always. */
    Session session();

    /** @param failure what ended the piece of work; null if it went well */
    void giveBack(Throwable failure);

    /** To be called again after an {@code Error}. */
    void close() throws IOException;
}
