package io.roifilter.page;

import java.util.Arrays;
import java.util.List;

/** Takes values out of a {@link Sighting}, by the paths that a {@link Convention} names. */
final class Stated {
    private final Resolver resolver;
    private final Sighting sighting;

    Stated(Resolver resolver, Sighting sighting) {
        this.resolver = resolver;
        this.sighting = sighting;
    }

    /** One value of it, or several in one. */
    @FunctionalInterface
    interface Part {
        Value of(Stated stated);
    }

    /** The first that is there of these paths, such as {@code 2.transaction_id}: of the third argument, that member. */
    static Part first(String... paths) {
        return stated -> stated.firstOf(Arrays.asList(paths));
    }

    static Part nothing() {
        return stated -> Value.NOTHING;
    }

    /** What is at this path. */
    Value at(String path) {
        int position = sighting.kind() == Sighting.Kind.OBJECT ? Resolver.ANYWHERE : sighting.position();
        return resolver.at(sighting.root(), path, position);
    }

    /** The text at this path; empty if there is none. */
    String textAt(String path) {
        return at(path) instanceof Value.Text text ? text.text().strip() : "";
    }

    /** Whether the arguments do. A name may stand before the first word, as in {@code tracker.ec:setAction}. */
    boolean beginsWith(List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            String text = textAt(Integer.toString(i));
            String word = words.get(i);
            if (!text.equalsIgnoreCase(word) && !(i == 0 && text.endsWith("." + word))) {
                return false;
            }
        }
        return true;
    }

    private Value firstOf(List<String> paths) {
        Value unknown = Value.NOTHING;
        for (String path : paths) {
            Value value = at(path);
            boolean isBlank = value instanceof Value.Text text && text.text().isBlank();
            if (value instanceof Value.Text && !isBlank || value instanceof Value.Numeral) {
                return value;
            }
            unknown = value instanceof Value.Unknown ? value : unknown;
        }
        return unknown;
    }
}
