package io.roifilter.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One of the places where a setting may be given.
 *
 * @param key the key of a setting's name in this place
 * @param values gives the text of a key, or null
 * @param description describes a key for messages, such as "context-param roi.batchSize"
 */
record Level(UnaryOperator<String> key, UnaryOperator<String> values, UnaryOperator<String> description) {
    /** The places that a component looks into, from the closest to the farthest. */
    static List<Level> of(Component component, Sources sources) {
        List<Level> levels = new ArrayList<>();
        if (component.hasInitParameters()) {
            levels.add(initParameters(sources));
        }
        if (component.hasContextParameters()) {
            levels.add(contextParameters(sources.contextParameters()));
        }
        levels.add(new Level(Setting::propertyName, sources.systemProperty(), key -> "system property " + key));
        levels.add(new Level(Setting::environmentName, sources.environment(), key -> "environment variable " + key));
        return levels;
    }

    static Level initParameters(Sources sources) {
        return new Level(
                name -> name,
                sources.initParameters()::get,
                key -> "init-param " + key + " of filter " + sources.filterName());
    }

    static Level contextParameters(Map<String, String> parameters) {
        return new Level(Setting::propertyName, parameters::get, key -> "context-param " + key);
    }

    /** The text given for a name, without white space around it; empty if there is none, or nothing but white space. */
    Optional<String> find(String name) {
        try {
            return Optional.ofNullable(values.apply(key.apply(name)))
                    .map(String::strip)
                    .filter(text -> !text.isEmpty());
        } catch (SecurityException e) {
            // The process does not let its applications look there, so nobody can have set it for us.
            return Optional.empty();
        }
    }

    /** The place of a name, for messages. */
    String describe(String name) {
        return description.apply(key.apply(name));
    }
}
