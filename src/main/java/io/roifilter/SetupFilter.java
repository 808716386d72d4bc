package io.roifilter;

import io.roifilter.click.RoiDataFinder;
import io.roifilter.config.WebApplication;
import io.roifilter.setup.SetupDesk;
import io.roifilter.setup.VisitRecorder;
import io.roifilter.text.LogGuard;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.FilterRegistration;
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
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Has the requests of the operator's browser recorded while a shop is set up by example. All others pass with the container's
 * own request and response. There is none unless the setting {@code setup} is true. Thread-safe.
 */
final class SetupFilter implements Filter {
    private static final Logger LOGGER = LogGuard.of(SetupFilter.class.getName());

    private final SetupDesk desk;
    private final AsyncVisits asyncVisits = new AsyncVisits();
    private volatile ServletContext context;
    private volatile Set<String> ownServlets = Set.of();

    private SetupFilter(SetupDesk desk) {
        this.desk = desk;
    }

    /**
     * Mounts it ahead of the application's own filters, on all there is, and opens the desk for the status page. Whatever goes
     * wrong with that is said.
     */
    static void mount(RoiDataFinder clicks, boolean hasPage, ServletContext context) {
        String name = WebApplication.name(context);
        try {
            SetupDesk desk = new SetupDesk(clicks, Clock.systemUTC());
            FilterRegistration.Dynamic registration =
                    context.addFilter(SetupFilter.class.getName(), new SetupFilter(desk));
            if (registration != null) { // else it is there, put in by another copy of this jar
                registration.setAsyncSupported(true);
                registration.addMappingForUrlPatterns(
                        EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC), false, "/*");
                desk.open(context);
                LOGGER.log(
                        Level.WARNING,
                        name + ": set-up by example is on (roi.setup): "
                                + (hasPage
                                        ? "the status page has a page Set up, where whoever may see it can record what one"
                                                + " browser of theirs does in the shop"
                                        : "but there is no status page to use it on; give statusPath, too")
                                + ". Take the setting out when the shop is set up");
            }
        } catch (RuntimeException | Error e) {
            LOGGER.log(Level.ERROR, name + ": there is no set-up by example, as it could not be mounted", e);
        }
    }

    @Override
    public void init(FilterConfig config) {
        context = config.getServletContext();
        try {
            ownServlets = Mounting.servlets(context).stream()
                    .map(registration -> String.valueOf(registration.getName()))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (RuntimeException | Error e) {
            LOGGER.log(Level.DEBUG, WebApplication.name(context) + ": own servlets cannot be told: " + e);
        }
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Visit visit = request instanceof HttpServletRequest httpRequest
                        && response instanceof HttpServletResponse httpResponse
                ? visit(httpRequest, httpResponse)
                : null;
        if (visit == null) {
            chain.doFilter(request, response);
        } else {
            visit.run(chain);
        }
    }

    @Override
    public void destroy() {
        desk.end();
    }

    /** Null if there is nothing to record. */
    private Visit visit(HttpServletRequest request, HttpServletResponse response) {
        try {
            if (request.getDispatcherType() == DispatcherType.ASYNC) {
                List<HeldVisit> begun = asyncVisits.of(request);
                return begun.isEmpty() ? null : Visit.continued(begun.get(0), request, response);
            }
            VisitRecorder recorder = isOwn(request)
                    ? null
                    : desk.record(request, response, context).orElse(null);
            return recorder == null ? null : Visit.first(new SetupVisit(recorder), request, response, asyncVisits);
        } catch (Throwable e) {
            return null; // it is not recorded; the page goes on
        }
    }

    /** Whether it is for a page of ours, on which the operator looks at what was recorded. */
    private boolean isOwn(HttpServletRequest request) {
        return !ownServlets.isEmpty()
                && request.getHttpServletMapping() != null
                && ownServlets.contains(
                        String.valueOf(request.getHttpServletMapping().getServletName()));
    }
}
