package io.roifilter;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpSession;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The session of a {@link HeldRequest}: some pages end it, or take the order out of it, once they have shown the order. What
 * the container's has beyond Servlet 6.0, or had before, which cannot be named where 6.0 is compiled against, is added by
 * {@link #whole}.
 */
final class HeldSession implements HttpSession {
    /** {@code getAccessor} is one, whose type is not in 6.0 either. */
    private static final Set<Method> UNKNOWN = Arrays.stream(HttpSession.class.getMethods())
            .filter(method -> !isDeclared(method))
            .collect(Collectors.toUnmodifiableSet());

    private final HttpSession delegate;
    private final HeldVisit visit;

    HeldSession(HttpSession delegate, HeldVisit visit) {
        this.delegate = delegate;
        this.visit = visit;
    }

    /** As {@link ServletSince61#prepare}. */
    static void prepare() {
        // That it is called is all.
    }

    HttpSession delegate() {
        return delegate;
    }

    /** The same with the methods that are not declared here, where the container knows any: they are the container's own. */
    HttpSession whole() {
        if (UNKNOWN.isEmpty()) {
            return this;
        }
        try {
            return (HttpSession) Proxy.newProxyInstance(
                    HeldSession.class.getClassLoader(), new Class<?>[] {HttpSession.class}, new Whole(this));
        } catch (Throwable e) {
            return this; // which has all but the newest methods
        }
    }

    @Override
    public void invalidate() {
        visit.sessionGoes();
        delegate.invalidate();
    }

    @Override
    public void removeAttribute(String name) {
        visit.attributeChanges(delegate, name, null);
        delegate.removeAttribute(name);
    }

    @Override
    public void setAttribute(String name, Object value) {
        visit.attributeChanges(delegate, name, value);
        delegate.setAttribute(name, value);
    }

    /** The container's until Servlet 5, as the next one is. */
    public void putValue(String name, Object value) {
        setAttribute(name, value);
    }

    public void removeValue(String name) {
        removeAttribute(name);
    }

    @Override
    public Object getAttribute(String name) {
        return delegate.getAttribute(name);
    }

    @Override
    public Enumeration<String> getAttributeNames() {
        return delegate.getAttributeNames();
    }

    @Override
    public long getCreationTime() {
        return delegate.getCreationTime();
    }

    @Override
    public String getId() {
        return delegate.getId();
    }

    @Override
    public long getLastAccessedTime() {
        return delegate.getLastAccessedTime();
    }

    @Override
    public ServletContext getServletContext() {
        return delegate.getServletContext();
    }

    @Override
    public void setMaxInactiveInterval(int interval) {
        delegate.setMaxInactiveInterval(interval);
    }

    @Override
    public int getMaxInactiveInterval() {
        return delegate.getMaxInactiveInterval();
    }

    @Override
    public boolean isNew() {
        return delegate.isNew();
    }

    @Override
    public boolean equals(Object other) {
        HeldSession held = held(other);
        return delegate.equals(held == null ? other : held.delegate);
    }

    @Override
    public int hashCode() {
        return delegate.hashCode();
    }

    @Override
    public String toString() {
        return delegate.toString();
    }

    /** The held session in an object that may be one, be it made {@link #whole} or not; null if it is none. */
    private static HeldSession held(Object session) {
        if (session instanceof HeldSession held) {
            return held;
        }
        return session instanceof Proxy && Proxy.getInvocationHandler(session) instanceof Whole whole
                ? whole.held
                : null;
    }

    private static boolean isDeclared(Method method) {
        return Arrays.stream(HeldSession.class.getDeclaredMethods())
                .anyMatch(declared -> declared.getName().equals(method.getName())
                        && Arrays.equals(declared.getParameterTypes(), method.getParameterTypes()));
    }

    private record Whole(HeldSession held) implements InvocationHandler {
        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            try {
                return method.invoke(UNKNOWN.contains(method) ? held.delegate : held, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }
}
