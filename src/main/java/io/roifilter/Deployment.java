package io.roifilter;

import io.roifilter.config.Component;
import io.roifilter.config.Problem;
import io.roifilter.config.Resolution;
import io.roifilter.config.Sources;
import io.roifilter.config.WebApplication;
import io.roifilter.text.Thrown;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.util.concurrent.TimeUnit;

/** What a web application's deployment says, in the terms of the other rooms. */
final class Deployment {
    /** How long a start waits for memory, in all. */
    private static final long MEMORY_NANOS = TimeUnit.SECONDS.toNanos(3);

    private static final long MEMORY_PAUSE_MILLIS = 100;

    private Deployment() {}

    /** What {@code init} does. */
    interface Start {
        void with(FilterConfig config) throws ServletException;
    }

    /**
     * Starts a filter, whatever is thrown then; what has failed for want of memory is tried again for a moment.
     *
     * @param membership ended if the start fails
     * @return what it has failed with; null if it has not
     * @throws ServletException if a setting is wrong and {@code failFast} is true
     */
    static Throwable start(FilterConfig config, Start start, TrackerMembership membership) throws ServletException {
        Throwable fault = tryToStart(config, start, membership);
        long begin = System.nanoTime();
        while (fault != null && Thrown.isOutOfMemory(fault) && System.nanoTime() - begin < MEMORY_NANOS && pause()) {
            fault = tryToStart(config, start, membership);
        }
        return fault;
    }

    /** @return what it has failed with; null if it has not */
    private static Throwable tryToStart(FilterConfig config, Start start, TrackerMembership membership)
            throws ServletException {
        try {
            start.with(config);
            return null;
        } catch (RuntimeException | Error e) {
            try {
                membership.cancel();
            } catch (RuntimeException | Error again) {
                e.addSuppressed(again);
            }
            return e;
        }
    }

    /** @return false if somebody wants the thread for something else */
    private static boolean pause() {
        try {
            Thread.sleep(MEMORY_PAUSE_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The settings of a filter, with all that is wrong with them or with the container. */
    static Resolution resolve(Component component, FilterConfig config) {
        return resolve(component, Sources.of(config), config.getServletContext());
    }

    /** The same for what has no init-params of its own. */
    static Resolution resolve(Component component, ServletContext context) {
        return resolve(component, Sources.of(context), context);
    }

    /** How log entries begin: a server has many applications, whose filters have the same names. */
    static String label(FilterConfig config) {
        return WebApplication.name(config.getServletContext()) + ", " + config.getFilterName();
    }

    private static Resolution resolve(Component component, Sources sources, ServletContext context) {
        Resolution resolution = Resolution.of(component, sources);
        if (!ServletApi.of(ServletContext.class).isSupported(context.getMajorVersion())) {
            resolution.report(oldContainer(context));
        }
        return resolution;
    }

    private static Problem oldContainer(ServletContext context) {
        ServletApi api = ServletApi.of(ServletContext.class);
        return new Problem(
                api.title(),
                context.getMajorVersion() + "." + context.getMinorVersion(),
                api.needed(),
                context.getServerInfo());
    }
}
