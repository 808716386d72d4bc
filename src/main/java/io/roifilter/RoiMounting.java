package io.roifilter;

import io.roifilter.config.ConfigurationException;
import io.roifilter.config.MisspeltNames;
import io.roifilter.config.WebApplication;
import io.roifilter.text.LogGuard;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What {@link RoiInitializer} mounts, in two steps, for frameworks that have an order of filters by themselves: between the two
 * comes the filter by which requests have the session that the application means. For the one thread that starts the
 * application.
 */
public final class RoiMounting {
    private static final Logger LOGGER = LogGuard.of(RoiMounting.class.getName());
    private static final String MOUNTED = RoiMounting.class.getName();

    private final ServletContext context;
    private final Mounting mounting;
    private final List<MemberFilter> mounted = new ArrayList<>();

    /**
     * Decides by the settings and by what the application has itself.
     *
     * @param announced names of the classes of filters and servlets that the application is about to register
     */
    public RoiMounting(ServletContext context, Set<String> announced) {
        this.context = context;
        mounting = Mounting.of(context, announced);
    }

    /** Whether the application has a filter or servlet of ours, or a setting that only we know. */
    public boolean isAnythingOfOurs() {
        return mounting.isConcerned() || mounting.isAnythingOfOursIn(context);
    }

    /** What is to be ahead of the application's own filters: what keeps clicks; and the status page. */
    public void mountClicks() {
        if (mounting.isConcerned() && context.getAttribute(MOUNTED) == null) {
            context.setAttribute(MOUNTED, true);
            AsyncEndFilter.mount(context);
            LinkListener.mount(context);
        }
        if (mounting.isAnythingOfOursIn(context)) {
            MisspeltNames.ofProcess(context).forEach(text -> say(Level.WARNING, text));
        }
        mounting.capture().ifPresent(this::mount);
        mounting.statusPath().ifPresent(path -> RoiStatusServlet.mount(path, context));
    }

    /**
     * What looks into the session: what reports orders, and set-up by example. Says what is wrong with the settings.
     *
     * @throws ServletException if a setting is wrong and {@code failFast} is true
     */
    public void mountReports() throws ServletException {
        mounting.insert().ifPresent(this::mount);
        ServedRequestFilter.mount(context);
        mounting.setup().ifPresent(clicks -> SetupFilter.mount(clicks, mounting.hasStatusPage(context), context));
        ForgottenSettings forgotten = ForgottenSettings.watch(mounting, context);
        if (mounting.isAnythingOfOursIn(context)) {
            EarlyStart.mount(mounted, forgotten, context);
        }
        if (!mounting.problems().isEmpty()) {
            SwitchedOff.unmounted(mounting.unmounted(), context)
                    .tell(
                            new ConfigurationException("the application", mounting.problems()),
                            mounting.failFast(),
                            (level, text, thrown) -> LOGGER.log(level, text, thrown));
        }
    }

    private void mount(Mounting.Mounted filter) {
        filter.filter().mount(context, filter.urlPatterns());
        mounted.add(filter.filter());
    }

    private void say(Level level, String text) {
        LOGGER.log(level, WebApplication.name(context) + ": " + text);
    }
}
