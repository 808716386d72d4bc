package io.roifilter.admin;

/** Writes <code>#{…}</code> for <code>${…}</code>, which means the same, where something else replaces the latter first. */
final class DeferredExpression {
    private final String text;
    private final StringBuilder made = new StringBuilder();
    private int at;

    private DeferredExpression(String text) {
        this.text = text;
    }

    static String of(String text) {
        DeferredExpression expression = new DeferredExpression(text);
        while (expression.at < text.length()) {
            expression.outside();
        }
        return expression.made.toString();
    }

    private void outside() {
        if (text.startsWith("\\$", at) || text.startsWith("\\#", at)) {
            take(2); // no expression begins here
        } else if (text.startsWith("${", at)) {
            made.append("#{");
            at += 2;
            inside();
        } else {
            take(1);
        }
    }

    /** To its closing brace. A literal may have braces in it, and so may a map. */
    private void inside() {
        for (int open = 1; open > 0 && at < text.length(); ) {
            char character = text.charAt(at);
            if (character == '\'' || character == '"') {
                literal(character);
            } else {
                open += character == '{' ? 1 : character == '}' ? -1 : 0;
                take(1);
            }
        }
    }

    private void literal(char quote) {
        take(1);
        while (at < text.length() && text.charAt(at) != quote) {
            take(text.charAt(at) == '\\' ? 2 : 1);
        }
        take(1);
    }

    private void take(int characters) {
        int end = Math.min(at + characters, text.length());
        made.append(text, at, end);
        at = end;
    }
}
