package io.roifilter.setup;

import java.util.List;

/** The orders that were looked for before this one. Immutable. */
final class EarlierOrders {
    private final List<Search> searches;

    /** @param id of the order that is looked for now, which is no other if it was looked for before */
    EarlierOrders(List<Search> searches, WantedId id) {
        this.searches = searches.stream()
                .filter(search ->
                        id.match(new WantedId(search.orderId()).bare()).isEmpty())
                .toList();
    }

    /** Whether what was read is one of them. */
    boolean has(Reading reading) {
        return searches.stream()
                .anyMatch(search -> reading.is(new WantedId(search.orderId()), new WantedTotal(search.total())));
    }
}
