package io.roifilter.outbox;

import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * What one database does and says differently; its text form names it. All else in {@link Store} is common to the
 * databases.
 *
 * <p>The table {@code roi_outbox}, one row per order, all times in milliseconds since 1970:
 *
 * <pre>
 * id             whole number, generated
 * destination    for whom the order is, a key of roi_outbox_destination; not in a file, which has one for all
 * duplicate_key  text, unique for a destination, told apart by every bit: the order id, or random if the order is
 *                always new
 * order_id       text
 * payload        the order as JSON; null once delivered; in a file, where it is: see {@link PayloadLog}
 * state          waiting, delivered or rejected
 * due            not claimed before then; the end of the lease if claimed
 * attempts       how often claimed
 * claim          the claimant's token; null if not claimed
 * accepted_at    when the order was handed in
 * settled_at     when it was delivered or rejected; null while waiting
 * last_code      the code of a rejection
 * last_text      what was said at the last attempt
 * </pre>
 *
 * <p>The table {@code roi_outbox_meta}, of names and values, holds {@code schema_version}, and in a file
 * {@code endpoint} and {@code account}, the name that the operator gave it or nothing. Where several applications share a database, these are the columns of
 * {@code roi_outbox_destination}, beside the key {@code destination}.
 */
interface Database {
    /** Gets a connection for one piece of work, and reads the clock. */
    void borrow() throws SQLException;

    /** @param failed whether the connection is better not used again */
    void giveBack(boolean failed);

    /** The connection between {@link #borrow} and {@link #giveBack}. */
    Session session();

    /** When the piece of work began, by the clock that rules leases and all times in the table. */
    long now();

    /** By how many milliseconds that clock is ahead of ours. */
    long ahead();

    /** Whether other instances change the same rows. */
    boolean isShared();

    /** What a condition on {@code roi_outbox} ends with, to see one's own rows only; may be empty. */
    String scope();

    /**
     * The table of orders to change rows in. All that is read is in {@code roi_outbox} as well, which in a file is a view
     * that joins the table and its payloads.
     */
    default String table() {
        return "roi_outbox";
    }

    /**
     * Makes the tables if there are none yet, and says for whom the entries are: for the given destination, unless the
     * tables were made for another.
     *
     * @throws SQLException if the tables are of a later version than this class knows, or cannot be made
     */
    Destination open(Store store, Destination destination) throws SQLException;

    /** Starts a transaction; auto-commit is off afterwards. */
    void beginTransaction() throws SQLException;

    /** Whether a transaction failed only because of another one at the same time, so that it is worth repeating. */
    boolean isConflict(SQLException failure);

    /**
     * Inserts rows unless their duplicate key is there.
     *
     * @return 1 or 0 for each row; something else where that is not known
     */
    int[] insert(Store store, List<Row> rows) throws SQLException;

    /** Sets the parameter for the payload of a row that takes the place of another. */
    default void setPayload(PreparedStatement statement, int index, Row row) throws SQLException {
        statement.setString(index, row.payload());
    }

    /** Gives rows that are due the token, the lease's end and one attempt more, and returns them, the oldest first. */
    List<Row> claim(Store store, String token, long leaseEnd, int max) throws SQLException;

    /** A statement that deletes what was delivered before its first parameter, at most as many as its second. */
    String purge();

    /** As {@link Store#readdress}; nothing in a file, which is somebody's as a whole. */
    default int readdress(Destination former, int max) throws SQLException {
        return 0;
    }

    /** Called when a statement failed, so that it is known at the end. */
    default void failed(SQLException failure) {}

    /**
     * Called now and then, outside of a transaction, for what is better done while nothing changes.
     *
     * @return whether there is more to do
     */
    boolean housekeep(Store store) throws SQLException;

    void close() throws IOException;
}
