package io.roifilter.outbox;

import io.roifilter.api.RoiInsert;
import java.time.Instant;

/** Lines of a log with orders that the store could not take, as the outbox writes them. */
public final class UnstoredLines {
    private UnstoredLines() {}

    /** @param refusal null if the order is to be sent */
    public static String of(RoiInsert order, String refusal, LineSeal seal, String why) {
        Pending pending = new Pending(order, refusal, Instant.parse("2026-11-22T10:15:30.123456Z"));
        Row row = pending.row();
        return UnstoredLine.of(row.payload(), row.duplicateKey(), refusal, pending.acceptedAt(), seal, why);
    }
}
