package io.roifilter.setup;

import java.util.Set;
import java.util.regex.Pattern;

/** Writes names as Expression Language reads them. */
final class ElPath {
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*");

    /** Jakarta Expression Language 5.0, section 1.17. */
    private static final Set<String> RESERVED = Set.of(
            "and",
            "or",
            "not",
            "eq",
            "ne",
            "lt",
            "gt",
            "le",
            "ge",
            "true",
            "false",
            "null",
            "instanceof",
            "empty",
            "div",
            "mod");

    /** What a name at the beginning means whatever attributes are called so; some that are to come among them. */
    private static final Set<String> IMPLICIT = Set.of(
            "param",
            "paramValues",
            "header",
            "headerValues",
            "cookie",
            "initParam",
            "requestScope",
            "sessionScope",
            "applicationScope",
            "pageScope",
            "pageContext",
            "request",
            "page",
            "body",
            "before",
            "remembered");

    private ElPath() {}

    static boolean isName(String name) {
        return IDENTIFIER.matcher(name).matches() && !RESERVED.contains(name);
    }

    /** Whether an attribute of this name can stand by itself at the beginning. */
    static boolean canBegin(String name) {
        return isName(name) && !IMPLICIT.contains(name);
    }

    /** A part of something. */
    static String property(String base, String name) {
        return isName(name) ? base + "." + name : base + "[" + literal(name) + "]";
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
