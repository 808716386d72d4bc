package io.roifilter;

import io.roifilter.config.Component;
import io.roifilter.config.Problem;
import io.roifilter.config.Resolution;
import io.roifilter.config.Settings;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletContext;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What {@link RoiInitializer} has to do for an application: which filters it mounts, or what is wrong with their settings.
 * Immutable.
 *
 * @param isConcerned whether the application is to have anything of ours
 * @param filters to be mounted, in this order; none if there is a problem
 * @param problems with the settings of those filters
 * @param failFast whether the deployment shall fail on a problem
 */
record Mounting(boolean isConcerned, List<Mounted> filters, List<Problem> problems, boolean failFast) {
    /** A filter and what it is mapped on. */
    record Mounted(Class<? extends Filter> filter, List<String> urlPatterns) {}

    private static final Mounting NOTHING = new Mounting(false, List.of(), List.of(), false);

    /** Decides by the application's settings and by what it declares itself. */
    static Mounting of(ServletContext context) {
        boolean insertDeclared = isDeclared(RoiInsertFilter.class, context);
        Resolution insert = Deployment.resolve(Component.INSERT_FILTER, context);
        // The name that is misspelled may be that of the endpoint.
        if (!insertDeclared && !insert.isGiven(Settings.ENDPOINT) && !insert.hasUnknownNames()) {
            return NOTHING;
        }
        Resolution own = Deployment.resolve(Component.INITIALIZER, context);
        Resolution capture = Deployment.resolve(Component.CAPTURE_FILTER, context);
        boolean captureDeclared = isDeclared(RoiCaptureFilter.class, context);
        boolean mountInsert = !insertDeclared && own.isGiven(Settings.CONFIRMATION);
        boolean mountCapture =
                !captureDeclared && own.value(Settings.MOUNTS_CAPTURE).orElse(true);
        // Else it is left to the filters that are declared, which check what they are given.
        boolean check = mountInsert || mountCapture || !insertDeclared && !captureDeclared;
        List<Problem> problems = Stream.of(
                        problems(check, own), problems(mountInsert, insert), problems(mountCapture, capture))
                .flatMap(List::stream)
                .distinct()
                .toList();
        List<Mounted> filters = problems.isEmpty() ? filters(mountCapture, mountInsert, own) : List.of();
        return new Mounting(true, filters, problems, own.failFast());
    }

    private static List<Problem> problems(boolean matters, Resolution resolution) {
        return matters ? resolution.problems() : List.of();
    }

    private static List<Mounted> filters(boolean mountCapture, boolean mountInsert, Resolution own) {
        List<Mounted> filters = new ArrayList<>();
        if (mountCapture) {
            filters.add(new Mounted(RoiCaptureFilter.class, List.of("/*")));
        }
        if (mountInsert) {
            filters.add(new Mounted(
                    RoiInsertFilter.class, own.value(Settings.CONFIRMATION).orElseThrow()));
        }
        return filters;
    }

    private static boolean isDeclared(Class<? extends Filter> filter, ServletContext context) {
        return context.getFilterRegistrations().values().stream()
                .anyMatch(registration -> filter.getName().equals(registration.getClassName()));
    }
}
