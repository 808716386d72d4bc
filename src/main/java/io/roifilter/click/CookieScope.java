package io.roifilter.click;

import java.util.Optional;
import org.apache.commons.codec.binary.Base64;

/**
 * Where browsers send a cookie.
 *
 * @param domain the domain whose hosts get it; if empty, the host that sets it alone
 * @param path the path under which it is sent
 */
record CookieScope(Optional<String> domain, String path) {
    private static final int BITS = 12; // two digits of Base64

    /**
     * What tells the cookies of a shop apart: four characters, two for the shop, by host and path of the application, and two
     * for the scope. A browser sends a cookie without its scope; by this its owner knows whether a new one takes its place, or
     * both stay, because the scope was set differently then.
     */
    String mark(String host, String contextPath) {
        return digits(host + contextPath) + digits(domain.orElse("") + path);
    }

    /** Whether a cookie is of the same shop as one marked so, but of another scope. */
    static boolean isStale(String mark, String current) {
        return !mark.isEmpty() && !mark.equals(current) && mark.regionMatches(0, current, 0, 2);
    }

    /** The attributes of the cookie that say so. */
    String attributes() {
        return "; Path=" + path + domain.map(name -> "; Domain=" + name).orElse("");
    }

    /** In place of the generated equals, which keeps the class loader of a web application until Java 19. */
    boolean isSame(CookieScope other) {
        return domain.equals(other.domain) && path.equals(other.path);
    }

    private static String digits(String text) {
        int bits = text.hashCode() * 0x9E3779B9 >>> Integer.SIZE - BITS;
        return Base64.encodeBase64URLSafeString(new byte[] {(byte) (bits >> 4), (byte) (bits << 4)})
                .substring(0, 2);
    }
}
