package io.roifilter.config;

import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Where settings are looked up, from the closest place to the farthest. Immutable if its functions are; its text form
 * never shows values, which may be secrets.
 *
 * @param filterName the filter's name, for messages; empty for {@code RoiInitializer}
 * @param initParameters the filter's init-params by name; none for {@code RoiInitializer}
 * @param contextParameters the web application's context-params by name; those that do not begin with {@code roi.} are
 *     not looked at
 * @param systemProperty gives the system property of a name, or null; if it may not be read
 *     ({@link SecurityException}), it counts as not set
 * @param environment gives the environment variable of a name, or null; the same
 */
public record Sources(
        String filterName,
        Map<String, String> initParameters,
        Map<String, String> contextParameters,
        UnaryOperator<String> systemProperty,
        UnaryOperator<String> environment) {
    /** Copies the maps. */
    public Sources {
        initParameters = Map.copyOf(initParameters);
        contextParameters = Map.copyOf(contextParameters);
    }

    /** The sources of a filter in this process: its own and its application's parameters, and those of the process. */
    public static Sources of(
            String filterName, Map<String, String> initParameters, Map<String, String> contextParameters) {
        return new Sources(filterName, initParameters, contextParameters, System::getProperty, System::getenv);
    }

    @Override
    public String toString() {
        return "Sources[filterName=" + filterName + "]";
    }
}
