package io.roifilter.order;

import io.roifilter.api.RoiInsert;
import io.roifilter.expression.SessionNote;
import java.util.List;
import java.util.Optional;

/** What reading an answered request for an order came to. Reasons and warnings are one line each, fit for a log. */
public sealed interface OrderReading {
    /** Whether there is nothing more to be read. */
    default boolean isWhole() {
        return false;
    }

    /** Whether there is something to keep, and more may come. */
    default boolean isPart() {
        return false;
    }

    /** There is nothing to report; the usual case. */
    record NoOrder(Outcome.Why why) implements OrderReading {}

    /**
     * An order to deliver.
     *
     * @param order the order
     * @param warning what was wrong with the setting {@code purchaseDate}; the order then has the date of reading, because
     *     a date that is at most off by the time the shop took is better than no report
     */
    record Complete(RoiInsert order, Optional<String> warning) implements OrderReading {
        @Override
        public boolean isWhole() {
            return true;
        }
    }

    /**
     * What is to be remembered of a page before that of the order, for that.
     *
     * @param missing what was asked for and is not there
     * @param problems why, if something failed
     */
    record Noted(SessionNote note, List<String> missing, List<String> problems) implements OrderReading {
        @Override
        public boolean isWhole() {
            return missing.isEmpty() && problems.isEmpty();
        }

        @Override
        public boolean isPart() {
            return !isWhole();
        }
    }

    /**
     * An order that must not be delivered as it is, to be kept so that a person can repair it.
     *
     * @param order all that is known of the order: the amount is the shop's text, shortened, if no amount could be made of
     *     it; what could not be read has a stand-in, see {@link OrderReader}
     * @param reason what is wrong
     */
    record Refused(RoiInsert order, String reason) implements OrderReading {
        @Override
        public boolean isPart() {
            return true;
        }

        /** Whether the order id is the shop's own, and no stand-in. */
        public boolean hasOrderId() {
            return !OrderIds.isUnknown(order.orderId());
        }
    }

    /**
     * Reading failed before there was anything to keep: whose click it was is unknown, or whether the visitor consents, or
     * nothing says that there was an order. <b>If there was one, it is lost</b> but for this reason in the log.
     *
     * @param reason the expression that failed and what the shop's code threw
     */
    record Unreadable(String reason) implements OrderReading {}
}
