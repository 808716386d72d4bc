package io.roifilter.setup;

import io.roifilter.expression.Expression;
import io.roifilter.expression.PageOrderValues;
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
        String currency = values.containsKey(AMOUNT) ? values.get(CURRENCY) : PageOrderValues.CURRENCY;
        return new OrderExpressions(
                Expression.parse(values.getOrDefault(ORDER_ID, PageOrderValues.ID)),
                Expression.parse(values.getOrDefault(AMOUNT, PageOrderValues.AMOUNT)),
                Optional.empty(),
                Optional.ofNullable(currency).map(Expression::parse),
                Expression.parse(values.getOrDefault(WHEN, "true")),
                Expression.parse("true"),
                roiData);
    }
}
