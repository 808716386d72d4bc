package io.roifilter.expression;

import jakarta.el.ELContext;
import jakarta.el.ELResolver;
import jakarta.el.PropertyNotWritableException;

/**
 * Resolves the first name of an expression in the {@link EvaluationScope}. It answers for every name, so that an
 * unknown one is null and never a class of {@code java.lang}.
 */
final class ScopeResolver extends ELResolver {
    @Override
    public Object getValue(ELContext context, Object base, Object property) {
        if (base != null) {
            return null;
        }
        context.setPropertyResolved(true);
        EvaluationScope scope = (EvaluationScope) context.getContext(EvaluationScope.class);
        return scope.value(String.valueOf(property));
    }

    @Override
    public Class<?> getType(ELContext context, Object base, Object property) {
        if (base == null) {
            context.setPropertyResolved(true);
        }
        return null;
    }

    @Override
    public void setValue(ELContext context, Object base, Object property, Object value) {
        if (base == null) {
            throw new PropertyNotWritableException(property + " cannot be assigned to: expressions only read");
        }
    }

    @Override
    public boolean isReadOnly(ELContext context, Object base, Object property) {
        if (base == null) {
            context.setPropertyResolved(true);
        }
        return base == null;
    }

    @Override
    public Class<?> getCommonPropertyType(ELContext context, Object base) {
        return base == null ? String.class : null;
    }
}
