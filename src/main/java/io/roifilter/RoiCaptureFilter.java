package io.roifilter;

import io.roifilter.api.RoiData;
import io.roifilter.click.Bots;
import io.roifilter.click.ClickCounts.Outcome;
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
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keeps the {@code roi_data} of a link in an email in a cookie, so that a later order can be credited to it. To be mapped
 * on {@code /*}, before filters that redirect or answer by themselves, with {@code async-supported} true.
 *
 * <p>Looks at the query string only: no parameters are parsed, no body is read, no session is made. The cookie is set
 * before the application answers; a newer click replaces an older one, unless it has a value of no published shape and the
 * older one has. An answer that sets the cookie is not for shared caches, see {@link ClickResponse}; on all other requests
 * the application gets the container's own request and response. The init-params are the settings {@code parameter},
 * {@code cookie}, {@code cookieMaxAge}, {@code cookieDomain}, {@code cookiePath}, {@code cookieSameSite}, {@code ignoreBots},
 * {@code consent} and {@code failFast}; the README has them all.
 *
 * <p>A wrong setting switches this filter off, with one log entry that lists every problem; it then passes all requests
 * through. With {@code failFast} it fails the deployment instead. Thread-safe.
 */
public final class RoiCaptureFilter extends MemberFilter {
    private static final Logger LOGGER = LogGuard.of(RoiCaptureFilter.class.getName());
    private static final Clock CLOCK = Clock.systemUTC();

    private ServletContext servletContext;
    private RoiDataFinder finder;
    private ClickLog clicks; // null while switched off
    private RoiCookie cookie;
    private Expression consent;
    private boolean ignoreBots;
    private FilterLog hosts;

    /** For the container. */
    public RoiCaptureFilter() {
        super(Component.CAPTURE_FILTER, LOGGER);
    }

    @Override
    String start(FilterConfig config, Resolution resolution, RoiTracker tracker) throws ConfigurationException {
        Values settings = resolution.checked();
        servletContext = config.getServletContext();
        cookie = new RoiCookie(
                settings.get(Settings.COOKIE),
                settings.get(Settings.COOKIE_MAX_AGE),
                settings.find(Settings.COOKIE_DOMAIN),
                settings.find(Settings.COOKIE_PATH),
                settings.get(Settings.COOKIE_SAME_SITE).attribute(),
                servletContext.getContextPath());
        finder = new RoiDataFinder(settings.get(Settings.PARAMETER), settings.get(Settings.COOKIE));
        clicks = new ClickLog(finder.counts(), log());
        consent = settings.get(Settings.CONSENT);
        ignoreBots = settings.get(Settings.IGNORE_BOTS);
        hosts = log().limitedTo(1, Duration.ofDays(1));
        tracker.links().know(settings.get(Settings.PARAMETER), settings.get(Settings.COOKIE));
        join(tracker, config, resolution);
        return consent.isNever() ? "keeps no clicks, because consent is never true," : "keeps clicks";
    }

    @Override
    void doFilter(RoiTracker tracker, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        tracker.links().seen(request);
        HttpServletResponse begun = begun(request, response);
        ClickResponse answer = begun == response ? keepClick(tracker, request, response) : null;
        if (answer == null) {
            chain.doFilter(request, begun);
        } else {
            chain.doFilter(new ClickRequest(request, answer), answer);
        }
    }

    @Override
    void say(Level level, String text, Throwable thrown) {
        LOGGER.log(level, text, thrown);
    }

    @Override
    void destroyed() {
        if (clicks != null) {
            clicks.close();
        }
    }

    /** For a dispatch for which the container has its own response again, as to an error page, where this filter is mapped for it. */
    private static HttpServletResponse begun(HttpServletRequest request, HttpServletResponse response) {
        try {
            DispatcherType type = request.getDispatcherType();
            return type == DispatcherType.ERROR || type == DispatcherType.ASYNC
                    ? ClickResponse.continued(response)
                    : response;
        } catch (Throwable e) {
            return response; // whatever the application has put around the container's request
        }
    }

    /**
     * Whatever goes wrong, be it in the container or with the virtual machine, the page is answered without us.
     *
     * @return the response that has the cookie; null if none is set
     */
    private ClickResponse keepClick(RoiTracker tracker, HttpServletRequest request, HttpServletResponse response) {
        try {
            Optional<String> roiData = finder.inLink(request);
            ClickResponse answer = roiData.isPresent() ? keep(roiData.get(), request, response, tracker) : null;
            if (answer != null && tracker.reporting().isReporting()) {
                tracker.view().confirmations().clickKept().ifPresent(text -> log().say(Level.WARNING, () -> text));
            }
            clicks.logIfMore();
            return answer;
        } catch (Throwable e) {
            notKept(() -> Thrown.typeAndPlace(e));
            return null;
        }
    }

    private ClickResponse keep(
            String roiData, HttpServletRequest request, HttpServletResponse response, RoiTracker tracker) {
        try {
            if (ignoreBots && Bots.haveSent(request)) {
                finder.counts().add(Outcome.NO_PERSON);
            } else if (!RoiData.hasPublishedShape(roiData) && finder.keepsPublished(request)) {
                finder.counts().add(Outcome.OUTRANKED);
            } else if (consent.isTrue(EvaluationScope.beforeChain(request, servletContext))) {
                ClickResponse answer = ClickResponse.of(response, cookie.headers(roiData, request, CLOCK.instant()));
                finder.counts().add(Outcome.KEPT);
                tellOfAnotherHost(request, tracker);
                return answer;
            } else {
                finder.counts().add(Outcome.NO_CONSENT);
            }
        } catch (EvaluationException e) {
            notKept(() -> e.reason(RoiDataMask.of(roiData)));
        }
        return null;
    }

    /** A proxy in front may ask for another host than the browser does, so it is none of our business to leave the cookie out. */
    private void tellOfAnotherHost(HttpServletRequest request, RoiTracker tracker) {
        if (cookie.isForAnotherHost(request)) {
            tracker.view().confirmations().keptElsewhere(request.getServerName());
            hosts.sayOfRequest(
                    Level.WARNING,
                    "clicks at hosts outside of cookieDomain",
                    () -> "the shop was asked for as " + request.getServerName()
                            + ", which is not in cookieDomain: browsers"
                            + " drop such a cookie, and the click with it, unless a proxy asks for another host than they do");
        }
    }

    private void notKept(Supplier<String> why) {
        log().sayOfRequest(Level.WARNING, "clicks that were not kept", () -> "a click was not kept: " + why.get());
    }
}
