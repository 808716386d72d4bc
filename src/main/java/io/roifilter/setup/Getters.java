package io.roifilter.setup;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.TreeMap;

/** What can be asked of an object of the application's, as Expression Language would: its public getters, or its components. */
final class Getters {
    private Getters() {}

    /** By the name of the property. */
    static Map<String, Method> of(Object bean) {
        Map<String, Method> getters = new TreeMap<>();
        if (bean instanceof Record) {
            for (RecordComponent component : bean.getClass().getRecordComponents()) {
                put(component.getName(), component.getAccessor(), getters);
            }
            return getters;
        }
        for (Method method : OwnClasses.written(bean.getClass()).getMethods()) {
            String property = property(method);
            Method getter = property.isEmpty() ? null : accessible(method, bean);
            if (getter != null) {
                put(property, getter, getters);
            }
        }
        return getters;
    }

    private static void put(String property, Method getter, Map<String, Method> getters) {
        if (!Confidential.isName(property) && isWorthAsking(getter.getReturnType())) {
            getters.put(property, getter);
        }
    }

    /** Not for what is a framework's, or may take for ever to be read, such as a stream. */
    private static boolean isWorthAsking(Class<?> type) {
        String name = type.getName();
        return type.isPrimitive()
                || type.isArray()
                || OwnClasses.isOwnName(name)
                || name.startsWith("java.lang.") && !type.equals(Class.class) && !type.equals(ClassLoader.class)
                || name.startsWith("java.util.")
                        && !name.startsWith("java.util.concurrent.F")
                        && !name.startsWith("java.util.stream.")
                || name.startsWith("java.math.")
                || name.startsWith("java.time.")
                || name.startsWith("java.sql.T")
                || name.startsWith("java.sql.D") && name.endsWith("Date")
                || Money.isOf(type);
    }

    /** Empty if it is no getter of the application's. */
    private static String property(Method method) {
        if (method.getParameterCount() > 0
                || method.getReturnType() == void.class
                || Modifier.isStatic(method.getModifiers())
                || method.isBridge()
                || !OwnClasses.isOwn(method.getDeclaringClass())) {
            return "";
        }
        String name = method.getName();
        if (name.startsWith("get") && name.length() > 3) {
            return decapitalized(name.substring(3));
        }
        boolean asks = name.startsWith("is") && name.length() > 2 && method.getReturnType() == boolean.class;
        return asks ? decapitalized(name.substring(2)) : "";
    }

    /** As {@code java.beans.Introspector} has it, which is not everywhere. */
    private static String decapitalized(String name) {
        boolean isAbbreviation =
                name.length() > 1 && Character.isUpperCase(name.charAt(0)) && Character.isUpperCase(name.charAt(1));
        return isAbbreviation ? name : Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    /** The method of a public class or interface; null if there is none, as expressions could not call it then. */
    private static Method accessible(Method method, Object bean) {
        if (method.canAccess(bean)) {
            return method;
        }
        for (Class<?> at = method.getDeclaringClass(); at != null; at = at.getSuperclass()) {
            for (Class<?> face : at.getInterfaces()) {
                try {
                    Method declared = face.getMethod(method.getName());
                    if (declared.canAccess(bean)) {
                        return declared;
                    }
                } catch (NoSuchMethodException e) {
                    // Another interface may have it.
                }
            }
        }
        return null;
    }
}
