package io.roifilter.page;

import java.util.Locale;

/** The tag that a {@link MarkupScanner} is at. Valid until the next one. */
final class Tag {
    /** A tag has few attributes; those of any more are passed over. */
    private static final int MAX_ATTRIBUTES = 64;

    private final String page;
    private final int[] bounds = new int[4 * MAX_ATTRIBUTES];
    private int attributes;
    private int nameStart;
    private int nameEnd;
    private boolean isSelfClosing;

    Tag(String page) {
        this.page = page;
    }

    void begin(int from, int to) {
        nameStart = from;
        nameEnd = to;
        attributes = 0;
        isSelfClosing = false;
    }

    void add(int nameFrom, int nameTo, int valueFrom, int valueTo) {
        if (attributes < MAX_ATTRIBUTES) {
            int at = 4 * attributes++;
            bounds[at] = nameFrom;
            bounds[at + 1] = nameTo;
            bounds[at + 2] = valueFrom;
            bounds[at + 3] = valueTo;
        }
    }

    void closeSelf(boolean closesSelf) {
        isSelfClosing = closesSelf;
    }

    /** Whether a slash stands before its end, which means something in SVG and MathML only. */
    boolean isSelfClosing() {
        return isSelfClosing;
    }

    boolean is(String name) {
        return equals(nameStart, nameEnd, name);
    }

    String name() {
        return page.substring(nameStart, nameEnd).toLowerCase(Locale.ROOT);
    }

    boolean has(String attribute) {
        return indexOf(attribute) >= 0;
    }

    /** With its character references read; null if it has none. */
    String attribute(String name) {
        int at = indexOf(name);
        return at < 0 ? null : CharacterReferences.read(page.substring(bounds[at + 2], bounds[at + 3]));
    }

    /** The first one counts. */
    private int indexOf(String name) {
        for (int at = 0; at < 4 * attributes; at += 4) {
            if (equals(bounds[at], bounds[at + 1], name)) {
                return at;
            }
        }
        return -1;
    }

    private boolean equals(int from, int to, String name) {
        // Most differ in length or in the first letter, which is always a small one here.
        return to - from == name.length()
                && (page.charAt(from) | 0x20) == name.charAt(0)
                && page.regionMatches(true, from, name, 0, name.length());
    }
}
