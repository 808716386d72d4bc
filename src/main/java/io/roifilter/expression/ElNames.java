package io.roifilter.expression;

import java.util.Set;

/** Names in an expression that are no attribute's, whatever attributes there are. */
public final class ElNames {
    static final String BEFORE = "before";
    static final String PAGE = "page";
    static final String REMEMBERED = "remembered";

    /** Operators and constants (Jakarta Expression Language 5.0, section 1.17). */
    private static final Set<String> RESERVED = Set.of(
            "and",
            "or",
            "not",
            "eq",
            "ne",
            "lt",
            "gt",
            "le",
            "ge",
            "true",
            "false",
            "null",
            "empty",
            "div",
            "mod",
            "instanceof");

    private static final Set<String> IMPLICIT = Set.of(
            "param",
            "paramValues",
            "header",
            "headerValues",
            "cookie",
            "initParam",
            "requestScope",
            "sessionScope",
            "applicationScope",
            "request",
            PAGE,
            REMEMBERED,
            BEFORE);

    private ElNames() {}

    /** Whether it is an operator or a constant. */
    public static boolean isReserved(String name) {
        return RESERVED.contains(name);
    }

    /** Whether it is an object that {@link EvaluationScope} has besides attributes. */
    public static boolean isImplicit(String name) {
        return IMPLICIT.contains(name);
    }
}
