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
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
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
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Reports an order placed after a click in an email: once the application has answered the order-confirmation page, reads
 * the order's id and amount from what the page itself uses and hands them to the outbox. To be mapped on the confirmation
 * route, with {@code async-supported} true.
 *
 * <p>Nothing is read before the application has answered; with asynchronous processing that is when it completes. Error
 * answers (status 400 and above) and exceptions report nothing. An order without roi_data, as most are, costs next to
 * nothing. Any setting but those of the cookie's scope may be an init-param; {@code orderId} and {@code amount} are
 * required. Several filters of this class may read several pages; they share one outbox and one endpoint.
 *
 * <p>A wrong setting switches this filter off, with one log entry that lists every problem; it then passes all requests
 * through. With {@code failFast} it fails the deployment instead. Thread-safe.
 */
public final class RoiInsertFilter implements Filter {
    private static final Logger LOGGER = System.getLogger(RoiInsertFilter.class.getName());

    private final TrackerMembership membership = new TrackerMembership();
    private String name;
    private String label;
    private String underWay;
    private ServletContext servletContext;
    private OrderReader reader;
    private IgnoredRoiData ignored;

    /** For the container. */
    public RoiInsertFilter() {}

    /** @throws ServletException if a setting is wrong and {@code failFast} is true */
    @Override
    public void init(FilterConfig config) throws ServletException {
        try {
            start(config);
        } catch (RuntimeException | LinkageError e) {
            membership.cancel();
            Deployment.switchOff(Deployment.label(config), e);
        }
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        RoiTracker tracker = membership.tracker();
        if (tracker != null
                && request instanceof HttpServletRequest httpRequest
                && response instanceof HttpServletResponse httpResponse
                && request.getAttribute(underWay) == null) {
            filter(httpRequest, httpResponse, chain, tracker);
        } else {
            chain.doFilter(request, response);
        }
    }

    @Override
    public void destroy() {
        membership.leave();
    }

    private void start(FilterConfig config) throws ServletException {
        name = config.getFilterName();
        label = Deployment.label(config);
        underWay = RoiInsertFilter.class.getName() + "." + name;
        servletContext = config.getServletContext();
        Resolution resolution = Deployment.resolve(Component.INSERT_FILTER, config);
        Optional<OrderExpressions> expressions = expressions(resolution);
        RoiTracker tracker = RoiTracker.of(servletContext);
        tracker.checkAgreement(resolution, RoiTracker.SHARED_BY_REPORTS);
        Optional<ConnectionSource> connections = tracker.connections(resolution);
        try {
            InsertSettings settings = resolution.insertSettings();
            RoiDataFinder finder = new RoiDataFinder(settings.parameter(), settings.cookie());
            ignored = new IgnoredRoiData(label, finder, Clock.systemUTC());
            reader = new OrderReader(
                    expressions.orElseThrow(), finder, settings.ignoreDuplicateOrders(), Clock.systemUTC());
            TrackerSettings trackerSettings = resolution.trackerSettings();
            membership.join(tracker, name, resolution, RoiTracker.SHARED_BY_REPORTS);
            tracker.startReports(trackerSettings, connections);
            LOGGER.log(Level.INFO, label + ": reports orders; " + resolution.summary());
        } catch (ConfigurationException e) {
            connections.ifPresent(ConnectionSource::close);
            Deployment.switchOff(servletContext, e, resolution.failFast());
        }
    }

    /** A forward or an asynchronous dispatch back through this filter is part of the same request: one report. */
    private void filter(HttpServletRequest request, HttpServletResponse response, FilterChain chain, RoiTracker tracker)
            throws IOException, ServletException {
        request.setAttribute(underWay, Boolean.TRUE);
        boolean awaited = tracker.requestBegins();
        boolean goesOn = false;
        try {
            chain.doFilter(request, response);
            goesOn = request.isAsyncStarted() && reportsOnCompletion(request, response, tracker, awaited);
            if (!goesOn) {
                report(request, response, tracker);
            }
        } finally {
            if (awaited && !goesOn) {
                tracker.requestEnded();
            }
        }
    }

    private boolean reportsOnCompletion(
            HttpServletRequest request, HttpServletResponse response, RoiTracker tracker, boolean awaited) {
        try {
            request.getAsyncContext().addListener(new Completion(request, response, tracker, awaited));
            return true;
        } catch (IllegalStateException e) {
            // Completed since we asked.
            return false;
        }
    }

    private void report(HttpServletRequest request, HttpServletResponse response, RoiTracker tracker) {
        try {
            if (response.getStatus() < HttpServletResponse.SC_BAD_REQUEST) {
                tracker.report(name, reader.read(request, servletContext));
            }
            ignored.logIfMore();
        } catch (Throwable e) {
            tracker.failed(name, "an order may not have been reported", e);
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

    /** Reports when asynchronous processing completes, unless it failed. */
    private final class Completion implements AsyncListener {
        private final HttpServletRequest request;
        private final HttpServletResponse response;
        private final RoiTracker tracker;
        private final AtomicBoolean awaited;
        private volatile boolean failed;

        Completion(HttpServletRequest request, HttpServletResponse response, RoiTracker tracker, boolean awaited) {
            this.request = request;
            this.response = response;
            this.tracker = tracker;
            this.awaited = new AtomicBoolean(awaited);
        }

        @Override
        public void onComplete(AsyncEvent event) {
            if (!failed) {
                report(request, response, tracker);
            }
            if (awaited.getAndSet(false)) {
                tracker.requestEnded();
            }
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            // What the application makes of it decides, by the status of the answer.
        }

        @Override
        public void onError(AsyncEvent event) {
            failed = true;
        }

        /** A new cycle forgets the listeners of the one before (Servlet 6.0, 9.7.3, AsyncContext.dispatch). */
        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }
}
