package io.roifilter.page;

/** Where the content of an element that holds no markup ends, by the rules of browsers. */
final class ScriptEnd {
    private static final String COMMENT = "<!--";
    private static final String COMMENT_END = "-->";

    private ScriptEnd() {}

    /** Where the end tag of an element begins, or -1. */
    static int endTag(String page, String name, int from) {
        int open = page.indexOf("</", from);
        while (open >= 0 && !isName(page, name, open + 2)) {
            open = page.indexOf("</", open + 2);
        }
        return open;
    }

    /**
     * Where the end tag of a script begins, or -1. Behind {@code <!--} in it, a start tag of a script hides an end tag, up to
     * {@code -->}.
     */
    static int find(String page, int from) {
        boolean isHidden = false;
        int commentEnd = -1; // none is open
        int open = page.indexOf('<', from);
        while (open >= 0) {
            if (commentEnd >= 0 && open > commentEnd) {
                isHidden = false;
                commentEnd = -1;
            }
            if (commentEnd < 0 && page.startsWith(COMMENT, open)) {
                int end = page.indexOf(COMMENT_END, open + 2);
                commentEnd = end < 0 ? page.length() : end;
            } else if (page.startsWith("/", open + 1) && isName(page, "script", open + 2)) {
                if (!isHidden) {
                    return open;
                }
                isHidden = false;
            } else if (commentEnd >= 0 && isName(page, "script", open + 1)) {
                isHidden = true;
            }
            open = page.indexOf('<', open + 1);
        }
        return -1;
    }

    private static boolean isName(String page, String name, int at) {
        int end = at + name.length();
        return page.regionMatches(true, at, name, 0, name.length())
                && end < page.length()
                && " \t\n\f\r/>".indexOf(page.charAt(end)) >= 0;
    }
}
