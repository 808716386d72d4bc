package io.roifilter.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What an operator has set in a test. Nothing comes from the process that runs it. */
final class Given {
    static final String FILTER = "roi-insert";

    private final Map<String, String> initParameters = new HashMap<>();
    private final Map<String, String> contextParameters = new HashMap<>();
    private final Map<String, String> systemProperties = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();

    private Given() {}

    static Given nothing() {
        return new Given();
    }

    /** All that is required, in context-params. */
    static Given whatIsRequired() {
        return nothing()
                .context("roi.endpoint", "https://api.example.com/roi")
                .context("roi.apiKey", "key-4711")
                .context("roi.sharedSecret", "secret-0815")
                .context("roi.orderId", "${order.id}")
                .context("roi.amount", "${order.total}");
    }

    Given init(String name, String value) {
        initParameters.put(name, value);
        return this;
    }

    Given context(String name, String value) {
        contextParameters.put(name, value);
        return this;
    }

    Given property(String name, String value) {
        systemProperties.put(name, value);
        return this;
    }

    Given environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Given without(String contextParameter) {
        contextParameters.remove(contextParameter);
        return this;
    }

    Sources sources() {
        return new Sources(FILTER, initParameters, contextParameters, systemProperties::get, environment::get);
    }

    Resolution insert() {
        return Resolution.of(Component.INSERT_FILTER, sources());
    }

    Resolution capture() {
        return Resolution.of(Component.CAPTURE_FILTER, sources());
    }

    Resolution initializer() {
        return Resolution.of(Component.INITIALIZER, sources());
    }

    Resolution receiver() {
        return Resolution.of(Component.RECEIVER, sources());
    }

    Resolution replay() {
        return Resolution.of(Component.REPLAY, sources());
    }

    /** The lines of all problems of a resolution. */
    static List<String> lines(Resolution resolution) {
        return resolution.problems().stream().map(Problem::toString).toList();
    }
}
