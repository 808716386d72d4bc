package io.roifilter;

import io.roifilter.admin.FilterStatus;
import io.roifilter.admin.TrackerView;
import io.roifilter.config.Component;
import io.roifilter.config.ConfigurationException;
import io.roifilter.config.MisspeltNames;
import io.roifilter.config.Problem;
import io.roifilter.config.Resolution;
import io.roifilter.config.SettingInEffect;
import io.roifilter.config.Settings;
import io.roifilter.text.Thrown;
import io.roifilter.thread.SteadyClock;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A filter with settings of its own: by a good start it gets a part in the tracker, and it gives that up when it is
 * destroyed. Otherwise all requests pass through. What there is to say it says itself.
 */
abstract class MemberFilter extends TrackerFilter {
    private final Component component;
    private final Logger logger;
    private final TrackerMembership membership = new TrackerMembership();
    private FilterLog log; // null until it has a name
    private boolean mountedHere;
    private volatile Filter started; // with the application, in place of this one; null if it was not

    /** @param logger of the filter's own name */
    MemberFilter(Component component, Logger logger) {
        this.component = component;
        this.logger = logger;
    }

    /**
     * Mounts it before the application's own filters, one of which may redirect and drop the query string. It then has the
     * name of its class.
     */
    final void mount(ServletContext context, List<String> urlPatterns) {
        mountedHere = true;
        FilterRegistration.Dynamic registration = context.addFilter(getClass().getName(), this);
        registration.setAsyncSupported(true);
        registration.addMappingForUrlPatterns(dispatchers(), false, urlPatterns.toArray(String[]::new));
    }

    /** By which a request comes to this filter, where it is mounted. */
    EnumSet<DispatcherType> dispatchers() {
        return EnumSet.of(DispatcherType.REQUEST);
    }

    /** @throws ServletException if a setting is wrong and {@code failFast} is true */
    @Override
    public final void init(FilterConfig config) throws ServletException {
        Filter before = StartedFilters.taken(config.getFilterName(), config.getServletContext());
        if (before == null) {
            begin(config);
        } else if (before != this) {
            started = before;
        }
    }

    /** Starts it, be it for the container or before that. */
    final void begin(FilterConfig config) throws ServletException {
        boolean begun = false;
        try {
            Throwable fault = Deployment.start(config, this::start, membership);
            if (fault != null) {
                SwitchedOff.filter(component, config).tell(fault, this::say);
                showOff(config, Thrown.typeAndPlace(fault), List.of());
            }
            begun = true;
        } finally {
            if (!begun) { // the container need not destroy it
                membership.exit();
            }
        }
    }

    @Override
    public final void destroy() {
        if (started != null) {
            started.destroy();
            return;
        }
        membership.leave();
        membership.exit();
        destroyed();
        if (log != null) {
            log.close();
        }
    }

