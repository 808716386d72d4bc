package io.roifilter.setup;

import java.lang.reflect.Method;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Getters that took so long once that they are not asked again. Thread-safe. */
final class SlowGetters {
    private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int MAX = 1000;

    private final Set<String> names = ConcurrentHashMap.newKeySet();

    boolean has(Method getter) {
        return !names.isEmpty() && names.contains(name(getter));
    }

    void took(Method getter, long nanos) {
        if (nanos > MOST_NANOS && names.size() < MAX) {
            names.add(name(getter));
        }
    }

    private static String name(Method getter) {
        return getter.getDeclaringClass().getName() + '#' + getter.getName();
    }
}
