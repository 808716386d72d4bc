package io.roifilter.order;

import io.roifilter.expression.EvaluationException;
import io.roifilter.expression.Expression;
import java.util.Optional;

/** What settings say of every order alike, so that it can be told before there is one. */
public final class OrderConstants {
    private static final String COUNTED = "USD";

    private OrderConstants() {}

    /** The currency of all orders; empty if that depends on them, or cannot be told. */
    public static Optional<String> currency(Optional<Expression> currency) {
        return currency.filter(Expression::isConstant).flatMap(OrderConstants::text);
    }

    /** Whether that is one in which orders are counted. */
    public static boolean isCounted(String currency) {
        return currency.equalsIgnoreCase(COUNTED);
    }

    /** Whether this, for {@code consent}, is there to switch tracking off on purpose. */
    public static boolean isSwitch(String consent) {
        return consent.strip().equalsIgnoreCase("false");
    }

    private static Optional<String> text(Expression constant) {
        try {
            return Optional.of(String.valueOf(constant.evaluate(null)).strip());
        } catch (EvaluationException e) {
            return Optional.empty();
        }
    }
}
