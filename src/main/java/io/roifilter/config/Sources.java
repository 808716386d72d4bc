package io.roifilter.config;

import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletContext;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Where settings are looked up, from the closest place to the farthest. Immutable if its functions are; its text form
 * never shows values, which may be secrets.
 *
 * @param name the filter's or servlet's, for messages; empty for what has no init-params
 * @param initParameters its init-params by name
 * @param contextParameters the web application's context-params by name; of those that do not begin with {@code roi.} no value
 *     is looked at
 * @param systemProperty gives the system property of a name, or null; if it may not be read
 *     ({@link SecurityException}), it counts as not set
 * @param environment gives the environment variable of a name, or null; the same
 * @param framework which of the context-params the application's framework has put there, and from where
 */
public record Sources(
        String name,
        Map<String, String> initParameters,
        Map<String, String> contextParameters,
        UnaryOperator<String> systemProperty,
        UnaryOperator<String> environment,
        FrameworkSettings framework) {
    /** Copies the maps. */
    public Sources {
        initParameters = Map.copyOf(initParameters);
        contextParameters = Map.copyOf(contextParameters);
    }

    /** Without a framework. */
    public Sources(
            String name,
            Map<String, String> initParameters,
            Map<String, String> contextParameters,
            UnaryOperator<String> systemProperty,
            UnaryOperator<String> environment) {
        this(name, initParameters, contextParameters, systemProperty, environment, FrameworkSettings.NONE);
    }

    /** Those of a filter: its own and its application's parameters, and those of the process. */
    public static Sources of(FilterConfig config) {
        return of(
                config.getFilterName(),
                parameters(config.getInitParameterNames(), config::getInitParameter),
                config.getServletContext());
    }

    /** Those of a servlet: its own and its application's parameters, and those of the process. */
    public static Sources of(ServletConfig config) {
        return of(
                config.getServletName(),
                parameters(config.getInitParameterNames(), config::getInitParameter),
                config.getServletContext());
    }

    /** Those of what has no init-params: its application's parameters, and those of the process. */
    public static Sources of(ServletContext context) {
        return of("", Map.of(), context);
    }

    /** Those of the process alone. */
    public static Sources ofProcess() {
        return of("", Map.of(), Map.of());
    }

    /** The same process, with these parameters of an application. */
    public Sources with(String filterName, Map<String, String> init, Map<String, String> context) {
        return new Sources(filterName, init, context, systemProperty, environment, framework);
    }

    @Override
    public String toString() {
        return "Sources[name=" + name + "]";
    }

    /** Where the relative path of a setting begins, and files are kept if no setting says where. */
    BaseDirectory base() {
        return framework.base().map(BaseDirectory::at).orElseGet(() -> new BaseDirectory(systemProperty, environment));
    }

    private static Sources of(String name, Map<String, String> initParameters, ServletContext context) {
        return of(
                name,
                initParameters,
                parameters(context.getInitParameterNames(), context::getInitParameter),
                FrameworkSettings.of(context));
    }

    static Sources of(String name, Map<String, String> initParameters, Map<String, String> contextParameters) {
        return of(name, initParameters, contextParameters, FrameworkSettings.NONE);
    }

    private static Sources of(
            String name,
            Map<String, String> initParameters,
            Map<String, String> contextParameters,
            FrameworkSettings framework) {
        return new Sources(name, initParameters, contextParameters, System::getProperty, System::getenv, framework);
    }

    private static Map<String, String> parameters(Enumeration<String> names, UnaryOperator<String> value) {
        return Collections.list(names).stream()
                .filter(name -> value.apply(name) != null)
                .collect(Collectors.toMap(UnaryOperator.identity(), value));
    }
}
