package io.roifilter.page;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A regular expression that gives up where it would take too long. Immutable. */
final class PagePattern {
    /** So many characters may be looked at, again and again; a good pattern looks at each of the page a few times. */
    private static final long MAX_LOOKS = 20_000_000;

    private final Pattern pattern;

    private PagePattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /** @throws IllegalArgumentException if it is none */
    static PagePattern of(String text) {
        try {
            return new PagePattern(Pattern.compile(text));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no regular expression: " + e.getDescription() + " near index " + e.getIndex(),
                    e);
        }
    }

    /**
     * What the first group matches, or the whole if there is none; null if it matches nowhere.
     *
     * @throws IllegalArgumentException if it takes too long
     */
    String firstGroup(String text) {
        try {
            Matcher matcher = pattern.matcher(new CountedText(text));
            return matcher.find() ? matcher.group(Math.min(1, matcher.groupCount())) : null;
        } catch (TooLong | StackOverflowError e) {
            throw new IllegalArgumentException(
                    "the regular expression \"" + pattern + "\" takes too long on this page");
        }
    }

    private static final class TooLong extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLong() {
            super(null, null, false, false);
        }
    }

    /** Counts how often it is looked at, which is the only way to end a search. */
    private static final class CountedText implements CharSequence {
        private final String text;
        private long looks;

        CountedText(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (++looks > MAX_LOOKS) {
                throw new TooLong();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
