package io.roifilter.config;

import jakarta.servlet.ServletContext;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an application's framework has found for us in places of its own, say in Spring Boot's {@code application.properties}.
 * It stands among the context-params, with what is to be said of it kept here. Immutable.
 */
public final class FrameworkSettings {
    static final FrameworkSettings NONE = new FrameworkSettings(Optional.empty(), "context-param ", Map.of(), Map.of());

    private static final String ATTRIBUTE = FrameworkSettings.class.getName();

    private final Optional<Path> base;
    private final String kind;
    private final Map<String, String> sources; // by key
    private final Map<String, Given> given; // by source

    private FrameworkSettings(Optional<Path> base, String kind, Map<String, String> sources, Map<String, Given> given) {
        this.base = base;
        this.kind = kind;
        this.sources = Map.copyOf(sources);
        this.given = Map.copyOf(given);
    }

    /**
     * A setting that the framework has.
     *
     * @param key as that of a context-param, such as {@code roi.orderId}; that of no setting is a problem
     * @param value as it is to be read
     * @param source where it was found, for messages; no two are the same
     * @param refusal why it cannot be used, to follow a colon; empty if it may be
     * @param remark what else is to be said if the value is not allowed, to follow a semicolon; empty if nothing is
     */
    public record Given(String key, String value, String source, String refusal, String remark) {}

    /**
     * Has the application take these settings. Its own context-params have precedence.
     *
     * @param base where the relative path of a setting begins; absolute
     * @param kind what the framework calls a setting in its places, such as "Spring property"
     * @throws IllegalStateException if the application is started already
     */
    public static void give(ServletContext context, Path base, String kind, List<Given> settings) {
        Map<String, String> sources = new HashMap<>();
        Map<String, Given> given = new HashMap<>();
        Collections.list(context.getInitParameterNames()).forEach(name -> sources.put(name, "context-param " + name));
        for (Given setting : settings) {
            if (context.setInitParameter(setting.key(), setting.value())) {
                sources.put(setting.key(), setting.source());
                given.put(setting.source(), setting);
            }
        }
        context.setAttribute(ATTRIBUTE, new FrameworkSettings(Optional.of(base), kind + " ", sources, given));
    }

    static FrameworkSettings of(ServletContext context) {
        return context.getAttribute(ATTRIBUTE) instanceof FrameworkSettings settings ? settings : NONE;
    }

    /** Where the relative path of a setting begins; empty if that is nothing of the framework's. */
    Optional<Path> base() {
        return base;
    }

    /** The place of a context-param, for messages. */
    String describe(String key) {
        return sources.getOrDefault(key, kind + key);
    }

    /** Why what was found at a source cannot be used; empty if it may be. */
    Optional<String> refusal(String source) {
        return Optional.ofNullable(given.get(source)).map(Given::refusal).filter(text -> !text.isEmpty());
    }

    /** What is to be added where it is not allowed. */
    String remark(String source) {
        return Optional.ofNullable(given.get(source))
                .map(Given::remark)
                .filter(text -> !text.isEmpty())
                .map("; "::concat)
                .orElse("");
    }
}
