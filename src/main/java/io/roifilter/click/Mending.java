package io.roifilter.click;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Finds the roi_data in a text that mail programs, rewriters of links or people have spoilt: it undoes what they do, step by
 * step, until a value of a published shape stands there. Without one there is nothing to hold the result against, and the text
 * is not touched. The fewest steps win. Immutable.
 */
final class Mending {
    /** Longer than any value is, encoded three times. */
    static final int MAX_TEXT = 2048;

    /** How many texts are looked at: every kind of damage three times over, or a few of them together. */
    private static final int MAX_TEXTS = 64;

    /** As many hexadecimal digits as the hash of a value has. */
    private static final int HASH_DIGITS = 32;

    /** What may stand between those: spaces, breaks, and what cannot be seen, escaped in some way or not. */
    private static final String BETWEEN_DIGITS = "%+=&#;xXuU\\>|";

    private static final int MAX_ENTITY = 22;

    private Mending() {}

    /** A value that the text begins with, but for punctuation. What follows on a value is left out. */
    static Optional<String> ofValue(String text) {
        return search(text, Undo.TO_VALUES, ReadableText::valueIn);
    }

    /**
     * The value of a parameter whose name may be spoilt, too, or not stand where names stand.
     *
     * @param text a part of a query string
     */
    static Optional<String> ofParameter(String name, String text) {
        return search(text, Undo.TO_LINKS, step -> ReadableText.valueOf(name, step));
    }

    private static Optional<String> search(
            String text, List<UnaryOperator<String>> steps, Function<String, Optional<String>> find) {
        String bounded = text.substring(0, Math.min(text.length(), MAX_TEXT));
        return mayHoldHash(bounded) ? searchAll(bounded, steps, find) : Optional.empty();
    }

    private static Optional<String> searchAll(
            String text, List<UnaryOperator<String>> steps, Function<String, Optional<String>> find) {
        Set<String> seen = new HashSet<>(Set.of(text));
        Deque<String> texts = new ArrayDeque<>(seen);
        while (!texts.isEmpty()) {
            String next = texts.removeFirst();
            Optional<String> found = find.apply(next);
            if (found.isPresent()) {
                return found;
            }
            for (UnaryOperator<String> step : steps) {
                String undone = step.apply(next);
                if (seen.size() < MAX_TEXTS && seen.add(undone)) {
                    texts.addLast(undone);
                }
            }
        }
        return Optional.empty();
    }

    /** Most values of no published shape end here. */
    private static boolean mayHoldHash(String text) {
        int digits = 0;
        for (int i = 0; i < text.length() && digits < HASH_DIGITS; i++) {
            char c = text.charAt(i);
            if (c < 0x80 && Character.digit(c, 16) >= 0) {
                digits++;
            } else if (c == '&') {
                int end = text.indexOf(';', i);
                i = end > 0 && end - i <= MAX_ENTITY ? end : i;
            } else if (c > ' ' && c < 0x7f && BETWEEN_DIGITS.indexOf(c) < 0) {
                digits = 0;
            }
        }
        return digits == HASH_DIGITS;
    }
}
