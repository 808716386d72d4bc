package io.roifilter.setup;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where an order's number and its total were found in one request. For one thread. */
final class Finds {
    private static final int MAX = 24;

    private final List<Candidate> ids = new ArrayList<>();
    private final List<Candidate> amounts = new ArrayList<>();

    void addId(Candidate candidate) {
        add(candidate, ids);
    }

    void addAmount(Candidate candidate) {
        add(candidate, amounts);
    }

    /** The best first. */
    List<Candidate> ids() {
        return best(ids.stream());
    }

    /** Likewise. */
    List<Candidate> amounts() {
        return best(amounts.stream());
    }

    private static void add(Candidate candidate, List<Candidate> to) {
        if (to.stream().noneMatch(other -> other.expression().equals(candidate.expression()))) {
            to.add(candidate);
        }
    }

    private static List<Candidate> best(Stream<Candidate> candidates) {
        return candidates
                .sorted(Comparator.comparingInt(candidate -> -candidate.worth()))
                .limit(MAX)
                .toList();
    }
}
