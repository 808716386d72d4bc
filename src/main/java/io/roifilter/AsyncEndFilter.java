package io.roifilter;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;

/**
 * Goes with every asynchronous dispatch of an application, to whatever path: an order may be answered there, and Jetty sends
 * the end of the answer as soon as the dispatch is over. There and on error pages, what is answered to a click is kept out of
 * shared caches, as the container has its own response again. Begins nothing by itself.
 */
final class AsyncEndFilter extends TrackerFilter {
    private final ServletContext context;

    private AsyncEndFilter(ServletContext context) {
        this.context = context;
    }

    static void mount(ServletContext context) {
        FilterRegistration.Dynamic registration =
                context.addFilter(AsyncEndFilter.class.getName(), new AsyncEndFilter(context));
        if (registration != null) { // else it is there, put in by another copy of this jar
            registration.setAsyncSupported(true);
            registration.addMappingForUrlPatterns(EnumSet.of(DispatcherType.ASYNC, DispatcherType.ERROR), false, "/*");
        }
    }

    @Override
    RoiTracker tracker() {
        return RoiTracker.running(context);
    }

    @Override
    void doFilter(RoiTracker tracker, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletResponse answer = ClickResponse.continued(response);
        if (request.getDispatcherType() == DispatcherType.ERROR) {
            chain.doFilter(request, answer); // no order is reported of it
        } else {
            goOn(tracker.asyncVisits().of(request), request, answer, chain);
        }
    }

    private static void goOn(
            List<HeldVisit> begun, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (begun.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        List<HeldVisit> others = begun.subList(1, begun.size());
        Visit.continued(begun.get(0), request, response)
                .run((heldRequest, heldResponse) ->
                        goOn(others, (HttpServletRequest) heldRequest, (HttpServletResponse) heldResponse, chain));
    }
}
