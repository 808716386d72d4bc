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

    /**
     * One whose task ends by returning and not otherwise: it is begun anew when something comes out of it. Where there is no memory, that
     * may be so whatever the task catches, as the machine has to find the classes that handlers name, and what they use for
     * the first time.
     */
    public static Thread lasting(String role, String application, Runnable task) {
        return of(role, application, () -> untilItReturns(task));
    }

    private static void untilItReturns(Runnable task) {
        boolean returned = false;
        while (!returned) {
            try {
                task.run();
                returned = true;
            } catch (Throwable e) {
                Thread.yield();
            }
        }
    }
}
