package io.roifilter.outbox;

import java.util.List;

/**
 * The orders that are in files of their own, because no store could take them. Immutable.
 *
 * @param orders how many
 * @param files where they are
 * @param aside files with lines that could not be read or that the store refused, which a person has to look at
 */
public record UnstoredOrders(long orders, List<String> files, List<String> aside) {
    /** There are none. */
    public static final UnstoredOrders NONE = new UnstoredOrders(0, List.of(), List.of());

    /** The number, and the word for it. */
    static String text(long orders) {
        return orders + (orders == 1 ? " order" : " orders");
    }
}
