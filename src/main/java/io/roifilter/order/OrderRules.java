package io.roifilter.order;

import io.roifilter.click.RoiDataFinder;
import io.roifilter.order.OrderReading.NoOrder;
import io.roifilter.order.Outcome.Why;
import java.time.Clock;

/**
 * What orders are read by. Immutable.
 *
 * @param finder finds the roi_data, unless an expression says what it is
 * @param ignoreDuplicateOrders the flag of that name in every order read
 * @param clock gives the date of orders that have none of their own
 * @param remembers whether what is read is for a later page, which confirms the order
 */
record OrderRules(
        OrderExpressions expressions,
        RoiDataFinder finder,
        boolean ignoreDuplicateOrders,
        Clock clock,
        boolean remembers) {
    /** The usual reading. Here, so that it is there before a page can have used up stack or memory. */
    static final NoOrder NO_ROI_DATA = new NoOrder(Why.NO_ROI_DATA);
}
