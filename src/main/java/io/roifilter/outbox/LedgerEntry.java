package io.roifilter.outbox;

import java.time.Instant;
import java.util.Optional;

/**
 * An entry as an operator sees it. Immutable.
 *
 * @param id names it in its {@link Ledger}
 * @param destination for whom it is
 * @param claimed whether an instance is sending it at this moment, or may be
 * @param acceptedAt when it was handed in, or was last sent again
 * @param due not to be sent before then, while it waits
 * @param settledAt when it was delivered or rejected
 * @param code why it was rejected, in a word; empty if it was not
 * @param text what was said at the last attempt; empty if nothing was
 * @param amount empty if it cannot be read
 * @param purchaseDate the day of the order in US Pacific time; empty like the amount
 * @param roiData its first characters, as the whole identifies a contact; empty also once delivered
 */
public record LedgerEntry(
        long id,
        Destination destination,
        String orderId,
        State state,
        boolean claimed,
        int attempts,
        Instant acceptedAt,
        Instant due,
        Optional<Instant> settledAt,
        String code,
        String text,
        String amount,
        String purchaseDate,
        String roiData) {}
