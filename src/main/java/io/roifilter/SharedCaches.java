package io.roifilter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * What an answer's headers say about caches that many people share, and how to say that it is for one of them: a directive less
 * or more, all else as the application has it. What is stricter already stays as it is.
 */
final class SharedCaches {
    static final String CACHE_CONTROL = "Cache-Control";

    /** Keeps an answer out of shared caches, and leaves it to the one in the browser (RFC 9111, section 5.2.2.7). */
    static final String PRIVATE = "private";

    private static final String NO_STORE = "no-store";

    /** Fields that a shared cache believes rather than that one (RFC 9213, and the older ones of products). */
    private static final List<String> TARGETED = List.of("surrogate-control", "edge-control");

    private static final String ANY_TARGETED = "-cache-control";
    private static final String NGINX = "X-Accel-Expires";

    /** What a shared cache takes for leave to store. */
    private static final List<String> LEAVE = List.of("public", "s-maxage", PRIVATE);

    private static final List<String> LEAVE_TO_TARGETED =
            List.of("public", "s-maxage", PRIVATE, "max-age", "cache-maxage", "downstream-ttl");

    private SharedCaches() {}

    /** Whether a header is one that {@link #restricted} may change. */
    static boolean areToldBy(String header) {
        return isCacheControl(header) || isTargeted(header) || NGINX.equalsIgnoreCase(header);
    }

    static boolean isCacheControl(String header) {
        return CACHE_CONTROL.equalsIgnoreCase(header);
    }

    /** The header's value for an answer that is for one person. */
    static String restricted(String header, String value) {
        if (isCacheControl(header)) {
            return cacheControl(value);
        }
        if (isTargeted(header)) {
            return targeted(value);
        }
        return NGINX.equalsIgnoreCase(header) ? "0" : value;
    }

    /** The same for one more {@code Cache-Control} beside others, which say already that it is for one person; may be empty. */
    static String restrictedToo(String value) {
        List<String> directives = directives(value);
        return forbidsStoring(directives) ? value : without(directives, LEAVE);
    }

    private static String cacheControl(String value) {
        List<String> directives = directives(value);
        if (forbidsStoring(directives)) {
            return value;
        }
        String others = without(directives, LEAVE);
        return others.isEmpty() ? PRIVATE : PRIVATE + ", " + others;
    }

    private static String targeted(String value) {
        List<String> directives = directives(value);
        if (directives.stream().anyMatch(is(NO_STORE))) {
            return value;
        }
        String others = without(directives, LEAVE_TO_TARGETED);
        return others.isEmpty() ? NO_STORE : NO_STORE + ", " + others;
    }

    /** Not by a {@code private} that names header fields: of such the rest may be stored. */
    private static boolean forbidsStoring(List<String> directives) {
        return directives.stream()
                .anyMatch(directive -> directive.equalsIgnoreCase(NO_STORE) || directive.equalsIgnoreCase(PRIVATE));
    }

    private static String without(List<String> directives, List<String> names) {
        return String.join(
                ", ",
                directives.stream()
                        .filter(directive -> names.stream().noneMatch(name -> is(name).test(directive)))
                        .toList());
    }

    private static Predicate<String> is(String name) {
        return directive -> directive.split("=", 2)[0].strip().equalsIgnoreCase(name);
    }

    private static boolean isTargeted(String header) {
        String name = header == null ? "" : header.toLowerCase(Locale.ROOT);
        return TARGETED.contains(name) || name.endsWith(ANY_TARGETED);
    }

    /** Those between commas, but for commas in quotation marks. */
    private static List<String> directives(String value) {
        List<String> directives = new ArrayList<>();
        StringBuilder directive = new StringBuilder();
        boolean quoted = false;
        for (char c : (value + ",").toCharArray()) {
            quoted ^= c == '"';
            if (c != ',' || quoted) {
                directive.append(c);
            } else if (!directive.toString().isBlank()) {
                directives.add(directive.toString().strip());
                directive.setLength(0);
            }
        }
        return directives;
    }
}
