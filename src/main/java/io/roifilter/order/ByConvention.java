package io.roifilter.order;

import io.roifilter.expression.Expression;
import io.roifilter.expression.PageOrderValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which settings say what they do by default: that the page states the value by convention, for whomever. */
public final class ByConvention {
    private static final List<String> DEFAULTS =
            List.of(PageOrderValues.ID, PageOrderValues.AMOUNT, PageOrderValues.CURRENCY);

    private ByConvention() {}

    /** Whether this, for {@code orderId}, is the default. */
    public static boolean isId(Expression orderId) {
        return orderId.says(PageOrderValues.ID);
    }

    /** Whether this, for {@code amount}, is the default. */
    public static boolean isAmount(Expression amount) {
        return amount.says(PageOrderValues.AMOUNT);
    }

    /** Whether this, for {@code currency}, is the default that goes with an {@code amount} which the page states. */
    static boolean isCurrency(Expression currency, Expression amount) {
        return amount.namesStatedOrder() && currency.says(PageOrderValues.CURRENCY);
    }

    /** Whether this text is any of the defaults. */
    public static boolean isAny(String expression) {
        return DEFAULTS.contains(expression);
    }

    /** Such as {@code orderId, amount and currency}; empty if it is none of them. */
    public static Optional<String> settings(
            Optional<Expression> orderId, Optional<Expression> amount, Optional<Expression> currency) {
        List<String> names = new ArrayList<>();
        if (orderId.filter(ByConvention::isId).isPresent()) {
            names.add("orderId");
        }
        if (amount.filter(ByConvention::isAmount).isPresent()) {
            names.add("amount");
            if (currency.filter(given -> given.says(PageOrderValues.CURRENCY)).isPresent()) {
                names.add("currency");
            }
        }
        int last = names.size() - 1;
        return last < 1
                ? names.stream().findFirst()
                : Optional.of(String.join(", ", names.subList(0, last)) + " and " + names.get(last));
    }
}
