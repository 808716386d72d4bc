package io.roifilter.outbox;

import io.roifilter.jdbc.Session;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * What is said differently to each database. All else in {@link Store} is common to them. Its text form names the
 * database.
 *
 * <p>The table {@code roi_outbox}, one row per call, all times in milliseconds since 1970:
 *
 * <pre>
 * id             whole number, generated
 * destination    for whom the call is, a key of roi_outbox_destination; not in a file, which has one for all
 * method         of the API: roi.insert for orders
 * duplicate_key  text, unique for a destination and a method, told apart by every bit: the order id, or random if the order
 *                is always new
 * order_id       text
 * payload        the call as JSON; null once delivered; in a file, where it is: see {@link PayloadLog}
 * state          waiting, delivered or rejected
 * due            not claimed before then; the end of the lease if claimed
 * attempts       how often claimed
 * claim          the claimant's token; null if not claimed
 * accepted_at    when the call was handed in
 * settled_at     when it was delivered or rejected; null while waiting
 * last_code      the code of a rejection; of what waits, that it is refused while others are taken, or null
 * last_text      what was said at the last attempt
 * amount         what was reported; null before
 * purchase_date  the same
 * </pre>
 *
 * <p>The table {@code roi_outbox_count} holds a {@code number} for each {@code name} and {@code hour} since 1970, of all nodes
 * together.
 *
 * <p>The table {@code roi_outbox_meta}, of names and values, holds {@code schema_version}, and in a file {@code endpoint}
 * and {@code account}, the name that the operator gave it or nothing. Where several applications share a database, these are
 * the columns of {@code roi_outbox_destination}, beside the key {@code destination}.
 */
interface Dialect {
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
    Destination open(Session session, Destination destination) throws SQLException;

    /**
     * Inserts rows unless their duplicate key is there.
     *
     * @return 1 or 0 for each row; something else where that is not known
     */
    int[] insert(Session session, List<Row> rows) throws SQLException;

    /** Sets the parameter for the payload of a row that takes the place of another. */
    default void setPayload(PreparedStatement statement, int index, Row row) throws SQLException {
        statement.setString(index, row.payload());
    }

    /** Gives rows that are due the token, the lease's end and one attempt more, and returns them, the oldest first. */
    List<Row> claim(Session session, String token, long leaseEnd, int max) throws SQLException;

    /** A statement that deletes what was delivered before its first parameter, at most as many as its second. */
    String purge();

    /** A statement that adds its parameters, an hour, a name and a number, to what is there. */
    String addCount();

    /** As {@link Store#readdress}; nothing in a file, which is somebody's as a whole. */
    default int readdress(Session session, Destination former, int max) throws SQLException {
        return 0;
    }

    /**
     * Called now and then, outside of a transaction, for what is better done while nothing changes. Databases keep house
     * by themselves.
     *
     * @param kept how many rows there are
     * @return whether there is more to do
     */
    default boolean housekeep(Session session, Counts kept) throws SQLException {
        return false;
    }
}
