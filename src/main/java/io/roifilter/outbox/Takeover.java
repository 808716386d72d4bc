package io.roifilter.outbox;

import java.io.IOException;
import java.sql.SQLException;

/** Moves orders from somewhere else to the own store, some at a time. Its text form says from where, and how many. */
interface Takeover {
    /** @throws SQLException if what is there cannot be used */
    void begin() throws SQLException, IOException;

    /**
     * Moves a part.
     *
     * @return whether there was something left to move
     * @throws OutboxException if the own store is away
     */
    boolean step() throws SQLException, IOException;

    /** Called once nothing is left. */
    void finish() throws IOException;

    /** Leaves it to whoever finds it next. */
    void abandon() throws IOException;
}
