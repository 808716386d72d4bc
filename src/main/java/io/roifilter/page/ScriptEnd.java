package io.roifilter.page;

/** Where the content of elements that hold no markup ends, by the rules of browsers. */
final class ScriptEnd {
    private static final String COMMENT = "<!--";
    private static final String COMMENT_END = "-->";

    private final String page;
    private final Work work;
    /** The next end of a comment, as far as it has been looked for. */
    private int commentEnd = -1;

    ScriptEnd(String page, Work work) {
        this.page = page;
        this.work = work;
    }

    /** Where the end tag of an element begins, or -1. */
    static int endTag(String page, String name, int from) {
        int open = page.indexOf("</", from);
        while (open >= 0 && !isName(page, name, open + 2)) {
            open = page.indexOf("</", open + 2);
        }
        return open;
    }

    /**
     * Where the end tag of a script begins, or -1. Behind {@code <!--} in it, a start tag of a script hides an end tag, up
     * to {@code -->}.
     */
    int find(int from) {
        boolean isHidden = false;
        int close = -1; // of a comment; none is open
        int open = page.indexOf('<', from);
        while (open >= 0) {
            if (close >= 0 && open > close) {
                isHidden = false;
                close = -1;
            }
            if (close < 0 && page.startsWith(COMMENT, open)) {
                close = commentEnd(open + 2);
            } else if (page.startsWith("/", open + 1) && isName(page, "script", open + 2)) {
                if (!isHidden) {
                    return open;
                }
                isHidden = false;
            } else if (close >= 0 && isName(page, "script", open + 1)) {
                isHidden = true;
            }
            open = page.indexOf('<', open + 1);
        }
        return -1;
    }

    /** Goes over the page once, however many scripts ask. */
    private int commentEnd(int from) {
        if (commentEnd < from) {
            int end = page.indexOf(COMMENT_END, from);
            commentEnd = end < 0 ? page.length() : end;
            work.spend(commentEnd - from);
        }
        return commentEnd;
    }

    private static boolean isName(String page, String name, int at) {
        int end = at + name.length();
        return page.regionMatches(true, at, name, 0, name.length())
                && end < page.length()
                && " \t\n\f\r/>".indexOf(page.charAt(end)) >= 0;
    }
}
