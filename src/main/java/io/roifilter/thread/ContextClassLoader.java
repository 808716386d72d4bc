package io.roifilter.thread;

/** The calling thread's context class loader, by which many libraries look for their parts. */
public final class ContextClassLoader {
    private ContextClassLoader() {}

    /** What is done. */
    public interface Work<T, E extends Exception> {
        T run() throws E;
    }

    /** Does this while it is another one. */
    public static <T, E extends Exception> T during(ClassLoader loader, Work<T, E> work) throws E {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return work.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
