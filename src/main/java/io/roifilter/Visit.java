package io.roifilter;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * One pass of a {@link Confirmation} through the filters: the first, or one after an asynchronous dispatch. The last of
 * them tells the confirmation that all is over. For the container's thread alone.
 */
final class Visit {
    private final Confirmation confirmation;
    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final AsyncVisits visits; // null in all but the first pass

    private Visit(
            Confirmation confirmation, HttpServletRequest request, HttpServletResponse response, AsyncVisits visits) {
        this.confirmation = confirmation;
        this.visits = visits;
        if (HeldRequest.confirmation(request, confirmation.route()) == null) {
            HeldResponse held = new HeldResponse(response, confirmation, request);
            this.request = new HeldRequest(request, held, confirmation);
            this.response = held;
        } else {
            this.request = request;
            this.response = response;
        }
    }

    /**
     * Begins a confirmation.
     *
     * @param visits where it is put if it goes on asynchronously
     */
    static Visit first(
            ReportRoute route, HttpServletRequest request, HttpServletResponse response, AsyncVisits visits) {
        Confirmation confirmation = new Confirmation(route, request, response);
        Visit visit = null;
        try {
            visit = new Visit(confirmation, request, response, visits);
            return visit;
        } finally {
            if (visit == null) {
                confirmation.end();
            }
        }
    }

    /** Goes on with a confirmation after an asynchronous dispatch, for which the container may have its own request again. */
    static Visit continued(Confirmation begun, HttpServletRequest request, HttpServletResponse response) {
        return new Visit(begun, request, response, null);
    }

    void run(FilterChain chain) throws IOException, ServletException {
        boolean failed = true;
        try {
            chain.doFilter(request, response);
            failed = false;
        } finally {
            ended(failed);
        }
    }

    private void ended(boolean failed) {
        boolean first = visits != null;
        boolean goesOn = false;
        try {
            // Not after an exception: a listener changes what Jetty makes of that.
            goesOn = !failed && request.isAsyncStarted() && (!first || goesOn());
            if (failed) {
                confirmation.failed();
            } else if (!goesOn) {
                confirmation.over();
            }
        } catch (Throwable e) {
            confirmation.route().failed(e);
        } finally {
            if (first && !goesOn) {
                confirmation.end();
            }
        }
    }

    /** Has the confirmation go on until asynchronous processing completes, unless it has since we asked. */
    private boolean goesOn() {
        ServletRequest key = ContainersRequest.of(request);
        visits.begin(key, confirmation);
        try {
            request.getAsyncContext().addListener(new Completion(visits, key, confirmation));
            return true;
        } catch (IllegalStateException e) {
            visits.end(key, confirmation);
            return false;
        }
    }

    /** Ends a confirmation when asynchronous processing completes. */
    private record Completion(AsyncVisits visits, ServletRequest key, Confirmation confirmation)
            implements AsyncListener {
        @Override
        public void onComplete(AsyncEvent event) {
            visits.end(key, confirmation);
            confirmation.over();
            confirmation.end();
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            // What the application makes of it decides, by the status of the answer.
        }

        @Override
        public void onError(AsyncEvent event) {
            confirmation.failed();
        }

        /** A new cycle forgets the listeners of the one before (Servlet 6.0, 9.7.3, AsyncContext.dispatch). */
        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }
}
