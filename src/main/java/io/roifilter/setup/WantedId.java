package io.roifilter.setup;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An order number as an operator saw it, such as {@code 1123}, {@code #1123} or {@code Order No. A-1123}. Immutable. */
final class WantedId {
    /** What is most likely to be the number itself, where there are words before it. */
    private static final Pattern NUMBER =
            Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._/-]*\\p{N}[\\p{L}\\p{N}]*|\\p{N}+");

    private static final Pattern GROUPED = Pattern.compile("\\d{1,3}(?:[.,' \u00a0\u202f]\\d{3})+");

    private final String typed;
    private final String bare;

    WantedId(String typed) {
        this.typed = typed.strip();
        bare = bare(this.typed);
    }

    /** How well a value is the number. */
    enum Match {
        /** In the same letters. */
        EXACT(""),
        /** Without what the page has around it. */
        BARE("the page has more around it"),
        /** But for capitals, leading zeros, or signs between thousands. */
        WRITTEN_DIFFERENTLY("the page writes it differently");

        private final String text;

        Match(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    boolean isEmpty() {
        return bare.isEmpty();
    }

    /** As it was typed. */
    @Override
    public String toString() {
        return typed;
    }

    /** The number without words and signs around it. */
    String bare() {
        return bare;
    }

    Optional<Match> match(String value) {
        String text = value.strip();
        if (text.isEmpty() || bare.isEmpty()) {
            return Optional.empty();
        }
        if (text.equals(typed)) {
            return Optional.of(Match.EXACT);
        }
        if (text.equals(bare)) {
            return Optional.of(Match.BARE);
        }
        return plain(text).equals(plain(bare)) ? Optional.of(Match.WRITTEN_DIFFERENTLY) : Optional.empty();
    }

    /** Whether it stands in a text, with no other letter or digit at its ends. */
    boolean isIn(String text) {
        return text.contains(bare)
                && Pattern.compile("(?<![\\p{L}\\p{N}])" + Pattern.quote(bare) + "(?![\\p{L}\\p{N}])")
                        .matcher(text)
                        .find();
    }

    /** Of several, the last with a digit in it: words of all languages stand before the number. */
    private static String bare(String typed) {
        if (GROUPED.matcher(typed).matches()) {
            return typed;
        }
        String last = typed;
        Matcher number = NUMBER.matcher(typed);
        while (number.find()) {
            last = number.group();
        }
        return last;
    }

    private static String plain(String text) {
        String digits = GROUPED.matcher(text).matches() ? text.replaceAll("\\D", "") : text;
        return digits.replaceFirst("^0+(?=\\d)", "").toLowerCase(Locale.ROOT);
    }
}
