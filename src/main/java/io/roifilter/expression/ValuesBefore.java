package io.roifilter.expression;

import java.util.IdentityHashMap;
import java.util.Map;

/**
 * What expressions that name {@code before} have given before the application had the request. Each is wholly a value by now:
 * what the page does to its objects afterwards changes nothing of it. Immutable once it is made.
 */
public final class ValuesBefore {
    private final Map<Object, Object> values = new IdentityHashMap<>(); // by expression

    ValuesBefore() {}

    /** What an expression gives now. */
    interface Evaluation {
        Object value() throws EvaluationException;
    }

    /** Evaluates one. What it throws is thrown to who asks for its value. To be called before others have this object. */
    void add(Object expression, Evaluation evaluation) {
        values.put(expression, value(expression, evaluation));
    }

    /** @throws EvaluationException if there was none */
    Object of(Object expression) throws EvaluationException {
        Object value = values.get(expression);
        if (value instanceof EvaluationException failure) {
            throw failure;
        }
        return value;
    }

    private static Object value(Object expression, Evaluation evaluation) {
        try {
            return PlainValue.of(evaluation.value());
        } catch (EvaluationException e) {
            return e;
        } catch (Throwable e) {
            return EvaluationException.of(expression.toString(), e); // the text of a value is code of the shop, too
        }
    }
}
