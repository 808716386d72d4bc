package io.roifilter;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Has to do with requests of HTTP, as long as the application has a tracker; all else passes through. */
abstract class TrackerFilter implements Filter {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        RoiTracker tracker = tracker();
        if (tracker != null
                && request instanceof HttpServletRequest httpRequest
                && response instanceof HttpServletResponse httpResponse) {
            tracker.reporting().startMissing();
            doFilter(tracker, httpRequest, httpResponse, chain);
        } else {
            chain.doFilter(request, response);
        }
    }

    /** The application's tracker; null if there is none, or none that this filter has a part in. */
    abstract RoiTracker tracker();

    /** Has the chain run, and does before and after that what this filter is for. */
    abstract void doFilter(
            RoiTracker tracker, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException;
}
