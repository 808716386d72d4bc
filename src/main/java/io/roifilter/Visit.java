package io.roifilter;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * One pass of a {@link HeldVisit} through the filters: the first, or one after an asynchronous dispatch. The last of
 * them tells the visit that all is over. For the container's thread alone.
 */
final class Visit {
    private final HeldVisit held;
    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final AsyncVisits visits; // null in all but the first pass

    private Visit(HeldVisit held, HttpServletRequest request, HttpServletResponse response, AsyncVisits visits) {
        this.held = held;
        this.visits = visits;
        if (HeldRequest.tells(held, request)) {
            this.request = request;
            this.response = response;
        } else {
            HeldResponse heldResponse = new HeldResponse(response, held, request);
            this.request = new HeldRequest(request, heldResponse, held);
            this.response = heldResponse;
        }
    }

    /**
     * The first pass.
     *
     * @param begun is ended if there can be none
     * @param visits where it is put if it goes on asynchronously
     */
    static Visit first(HeldVisit begun, HttpServletRequest request, HttpServletResponse response, AsyncVisits visits) {
        Visit visit = null;
        try {
            visit = new Visit(begun, request, response, visits);
            return visit;
        } finally {
            if (visit == null) {
                begun.end();
            }
        }
    }

    /** Goes on with it after an asynchronous dispatch, for which the container may have its own request again. */
    static Visit continued(HeldVisit begun, HttpServletRequest request, HttpServletResponse response) {
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
                held.failed();
            } else if (!goesOn) {
                held.over();
            }
        } catch (Throwable e) {
            held.lost(e);
        } finally {
            if (first && !goesOn) {
                held.end();
            }
        }
    }

    /** Has it go on until asynchronous processing completes, unless it has since we asked. */
    private boolean goesOn() {
        ServletRequest key = ContainersRequest.of(request);
        visits.begin(key, held);
        try {
            request.getAsyncContext().addListener(AsyncEvents.to(new Completion(visits, key, held)));
            return true;
        } catch (IllegalStateException e) {
            visits.end(key, held);
            return false;
        }
    }

    /** Ends it when asynchronous processing completes. */
    private record Completion(AsyncVisits visits, ServletRequest key, HeldVisit held) implements AsyncEvents.Receiver {
        @Override
        public void complete(AsyncEvent event) {
            visits.end(key, held);
            held.over();
            held.end();
        }

        @Override
        public void timeout(AsyncEvent event) {
            // What the application makes of it decides, by the status of the answer.
        }

        @Override
        public void error(AsyncEvent event) {
            held.failed();
        }

        /** A new cycle forgets the listeners of the one before (Servlet 6.0, 9.7.3, AsyncContext.dispatch). */
        @Override
        public void startAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(AsyncEvents.to(this));
        }
    }
}
