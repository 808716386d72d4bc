package io.roifilter.click;

import io.roifilter.text.QueryString;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The path of a cookie that is for a whole application, escaped as browsers escape that of the application's links. */
final class CookiePath {
    /** What stands for itself in a path (RFC 3986, section 3.3), less the semicolon, which ends the path in a cookie. */
    private static final String PLAIN = "/-._~!$&'()*+,=:@";

    private CookiePath() {}

    /** @param contextPath as {@code ServletContext.getContextPath()} gives it: escaped in some containers, not in others */
    static String of(String contextPath) {
        if (contextPath.isEmpty()) {
            return "/";
        }
        StringBuilder path = new StringBuilder(contextPath.length());
        for (byte b : QueryString.decodePercent(contextPath).getBytes(StandardCharsets.UTF_8)) {
            append(b, path);
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
