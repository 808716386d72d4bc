package io.roifilter.config;

/** Whether browsers send a cookie to a page. */
public final class CookieReach {
    private CookieReach() {}

    /** As RFC 6265 has it (section 5.1.4): a path and all below it. */
    public static boolean covers(String cookiePath, String path) {
        return path.equals(cookiePath)
                || path.startsWith(cookiePath) && (cookiePath.endsWith("/") || path.charAt(cookiePath.length()) == '/');
    }
}
