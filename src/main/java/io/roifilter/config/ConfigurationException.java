package io.roifilter.config;

import java.util.List;
import java.util.stream.Collectors;

/** Says everything that is wrong with the settings of one component, one line for each problem. Immutable. */
public final class ConfigurationException extends Exception {
    private static final long serialVersionUID = 1;

    // Not serialized: the message says the same.
    private final transient List<Problem> problems;

    /**
     * @param owner whose settings they are, such as "filter roi-insert"
     * @param problems all that is wrong
     */
    public ConfigurationException(String owner, List<Problem> problems) {
        super(problems.stream()
                .map(problem -> System.lineSeparator() + "- " + problem)
                .collect(Collectors.joining("", heading(owner, problems.size()), "")));
        this.problems = List.copyOf(problems);
    }

    /** All that is wrong, at least one. */
    public List<Problem> problems() {
        return problems;
    }

    private static String heading(String owner, int count) {
        return (count == 1 ? "1 problem" : count + " problems") + " in the settings of " + owner + ":";
    }
}
