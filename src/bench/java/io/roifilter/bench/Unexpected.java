package io.roifilter.bench;

import java.lang.reflect.Proxy;

/** What stands behind the stubs: all that a stub does not answer itself is an error. */
final class Unexpected {
    private Unexpected() {}

    static <T> T calls(Class<T> type) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    throw new AssertionError("unexpected " + method);
                }));
    }
}
