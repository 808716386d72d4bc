package io.roifilter.page;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Of a function: whether it is ever called, as far as that can be told (one that has a name is, if something mentions it),
 * and which names are its own.
 */
final class Reach {
    private final Set<String> own = new HashSet<>();
    private String name;

    /** The last name wins, as that of {@code var track = function inner() {}}. */
    void named(String lastPartOfPath) {
        name = lastPartOfPath;
    }

    /** Null for a function that has no name: it is called where it stands, or by what it is handed to. */
    String name() {
        return name;
    }

    /** Parameters, and what is declared in it. */
    void bind(Collection<String> names) {
        own.addAll(names);
    }

    boolean binds(String name) {
        return own.contains(name);
    }
}
