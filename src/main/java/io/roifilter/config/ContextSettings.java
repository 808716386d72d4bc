package io.roifilter.config;

import jakarta.servlet.ServletContext;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The settings that a web application was given as context-params, which are nobody else's. */
public final class ContextSettings {
    private static final String PREFIX = Setting.propertyName("");

    private ContextSettings() {}

    /** Those that any of these components takes, by their names there. */
    public static List<String> takenBy(Set<Component> components, ServletContext context) {
        return given(context, setting -> !Collections.disjoint(setting.takenBy(), components));
    }

    /**
     * Those that none of these components takes.
     *
     * @param used besides
     */
    public static List<String> unused(Set<Component> components, Set<Setting<?>> used, ServletContext context) {
        return given(
                context, setting -> Collections.disjoint(setting.takenBy(), components) && !used.contains(setting));
    }

    private static List<String> given(ServletContext context, Predicate<Setting<?>> test) {
        return Collections.list(context.getInitParameterNames()).stream()
                .filter(name -> setting(name).filter(test).isPresent())
                .filter(name -> !String.valueOf(context.getInitParameter(name)).isBlank())
                .sorted()
                .toList();
    }

    private static Optional<Setting<?>> setting(String name) {
        return name.startsWith(PREFIX) ? Settings.named(name.substring(PREFIX.length())) : Optional.empty();
    }
}
