package io.roifilter.setup;

import io.roifilter.expression.ElNames;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes names as Expression Language reads them. */
final class ElPath {
    private static final Pattern ELEMENT = Pattern.compile("\\[\\d+]");
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*");

    /** JSP's, which are not there when the page has been answered, and one that is to come. */
    private static final Set<String> ELSEWHERE = Set.of("pageScope", "pageContext", "body");

    private ElPath() {}

    static boolean isName(String name) {
        return IDENTIFIER.matcher(name).matches() && !ElNames.isReserved(name);
    }

    /** Whether an attribute of this name can stand by itself at the beginning. */
    static boolean canBegin(String name) {
        return isName(name) && !ElNames.isImplicit(name) && !ELSEWHERE.contains(name);
    }

    /** A part of something. */
    static String property(String base, String name) {
        return isName(name) ? base + "." + name : base + "[" + literal(name) + "]";
    }

    /** Whether it goes through a place in a list, where another may stand next time. */
    static boolean hasElement(String path) {
        return ELEMENT.matcher(path).find();
    }

    static String element(String base, int index) {
        return base + "[" + index + "]";
    }

    /** Between quotation marks. */
    static String literal(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    static String expression(String path) {
        return "${" + path + "}";
    }
}
