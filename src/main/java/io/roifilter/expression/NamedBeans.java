package io.roifilter.expression;

import io.roifilter.text.OneLine;
import jakarta.servlet.ServletContext;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;

/**
 * Beans of CDI by the names that pages know them by ({@code @Named}), in an application that has CDI. It is found and used by
 * reflection, as most containers have none. Nothing is made for that: a bean counts as far as the page has used it.
 */
final class NamedBeans {
    /** Weld's attribute has a name of its own before that. */
    private static final String MANAGER = "enterprise.inject.spi.BeanManager";

    private static final String[] PROVIDERS = {"jakarta.enterprise.inject.spi.CDI", "javax.enterprise.inject.spi.CDI"};
    private static final int MAX_NAME = 100;

    private NamedBeans() {}

    /**
     * A bean, or why it is out of reach.
     *
     * @param bean null if there is none, or the page has not used it
     * @param problem null if there is none
     */
    record Found(Object bean, String problem) {
        private static final Found NOTHING = new Found(null, null);
    }

    /** Never fails: what is no bean may be nothing at all. */
    static Found named(String name, ServletContext context) {
        try {
            Optional<Object> manager = manager(context);
            return manager.isEmpty() ? Found.NOTHING : find(name, manager.get());
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            return Found.NOTHING;
        }
    }

    private static Found find(String name, Object manager) throws ReflectiveOperationException {
        Set<?> beans = (Set<?>) call(manager, MANAGER, "getBeans", String.class, name);
        if (beans.isEmpty()) {
            return Found.NOTHING;
        }
        Object bean = call(manager, MANAGER, "resolve", Set.class, beans);
        Class<?> scope = (Class<?>)
                type(bean, "enterprise.inject.spi.Bean").getMethod("getScope").invoke(bean);
        String what = OneLine.of(name, MAX_NAME) + " is a bean of CDI with the scope " + scope.getSimpleName();
        if (!(boolean) call(manager, MANAGER, "isNormalScope", Class.class, scope)) {
            return new Found(null, what + ", of which everybody who asks gets one of his own");
        }
        Object context;
        try {
            context = call(manager, MANAGER, "getContext", Class.class, scope);
        } catch (InvocationTargetException e) {
            return new Found(null, what + ", which is over when the page has been answered, or on this thread");
        }
        return new Found(existing(bean, context), null);
    }

    /** The method that makes none. */
    private static Object existing(Object bean, Object context) throws ReflectiveOperationException {
        for (Method method : type(context, "enterprise.context.spi.Context").getMethods()) {
            if (method.getName().equals("get") && method.getParameterCount() == 1) {
                return method.invoke(context, bean);
            }
        }
        throw new NoSuchMethodException("get");
    }

    private static Optional<Object> manager(ServletContext context) {
        for (String name : Collections.list(context.getAttributeNames())) {
            if (name.endsWith(MANAGER)) {
                return Optional.ofNullable(context.getAttribute(name));
            }
        }
        for (String provider : PROVIDERS) {
            Optional<Object> manager = current(provider, context);
            if (manager.isPresent()) {
                return manager;
            }
        }
        return Optional.empty();
    }

    /** Of the application that the calling thread is at work for. */
    private static Optional<Object> current(String provider, ServletContext context) {
        try {
            Class<?> type = Class.forName(provider, true, context.getClassLoader());
            Object current = type.getMethod("current").invoke(null);
            return Optional.ofNullable(type.getMethod("getBeanManager").invoke(current));
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            return Optional.empty(); // there is none, or none for this application
        }
    }

    private static Object call(Object target, String type, String name, Class<?> parameter, Object argument)
            throws ReflectiveOperationException {
        return type(target, type).getMethod(name, parameter).invoke(target, argument);
    }

    /** The interface of this name that an object has: its class itself may be nobody's to call. */
    private static Class<?> type(Object target, String name) throws ClassNotFoundException {
        Deque<Class<?>> types = new ArrayDeque<>();
        for (Class<?> superclass = target.getClass(); superclass != null; superclass = superclass.getSuperclass()) {
            Collections.addAll(types, superclass.getInterfaces());
        }
        while (!types.isEmpty()) {
            Class<?> found = types.remove();
            if (found.getName().endsWith("." + name)) {
                return found;
            }
            Collections.addAll(types, found.getInterfaces());
        }
        throw new ClassNotFoundException(name);
    }
}
