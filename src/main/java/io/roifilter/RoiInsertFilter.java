package io.roifilter;

import io.roifilter.admin.Confirmations;
import io.roifilter.admin.NeverReports;
import io.roifilter.click.RoiDataFinder;
import io.roifilter.config.Component;
import io.roifilter.config.ConfigurationException;
import io.roifilter.config.Resolution;
import io.roifilter.config.Settings;
import io.roifilter.config.Values;
import io.roifilter.jdbc.ConnectionSource;
import io.roifilter.order.OrderExpressions;
import io.roifilter.order.OrderReader;
import io.roifilter.page.PageContent;
import io.roifilter.text.LogGuard;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.List;
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
public final class RoiInsertFilter extends MemberFilter {
    private static final Logger LOGGER = LogGuard.of(RoiInsertFilter.class.getName());

    private volatile ReportRoute route; // null while switched off

    /** For the container. */
    public RoiInsertFilter() {
        super(Component.INSERT_FILTER, LOGGER);
    }

    @Override
    String start(FilterConfig config, Resolution resolution, RoiTracker tracker) throws ConfigurationException {
        Optional<ConnectionSource> connections = tracker.reporting().connections(resolution);
        boolean handedOver = false;
        try {
            Values settings = resolution.checked();
            RoiDataFinder finder = new RoiDataFinder(settings.get(Settings.PARAMETER), settings.get(Settings.COOKIE));
            ClickLog clicks = new ClickLog(finder.counts(), log());
            OrderReader reader = new OrderReader(
                    expressions(settings), finder, settings.get(Settings.IGNORE_DUPLICATE_ORDERS), Clock.systemUTC());
            tracker.links().know(settings.get(Settings.PARAMETER), settings.get(Settings.COOKIE));
            join(tracker, config, resolution);
            handedOver = true;
            tracker.reporting().start(settings, connections);
            boolean readsPages = reader.names("page");
            if (readsPages) {
                tracker.useOnce(PageContent::prepare);
            }
            route = new ReportRoute(
                    reader,
                    clicks,
                    config.getServletContext(),
                    tracker.reporting(),
                    log(),
                    config.getFilterName(),
                    readsPages ? settings.get(Settings.PAGE_LIMIT) : 0,
                    tracker.links(),
                    tracker.view().confirmations());
            tellOfMistakes(config, resolution, tracker.view().confirmations());
            return whatItDoes(settings);
        } finally {
            if (!handedOver) {
                connections.ifPresent(ConnectionSource::close);
            }
        }
    }

    @Override
    void doFilter(RoiTracker tracker, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        ReportRoute active = route;
        Visit visit = active == null ? null : visit(active, tracker.asyncVisits(), request, response);
        if (visit == null) {
            chain.doFilter(request, response);
        } else {
            visit.run(chain);
        }
    }

    @Override
    void say(Level level, String text, Throwable thrown) {
        LOGGER.log(level, text, thrown);
    }

    @Override
    void destroyed() {
        if (route != null) {
            route.close();
        }
    }

    /** Such as are allowed, and known before there is an order. What goes wrong in that, must not cost the filter. */
    private void tellOfMistakes(FilterConfig config, Resolution resolution, Confirmations confirmations) {
        try {
            NeverReports.of(resolution).ifPresent(text -> {
                confirmations.warn(NeverReports.NAME, text);
                log().say(Level.WARNING, () -> text);
            });
            List<String> unserved = UnservedRoutes.of(config.getFilterName(), config.getServletContext());
            if (!unserved.isEmpty()) {
                String text = confirmations.unserved(config.getFilterName(), unserved);
                log().say(Level.WARNING, () -> text);
            }
        } catch (RuntimeException | Error e) {
            log().say(Level.DEBUG, () -> "cannot be looked through for mistakes: " + e);
        }
    }

    /**
     * What this filter has to do with a request; null if nothing. A forward, an include or an asynchronous dispatch back
     * through the filter is part of the confirmation that has begun.
     */
    private static Visit visit(
            ReportRoute active, AsyncVisits visits, HttpServletRequest request, HttpServletResponse response) {
        try {
            Confirmation begun = HeldRequest.confirmation(request, active);
            if (begun != null && request.getDispatcherType() != DispatcherType.ASYNC) {
                return null;
            }
            if (begun == null) {
                begun = begun(active, visits.of(request));
            }
            if (begun != null) {
                return Visit.continued(begun, request, response);
            }
            return active.concerns(request) ? Visit.first(active, request, response, visits) : null;
        } catch (Throwable e) {
            active.failed(e);
            return null;
        }
    }

    private static Confirmation begun(ReportRoute active, List<Confirmation> visits) {
        for (Confirmation confirmation : visits) {
            if (confirmation.route() == active) {
                return confirmation;
            }
        }
        return null;
    }

    private static String whatItDoes(Values settings) {
        if (settings.get(Settings.CONSENT).isNever()) {
            return "reports nothing, because consent is never true,";
        }
        return settings.get(Settings.WHEN).isNever()
                ? "reports nothing, because when is never true,"
                : "reports orders";
    }

    private static OrderExpressions expressions(Values settings) {
        return new OrderExpressions(
                settings.get(Settings.ORDER_ID),
                settings.get(Settings.AMOUNT),
                settings.find(Settings.PURCHASE_DATE),
                settings.find(Settings.CURRENCY),
                settings.get(Settings.WHEN),
                settings.get(Settings.CONSENT),
                settings.find(Settings.ROI_DATA));
    }
}
