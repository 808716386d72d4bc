package io.roifilter;

import io.roifilter.config.Component;
import io.roifilter.config.ConfigurationException;
import io.roifilter.config.InsertSettings;
import io.roifilter.config.Resolution;
import io.roifilter.config.Settings;
import io.roifilter.config.TrackerSettings;
import io.roifilter.order.Expression;
import io.roifilter.order.OrderExpressions;
import io.roifilter.order.OrderReader;
import io.roifilter.order.RoiDataFinder;
import io.roifilter.outbox.ConnectionSource;
import io.roifilter.text.LogGuard;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.Optional;

/**
 * Reports an order placed after a click in an email: when the application has answered the order-confirmation page, reads
 * the order's id and amount from what the page itself uses and hands them to the outbox. To be mapped on the confirmation
 * route, with {@code async-supported} true.
 *
 * <p>Nothing is read before the application has answered. The end of the answer is held until the order is on disk, at
 * most for {@code acceptTimeout}, whichever way the application ends it: by returning, by a forward, by closing, by the
 * last byte of its {@code Content-Length}, by a redirect, or asynchronously. (What an asynchronous dispatch has answered,
 * Jetty sends without a word to a filter that is mapped for {@code REQUEST} alone. {@link RoiInitializer} mounts one of its
 * own for that; where it does not run, map this one for {@code ASYNC} too, on the paths dispatched to.) Error answers
 * (status 400 and above) and exceptions report nothing.
 *
 * <p>A request without roi_data, as most are, costs next to nothing, and the application gets the container's own request
 * and response. Any setting but those of the cookie's scope may be an init-param; {@code orderId} and {@code amount} are
 * required. Several filters of this class may read several pages; they share one outbox and one endpoint.
 *
 * <p>A wrong setting switches this filter off, with one log entry that lists every problem; it then passes all requests
 * through. With {@code failFast} it fails the deployment instead. Thread-safe.
 */
public final class RoiInsertFilter implements Filter {
    private static final Logger LOGGER = LogGuard.of(RoiInsertFilter.class.getName());

    private final TrackerMembership membership = new TrackerMembership();
    private volatile ReportRoute route; // null while switched off

    /** For the container. */
    public RoiInsertFilter() {}

    /** @throws ServletException if a setting is wrong and {@code failFast} is true */
    @Override
    public void init(FilterConfig config) throws ServletException {
        try {
            start(config);
        } catch (RuntimeException | Error e) {
            membership.cancel();
            Deployment.switchOff(Deployment.label(config), e);
        }
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        ReportRoute active = route;
        Visit visit = active != null
                        && request instanceof HttpServletRequest httpRequest
                        && response instanceof HttpServletResponse httpResponse
                ? visit(httpRequest, httpResponse, active)
                : null;
        if (visit == null) {
            chain.doFilter(request, response);
        } else {
            visit.run(chain);
        }
    }

    @Override
    public void destroy() {
        membership.leave();
    }

    private void start(FilterConfig config) throws ServletException {
        String name = config.getFilterName();
        String label = Deployment.label(config);
        ServletContext servletContext = config.getServletContext();
        Resolution resolution = Deployment.resolve(Component.INSERT_FILTER, config);
        Optional<OrderExpressions> expressions = expressions(resolution);
        RoiTracker tracker = RoiTracker.of(servletContext);
        tracker.checkAgreement(resolution, RoiTracker.SHARED_BY_REPORTS);
        Optional<ConnectionSource> connections = tracker.connections(resolution);
        try {
            InsertSettings settings = resolution.insertSettings();
            RoiDataFinder finder = new RoiDataFinder(settings.parameter(), settings.cookie());
            IgnoredRoiData ignored = new IgnoredRoiData(label, finder, Clock.systemUTC());
            OrderReader reader = new OrderReader(
                    expressions.orElseThrow(), finder, settings.ignoreDuplicateOrders(), Clock.systemUTC());
            TrackerSettings trackerSettings = resolution.trackerSettings();
            membership.join(tracker, name, resolution, RoiTracker.SHARED_BY_REPORTS);
            tracker.startReports(trackerSettings, connections);
            route = new ReportRoute(name, reader, ignored, servletContext, tracker);
            LOGGER.log(Level.INFO, label + ": reports orders; " + resolution.summary());
        } catch (ConfigurationException e) {
            connections.ifPresent(ConnectionSource::close);
            Deployment.switchOff(servletContext, e, resolution.failFast());
        }
    }

    /**
     * What this filter has to do with a request; null if nothing. A forward, an include or an asynchronous dispatch back
     * through the filter is part of the confirmation that has begun.
     */
    private static Visit visit(HttpServletRequest request, HttpServletResponse response, ReportRoute active) {
        try {
            Confirmation begun = HeldRequest.confirmation(request, active);
            if (begun != null && request.getDispatcherType() != DispatcherType.ASYNC) {
                return null;
            }
            if (begun == null) {
                begun = active.tracker().asyncVisits().of(request).stream()
                        .filter(confirmation -> confirmation.route() == active)
                        .findFirst()
                        .orElse(null);
            }
            if (begun != null) {
                return Visit.continued(begun, request, response);
            }
            return active.concerns(request) ? Visit.first(active, request, response) : null;
        } catch (Throwable e) {
            active.failed(e);
            return null;
        }
    }

    /** Parses every expression, reporting wrong syntax; empty if there is any problem with the settings. */
    static Optional<OrderExpressions> expressions(Resolution resolution) {
        Optional<Expression> orderId = Deployment.expression(resolution, Settings.ORDER_ID);
        Optional<Expression> amount = Deployment.expression(resolution, Settings.AMOUNT);
        Optional<Expression> purchaseDate = Deployment.expression(resolution, Settings.PURCHASE_DATE);
        Optional<Expression> currency = Deployment.expression(resolution, Settings.CURRENCY);
        Optional<Expression> when = Deployment.expression(resolution, Settings.WHEN);
        Optional<Expression> consent = Deployment.expression(resolution, Settings.CONSENT);
        Optional<Expression> roiData = Deployment.expression(resolution, Settings.ROI_DATA);
        if (!resolution.problems().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new OrderExpressions(
                orderId.orElseThrow(),
                amount.orElseThrow(),
                purchaseDate,
                currency,
                when.orElseThrow(),
                consent.orElseThrow(),
                roiData));
    }
}
