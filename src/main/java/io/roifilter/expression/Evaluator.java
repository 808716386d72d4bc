package io.roifilter.expression;

/**
 * What an {@link Expression} has parsed. Hides Jakarta EL from that class, which must link in a container without it to be
 * able to say so. Thread-safe.
 */
interface Evaluator {
    /** As {@link Expression#literalText}. */
    String literalText();

    /** As {@link Expression#isLiteral}. */
    boolean isLiteral();

    /** As {@link Expression#isConstant}. */
    boolean isConstant();

    /** As {@link Expression#evaluate}. */
    Object evaluate(EvaluationScope scope) throws EvaluationException;
}
