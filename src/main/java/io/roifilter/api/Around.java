package io.roifilter.api;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands before or behind a document and means nothing. */
final class Around {
    /** With {@code html_errors} and without; not of errors that end a script, after which nothing is sure. */
    private static final String KIND = "(?:Notice|Warning|Deprecated|Strict [Ss]tandards)";

    private static final Pattern PHP_IN_HTML = Pattern.compile("<b>" + KIND
            + "</b>:[^<]{0,1000}(?:</?a\\b[^<>]{0,300}>[^<]{0,1000}){0,4}<b>[^<]{0,500}</b> on line <b>\\d{1,9}</b>");

    /** Also as it stands in a log, which some configurations have in the answer. */
    private static final Pattern PHP =
            Pattern.compile("(?:\\[[^\\]<\\r\\n]{1,60}] )?(?:(?:NOTICE|WARNING): PHP message: )?(?:PHP )?" + KIND
                    + ": [^<\\r\\n]{0,1000} in [^<\\r\\n]{1,500} on line \\d{1,9}(?=\\s|<|$)");
    /** What Xdebug adds to such a message, and what it makes of it in HTML. */
    private static final Pattern STACK = Pattern.compile(
            "(?:PHP )?(?:Stack trace|Call Stack):[ \\t]*\\r?\\n"
                    + "(?:[ \\t]*(?:PHP[ \\t]+)?(?:\\d+\\.\\d+[ \\t]+\\d+[ \\t]+)?\\d{1,4}\\. [^<\\r\\n]{1,500}(?:\\r?\\n|$)){1,64}");

    /** As Xdebug shows them; the table of an error that ends a script has another class. */
    private static final Pattern XDEBUG = Pattern.compile(
            "(?i)(?:<br\\s*/?>\\s*)?(?:<font\\b[^<>]{0,200}>\\s*)?<table\\b[^<>]{0,200}\\bclass=['\"]?xdebug-error"
                    + " xe-(?:notice|warning|deprecated|strict-standards)\\b[^<>]{0,200}>");

    private static final Pattern END_OF_FONT = Pattern.compile("(?i)</font>");

    /** A byte order mark in UTF-8 that was read as Latin-1. */
    private static final Pattern MISREAD_MARK = Pattern.compile("\u00ef\u00bb\u00bf");

    private static final Pattern BREAK = Pattern.compile("(?i)<br\\s*/?>");
    private static final Pattern SCRIPT = Pattern.compile("(?i)<script\\b[^<>]{0,1000}>");

    private final String text;
    private int at;

    private Around(String text) {
        this.text = text;
    }

    /** Whether it is nothing but white space, comments, instructions, PHP's messages and scripts, each of them whole. */
    static boolean saysNothing(String text) {
        Around around = new Around(text);
        while (around.at < text.length()) {
            if (!around.pass()) {
                return false;
            }
        }
        return true;
    }

    private boolean pass() {
        if (Character.isWhitespace(text.charAt(at))) {
            at++;
            return true;
        }
        return passTo("<!--", "-->")
                || passTo("<?", "?>")
                || pass(BREAK)
                || pass(PHP_IN_HTML)
                || pass(PHP)
                || pass(STACK)
                || pass(XDEBUG) && passEnd("</table>")
                || pass(END_OF_FONT)
                || pass(MISREAD_MARK)
                || pass(SCRIPT) && passEnd("</script>");
    }

    private boolean passTo(String begin, String end) {
        return text.startsWith(begin, at) && passEnd(end);
    }

    private boolean passEnd(String end) {
        int found = text.indexOf(end, at);
        at = found < 0 ? at : found + end.length();
        return found >= 0;
    }

    private boolean pass(Pattern pattern) {
        Matcher matcher = pattern.matcher(text).region(at, text.length());
        boolean passed = matcher.lookingAt();
        at = passed ? matcher.end() : at;
        return passed;
    }
}
