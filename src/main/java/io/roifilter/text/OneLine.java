package io.roifilter.text;

/** Makes foreign text fit for one line of a log and for XML: a line break in it must not forge a second entry. */
public final class OneLine {
    private OneLine() {}

    /**
     * The text without control characters, line separators, invisible formatting and halves of characters, stripped,
     * and cut to at most this many characters (UTF-16 code units), the last of which is then an ellipsis. Empty for null.
     */
    public static String of(String text, int maxLength) {
        if (text == null) {
            return "";
        }
        if (text.length() <= maxLength && isPlain(text)) {
            return text; // as most are
        }
        // What lies far behind the cut need not be looked at.
        String head = text.substring(0, Math.min(text.length(), 4 * maxLength));
        StringBuilder line = new StringBuilder(head.length());
        head.codePoints().map(LogGuard::printable).forEach(line::appendCodePoint);
        String stripped = line.toString().strip();
        return stripped.length() <= maxLength ? stripped : cut(stripped, maxLength - 1) + "…";
    }

    /** Nothing but printable ASCII, without a space at either end. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                return false;
            }
        }
        return text.isEmpty() || text.charAt(0) != ' ' && text.charAt(text.length() - 1) != ' ';
    }

    private static String cut(String text, int length) {
        boolean splitsPair = Character.isHighSurrogate(text.charAt(length - 1));
        return text.substring(0, splitsPair ? length - 1 : length);
    }
}
