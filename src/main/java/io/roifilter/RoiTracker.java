package io.roifilter;

import io.roifilter.admin.FilterStatus;
import io.roifilter.admin.TrackerRegistration;
import io.roifilter.admin.TrackerView;
import io.roifilter.config.Resolution;
import io.roifilter.config.Setting;
import io.roifilter.config.WebApplication;
import jakarta.servlet.ServletContext;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the filters of one web application share: the names by which one leaves roi_data for the other, and the outbox with
 * its relay. It starts with the first filter that reports orders and stops with the last filter. Thread-safe.
 */
final class RoiTracker {
    private static final String ATTRIBUTE = RoiTracker.class.getName();

    private final ServletContext servletContext;
    private final String name;
    private final Preload preload;
    private final TrackerView view;
    private final TrackerRegistration registration;
    private final Reporting reporting;
    private final AsyncVisits asyncVisits = new AsyncVisits();
    private final ArrivedLinks links;

    // Mutable state, guarded by this
    private final Map<Setting<?>, Agreed> agreed = new HashMap<>();
    private int filters; // members, and those that are switched off
    private int members;
    private boolean preloading;

    private RoiTracker(ServletContext servletContext) {
        this.servletContext = servletContext;
        name = WebApplication.name(servletContext);
        preload = new Preload(name);
        view = new TrackerView(name, Release.version(), Clock.systemUTC());
        links = new ArrivedLinks(view.confirmations());
        registration = new TrackerRegistration(name, servletContext.getContextPath(), view);
        reporting = new Reporting(servletContext, preload, view);
    }

    /** A value that a filter has brought in, for the others to have too. */
    private record Agreed(Optional<?> value, String filterName) {}

    /** The application's one tracker. Filters are started by one thread, one after the other (Servlet 6.0, 6.2.1). */
    static RoiTracker of(ServletContext servletContext) {
        RoiTracker tracker = running(servletContext);
        if (tracker == null) {
            tracker = new RoiTracker(servletContext);
            setAttribute(servletContext, tracker);
        }
        return tracker;
    }

    /** The application's tracker; null if no filter has been started. */
    static RoiTracker running(ServletContext servletContext) {
        return (RoiTracker) servletContext.getAttribute(ATTRIBUTE);
    }

    AsyncVisits asyncVisits() {
        return asyncVisits;
    }

    /** Those that no filter has been asked about yet. */
    ArrivedLinks links() {
        return links;
    }

    /** What there is to see, for whoever looks in. */
    TrackerView view() {
        return view;
    }

    /** Where orders go. */
    Reporting reporting() {
        return reporting;
    }

    /** Reports each of these settings that another filter of the application has different. */
    synchronized void checkAgreement(Resolution resolution) {
        for (Setting<?> setting : resolution.shared()) {
            Agreed other = agreed.get(setting);
            if (other != null && !other.value().equals(resolution.value(setting))) {
                resolution.report(
                        setting,
                        "must be as in filter " + other.filterName()
                                + ", because the filters of an application share it;"
                                + " best given once, as a context-param");
            }
        }
    }

    /** A filter is being started, and can be looked at from now on, whatever comes of that, until it {@link #ends}. */
    synchronized void begins() {
        filters++;
    }

    /** Has something used once in the background, when all classes are loaded, that a request will need later. */
    void useOnce(Runnable use) {
        preload.then(use);
    }

    /** Shows a filter that is switched off, maybe the only one. */
    void showOff(FilterStatus filter) {
        view.show(filter);
        registration.register();
    }

    /** To be called once for each filter that has begun, after it has left. */
    synchronized void ends() {
        filters--;
        if (filters == 0) {
            registration.close();
        }
    }

    /** Adds a filter; its settings are what later ones must agree with. */
    synchronized void join(String filterName, Resolution resolution) {
        if (!preloading) {
            preloading = true;
            Release release = new Release(name);
            preload.start();
            preload.then(release::check);
            preload.then(registration::register);
        }
        resolution
                .shared()
                .forEach(setting -> agreed.putIfAbsent(setting, new Agreed(resolution.value(setting), filterName)));
        members++; // last: whoever finds no memory for the rest has not joined
    }

    /**
     * Takes a filter out; the last one stops the outbox and its relay, within {@code shutdownTimeout} or little more.
     */
    void leave() {
        synchronized (this) {
            members--;
            if (members > 0) {
                return;
            }
        }
        try {
            servletContext.removeAttribute(ATTRIBUTE);
        } catch (Exception | Error e) {
            // A listener of the application's; it is removed all the same.
        }
        preload.stop();
        reporting.stop();
    }

    /** Listeners of the application's hear of it, and what they throw comes here when the attribute has been set. */
    private static void setAttribute(ServletContext servletContext, RoiTracker tracker) {
        try {
            servletContext.setAttribute(ATTRIBUTE, tracker);
        } catch (RuntimeException | Error e) {
            if (running(servletContext) != tracker) {
                throw e;
            }
        }
    }
}
