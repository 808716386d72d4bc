package io.roifilter.setup;

import java.util.regex.Pattern;

/** Where a setting {@code confirmation} applies (Servlet 6.0, section 12.2). Immutable. */
final class UrlPattern {
    private static final Pattern WRITABLE = Pattern.compile("/[^\\s*?#;,%]*");
    private static final Pattern VARYING = Pattern.compile(
            "\\d{5,}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|(?=\\D*\\d)[0-9A-Za-z_-]{20,}");

    private final String text;

    UrlPattern(String text) {
        this.text = text;
    }

    /**
     * That of a page by its path: the path itself, or what is before the part of it that is another for each order.
     *
     * @param order as it may stand in the path
     */
    static UrlPattern of(String path, WantedId order) {
        int start = 0;
        if (path.length() < 2) {
            return new UrlPattern("/*"); // of a page for everything, which its parameters tell apart
        }
        while (start >= 0 && start < path.length()) {
            int end = path.indexOf('/', start + 1);
            String part = path.substring(start + 1, end < 0 ? path.length() : end);
            if (!WRITABLE.matcher("/" + part).matches() || VARYING.matcher(part).matches() || order.isIn(part)) {
                return new UrlPattern(path.substring(0, start) + "/*");
            }
            start = end;
        }
        return new UrlPattern(path);
    }

    boolean isPrefix() {
        return text.endsWith("/*");
    }

    /** What follows on the part of a path that is another for each order, such as {@code /confirmation}; empty if nothing. */
    String tail(String path) {
        int part = isPrefix() ? path.indexOf('/', text.length() - 1) : -1;
        return part < 0 ? "" : path.substring(part);
    }

    boolean matches(String path) {
        if (isPrefix()) {
            String prefix = text.substring(0, text.length() - 2);
            return path.startsWith(prefix) && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
        }
        return path.equals(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
