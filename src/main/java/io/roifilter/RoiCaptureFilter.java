package io.roifilter;

import io.roifilter.click.RoiCookie;
import io.roifilter.click.RoiDataFinder;
import io.roifilter.click.RoiDataMask;
import io.roifilter.config.Component;
import io.roifilter.config.ConfigurationException;
import io.roifilter.config.Resolution;
import io.roifilter.config.Settings;
import io.roifilter.config.Values;
import io.roifilter.expression.EvaluationException;
import io.roifilter.expression.EvaluationScope;
import io.roifilter.expression.Expression;
import io.roifilter.text.LogGuard;
import io.roifilter.text.Thrown;
import io.roifilter.thread.SteadyClock;
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
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keeps the {@code roi_data} of a link in an email in a cookie, so that a later order can be credited to it. To be mapped
 * on {@code /*}, before filters that redirect or answer by themselves, with {@code async-supported} true.
 *
 * <p>Looks at the query string only: no parameters are parsed, no body is read, no session is made. The cookie is set
 * before the application answers; a newer click replaces an older one. The init-params are the settings {@code parameter},
 * {@code cookie}, {@code cookieMaxAge}, {@code cookieDomain}, {@code cookiePath}, {@code cookieSameSite}, {@code consent}
 * and {@code failFast}; the README has them all.
 *
 * <p>A wrong setting switches this filter off, with one log entry that lists every problem; it then passes all requests
 * through. With {@code failFast} it fails the deployment instead. Thread-safe.
 */
public final class RoiCaptureFilter implements Filter {
    private static final Logger LOGGER = LogGuard.of(RoiCaptureFilter.class.getName());

    private final TrackerMembership membership = new TrackerMembership();
    private String label;
    private ServletContext servletContext;
    private RoiDataFinder finder;
    private IgnoredRoiData ignored;
    private RoiCookie cookie;
    private Expression consent;

    /** For the container. */
    public RoiCaptureFilter() {}

    /** @throws ServletException if a setting is wrong and {@code failFast} is true */
    @Override
    public void init(FilterConfig config) throws ServletException {
        Deployment.start(config, this::start, membership);
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        RoiTracker tracker = membership.tracker();
        if (tracker != null) {
            tracker.startMissing();
        }
        if (tracker != null
                && request instanceof HttpServletRequest httpRequest
                && response instanceof HttpServletResponse httpResponse) {
            keepClick(httpRequest, httpResponse);
        }
        chain.doFilter(request, response);
    }

    @Override
    public void destroy() {
        membership.leave();
    }

    private void start(FilterConfig config) throws ServletException {
        label = Deployment.label(config);
        servletContext = config.getServletContext();
        Resolution resolution = Deployment.resolve(Component.CAPTURE_FILTER, config);
        RoiTracker tracker = RoiTracker.of(servletContext);
        tracker.checkAgreement(resolution);
        try {
            Values settings = resolution.checked();
            cookie = new RoiCookie(
                    settings.get(Settings.COOKIE),
                    settings.get(Settings.COOKIE_MAX_AGE),
                    settings.find(Settings.COOKIE_DOMAIN),
                    settings.find(Settings.COOKIE_PATH),
                    settings.get(Settings.COOKIE_SAME_SITE).attribute());
            finder = new RoiDataFinder(settings.get(Settings.PARAMETER), settings.get(Settings.COOKIE));
            ignored = new IgnoredRoiData(label, finder, SteadyClock.system());
            consent = settings.get(Settings.CONSENT);
            membership.join(tracker, config.getFilterName(), resolution);
            LOGGER.log(Level.INFO, label + ": keeps clicks; " + resolution.summary());
        } catch (ConfigurationException e) {
            Deployment.switchOff(servletContext, e, resolution.failFast());
        }
    }

    /** Whatever goes wrong, be it in the container or with the virtual machine, the page is answered without us. */
    private void keepClick(HttpServletRequest request, HttpServletResponse response) {
        try {
            Optional<String> roiData = finder.inLink(request);
            if (roiData.isPresent()) {
                keep(roiData.get(), request, response);
            }
            ignored.logIfMore();
        } catch (Throwable e) {
            notKept(() -> Thrown.typeAndPlace(e));
        }
    }

    private void keep(String roiData, HttpServletRequest request, HttpServletResponse response) {
        try {
            if (consent.isTrue(EvaluationScope.beforeChain(request, servletContext))) {
                response.addCookie(cookie.toCookie(roiData, request));
            }
        } catch (EvaluationException e) {
            notKept(() -> e.reason(RoiDataMask.of(roiData)));
        }
    }

    private void notKept(Supplier<String> why) {
        membership
                .tracker()
                .requestLog()
                .log(
                        Level.WARNING,
                        label + ": clicks that were not kept",
                        () -> label + ": a click was not kept: " + why.get());
    }
}
