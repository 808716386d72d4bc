package io.roifilter.click;

import io.roifilter.api.RoiData;
import java.util.BitSet;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text as a reader sees it who knows what a link looks like: without what cannot be seen, such as the spaces of wrapped lines,
 * byte order marks, soft hyphens and directional marks; with hyphens and letters of ASCII where a word processor or an input
 * method has put others. Where something was left out, a word may have ended.
 */
final class ReadableText {
    /** A space in a form, and in no value. */
    private static final char PLUS = '+';

    /** What may stand before a value. An escape is none of it, or its last letters would pass for the value's first. */
    private static final String BEFORE = "<>\"'`()[]{}*_|~.,:;!?/-^=$@\u00ab\u2039\u201c\u201e\u2018\u201a\u3010\u300c";

    /** What cannot be seen and yet is a mark, a letter or a symbol, such as fillers of Hangul and an empty cell of Braille. */
    private static final String UNSEEN = "\u034f\u115f\u1160\u2800\u3164\uffa0\ufffd";

    private static final char MINUS = '\u2212';
    private static final int FIRST_FULL_WIDTH = 0xff01;
    private static final int LAST_FULL_WIDTH = 0xff5e;
    private static final int FULL_WIDTH = FIRST_FULL_WIDTH - '!';

    /** Punctuation before a value, at most. */
    private static final int MAX_BEFORE = 12;

    /** What says that another address has begun, whose parameters are not those of this one. */
    private static final Pattern ADDRESS = Pattern.compile("(?i)(/|%(25)*2f){2}|=(/|%(25)*2f|www\\.)|^/");

    private static final Pattern INDEX = Pattern.compile("\\[\\d{0,9}\\]");

    private final String text;
    private final StringBuilder seen = new StringBuilder();
    private final int[] origins; // where in the text each character that is seen comes from
    private final BitSet gaps = new BitSet(); // before which of them something was left out

    private ReadableText(String text) {
        this.text = text;
        origins = new int[text.length() + 1];
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == PLUS || isUnseen(c)) {
                gaps.set(seen.length());
            } else {
                origins[seen.length()] = i;
                seen.append(inAscii(c));
            }
        }
        origins[seen.length()] = text.length();
    }

    /** The value of a published shape that a text begins with, but for punctuation before it. */
    static Optional<String> valueIn(String text) {
        ReadableText readable = new ReadableText(text);
        int start = 0;
        while (start < MAX_BEFORE
                && start < readable.seen.length()
                && BEFORE.indexOf(readable.seen.charAt(start)) >= 0) {
            start++;
        }
        int end = RoiData.publishedEnd(readable.seen, start);
        return end >= 0 && readable.mayEndAt(end) ? Optional.of(readable.seen.substring(start, end)) : Optional.empty();
    }

    /** The value of a published shape that follows on a name and an equals sign. */
    static Optional<String> valueOf(String name, String text) {
        ReadableText readable = new ReadableText(text);
        String seen = readable.seen.toString();
        for (int at = 0; at + name.length() < seen.length(); at++) {
            if (!seen.regionMatches(true, at, name, 0, name.length())) {
                continue;
            }
            int end = endOfIndex(seen, at + name.length());
            if (end < seen.length() && seen.charAt(end) == '=' && readable.isName(at)) {
                String rest = readable.text.substring(readable.origins[end + 1]);
                Optional<String> value = valueIn(rest).or(() -> valueIn(Undo.mailEncoding(rest)));
                if (value.isPresent()) {
                    return value;
                }
            }
        }
        return Optional.empty();
    }

    /** Of what PHP and its like put behind the name of a list, {@code []} or {@code [0]}; where it begins if there is none. */
    private static int endOfIndex(String seen, int from) {
        Matcher index = INDEX.matcher(seen).region(from, seen.length());
        return index.lookingAt() ? index.end() : from;
    }

    /** Not in the middle of a longer name, and a parameter of this address and no other. */
    private boolean isName(int at) {
        return (at == 0 || !isOfName(seen.charAt(at - 1)))
                && !ADDRESS.matcher(seen.substring(0, at)).find();
    }

    private boolean mayEndAt(int end) {
        return end == seen.length() || gaps.get(end) || !isLetter(seen.charAt(end)) && !isDigit(seen.charAt(end));
    }

    private static boolean isOfName(char c) {
        return isLetter(c) || isDigit(c) || c == '_' || c == '-' || c == '.';
    }

    private static boolean isLetter(char c) {
        return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isUnseen(char c) {
        return Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || Character.isISOControl(c)
                || Character.getType(c) == Character.FORMAT
                || Character.getType(c) == Character.NON_SPACING_MARK
                || UNSEEN.indexOf(c) >= 0;
    }

    private static char inAscii(char c) {
        if (Character.getType(c) == Character.DASH_PUNCTUATION || c == MINUS) {
            return '-';
        }
        return c >= FIRST_FULL_WIDTH && c <= LAST_FULL_WIDTH ? (char) (c - FULL_WIDTH) : c;
    }
}
