package io.roifilter;

import io.roifilter.config.Component;
import io.roifilter.config.ConfigurationException;
import io.roifilter.config.Problem;
import io.roifilter.config.Resolution;
import io.roifilter.config.Settings;
import io.roifilter.config.WebApplication;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Mounts the filters in an application that has an {@code endpoint} and does not declare them itself:
 * {@link RoiInsertFilter} on the url-patterns of {@code confirmation}, {@link RoiCaptureFilter} on {@code /*} unless
 * {@code capture} is false. Does nothing in other applications, so that the jar may lie in a folder that many share, and
 * never mounts a filter that is declared, under whatever name. Run by the container; thread-safe.
 *
 * <p>If a setting is wrong, nothing is mounted, and one log entry lists every problem; with {@code failFast} the
 * deployment fails.
 */
public final class RoiInitializer implements ServletContainerInitializer {
    /** For the container. */
    public RoiInitializer() {}

    /** @throws ServletException if a setting is wrong and {@code failFast} is true */
    @Override
    public void onStartup(Set<Class<?>> classes, ServletContext context) throws ServletException {
        try {
            boolean insertDeclared = isDeclared(RoiInsertFilter.class, context);
            Resolution insert = Deployment.resolve(Component.INSERT_FILTER, context);
            // The name that is misspelled may be that of the endpoint.
            if (insertDeclared || insert.isGiven(Settings.ENDPOINT) || insert.hasUnknownNames()) {
                AsyncEndFilter.mount(context);
                mount(context, insert, insertDeclared);
            }
        } catch (RuntimeException | Error e) {
            Deployment.switchOff(WebApplication.name(context), e);
        }
    }

    private static void mount(ServletContext context, Resolution insert, boolean insertDeclared)
            throws ServletException {
        Resolution own = Deployment.resolve(Component.INITIALIZER, context);
        Resolution capture = Deployment.resolve(Component.CAPTURE_FILTER, context);
        boolean mountInsert = !insertDeclared && own.isGiven(Settings.CONFIRMATION);
        boolean captureDeclared = isDeclared(RoiCaptureFilter.class, context);
        boolean mountCapture =
                !captureDeclared && own.value(Settings.MOUNTS_CAPTURE).orElse(true);
        if (!mountInsert && !mountCapture && (insertDeclared || captureDeclared)) {
            return; // to the filters that are declared, which check what they are given
        }
        List<Problem> problems = Stream.of(
                        own.problems(),
                        mountInsert ? insert.problems() : List.<Problem>of(),
                        mountCapture ? capture.problems() : List.<Problem>of())
                .flatMap(List::stream)
                .distinct()
                .toList();
        if (!problems.isEmpty()) {
            Deployment.switchOff(context, new ConfigurationException("the application", problems), own.failFast());
            return;
        }
        if (mountCapture) {
            add(RoiCaptureFilter.class, context, List.of("/*"));
        }
        if (mountInsert) {
            add(RoiInsertFilter.class, context, own.value(Settings.CONFIRMATION).orElseThrow());
        }
    }

    /** Before the application's own filters: one of them may redirect and drop the query string. */
    private static void add(Class<? extends Filter> filter, ServletContext context, List<String> urlPatterns) {
        FilterRegistration.Dynamic registration = context.addFilter(filter.getName(), filter);
        registration.setAsyncSupported(true);
        registration.addMappingForUrlPatterns(
                EnumSet.of(DispatcherType.REQUEST), false, urlPatterns.toArray(String[]::new));
    }

    private static boolean isDeclared(Class<? extends Filter> filter, ServletContext context) {
        return context.getFilterRegistrations().values().stream()
                .anyMatch(registration -> filter.getName().equals(registration.getClassName()));
    }
}
