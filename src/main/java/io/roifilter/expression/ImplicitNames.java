package io.roifilter.expression;

import io.roifilter.text.OneLine;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names in an expression that are ours and cannot be meant as they stand, so that a mistake is seen before there is a page. */
final class ImplicitNames {
    /** What an expression has of what a name stands for. */
    private static final Pattern PROPERTY = Pattern.compile(
            "\\s*(?:\\.\\s*(?<name>[\\p{L}_$][\\p{L}\\p{N}_$]*)|\\[\\s*(?:'(?<single>[^'\\\\]*)'|\"(?<double>[^\"\\\\]*)\")\\s*]).*",
            Pattern.DOTALL);

    private ImplicitNames() {}

    /** @throws IllegalArgumentException if there is such a mistake; the message says which */
    static void check(String text) {
        checkRemembered(text);
        List<String> behind = DeferredSyntax.behind(text, ElNames.BEFORE);
        Set<String> names = new HashSet<>(DeferredSyntax.names(text));
        for (String rest : behind) {
            String property = property(rest);
            if (property.isEmpty() && !isComputed(rest)) {
                throw new IllegalArgumentException("before must be followed by what is to be read before the page is"
                        + " answered, such as ${before.order.id}");
            }
            names.add(property);
        }
        if (!behind.isEmpty() && names.contains(ElNames.PAGE)) {
            throw new IllegalArgumentException(
                    "has page and before in it, and before there is a page nothing can be read from it: use one of them");
        }
        if (!behind.isEmpty() && names.contains(ElNames.REMEMBERED)) {
            throw new IllegalArgumentException(
                    "has remembered and before in it: what is remembered is from an earlier page, and needs no before");
        }
    }

    private static void checkRemembered(String text) {
        for (String rest : DeferredSyntax.behind(text, ElNames.REMEMBERED)) {
            if (!SessionNote.NAMES.contains(property(rest))) {
                throw new IllegalArgumentException("there is only ${remembered.amount}, ${remembered.currency} and"
                        + " ${remembered.orderId}, not remembered" + OneLine.of(rest.replaceFirst("}.*", ""), 40));
            }
        }
    }

    /** The name of what is asked for of what stands before this; empty if that is computed, or nothing is. */
    static String property(String rest) {
        Matcher property = PROPERTY.matcher(rest);
        if (!property.matches()) {
            return "";
        }
        String name = property.group("name");
        String quoted = property.group("single");
        return name != null ? name : quoted != null ? quoted : property.group("double");
    }

    private static boolean isComputed(String rest) {
        return rest.stripLeading().startsWith("[");
    }
}
