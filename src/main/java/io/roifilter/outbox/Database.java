package io.roifilter.outbox;

import java.io.IOException;
import java.sql.Connection;
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
 * duplicate_key  text, unique, told apart by every bit: the order id, or random if the order is always new
 * order_id       text
 * payload        the order as JSON; null once delivered
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
 * <p>The table {@code roi_outbox_meta}, of names and values, holds {@code schema_version}, {@code endpoint} and
 * {@code account}.
 */
interface Database {
    Connection connection();

    /** Makes the table {@code roi_outbox_meta}, unless it is there. */
    String metaTable();

    /**
     * Makes the table {@code roi_outbox} and its indexes: the longest due, the oldest waiting, and the oldest settled
     * are each found without reading others, and settled rows cost a claim nothing.
     */
    List<String> tables();

    /** An insert with a parameter for each of {@link Store#COLUMNS}, which does nothing if the duplicate key is there. */
    String insert();

    /** Gives rows that are due the token, the lease's end and one attempt more, and returns them. */
    List<Row> claim(Store store, String token, long now, long leaseEnd, int max) throws SQLException;

    /** Called now and then, outside of a transaction, for what is better done while nothing changes. */
    void housekeep(long now) throws SQLException;

    /** Closes the connection. */
    void close() throws IOException;
}
