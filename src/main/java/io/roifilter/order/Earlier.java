package io.roifilter.order;

import io.roifilter.expression.EvaluationException;
import io.roifilter.expression.EvaluationScope;
import io.roifilter.expression.Expression;
import io.roifilter.expression.PlainValue;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * What the expressions gave before something went that they may need, while the answer was not whole. Those that ask for the answer are
 * evaluated when it is; of them it is kept here what else they name. For one visit, and one thread at a time.
 */
public final class Earlier {
    private final Map<Expression, Given> given = new IdentityHashMap<>();
    private final Map<String, Object> named = new HashMap<>();
    private TracedReading reading;

    Earlier() {}

    /** @param failure if it could not be evaluated, else null */
    private record Given(Object value, EvaluationException failure) {}

    /**
     * What was read then, as if the answer said whatever it was asked for: how much of an order there was, and no order to
     * hand in.
     */
    public OrderReading provisional() {
        return reading.reading();
    }

    void readAs(TracedReading provisional) {
        reading = provisional;
    }

    /** Has a value kept, or what there was to make it of. */
    Object keep(Expression expression, EvaluationScope scope, Object assumed) throws EvaluationException {
        if (expression.names("page")) {
            expression.keepNamed(scope, named);
            return assumed;
        }
        try {
            Object value = PlainValue.of(expression.evaluate(scope));
            given.put(expression, new Given(value, null));
            return value;
        } catch (EvaluationException e) {
            given.put(expression, new Given(null, e));
            throw e;
        } catch (Throwable e) {
            throw EvaluationException.of(expression.toString(), e); // the text of a value is code of the shop, too
        }
    }

    /** The value that was kept, or what the whole answer makes of the rest. */
    Object value(Expression expression, EvaluationScope scope) throws EvaluationException {
        Given kept = given.get(expression);
        if (kept == null) {
            return expression.evaluate(expression.names("page") ? scope.withEarlier(named) : scope);
        }
        if (kept.failure() != null) {
            throw kept.failure();
        }
        return kept.value();
    }
}
