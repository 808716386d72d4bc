package io.roifilter;

import io.roifilter.config.Component;
import io.roifilter.config.ConfigurationException;
import io.roifilter.config.Resolution;
import io.roifilter.config.Setting;
import io.roifilter.config.Sources;
import io.roifilter.order.Expression;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a web application's deployment says, in the terms of the other rooms. */
final class Deployment {
    private static final Logger LOGGER = System.getLogger(Deployment.class.getName());

    private Deployment() {}

    static Resolution resolve(Component component, FilterConfig config) {
        return Resolution.of(
                component,
                Sources.of(
                        config.getFilterName(),
                        parameters(config.getInitParameterNames(), config::getInitParameter),
                        contextParameters(config.getServletContext())));
    }

    static Map<String, String> contextParameters(ServletContext context) {
        return parameters(context.getInitParameterNames(), context::getInitParameter);
    }

    /** The expression that a setting is, if it has a value; wrong syntax is reported with the other problems. */
    static Optional<Expression> expression(Resolution resolution, Setting<String> setting) {
        try {
            return resolution.value(setting).map(Expression::parse);
        } catch (IllegalArgumentException e) {
            resolution.report(setting, e.getMessage());
            return Optional.empty();
        }
    }

    /** @throws ServletException if the deployment shall fail; else all problems are logged, in one entry */
    static void switchOff(ServletContext context, ConfigurationException problems, boolean failFast)
            throws ServletException {
        String message = name(context) + ": " + problems.getMessage();
        if (failFast) {
            throw new ServletException("roi-filter: " + message, problems);
        }
        LOGGER.log(Level.ERROR, "roi-filter is switched off, the application runs without it. " + message);
    }

    /** A fault of our own, or of what the container gave us: the application runs without us, whatever it is. */
    static void switchOff(FilterConfig config, Throwable fault) {
        LOGGER.log(Level.ERROR, label(config) + " is switched off, the application runs without it", fault);
    }

    /** How log entries begin: a server has many applications, whose filters have the same names. */
    static String label(FilterConfig config) {
        return name(config.getServletContext()) + ", " + config.getFilterName();
    }

    /** How log entries and threads call an application: by its context path, {@code ROOT} for the empty one. */
    static String name(ServletContext context) {
        String path = context.getContextPath();
        return path.isEmpty() ? "ROOT" : path.substring(1).replace('/', '#');
    }

    /** Where the files of an application are kept, unless it says so itself: in the container's own place, never /tmp. */
    static Path defaultDirectory(ServletContext context) {
        String base = Stream.of("catalina.base", "jetty.base", "user.home")
                .map(System::getProperty)
                .filter(value -> value != null && !value.isBlank())
                .findFirst()
                .orElse("");
        return Path.of(base, "roi", name(context)).toAbsolutePath();
    }

    private static Map<String, String> parameters(Enumeration<String> names, UnaryOperator<String> value) {
        return Collections.list(names).stream()
                .filter(name -> value.apply(name) != null)
                .collect(Collectors.toMap(UnaryOperator.identity(), value));
    }
}
