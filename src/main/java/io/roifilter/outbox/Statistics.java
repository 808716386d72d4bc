package io.roifilter.outbox;

import java.time.Instant;
import java.util.Optional;

/**
 * How an outbox stands. Immutable.
 *
 * @param place the file, or the database without a password
 * @param waiting entries not yet delivered, those that are claimed included
 * @param delivered order ids remembered as delivered
 * @param rejected entries kept that will not be tried again by themselves
 * @param oldestWaiting when the oldest waiting entry was accepted; empty if none is waiting
 * @param logged orders that went to the log since the start, because neither the store nor a file could take them
 * @param duplicates orders passed over since the start, because their order id was known
 */
public record Statistics(
        String place,
        long waiting,
        long delivered,
        long rejected,
        Optional<Instant> oldestWaiting,
        long logged,
        long duplicates) {}
