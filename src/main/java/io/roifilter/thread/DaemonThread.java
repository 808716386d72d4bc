package io.roifilter.thread;

/** Makes threads that outlive no process and hold no class loader of an application's. */
public final class DaemonThread {
    private DaemonThread() {}

    /**
     * A thread, not started, with nothing inherited from the one that calls: neither its thread locals nor its context
     * class loader, by which an application that is gone would stay in memory.
     *
     * @param role what it does, such as {@code relay-1}
     * @param application the name of the application for which it does it
     */
    public static Thread of(String role, String application, Runnable task) {
        Thread thread = new Thread(null, task, "roi-" + role + " " + application, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        return thread;
    }
}
