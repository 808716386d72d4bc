package io.roifilter;

import java.util.Collection;
import java.util.List;

/** Url-patterns of a filter (Servlet 6.0, section 12.2). Immutable. */
final class RoutePatterns {
    private final List<String> patterns;

    RoutePatterns(Collection<String> patterns) {
        this.patterns = List.copyOf(patterns);
    }

    /** Whether a request for this path, from behind the application's own on, comes to the filter. */
    boolean match(String path) {
        for (int i = 0; i < patterns.size(); i++) {
            if (matches(patterns.get(i), path)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(String pattern, String path) {
        if (pattern.endsWith("/*")) {
            int end = pattern.length() - 2;
            return path.regionMatches(0, pattern, 0, end) && (path.length() == end || path.charAt(end) == '/');
        }
        if (pattern.startsWith("*.")) {
            return path.endsWith(pattern.substring(1)) && path.lastIndexOf('/') < path.length() - pattern.length() + 1;
        }
        return pattern.equals(path);
    }
}
