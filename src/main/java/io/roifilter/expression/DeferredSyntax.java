package io.roifilter.expression;

/**
 * Rewrites <code>#{…}</code> to <code>${…}</code>: Expression Language forbids both in one text (EL 5.0, section 1.2.3),
 * but here they mean the same.
 */
final class DeferredSyntax {
    private final String text;
    private final StringBuilder rewritten;
    private final StringBuilder literal = new StringBuilder();
    private int position;

    private DeferredSyntax(String text) {
        this.text = text;
        this.rewritten = new StringBuilder(text.length());
    }

    /** Leaves escapes such as <code>\#{</code> and the string literals inside expressions as they are. */
    static String toImmediate(String text) {
        return new DeferredSyntax(text).rewrite().rewritten.toString();
    }

    /** The text around the expressions. */
    static String literalText(String text) {
        return new DeferredSyntax(text).rewrite().literal.toString();
    }

    private DeferredSyntax rewrite() {
        while (position < text.length()) {
            if (text.startsWith("\\#", position) || text.startsWith("\\$", position)) {
                literal.append(text.charAt(position + 1));
                copy(2);
            } else if (text.startsWith("#{", position) || text.startsWith("${", position)) {
                rewritten.append("${");
                position += 2;
                copyExpression();
            } else {
                literal.append(text.charAt(position));
                copy(1);
            }
        }
        return this;
    }

    /** Copies up to and with the brace that closes the expression, past those of its set and map literals. */
    private void copyExpression() {
        for (int depth = 1; depth > 0 && position < text.length(); ) {
            char c = text.charAt(position);
            if (c == '\'' || c == '"') {
                copyStringLiteral(c);
                continue;
            }
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            copy(1);
        }
    }

    private void copyStringLiteral(char quote) {
        copy(1);
        while (position < text.length()) {
            char c = text.charAt(position);
            copy(c == '\\' ? 2 : 1);
            if (c == quote) {
                return;
            }
        }
    }

    private void copy(int characters) {
        int end = Math.min(position + characters, text.length());
        rewritten.append(text, position, end);
        position = end;
    }
}
