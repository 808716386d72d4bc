package io.roifilter;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collection;
import java.util.EnumSet;

/**
 * Sees a request behind all filters of the application, on confirmation routes: some serve a session of their own, which a filter
 * before them does not have. Hands on the very request that it gets. Begins nothing by itself.
 */
final class ServedRequestFilter extends TrackerFilter {
    private final ServletContext context;

    private ServedRequestFilter(ServletContext context) {
        this.context = context;
    }

    /** Behind the filters that are there, on what those of ours that read orders are mapped on. */
    static void mount(ServletContext context) {
        String[] patterns = context.getFilterRegistrations().values().stream()
                .filter(filter -> RoiInsertFilter.class.getName().equals(filter.getClassName()))
                .map(FilterRegistration::getUrlPatternMappings)
                .flatMap(Collection::stream)
                .distinct()
                .toArray(String[]::new);
        if (patterns.length == 0) {
            return;
        }
        FilterRegistration.Dynamic registration =
                context.addFilter(ServedRequestFilter.class.getName(), new ServedRequestFilter(context));
        if (registration != null) { // else it is there, put in by another copy of this jar
            registration.setAsyncSupported(true);
            registration.addMappingForUrlPatterns(
                    EnumSet.of(DispatcherType.REQUEST, DispatcherType.FORWARD, DispatcherType.ASYNC), true, patterns);
        }
    }

    @Override
    RoiTracker tracker() {
        return RoiTracker.running(context);
    }

    @Override
    void doFilter(RoiTracker tracker, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        boolean isSeen = HeldRequest.applicationHas(request);
        try {
            chain.doFilter(request, response);
        } finally {
            if (isSeen) {
                HeldRequest.applicationHad(request);
            }
        }
    }
}
