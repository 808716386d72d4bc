package io.roifilter.expression;

import io.roifilter.text.OneLine;
import io.roifilter.text.Thrown;
import io.roifilter.thread.ContextClassLoader;
import jakarta.el.ArrayELResolver;
import jakarta.el.BeanELResolver;
import jakarta.el.CompositeELResolver;
import jakarta.el.ELContext;
import jakarta.el.ELException;
import jakarta.el.ELResolver;
import jakarta.el.ExpressionFactory;
import jakarta.el.FunctionMapper;
import jakarta.el.ListELResolver;
import jakarta.el.MapELResolver;
import jakarta.el.MethodNotFoundException;
import jakarta.el.PropertyNotFoundException;
import jakarta.el.ResourceBundleELResolver;
import jakarta.el.ValueExpression;
import jakarta.el.VariableMapper;
import java.util.Map;

/**
 * An expression as Jakarta Expression Language knows it. Thread-safe.
 *
 * <p>The resolvers are kept with the expression rather than made for each request as {@code StandardELContext} does:
 * they cache what they learn of the shop's classes, and must go when the application goes.
 */
final class ElExpression implements Evaluator {
    private final ExpressionFactory factory;
    private final ELResolver resolver;
    private final ValueExpression expression;
    private final String literalText;
    private final boolean literal;
    private final boolean constant;

    private ElExpression(ExpressionFactory factory, String text) {
        this.factory = factory;
        this.resolver = resolver(factory);
        this.expression =
                factory.createValueExpression(new Context(null), DeferredSyntax.toImmediate(text), Object.class);
        this.literalText = DeferredSyntax.literalText(text);
        this.literal = !DeferredSyntax.hasExpression(text);
        this.constant = !DeferredSyntax.namesAnything(text);
    }

    /** @throws IllegalArgumentException as {@link Expression#parse} says */
    static Evaluator parse(String text) {
        ExpressionFactory factory = factory();
        try {
            Evaluator expression = new ElExpression(factory, text);
            PageCalls.check(text);
            ImplicitNames.check(text);
            return expression;
        } catch (ELException e) {
            throw new IllegalArgumentException("not a valid expression: " + words(e), e);
        }
    }

    @Override
    public String literalText() {
        return literalText;
    }

    @Override
    public boolean isLiteral() {
        return literal;
    }

    @Override
    public boolean isConstant() {
        return constant;
    }

    @Override
    public Object evaluate(EvaluationScope scope) throws EvaluationException {
        try {
            return expression.getValue(context(scope));
        } catch (PropertyNotFoundException | MethodNotFoundException e) {
            forgetContext(scope);
            // The likeliest mistake in a configuration; these name types and properties, never values.
            throw new EvaluationException(OneLine.of(expression.getExpressionString(), 200) + ": " + words(e), e);
        } catch (Throwable e) {
            forgetContext(scope);
            throw EvaluationException.of(expression.getExpressionString(), e);
        }
    }

    /** One for all expressions of a request: their factories and resolvers are all alike. */
    private ELContext context(EvaluationScope scope) {
        if (scope == null) {
            return new Context(null);
        }
        ELContext context = (ELContext) scope.evaluationContext();
        if (context == null) {
            context = new Context(scope);
            scope.keepEvaluationContext(context);
        }
        return context;
    }

    /** What has failed may have left something half done in it. */
    private static void forgetContext(EvaluationScope scope) {
        if (scope != null) {
            scope.keepEvaluationContext(null);
        }
    }

    /**
     * Found beside this class. The calling thread's context class loader may be another application's, or none, when
     * this jar is in the container's shared folder.
     */
    private static ExpressionFactory factory() {
        try {
            return ContextClassLoader.during(ElExpression.class.getClassLoader(), ExpressionFactory::newInstance);
        } catch (ELException e) {
            throw new NoExpressionLanguageException(e);
        }
    }

    /** As in JSP (Jakarta Pages 3.1, section 2.9), but read-only, and with records. */
    private static ELResolver resolver(ExpressionFactory factory) {
        CompositeELResolver resolvers = new CompositeELResolver();
        resolvers.add(new ScopeResolver());
        ELResolver streams = factory.getStreamELResolver();
        if (streams != null) {
            resolvers.add(streams);
        }
        resolvers.add(new MapELResolver(true));
        resolvers.add(new ResourceBundleELResolver());
        resolvers.add(new ListELResolver(true));
        resolvers.add(new ArrayELResolver(true));
        resolvers.add(new RecordResolver());
        resolvers.add(new BeanELResolver(true));
        return resolvers;
    }

    /** The first line of what the innermost exception says; those after it list every token that might have stood there. */
    private static String words(ELException thrown) {
        return OneLine.of(Thrown.words(thrown).lines().findFirst().orElse(""), 200);
    }

    private final class Context extends ELContext {
        private final EvaluationScope scope;
        private Class<?> key; // of what was put first; mostly nothing more is, and one thing needs no map
        private Object first;
        private int lambdas; // whose arguments are known

        Context(EvaluationScope scope) {
            this.scope = scope;
        }

        @Override
        public Object getContext(Class<?> asked) {
            if (asked == EvaluationScope.class) {
                return scope;
            }
            return asked == key ? first : super.getContext(asked);
        }

        @Override
        public void putContext(Class<?> at, Object object) {
            if (key == null || key == at) {
                key = at;
                first = object;
            } else {
                super.putContext(at, object);
            }
        }

        @Override
        public void enterLambdaScope(Map<String, Object> arguments) {
            lambdas++;
            super.enterLambdaScope(arguments);
        }

        @Override
        public void exitLambdaScope() {
            lambdas--;
            super.exitLambdaScope();
        }

        /** Asked of each name. */
        @Override
        public boolean isLambdaArgument(String name) {
            return lambdas > 0 && super.isLambdaArgument(name);
        }

        /** Overridden because some implementations look for a factory by the context class loader, each time. */
        @Override
        public <T> T convertToType(Object value, Class<T> type) {
            return factory.coerceToType(value, type);
        }

        @Override
        public ELResolver getELResolver() {
            return resolver;
        }

        @Override
        public FunctionMapper getFunctionMapper() {
            return null;
        }

        @Override
        public VariableMapper getVariableMapper() {
            return null;
        }
    }
}
