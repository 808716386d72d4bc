package io.roifilter.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Rewrites <code>#{…}</code> to <code>${…}</code>: Expression Language forbids both in one text (EL 5.0, section 1.2.3),
 * but here they mean the same.
 */
final class DeferredSyntax {
    /** A name, an operator, or a number, in which {@code e} is none of these. */
    private static final Pattern WORD = Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*|[0-9][0-9.]*(?:[eE][+-]?[0-9]+)?");

    private final String text;
    private final StringBuilder rewritten;
    private final StringBuilder literal = new StringBuilder();
    private int position;
    private boolean evaluates;
    private final List<Named> names = new ArrayList<>();
    private boolean named;

    private record Named(String name, int end) {}

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

    /** Whether there is any expression in it: escaped, it is none. */
    static boolean hasExpression(String text) {
        return new DeferredSyntax(text).rewrite().evaluates;
    }

    /** Whether an expression in it names anything; if not, its value is the same each time. */
    static boolean namesAnything(String text) {
        return new DeferredSyntax(text).rewrite().named;
    }

    /** What names expressions in it begin with, or have in them where one begins: no properties. */
    static Set<String> names(String text) {
        return new DeferredSyntax(text)
                .rewrite().names.stream().map(Named::name).collect(Collectors.toSet());
    }

    /** What stands behind each of these names, to the end of the text. */
    static List<String> behind(String text, String name) {
        return new DeferredSyntax(text)
                .rewrite().names.stream()
                        .filter(named -> named.name().equals(name))
                        .map(named -> text.substring(named.end()))
                        .toList();
    }

    private DeferredSyntax rewrite() {
        while (position < text.length()) {
            if (text.startsWith("\\#", position) || text.startsWith("\\$", position)) {
                literal.append(text.charAt(position + 1));
                copy(2);
            } else if (text.startsWith("#{", position) || text.startsWith("${", position)) {
                rewritten.append("${");
                position += 2;
                evaluates = true;
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
            copyWord();
        }
    }

    /** Copies a word or a number; else one character. */
    private void copyWord() {
        Matcher word = WORD.matcher(text).region(position, text.length());
        if (word.lookingAt()) {
            if (Character.isJavaIdentifierStart(text.charAt(position)) && !ElNames.isReserved(word.group())) {
                named = true;
                if (!isProperty()) {
                    names.add(new Named(word.group(), word.end()));
                }
            }
            copy(word.end() - position);
        } else {
            copy(1);
        }
    }

    private boolean isProperty() {
        int before = position - 1;
        while (Character.isWhitespace(text.charAt(before))) {
            before--;
        }
        return text.charAt(before) == '.';
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
