package io.roifilter.outbox;

import io.roifilter.api.RoiInsert;
import java.time.Instant;
import java.util.UUID;

/**
 * One row of the table, with the columns that an insert writes. Immutable.
 *
 * @param id 0 in a row that is not stored yet
 * @param duplicateKey unique in the table: the order id, or a random text for an order that is always new
 * @param payload the order as JSON; null once delivered
 * @param due when it may be claimed, in milliseconds since 1970 as all times here
 * @param settledAt null while waiting
 */
record Row(
        long id,
        String duplicateKey,
        String orderId,
        String payload,
        State state,
        long due,
        int attempts,
        long acceptedAt,
        Long settledAt,
        String lastCode,
        String lastText) {

    /** The code of what was refused before it was ever sent. */
    static final String REFUSED = "refused";

    static Row of(Pending pending, String payload) {
        boolean refused = pending.rejection() != null;
        Instant at = pending.acceptedAt();
        return new Row(
                0,
                pending.order().ignoreDuplicateOrders()
                        ? UUID.randomUUID().toString()
                        : pending.order().orderId(),
                pending.order().orderId(),
                payload,
                refused ? State.REJECTED : State.WAITING,
                at.toEpochMilli(),
                0,
                at.toEpochMilli(),
                refused ? at.toEpochMilli() : null,
                refused ? REFUSED : null,
                pending.rejection());
    }

    /** This row as claimed; without an order if it cannot be read. */
    Entry entry(RoiInsert order, String claim) {
        return new Entry(id, order, attempts, Instant.ofEpochMilli(acceptedAt), claim);
    }
}
