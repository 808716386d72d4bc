package io.roifilter.expression;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A text of the deployment's configuration whose value is found anew for each request, in Jakarta Expression Language:
 * {@code ${order.totalPrice}}. Parsed once; immutable and thread-safe.
 *
 * <p><code>#{…}</code> means the same as <code>${…}</code>, also in one text with it. A text with neither is its own
 * value.
 *
 * <p>Expressions only read: assignment fails. What a method that they call does is the shop's affair.
 */
public final class Expression {
    /** Words of one that asks whether something is there. */
    private static final Pattern MINDS_NOTHING = Pattern.compile("\\b(?:empty|null)\\b");

    private final String text;
    private final Evaluator evaluator;
    private final boolean before;
    private final boolean remembered; // and does not say itself what holds without

    private Expression(String text, Evaluator evaluator) {
        this.text = text;
        this.evaluator = evaluator;
        before = !evaluator.isLiteral() && names(ElNames.BEFORE);
        remembered = !evaluator.isLiteral()
                && names(ElNames.REMEMBERED)
                && !MINDS_NOTHING.matcher(text).find();
    }

    /**
     * Parses a text.
     *
     * @throws IllegalArgumentException if it is not valid Expression Language, or if it is an expression and the
     *     container offers no Jakarta Expression Language; the message is one line that says which
     */
    public static Expression parse(String text) {
        // A literal must do without EL: the defaults of most settings are literals.
        if (!text.contains("${") && !text.contains("#{")) {
            return new Expression(text, new Literal(text));
        }
        try {
            return new Expression(text, ElExpression.parse(text));
        } catch (LinkageError e) {
            // The API's classes are missing or of another age, found out when ElExpression is linked.
            throw new NoExpressionLanguageException(e);
        }
    }

    /** The text around the expressions, which is all of the value when none of them gives anything. */
    public String literalText() {
        return evaluator.literalText();
    }

    /** Whether there is no expression in the text: one that is escaped, such as <code>\\${x}</code>, is none. */
    public boolean isLiteral() {
        return evaluator.isLiteral();
    }

    /** Whether the value is always the same, because nothing is named in it. */
    public boolean isConstant() {
        return evaluator.isConstant();
    }

    /** Whether an expression in it begins with this name, or has one in it that does. */
    public boolean names(String name) {
        return DeferredSyntax.names(text).contains(name);
    }

    /** Whether it says what this text with <code>${…}</code> says. */
    public boolean says(String other) {
        return DeferredSyntax.toImmediate(text.strip()).equals(other);
    }

    /** Whether it has something of the order in it that the page states by convention, be it with more around it. */
    public boolean namesStatedOrder() {
        return DeferredSyntax.behind(text, ElNames.PAGE).stream()
                .map(ImplicitNames::property)
                .anyMatch("order"::equals);
    }

    /**
     * Evaluates those that are to be evaluated before the application has the request.
     *
     * @param scope of the request, as it is then
     */
    public static ValuesBefore before(Stream<Expression> expressions, EvaluationScope scope) {
        ValuesBefore values = new ValuesBefore();
        expressions
                .filter(Expression::isBefore)
                .forEach(expression -> values.add(expression, () -> expression.evaluate(scope)));
        return values;
    }

    /** Whether it is to be evaluated before the application has the request, as it names {@code before}. */
    public boolean isBefore() {
        return before;
    }

    /** Whether it is a constant and not {@linkplain #isTrue true}. */
    public boolean isNever() {
        try {
            return isConstant() && !isTrue(null);
        } catch (EvaluationException e) {
            return true;
        }
    }

    /**
     * The value for one request, of whatever type it has there; text if the expression is mixed with other text or with
     * a second expression; {@code null} if a name on its way is unknown.
     *
     * @throws EvaluationException if the expression cannot be evaluated, or code of the shop that it calls throws
     */
    public Object evaluate(EvaluationScope scope) throws EvaluationException {
        ValuesBefore known = before ? scope.valuesBefore() : null;
        return known != null ? known.of(this) : remembered ? remembered(scope) : evaluator.evaluate(scope);
    }

    /** Else <code>${remembered.amount + 5}</code> would be 5 where nothing is remembered. */
    private Object remembered(EvaluationScope scope) throws EvaluationException {
        scope.remembered().takeMissing();
        Object value = evaluator.evaluate(scope);
        Optional<String> missing = scope.remembered().takeMissing();
        if (missing.isPresent()) {
            throw EvaluationException.forgotten(text, missing.get());
        }
        return value;
    }

    /**
     * Tells whether the value is {@link Boolean#TRUE} or the text {@code true}, in any case of letters as in Expression
     * Language itself; anything else is false.
     *
     * @throws EvaluationException as {@link #evaluate} does
     */
    public boolean isTrue(EvaluationScope scope) throws EvaluationException {
        return isTrueValue(evaluate(scope));
    }

    /** Whether a value that {@link #evaluate} gave is true, in the same way. */
    public static boolean isTrueValue(Object value) {
        return value instanceof Boolean bool
                ? bool
                : value instanceof String word && "true".equalsIgnoreCase(word.strip());
    }

    /** Puts away what the names in it mean now, but for what does not change; for {@link EvaluationScope#withEarlier}. */
    public void keepNamed(EvaluationScope scope, Map<String, Object> kept) throws EvaluationException {
        try {
            for (String name : DeferredSyntax.names(text)) {
                Object value = scope.lasting(name);
                if (value != null) {
                    kept.put(name, value);
                }
            }
        } catch (Throwable e) {
            throw EvaluationException.of(text, e);
        }
    }

    /** The text as it was given. */
    @Override
    public String toString() {
        return text;
    }

    private record Literal(String text) implements Evaluator {
        @Override
        public String literalText() {
            return text;
        }

        @Override
        public boolean isLiteral() {
            return true;
        }

        @Override
        public boolean isConstant() {
            return true;
        }

        @Override
        public Object evaluate(EvaluationScope scope) {
            return text;
        }
    }
}
