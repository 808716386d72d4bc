package io.roifilter.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One of the places where a setting may be given.
 *
 * @param key the key of a setting's name in this place
 * @param values gives the text of a key, or null
 * @param description describes a key for messages, such as "context-param roi.batchSize"
 */
record Place(UnaryOperator<String> key, UnaryOperator<String> values, UnaryOperator<String> description) {
    /** The places that a component looks into, from the closest to the farthest. */
    static List<Place> of(Component component, Sources sources) {
        List<Place> places = new ArrayList<>();
        if (component.hasInitParameters() && !sources.name().isEmpty()) {
            places.add(initParameters(component, sources));
        }
        if (component.hasContextParameters()) {
            places.add(contextParameters(sources));
        }
        places.add(new Place(Setting::propertyName, sources.systemProperty(), key -> "system property " + key));
        places.add(new Place(Setting::environmentName, sources.environment(), key -> "environment variable " + key));
        return places;
    }

    static Place initParameters(Component component, Sources sources) {
        return new Place(
                name -> name,
                sources.initParameters()::get,
                key -> "init-param " + key + " of " + component.owner(sources.name()));
    }

    static Place contextParameters(Sources sources) {
        return new Place(
                Setting::propertyName,
                sources.contextParameters()::get,
                key -> sources.framework().describe(key));
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
