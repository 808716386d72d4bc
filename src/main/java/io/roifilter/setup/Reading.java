package io.roifilter.setup;

import io.roifilter.order.OrderReading;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.Optional;

/**
 * What settings give on a recorded request. Never compared.
 *
 * @param orderId that would be reported
 * @param amount likewise, or what stands in its place
 * @param isComplete whether it would be sent; if not, it would be kept as rejected
 */
record Reading(String orderId, String amount, boolean isComplete) {
    /** Empty if nothing would be reported, as on error pages. */
    static Optional<Reading> of(Replay replay, Proposed settings, Clock clock) {
        if (replay.visit().seen().status() >= 400) {
            return Optional.empty();
        }
        OrderReading reading = replay.read(settings, clock);
        if (reading instanceof OrderReading.Complete complete) {
            return Optional.of(
                    new Reading(complete.order().orderId(), complete.order().amount(), true));
        }
        return reading instanceof OrderReading.Refused refused
                ? Optional.of(
                        new Reading(refused.order().orderId(), refused.order().amount(), false))
                : Optional.empty();
    }

    boolean is(WantedId id, WantedTotal total) {
        try {
            return id.match(orderId).isPresent() && total.is(new BigDecimal(amount));
        } catch (NumberFormatException e) {
            return false;
        }
    }

    boolean isSameAs(Reading other) {
        return orderId.equals(other.orderId) && amount.equals(other.amount);
    }
}
