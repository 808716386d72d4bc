package io.roifilter.expression;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Calendar;
import java.util.Date;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What expressions that name {@code before} have given before the application had the request. Each is wholly a value by now:
 * what the page does to its objects afterwards changes nothing of it. Immutable once it is made.
 */
public final class ValuesBefore {
    /** Of which nothing can change, and {@code toString} is the JDK's. */
    private static final Set<Class<?>> PLAIN = Set.of(
            String.class,
            Boolean.class,
            Character.class,
            BigDecimal.class,
            BigInteger.class,
            Integer.class,
            Long.class,
            Double.class,
            Float.class,
            Short.class,
            Byte.class);

    private final Map<Object, Object> values = new IdentityHashMap<>(); // by expression

    ValuesBefore() {}

    /** What an expression gives now. */
    interface Evaluation {
        Object value() throws EvaluationException;
    }

    /** What is no text, number or date is known by what it prints, and is no text for all that: no condition is true by it. */
    private record Printed(String text) {
        @Override
        public String toString() {
            return text;
        }
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
            return plain(evaluation.value());
        } catch (EvaluationException e) {
            return e;
        } catch (Throwable e) {
            return EvaluationException.of(expression.toString(), e); // the text of a value is code of the shop, too
        }
    }

    private static Object plain(Object value) {
        if (value == null || PLAIN.contains(value.getClass()) || isOfJavaTime(value)) {
            return value;
        }
        if (value instanceof Date date) {
            return date.clone();
        }
        if (value instanceof Calendar calendar) {
            return calendar.clone();
        }
        String text = value.toString();
        return text == null ? null : value instanceof Number ? number(text) : new Printed(text);
    }

    /** All are immutable. */
    private static boolean isOfJavaTime(Object value) {
        return value.getClass().getName().startsWith("java.time.");
    }

    /** Such as of an {@code AtomicLong}; number classes of libraries may print a fraction such as 1/3. */
    private static Object number(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            return new Printed(text);
        }
    }
}
