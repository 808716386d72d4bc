package io.roifilter.setup;

import io.roifilter.click.RoiDataFinder;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Set-up by example in one web application: the operator places a sample order in a browser that is known by a cookie, what
 * could be read meanwhile is recorded, and settings are proposed by which that order would have been reported. One at a time.
 *
 * <p>All of it is in memory alone and bounded, and gone when it ends: by {@link #end}, by the next {@link #begin}, or an hour
 * after the last request of that browser or button of its page. Nothing is sent or stored. Thread-safe.
 */
public final class SetupDesk {
    /** The cookie by which the operator's browser is known. */
    public static final String COOKIE = Sitting.COOKIE;

    private static final String ATTRIBUTE = SetupDesk.class.getName();

    private final RoiDataFinder clicks;
    private final Clock clock;
    private final AtomicReference<Sitting> sitting = new AtomicReference<>(); // null while none is under way

    /**
     * @param clicks finds the roi_data of a request, as the application's filters do
     * @param clock tells when an hour is over
     */
    public SetupDesk(RoiDataFinder clicks, Clock clock) {
        this.clicks = clicks;
        this.clock = clock;
    }

    /** The desk of an application; empty if the setting {@code setup} is off. */
    public static Optional<SetupDesk> of(ServletContext context) {
        return context.getAttribute(ATTRIBUTE) instanceof SetupDesk desk ? Optional.of(desk) : Optional.empty();
    }

    /** Makes this the desk of an application. */
    public void open(ServletContext context) {
        context.setAttribute(ATTRIBUTE, this);
    }

    /**
     * Begins, and forgets all that was before.
     *
     * @return the value of the cookie {@value #COOKIE} to be given to the operator's browser, which nobody can guess
     */
    public String begin() {
        Sitting begun = new Sitting(clicks, clock);
        sitting.set(begun);
        return begun.cookie();
    }

    /** Whether a request comes from the browser that was given the cookie. Never throws. */
    public boolean isOperators(HttpServletRequest request) {
        Sitting current = current();
        return current != null && current.isOperators(request);
    }

    /**
     * Begins to record a request of the operator's browser.
     *
     * @return empty if no set-up is under way, or it is another browser's
     */
    public Optional<VisitRecorder> record(
            HttpServletRequest request, HttpServletResponse response, ServletContext context) {
        Sitting current = current();
        return current != null && current.isOperators(request)
                ? Optional.of(new VisitRecorder(current, request, response, context))
                : Optional.empty();
    }

    /** How it stands. */
    public SetupView view() {
        Sitting current = current();
        return current == null ? SetupView.none() : current.view();
    }

    /** Looks for an order in what was recorded, as the operator saw it, and makes proposals. */
    public void search(String orderId, String total) {
        Sitting current = current();
        if (current != null) {
            current.search(orderId, total);
        }
    }

    /**
     * Begins a dry run: each later request of the operator's browser is judged by these settings.
     *
     * @param proposal its place among those of the last search, from 0; if there is none of it, nothing happens
     */
    public void tryOut(int proposal) {
        Sitting current = current();
        if (current != null) {
            current.tryOut(proposal);
        }
    }

    /** Ends, and forgets everything. */
    public void end() {
        sitting.set(null);
    }

    /** Null if none is under way. Every request of the shop asks, so that what has run out is not kept. */
    private Sitting current() {
        Sitting current = sitting.get();
        if (current != null && current.hasRunOut()) {
            sitting.compareAndSet(current, null);
            return null;
        }
        return current;
    }
}
