package io.roifilter.page;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * What an expression in a script is, as far as it can be told by looking: a literal, a name, one of the few things done to
 * literals that count as literals, or unknown. Never evaluated; {@link Resolver} says what a value amounts to.
 */
sealed interface Value {
    Value UNKNOWN = new Unknown();
    Value NOTHING = new Nothing();
    Value NO = new Truth(false);
    Value YES = new Truth(true);

    /** Text of a script or of markup. */
    record Text(String text) implements Value {}

    /**
     * A number.
     *
     * @param written its digits as they stand there
     */
    record Numeral(BigDecimal number, String written) implements Value {}

    record Truth(boolean isTrue) implements Value {}

    /** {@code null} or {@code undefined}. */
    record Nothing() implements Value {}

    record Unknown() implements Value {}

    /** An object. */
    record Fields(Map<String, Value> fields) implements Value {}

    /** An array. */
    record Items(List<Value> items) implements Value {}

    /**
     * A name, or members of one.
     *
     * @param path joined by points, without {@code window} before it
     */
    record Named(String path) implements Value {}

    /** A member of something that has no name. */
    record Member(Value of, String name) implements Value {}

    /** An assignment, which has a name as well as a value: {@code (dataLayer = dataLayer || []).push(…)}. */
    record Assigned(String path, Value value) implements Value {}

    record Sum(Value left, Value right) implements Value {}

    /** A function of the language that leaves a literal what it is. */
    record Applied(String function, Value to, Value argument) implements Value {}

    record Not(Value of) implements Value {}

    record Same(Value left, Value right, boolean wanted) implements Value {}

    record Both(Value left, Value right) implements Value {}

    record Either(Value left, Value right) implements Value {}

    /** A function. */
    record Code(Reach reach) implements Value {}

    /** The name by which something can be found, or null. */
    static String pathOf(Value value) {
        if (value instanceof Named named) {
            return named.path();
        }
        if (value instanceof Assigned assigned) {
            return assigned.path();
        }
        return value instanceof Either either ? pathOf(either.left()) : null;
    }
}
