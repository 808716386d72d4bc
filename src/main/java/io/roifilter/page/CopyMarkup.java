package io.roifilter.page;

import java.util.Locale;
import java.util.Set;

/**
 * Follows the bytes of a page, in a charset that has ASCII in it, to know what stands where it is cut: text, or the inside of a
 * tag, a comment or an element whose content is no markup. What is cut off its beginning there would be taken for something else: what a customer has
 * typed, within a script or a comment, for a script of the page. Not thread-safe.
 */
final class CopyMarkup {
    private static final Set<String> CONTENT_IS_NO_MARKUP = Set.of(
            "script", "style", "textarea", "title", "template", "noscript", "iframe", "xmp", "noembed", "noframes");

    private static final int LONGEST_NAME = 8;
    private static final int COMMENT_OPENS = 3; // characters of !--

    private enum State {
        TEXT,
        OPENS,
        TAG,
        COMMENT,
        RAW
    }

    private final StringBuilder name = new StringBuilder(LONGEST_NAME + 1); // of the tag, or what it begins with
    private State state = State.TEXT;
    private byte quote; // of the value within a tag; 0 outside
    private byte before; // the last byte that is not white space
    private int dashes; // just before, in a comment
    private String end = ""; // of the element whose content this is, such as </script
    private int matched; // so much of that stands just before

    /** How many of these bytes there are before what their end is the inside of; all, if they end in text. */
    static int textEnd(byte[] bytes) {
        CopyMarkup markup = new CopyMarkup();
        int end = 0;
        for (int i = 0; i < bytes.length; i++) {
            boolean inText = markup.state == State.TEXT;
            markup.pass(bytes[i]);
            end = inText && markup.state != State.TEXT ? i : end;
        }
        return markup.state == State.TEXT ? bytes.length : end;
    }

    void pass(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            pass(bytes[i]);
        }
    }

    /** Where in the bytes that would follow the first text begins: at once, if what came before ends in text. */
    int endIn(byte[] bytes) {
        CopyMarkup following = copy();
        int at = 0;
        while (at < bytes.length && following.state != State.TEXT) {
            following.pass(bytes[at++]);
        }
        return at;
    }

    private CopyMarkup copy() {
        CopyMarkup copy = new CopyMarkup();
        copy.name.append(name);
        copy.state = state;
        copy.quote = quote;
        copy.before = before;
        copy.dashes = dashes;
        copy.end = end;
        copy.matched = matched;
        return copy;
    }

    private void pass(byte b) {
        switch (state) {
            case TEXT -> {
                if (b == '<') {
                    opens();
                }
            }
            case OPENS -> name(b);
            case TAG -> inTag(b);
            case COMMENT -> inComment(b);
            default -> inRaw(b);
        }
    }

    private void opens() {
        state = State.OPENS;
        name.setLength(0);
    }

    /** The first characters of a tag; of what is none, text. */
    private void name(byte b) {
        if (name.length() == 0 && !(isLetter(b) || b == '/' || b == '!' || b == '?')) {
            state = State.TEXT;
            pass(b);
            return;
        }
        name.append((char) (b & 0xff));
        if (name.length() == COMMENT_OPENS && name.indexOf("!--") == 0) {
            state = State.COMMENT;
            dashes = 2; // <!--> is a whole one
        } else if (b == '>' || !isLetter(b) && name.length() > 1 && name.charAt(0) != '!') {
            name.setLength(name.length() - 1);
            intoTag(b);
        } else if (name.length() > LONGEST_NAME) {
            intoTag(b);
        }
    }

    private void intoTag(byte b) {
        state = State.TAG;
        quote = 0;
        before = 0;
        inTag(b);
    }

    private void inTag(byte b) {
        if (quote != 0) {
            quote = b == quote ? 0 : quote;
        } else if (b == '>') {
            String element = name.toString().toLowerCase(Locale.ROOT);
            state = CONTENT_IS_NO_MARKUP.contains(element) ? State.RAW : State.TEXT;
            end = "</" + element;
            matched = 0;
        } else if ((b == '"' || b == '\'') && before == '=') {
            quote = b;
        }
        before = b <= ' ' && b >= 0 ? before : b;
    }

    private void inComment(byte b) {
        if (b == '>' && dashes >= 2) {
            state = State.TEXT;
        }
        dashes = b == '-' ? dashes + 1 : 0;
    }

    private void inRaw(byte b) {
        int lower = b >= 'A' && b <= 'Z' ? b + 'a' - 'A' : b;
        if (matched == end.length()) {
            if (b == '>' || b == '/' || b <= ' ' && b >= 0) {
                name.setLength(0);
                intoTag(b);
                return;
            }
            matched = 0;
        }
        matched = lower == end.charAt(matched) ? matched + 1 : lower == '<' ? 1 : 0;
    }

    private static boolean isLetter(byte b) {
        return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z';
    }
}
