package io.roifilter;

import io.roifilter.config.Component;
import io.roifilter.config.ConfigurationException;
import io.roifilter.config.ReportMode;
import io.roifilter.config.Settings;
import io.roifilter.config.WebApplication;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Says of a part of ours that does not start which it is, what the application does without for that, and what goes on. The
 * application itself always does. Immutable.
 */
final class SwitchedOff {
    private static final String RUNS = "; the application runs as ever";

    private final ServletContext context;
    private final String filterName; // empty if there is none
    private final String what;

    private SwitchedOff(ServletContext context, String filterName, String what) {
        this.context = context;
        this.filterName = filterName;
        this.what = WebApplication.name(context) + ": " + what;
    }

    /** One filter that is there. */
    static SwitchedOff filter(Component component, FilterConfig config) {
        String effect = component == Component.CAPTURE_FILTER
                ? "keeps no clicks"
                : ReportMode.isRemember(config.getInitParameter(Settings.REPORT.name()))
                        ? "remembers nothing"
                        : "reports no orders";
        String name = config.getFilterName();
        return new SwitchedOff(config.getServletContext(), name, "filter " + name + " is switched off and " + effect);
    }

    /** Filters that are not mounted. */
    static SwitchedOff unmounted(List<Component> filters, ServletContext context) {
        return new SwitchedOff(
                context,
                "",
                filters.stream().map(Component::className).collect(Collectors.joining(" and "))
                        + (filters.size() == 1 ? " is switched off: " : " are switched off: ")
                        + filters.stream()
                                .map(filter -> filter == Component.INSERT_FILTER
                                        ? "no orders are reported"
                                        : "no clicks are kept")
                                .collect(Collectors.joining(" and ")));
    }

    /**
     * Says all problems in one entry; only that there are some, if another part has had the same.
     *
     * @param failFast whether the deployment shall fail instead
     * @throws ServletException if it shall
     */
    void tell(ConfigurationException problems, boolean failFast, FilterLog.Voice voice) throws ServletException {
        if (failFast) {
            throw new ServletException(
                    "roi-filter: " + WebApplication.name(context) + ": " + problems.getMessage(), problems);
        }
        if (KnownProblems.of(context).add(problems.problems()).isEmpty()) {
            voice.say(Level.WARNING, what + ", for problems that the log has named before" + RUNS, null);
        } else {
            voice.say(Level.ERROR, what + goesOn() + RUNS + ". " + problems.getMessage(), null);
        }
    }

    /** Says that it has come by a fault of our own, or of what the container gave us, whatever it is. */
    void tell(Throwable fault, FilterLog.Voice voice) {
        voice.say(Level.ERROR, what + goesOn() + RUNS, fault);
    }

    /** The others may have been started, may have yet to start, and may have problems as well. */
    private String goesOn() {
        String others = others();
        return others.isEmpty() ? "" : "; not affected, unless the log says so: " + others;
    }

    private String others() {
        try {
            return context.getFilterRegistrations().values().stream()
                    .filter(other -> !filterName.equals(other.getName()))
                    .map(SwitchedOff::doing)
                    .filter(doing -> !doing.isEmpty())
                    .sorted()
                    .collect(Collectors.joining(", "));
        } catch (RuntimeException e) {
            return ""; // the container does not say
        }
    }

    private static String doing(FilterRegistration filter) {
        if (isOf(Component.CAPTURE_FILTER, filter)) {
            return filter.getName() + " (keeps clicks)";
        }
        if (!isOf(Component.INSERT_FILTER, filter)) {
            return "";
        }
        return filter.getName()
                + (ReportMode.isRemember(filter.getInitParameter(Settings.REPORT.name()))
                        ? " (remembers)"
                        : " (reports orders)");
    }

    /** Whether the application has such a filter, or does not say. */
    static boolean mayBeThere(Component component, ServletContext context) {
        try {
            return context.getFilterRegistrations().values().stream().anyMatch(filter -> isOf(component, filter));
        } catch (RuntimeException e) {
            return true;
        }
    }

    /** By name: both classes use this one. */
    private static boolean isOf(Component component, FilterRegistration filter) {
        return (SwitchedOff.class.getPackageName() + "." + component.className()).equals(filter.getClassName());
    }
}
