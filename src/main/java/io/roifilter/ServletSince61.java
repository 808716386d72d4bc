package io.roifilter;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;

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
}
