package io.roifilter.outbox;

import io.roifilter.api.RoiInsert;
import java.time.Instant;

/** The line of a log with an order that the store could not take, as the outbox writes it. */
public final class UnstoredLine {
    private UnstoredLine() {}

    /** @param refusal null if the order is to be sent */
    public static String of(RoiInsert order, String refusal, LineSeal seal, String why) {
        Pending pending = new Pending(order, refusal, Instant.parse("2026-11-22T10:15:30.123456Z"));
        Row row = pending.row();
        return Unstored.line(row.payload(), row.duplicateKey(), refusal, pending.acceptedAt(), seal, why);
    }
}
