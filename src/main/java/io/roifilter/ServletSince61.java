package io.roifilter;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Passes on to the container what Jakarta Servlet has had since 6.1, which cannot be named where 6.0 is compiled against. On
 * a container of 6.0 nothing can call it.
 */
final class ServletSince61 {
    private static final MethodHandle REDIRECT_AS =
            find(HttpServletResponse.class, "sendRedirect", String.class, int.class);
    private static final MethodHandle REDIRECT_CLEARING =
            find(HttpServletResponse.class, "sendRedirect", String.class, boolean.class);
    private static final MethodHandle REDIRECT_AS_CLEARING =
            find(HttpServletResponse.class, "sendRedirect", String.class, int.class, boolean.class);
    private static final MethodHandle WRITE_BUFFER = find(ServletOutputStream.class, "write", ByteBuffer.class);

    /** Of a session; {@code getAccessor} is one, whose type is not in 6.0 either. */
    private static final Set<Method> UNKNOWN_TO_HELD_SESSION = Arrays.stream(HttpSession.class.getMethods())
            .filter(method -> !isDeclared(HeldSession.class, method))
            .collect(Collectors.toUnmodifiableSet());

    private ServletSince61() {}

    static void sendRedirect(HttpServletResponse response, String location, int status) throws IOException {
        try {
            REDIRECT_AS.invokeExact(response, location, status);
        } catch (Throwable e) {
            throw ServletSince61.<IOException>asItIs(e);
        }
    }

    static void sendRedirect(HttpServletResponse response, String location, boolean clear) throws IOException {
        try {
            REDIRECT_CLEARING.invokeExact(response, location, clear);
        } catch (Throwable e) {
            throw ServletSince61.<IOException>asItIs(e);
        }
    }

    static void sendRedirect(HttpServletResponse response, String location, int status, boolean clear)
            throws IOException {
        try {
            REDIRECT_AS_CLEARING.invokeExact(response, location, status, clear);
        } catch (Throwable e) {
            throw ServletSince61.<IOException>asItIs(e);
        }
    }

    static void write(ServletOutputStream stream, ByteBuffer bytes) throws IOException {
        try {
            WRITE_BUFFER.invokeExact(stream, bytes);
        } catch (Throwable e) {
            throw ServletSince61.<IOException>asItIs(e);
        }
    }

    /**
     * Initialises this class where there is stack enough for it. Where a page that has used it up failed in that, no
     * later page could use the class.
     */
    static void prepare() {
        // That it is called is all.
    }

    /** A held session whose other methods, where the container knows any, are the container's own. */
    static HttpSession whole(HeldSession held) {
        if (UNKNOWN_TO_HELD_SESSION.isEmpty()) {
            return held;
        }
        try {
            return (HttpSession) Proxy.newProxyInstance(
                    HeldSession.class.getClassLoader(), new Class<?>[] {HttpSession.class}, new Whole(held));
        } catch (Throwable e) {
            return held; // which has all but the newest methods
        }
    }

    /** The held session in an object that may be one, be it made {@link #whole} or not; null if it is none. */
    static HeldSession held(Object session) {
        if (session instanceof HeldSession held) {
            return held;
        }
        return session instanceof Proxy && Proxy.getInvocationHandler(session) instanceof Whole whole
                ? whole.held
                : null;
    }

    private record Whole(HeldSession held) implements InvocationHandler {
        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            try {
                return method.invoke(UNKNOWN_TO_HELD_SESSION.contains(method) ? held.delegate() : held, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }

    /** What the container throws goes on to the application, whatever it is. */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T asItIs(Throwable thrown) throws T {
        throw (T) thrown;
    }

    private static MethodHandle find(Class<?> owner, String name, Class<?>... parameters) {
        try {
            return MethodHandles.publicLookup().findVirtual(owner, name, MethodType.methodType(void.class, parameters));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            return absent(MethodType.methodType(void.class, parameters).insertParameterTypes(0, owner));
        }
    }

    private static MethodHandle absent(MethodType type) {
        MethodHandle refusal = MethodHandles.throwException(void.class, UnsupportedOperationException.class)
                .bindTo(new UnsupportedOperationException("Jakarta Servlet 6.1 is needed"));
        return MethodHandles.dropArguments(refusal, 0, type.parameterList());
    }

    private static boolean isDeclared(Class<?> type, Method method) {
        return Arrays.stream(type.getDeclaredMethods())
                .anyMatch(declared -> declared.getName().equals(method.getName())
                        && Arrays.equals(declared.getParameterTypes(), method.getParameterTypes()));
    }
}
