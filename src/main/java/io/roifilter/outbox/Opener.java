package io.roifilter.outbox;

import java.io.IOException;
import java.sql.SQLException;

/** Finds the store and opens it, its tables made. */
interface Opener {
    Store open() throws IOException, SQLException;

    /** Whether orders wait while the store is away; else they go to a file of their own, or to the log. */
    default boolean ordersWait() {
        return false;
    }

    /** Called at the end, when the store is closed. */
    default void close() throws IOException {}
}
