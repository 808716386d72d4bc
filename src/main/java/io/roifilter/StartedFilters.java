package io.roifilter;

import jakarta.servlet.Filter;
import jakarta.servlet.ServletContext;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Which filters of an application have been started, and which of them before the container did. Thread-safe. */
final class StartedFilters {
    private static final String ATTRIBUTE = StartedFilters.class.getName();

    // Mutable state, guarded by this
    private final Map<String, Filter> early = new HashMap<>(); // by name, until the container takes them
    private final Set<String> begun = new HashSet<>(); // names of those whose start has begun, by whomever

    /** Has them known to the application's filters. */
    void watch(ServletContext context) {
        context.setAttribute(ATTRIBUTE, this);
    }

    /**
     * The container starts a filter.
     *
     * @return the filter that has been started for it; null if it has to start itself
     */
    static Filter taken(String name, ServletContext context) {
        return context.getAttribute(ATTRIBUTE) instanceof StartedFilters filters ? filters.taken(name) : null;
    }

    /**
     * A filter is to be started before the container does.
     *
     * @param made what is to be started; null if it is none of ours
     * @return that; null if it has been started
     */
    synchronized <T extends Filter> T begin(String name, Supplier<T> made) {
        if (begun.contains(name)) {
            return null;
        }
        T filter = made.get();
        if (filter != null) {
            begun.add(name);
            early.put(name, filter);
        }
        return filter;
    }

    /** Those that the container has not taken, and never will. */
    synchronized List<Filter> left() {
        List<Filter> left = List.copyOf(early.values());
        early.clear();
        return left;
    }

    private synchronized Filter taken(String name) {
        return begun.add(name) ? null : early.remove(name);
    }
}
