package io.roifilter.expression;

import io.roifilter.page.PageContent;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Selectors and patterns that stand in an expression, so that a mistake in one is seen before there is a page. */
final class PageCalls {
    private static final Pattern CALL = Pattern.compile("\\bpage\\s*\\.\\s*(?<method>text|attribute|match)\\s*\\(\\s*"
            + "(?:'(?<single>(?:[^'\\\\]|\\\\.)*)'|\"(?<double>(?:[^\"\\\\]|\\\\.)*)\")");

    private PageCalls() {}

    /** @throws IllegalArgumentException if one is malformed; the message says which and why */
    static void check(String text) {
        Matcher call = CALL.matcher(text);
        while (call.find()) {
            String quoted = call.group("single") == null ? call.group("double") : call.group("single");
            String argument = quoted.replaceAll("\\\\(.)", "$1"); // as Expression Language reads it
            if (call.group("method").equals("match")) {
                PageContent.checkPattern(argument);
            } else {
                PageContent.checkSelector(argument);
            }
        }
    }
}