    @Override
    public final void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Filter before = started;
        if (before == null) {
            super.doFilter(request, response, chain);
        } else {
            before.doFilter(request, response, chain);
        }
    }

    @Override
    final RoiTracker tracker() {
        return membership.tracker();
    }

    /** For all that has to do with requests. */
    final FilterLog log() {
        return log;
    }

    /**
     * Takes its settings, and {@linkplain #join joins} the tracker if nothing is wrong with them.
     *
     * @return what the filter does from now on with a request, in a word or two
     * @throws ConfigurationException if a setting is wrong
     */
    abstract String start(FilterConfig config, Resolution resolution, RoiTracker tracker) throws ConfigurationException;

    /** What an operator should know besides, as it follows from settings that may not have been given. */
    Optional<String> moreOf(Resolution resolution) {
        return Optional.empty();
    }

    /** Called when no more requests are to come, whether it was started or not. */
    abstract void destroyed();

    /** See {@link FilterLog.Voice}. */
    abstract void say(Level level, String text, Throwable thrown);

    /** From here on requests come to this filter. */
    final void join(RoiTracker tracker, FilterConfig config, Resolution resolution) {
        membership.join(tracker, config.getFilterName(), resolution);
    }

    private void start(FilterConfig config) throws ServletException {
        log = new FilterLog(Deployment.label(config), logger, this::say, SteadyClock.system());
        MisspeltNames.ofProcess(config.getServletContext()).forEach(text -> log.say(Level.WARNING, () -> text));
        Resolution resolution = Deployment.resolve(component, config);
        RoiTracker tracker = RoiTracker.of(config.getServletContext());
        membership.enter(tracker);
        tracker.checkAgreement(resolution);
        try {
            tellOfStart(start(config, resolution, tracker), config, resolution, tracker.view());
        } catch (ConfigurationException e) {
            String problems = e.problems().stream().map(Problem::toString).collect(Collectors.joining("; "));
            showOff(config, problems, resolution.inEffect());
            SwitchedOff.filter(component, config).tell(e, resolution.failFast(), this::say);
        }
    }

    private void tellOfStart(String does, FilterConfig config, Resolution resolution, TrackerView view) {
        Optional<List<FilterMapping>> mappings =
                FilterMapping.of(config.getFilterName(), mountedFor(), config.getServletContext());
        boolean isReached = mappings.filter(List::isEmpty).isEmpty();
        String text = isReached
                ? does
                        + mappings.map(MemberFilter::on).orElse("")
                        + moreOf(resolution).map("; "::concat).orElse("")
                        + withoutCapture(config, resolution)
                : "does nothing, because it is mapped on no url-pattern, and no servlet that is there";
        view.show(status(config, isReached, text, resolution.inEffect()));
        log.say(
                isReached ? Level.INFO : Level.WARNING,
                () -> text + "; roi-filter " + Release.version() + "; " + resolution.summary());
    }

    /** Url-patterns on which requests of visitors come to this filter; none where the container does not say by which dispatchers. */
    final RoutePatterns requestPatterns(FilterConfig config) {
        return new RoutePatterns(
                FilterMapping.of(config.getFilterName(), mountedFor(), config.getServletContext()).stream()
                        .flatMap(List::stream)
                        .filter(mapping -> mapping.dispatchers().contains(DispatcherType.REQUEST.name()))
                        .flatMap(mapping -> mapping.targets().stream())
                        .toList());
    }

    private Set<String> mountedFor() {
        return mountedHere
                ? dispatchers().stream()
                        .sorted(Comparator.comparing(type -> type != DispatcherType.REQUEST)) // the usual one first
                        .map(Enum::name)
                        .collect(Collectors.toCollection(LinkedHashSet::new))
                : Set.of();
    }

    /** Nothing is wrong with that: another application of the host may keep the clicks, or a link lead to the order itself. */
    private String withoutCapture(FilterConfig config, Resolution resolution) {
        boolean needed = component == Component.INSERT_FILTER && !resolution.isGiven(Settings.ROI_DATA);
        return needed && !SwitchedOff.mayBeThere(Component.CAPTURE_FILTER, config.getServletContext())
                ? "; this application has no RoiCaptureFilter to keep clicks"
                : "";
    }

    /** Whatever goes wrong with that, the log has it. */
    private void showOff(FilterConfig config, String why, List<SettingInEffect> settings) {
        try {
            membership.showOff(status(config, false, "is switched off: " + why, settings));
        } catch (RuntimeException | Error e) {
            log.say(Level.DEBUG, () -> "cannot be shown: " + e);
        }
    }

    private FilterStatus status(FilterConfig config, boolean isOn, String does, List<SettingInEffect> settings) {
        return new FilterStatus(config.getFilterName(), getClass().getSimpleName(), isOn, does, settings);
    }

    private static String on(List<FilterMapping> mappings) {
        return mappings.stream().map(FilterMapping::toString).collect(Collectors.joining(" and on ", " on ", ""));
    }
}
