package io.roifilter;

import io.roifilter.order.OrderReader;
import io.roifilter.order.OrderReading;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;

/** How one filter reads and reports the orders of its route. Nothing that goes wrong in it comes out. Thread-safe. */
final class ReportRoute {
    private final String filterName;
    private final OrderReader reader;
    private final IgnoredRoiData ignored;
    private final ServletContext servletContext;
    private final RoiTracker tracker;

    ReportRoute(
            String filterName,
            OrderReader reader,
            IgnoredRoiData ignored,
            ServletContext servletContext,
            RoiTracker tracker) {
        this.filterName = filterName;
        this.reader = reader;
        this.ignored = ignored;
        this.servletContext = servletContext;
        this.tracker = tracker;
    }

    RoiTracker tracker() {
        return tracker;
    }

    /** Tells, before the application has the request, whether it can end in an order to report. */
    boolean concerns(HttpServletRequest request) {
        boolean concerns = reader.mayHaveRoiData(request);
        ignored.logIfMore();
        return concerns;
    }

    OrderReading read(HttpServletRequest request) {
        return reader.read(request, servletContext);
    }

    /** As long as the application may still want to read the body itself: parameters are those of the query string. */
    OrderReading readWithoutBody(HttpServletRequest request) {
        return reader.readWithoutBody(request, servletContext);
    }

    /** Whether an expression of the route has this name in it, so that an order may be read from what is called so. */
    boolean mentions(String name) {
        return reader.mentions(name);
    }

    void report(OrderReading reading) {
        tracker.report(filterName, reading);
        ignored.logIfMore();
    }

    void failed(Throwable failure) {
        tracker.failed(filterName, "an order may not have been reported", failure);
    }
}
