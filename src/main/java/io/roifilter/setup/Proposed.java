package io.roifilter.setup;

import io.roifilter.expression.Expression;
import io.roifilter.order.OrderExpressions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Settings of a proposal, with what holds where it has none. For one thread until it is whole. */
final class Proposed {
    /** The roi_data of orders that are read for an operator only. */
    static final String TEST_CLICK = "test";

    static final String CONFIRMATION = "confirmation";
    static final String WHEN = "when";
    static final String ORDER_ID = "orderId";
    static final String AMOUNT = "amount";
    static final String CURRENCY = "currency";

    /** What is read where nothing says otherwise: what the page states by convention. */
    static final String DEFAULT_ORDER_ID = "${page.order.id}";

    static final String DEFAULT_AMOUNT = "${page.order.amount}";

    /** A page that states none is taken to mean dollars, as elsewhere. */
    private static final String DEFAULT_CURRENCY = "${empty page.order.currency ? 'USD' : page.order.currency}";

    private final Map<String, String> values = new LinkedHashMap<>();

    static Proposed of(Proposal proposal) {
        Proposed proposed = new Proposed();
        proposal.settings().forEach(setting -> proposed.values.put(setting.name(), setting.value()));
        return proposed;
    }

    Proposed with(String name, String value) {
        values.put(name, value);
        return this;
    }

    String confirmation() {
        return values.get(CONFIRMATION);
    }

    /** @param roiData in place of a search for it */
    OrderExpressions expressions(Optional<Expression> roiData) {
        String currency = values.containsKey(AMOUNT) ? values.get(CURRENCY) : DEFAULT_CURRENCY;
        return new OrderExpressions(
                Expression.parse(values.getOrDefault(ORDER_ID, DEFAULT_ORDER_ID)),
                Expression.parse(values.getOrDefault(AMOUNT, DEFAULT_AMOUNT)),
                Optional.empty(),
                Optional.ofNullable(currency).map(Expression::parse),
                Expression.parse(values.getOrDefault(WHEN, "true")),
                Expression.parse("true"),
                roiData);
    }
}
