package io.roifilter;

import io.roifilter.config.Problem;
import jakarta.servlet.ServletContext;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * All that was found wrong with the settings of one application, or with its container, in the order in which it was found;
 * there also where nothing of ours has started. Thread-safe.
 */
final class KnownProblems {
    private static final String ATTRIBUTE = KnownProblems.class.getName();

    private final Set<Problem> problems = new LinkedHashSet<>(); // guarded by this

    private KnownProblems() {}

    /** The application's. */
    static KnownProblems of(ServletContext context) {
        KnownProblems known = (KnownProblems) context.getAttribute(ATTRIBUTE);
        if (known == null) {
            known = new KnownProblems();
            context.setAttribute(ATTRIBUTE, known);
        }
        return known;
    }

    synchronized List<Problem> all() {
        return List.copyOf(problems);
    }

    /** @return those that were not known: what is wrong with context-params, each filter finds again */
    synchronized List<Problem> add(List<Problem> found) {
        List<Problem> news = new ArrayList<>(found);
        news.removeIf(problem -> !problems.add(problem));
        return news;
    }
}
