package io.roifilter;

import io.roifilter.config.Component;
import io.roifilter.config.ConfigurationException;
import io.roifilter.config.ContextSettings;
import io.roifilter.config.WebApplication;
import io.roifilter.text.LogGuard;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Says which context-params of an application are of no use, and what is missing if nothing is reported for that. A filter, as
 * those are started when all filters and servlets are known, those that the application adds by its code included (and as a
 * listener may not ask for them); it is mapped on nothing. Thread-safe.
 */
final class ForgottenSettings implements Filter {
    private static final Logger LOGGER = LogGuard.of(ForgottenSettings.class.getName());

    private final Mounting mounting;
    private final AtomicBoolean looked = new AtomicBoolean();

    private ForgottenSettings(Mounting mounting) {
        this.mounting = mounting;
    }

    /**
     * Has it said when the time comes, if there is anything of ours in the application.
     *
     * @param mounting what was decided; of settings that have a problem nothing more is said
     */
    static ForgottenSettings watch(Mounting mounting, ServletContext context) {
        ForgottenSettings forgotten = new ForgottenSettings(mounting);
        if (mounting.isAnythingOfOursIn(context) && mounting.problems().isEmpty()) {
            context.addFilter(ForgottenSettings.class.getName(), forgotten);
        }
        return forgotten;
    }

    /** @throws ServletException if {@code failFast} is true and the endpoint is missing */
    @Override
    public void init(FilterConfig config) throws ServletException {
        look(config.getServletContext());
    }

    /** Once, whoever calls: the container starts the filter, or some do with the first request only. */
    void look(ServletContext context) throws ServletException {
        if (looked.getAndSet(true) || !mounting.problems().isEmpty()) {
            return;
        }
        try {
            tellOfUnmapped(context);
            check(context);
        } catch (RuntimeException | Error e) {
            LOGGER.log(Level.ERROR, WebApplication.name(context) + ": the context-params could not be checked", e);
        }
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        chain.doFilter(request, response);
    }

    private void check(ServletContext context) throws ServletException {
        Set<Component> present = present(context);
        List<String> unused = ContextSettings.unused(present, mounting.used(), context);
        if (isWithoutEndpoint(present, unused, context)) {
            ConfigurationException missing =
                    new ConfigurationException("the application", mounting.problemsWithReports());
            SwitchedOff.unmounted(List.of(Component.CAPTURE_FILTER, Component.INSERT_FILTER), context)
                    .tell(missing, mounting.failFast(), (level, text, thrown) -> LOGGER.log(level, text, thrown));
        } else if (isWithoutReports(present, unused, context)) {
            LOGGER.log(
                    Level.WARNING,
                    WebApplication.name(context) + ": no orders are reported"
                            + (present.contains(Component.CAPTURE_FILTER) ? ", only clicks kept" : "")
                            + ": no RoiInsertFilter is declared, and confirmation, with which one is mounted, is not given"
                            + ofNoUse(unused));
        } else if (!unused.isEmpty()) {
            LOGGER.log(Level.WARNING, WebApplication.name(context) + ": not all settings are used" + ofNoUse(unused));
        }
    }

    /** Whether tracking is wanted, by whatever is given for it, and has not come about. */
    private boolean isWithoutEndpoint(Set<Component> present, List<String> unused, ServletContext context) {
        return !present.contains(Component.INSERT_FILTER)
                && !present.contains(Component.CAPTURE_FILTER)
                && !mounting.isEndpointGiven()
                && (mounting.saysWhatAnOrderIs()
                        || isAny(unused, EnumSet.complementOf(EnumSet.of(Component.RECEIVER)), context));
    }

    private boolean isWithoutReports(Set<Component> present, List<String> unused, ServletContext context) {
        return !Mounting.isReporting(context)
                && (present.contains(Component.INSERT_FILTER)
                        || mounting.decidesOnCapture()
                        || isAny(unused, EnumSet.of(Component.INSERT_FILTER), context));
    }

    private static boolean isAny(List<String> unused, Set<Component> takers, ServletContext context) {
        return !Collections.disjoint(unused, ContextSettings.takenBy(takers, context));
    }

    private static String ofNoUse(List<String> unused) {
        return unused.isEmpty() ? "" : "; nothing in this application uses " + String.join(", ", unused);
    }

    private static Set<Component> present(ServletContext context) {
        Set<Component> present = EnumSet.noneOf(Component.class);
        if (Mounting.isDeclared(RoiInsertFilter.class, context)) {
            present.add(Component.INSERT_FILTER);
        }
        if (Mounting.isDeclared(RoiCaptureFilter.class, context)) {
            present.add(Component.CAPTURE_FILTER);
        }
        if (Mounting.isDeclared(Mounting.STATUS_PAGE, context)) {
            present.add(Component.STATUS_SERVLET);
        }
        if (Mounting.isDeclared(Mounting.RECEIVER, context)) {
            present.add(Component.RECEIVER);
        }
        return present;
    }

    /** The container makes such a servlet only for its load-on-startup, if it has any. */
    private static void tellOfUnmapped(ServletContext context) {
        Mounting.servlets(context).stream()
                .filter(registration -> registration.getMappings().isEmpty())
                .forEach(registration -> LOGGER.log(
                        Level.WARNING,
                        WebApplication.name(context) + ": servlet " + registration.getName()
                                + (Mounting.RECEIVER.equals(registration.getClassName()) ? " receives" : " shows")
                                + " nothing, because it is mapped on no url-pattern"));
    }
}
