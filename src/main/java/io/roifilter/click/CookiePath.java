package io.roifilter.click;

import io.roifilter.text.QueryString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Locale;

/**
 * The path of a cookie that is for a whole application. Containers give the context path as it stands in the request, with
 * what a visitor has written into it: path parameters, in whose semicolon a cookie's path ends, dots, and letters escaped
 * that need not be. Another path than that of the application's own links would lose the cookie.
 */
final class CookiePath {
    /** What stands for itself in a path (RFC 3986, section 3.3), less the semicolon. */
    private static final String PLAIN = "-._~!$&'()*+,=:@";

    private CookiePath() {}

    /** @param contextPath may be null, as of a request that somebody has wrapped */
    static String of(String contextPath) {
        Deque<String> segments = new ArrayDeque<>();
        for (String raw : String.valueOf(contextPath == null ? "" : contextPath).split("/")) {
            int parameters = raw.indexOf(';');
            String segment = QueryString.decodePercent(parameters < 0 ? raw : raw.substring(0, parameters));
            if (segment.equals("..")) {
                segments.pollLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.addLast(segment);
            }
        }
        return path(segments.iterator());
    }

    private static String path(Iterator<String> segments) {
        StringBuilder path = new StringBuilder("/");
        while (segments.hasNext()) {
            for (byte b : segments.next().getBytes(StandardCharsets.UTF_8)) {
                append(b, path);
            }
            path.append(segments.hasNext() ? "/" : "");
        }
        return path.toString();
    }

    private static void append(byte b, StringBuilder path) {
        boolean plain = b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z' || PLAIN.indexOf(b) >= 0;
        if (plain) {
            path.append((char) b);
        } else {
            path.append(String.format(Locale.ROOT, "%%%02X", b & 0xff));
        }
    }
}
