package io.roifilter;

import io.roifilter.config.Component;
import io.roifilter.config.ConfigurationException;
import io.roifilter.config.Resolution;
import io.roifilter.text.LogGuard;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * A filter with settings of its own: by a good start it gets a part in the tracker, and it gives that up when it is
 * destroyed. Otherwise all requests pass through.
 */
abstract class MemberFilter extends TrackerFilter {
    private final Logger logger = LogGuard.of(getClass().getName());
    private final Component component;
    private final TrackerMembership membership = new TrackerMembership();

    MemberFilter(Component component) {
        this.component = component;
    }

    /** @throws ServletException if a setting is wrong and {@code failFast} is true */
    @Override
    public final void init(FilterConfig config) throws ServletException {
        Deployment.start(config, this::start, membership);
    }

    @Override
    public final void destroy() {
        membership.leave();
    }

    @Override
    final RoiTracker tracker() {
        return membership.tracker();
    }

    /**
     * Takes its settings, and {@linkplain #join joins} the tracker if nothing is wrong with them.
     *
     * @return what the filter does from now on, in a word or two
     * @throws ConfigurationException if a setting is wrong
     */
    abstract String start(FilterConfig config, Resolution resolution, RoiTracker tracker) throws ConfigurationException;

    /** From here on requests come to this filter. */
    final void join(RoiTracker tracker, FilterConfig config, Resolution resolution) {
        membership.join(tracker, config.getFilterName(), resolution);
    }

    private void start(FilterConfig config) throws ServletException {
        Resolution resolution = Deployment.resolve(component, config);
        RoiTracker tracker = RoiTracker.of(config.getServletContext());
        tracker.checkAgreement(resolution);
        try {
            String does = start(config, resolution, tracker);
            logger.log(Level.INFO, Deployment.label(config) + ": " + does + "; " + resolution.summary());
        } catch (ConfigurationException e) {
            Deployment.switchOff(config.getServletContext(), e, resolution.failFast());
        }
    }
}
