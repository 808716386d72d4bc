package io.roifilter;

import io.roifilter.admin.Confirmations;
import io.roifilter.admin.NeverReports;
import io.roifilter.click.RoiDataFinder;
import io.roifilter.config.Component;
import io.roifilter.config.ConfigurationException;
import io.roifilter.config.Resolution;
import io.roifilter.config.Setting;
import io.roifilter.config.Settings;
import io.roifilter.config.Values;
import io.roifilter.expression.Expression;
import io.roifilter.jdbc.ConnectionSource;
import io.roifilter.order.ByConvention;
import io.roifilter.order.OrderExpressions;
import io.roifilter.order.OrderReader;
import io.roifilter.page.PageContent;
import io.roifilter.text.LogGuard;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reports an order placed after a click in an email: when the application has answered the order-confirmation page, reads
 * the order's id and amount from the page, or from what it uses itself, and hands them to the outbox. To be mapped on the confirmation
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
 * and response. Any setting but those of the cookie's scope may be an init-param. Without {@code orderId} and {@code amount}
 * the order is what the page states by convention, for services of analytics or search engines. Several filters of this
 * class may read several pages; they share one outbox and one endpoint. One with {@code report=remember} reports nothing
 * itself: it leaves what it reads on a page before that of the order in the visitor's session, where the others find it as
 * {@code remembered}.
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
        boolean remembers = resolution.remembers();
        Optional<ConnectionSource> connections =
                remembers ? Optional.empty() : tracker.reporting().connections(resolution);
        boolean handedOver = false;
        try {
            Values settings = resolution.checked();
            RoiDataFinder finder = new RoiDataFinder(settings.get(Settings.PARAMETER), settings.get(Settings.COOKIE));
            ClickLog clicks = new ClickLog(finder.counts(), log());
            OrderReader reader = remembers ? remembering(settings, resolution, finder) : reporting(settings, finder);
            tracker.links().know(settings.get(Settings.PARAMETER), settings.get(Settings.COOKIE));
            join(tracker, config, resolution);
            handedOver = true;
            if (!remembers) {
                tracker.reporting().start(settings, connections);
            }
            boolean readsPages = reader.names("page");
            if (readsPages) {
                tracker.useOnce(PageContent::prepare);
            }
            route = new ReportRoute(
                    reader,
                    clicks,
                    config.getServletContext(),
                    requestPatterns(config),
                    tracker.reporting(),
                    log(),
                    config.getFilterName(),
                    readsPages ? settings.get(Settings.PAGE_LIMIT) : 0,
                    tracker.links(),
                    tracker.view().confirmations());
            tellOfMistakes(config, resolution, tracker.view().confirmations());
            return whatItDoes(settings, resolution);
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

    /** A page is confirmed whether the browser or a controller of the shop asks for it. */
    @Override
    EnumSet<DispatcherType> dispatchers() {
        return EnumSet.of(DispatcherType.REQUEST, DispatcherType.FORWARD);
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
                String text = resolution.remembers()
                        ? UnservedRoutes.nothingRemembered(config.getFilterName(), unserved)
                        : confirmations.unserved(config.getFilterName(), unserved);
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
            HeldVisit begun = HeldRequest.confirmation(request, active);
            if (begun != null && request.getDispatcherType() != DispatcherType.ASYNC) {
                return null;
            }
            if (begun == null) {
                begun = begun(active, visits.of(request));
            }
            if (begun != null) {
                return Visit.continued(begun, request, response);
            }
            return !hasPassed(request, active) && active.concerns(request)
                    ? Visit.first(new Confirmation(active, request, response), request, response, visits)
                    : null;
        } catch (Throwable e) {
            active.failed(e);
            return null;
        }
    }

    /** Whether a forward goes on with a request that has come to this filter before, and then had nothing for it. */
    private static boolean hasPassed(HttpServletRequest request, ReportRoute active) {
        if (request.getDispatcherType() != DispatcherType.FORWARD) {
            return false;
        }
        Object path = request.getAttribute(RequestDispatcher.FORWARD_SERVLET_PATH);
        Object info = request.getAttribute(RequestDispatcher.FORWARD_PATH_INFO);
        return path != null && active.patterns().match(info == null ? path.toString() : path.toString() + info);
    }

    private static Confirmation begun(ReportRoute active, List<HeldVisit> visits) {
        for (HeldVisit visit : visits) {
            if (visit instanceof Confirmation confirmation && confirmation.route() == active) {
                return confirmation;
            }
        }
        return null;
    }

    private static String whatItDoes(Values settings, Resolution resolution) {
        if (resolution.remembers()) {
            return resolution.remembered().stream()
                    .map(Setting::name)
                    .collect(Collectors.joining(", ", "reports nothing, and remembers ", ""));
        }
        if (settings.get(Settings.CONSENT).isNever()) {
            return "reports nothing, because consent is never true,";
        }
        return settings.get(Settings.WHEN).isNever()
                ? "reports nothing, because when is never true,"
                : "reports orders";
    }

    @Override
    Optional<String> moreOf(Resolution resolution) {
        return resolution.remembers()
                ? Optional.empty()
                : ByConvention.settings(
                                resolution.value(Settings.ORDER_ID),
                                resolution.value(Settings.AMOUNT),
                                resolution.value(Settings.CURRENCY))
                        .map(names -> "reads " + names + " by convention, from what the page states of its order for"
                                + " others: services of analytics and advertising, search engines");
    }

    private static OrderReader reporting(Values settings, RoiDataFinder finder) {
        OrderExpressions expressions = expressions(
                settings,
                settings.get(Settings.ORDER_ID),
                settings.get(Settings.AMOUNT),
                settings.find(Settings.CURRENCY));
        return new OrderReader(expressions, finder, settings.get(Settings.IGNORE_DUPLICATE_ORDERS), Clock.systemUTC());
    }

    private static OrderReader remembering(Values settings, Resolution resolution, RoiDataFinder finder) {
        Expression none = Expression.parse("");
        List<Setting<Expression>> asked = resolution.remembered();
        OrderExpressions expressions = expressions(
                settings,
                asked.contains(Settings.ORDER_ID) ? settings.get(Settings.ORDER_ID) : none,
                asked.contains(Settings.AMOUNT) ? settings.get(Settings.AMOUNT) : none,
                settings.find(Settings.CURRENCY).filter(expression -> asked.contains(Settings.CURRENCY)));
        return OrderReader.remembering(expressions, finder, Clock.systemUTC());
    }

    private static OrderExpressions expressions(
            Values settings, Expression orderId, Expression amount, Optional<Expression> currency) {
        return new OrderExpressions(
                orderId,
                amount,
                settings.find(Settings.PURCHASE_DATE),
                currency,
                settings.get(Settings.WHEN),
                settings.get(Settings.CONSENT),
                settings.find(Settings.ROI_DATA));
    }
}
