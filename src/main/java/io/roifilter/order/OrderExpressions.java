package io.roifilter.order;

import io.roifilter.expression.Expression;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The settings of a deployment that say how an order is read. Immutable and thread-safe.
 *
 * @param orderId gives the order id
 * @param amount gives the order total in US dollars
 * @param purchaseDate gives the date of the order; if absent, it is the date of reading
 * @param currency gives the currency; if absent, it is taken to be US dollars, as where a page states an amount without any
 * @param when tells whether there is an order to report
 * @param consent tells whether the visitor allows it
 * @param roiData gives the roi_data; if absent, it is searched for in the request
 */
public record OrderExpressions(
        Expression orderId,
        Expression amount,
        Optional<Expression> purchaseDate,
        Optional<Expression> currency,
        Expression when,
        Expression consent,
        Optional<Expression> roiData) {

    Stream<Expression> all() {
        return Stream.concat(
                Stream.of(orderId, amount, when, consent),
                Stream.of(purchaseDate, currency, roiData).flatMap(Optional::stream));
    }
}
