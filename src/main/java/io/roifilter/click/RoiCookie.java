package io.roifilter.click;

import io.roifilter.api.RoiInsert;
import io.roifilter.text.QueryString;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.apache.commons.codec.binary.Base64;

/**
 * The cookie that carries roi_data from the click to the order. Immutable and thread-safe.
 *
 * <p>Its value is {@code r1.} and then the roi_data as Base64 for URLs without padding (RFC 4648, section 5): of the
 * characters allowed in roi_data, several, such as the quotation mark and the semicolon, cannot stand in a cookie
 * (RFC 6265, section 4.1.1) or are cut off by servers. 512 characters become 686. Read are also values that someone
 * else has set: the plain roi_data, in quotation marks or not, escaped as JavaScript's {@code encodeURIComponent} does
 * or not.
 */
public final class RoiCookie {
    private static final String PREFIX = "r1.";

    private final String name;
    private final int maxAgeSeconds;
    private final Optional<String> domain;
    private final Optional<String> path;
    private final String sameSite;

    /**
     * What may stand in a cookie, the settings of these names decide.
     *
     * @param name the cookie's name
     * @param maxAge how long browsers keep it, at least a second
     * @param domain the domain whose hosts get it, without leading dot; if empty, the host that sets it alone
     * @param path the path under which it is sent; if empty, the context path
     * @param sameSite {@code Lax}, {@code Strict} or {@code None}; {@code None} makes it {@code Secure} always, because
     *     browsers ignore it otherwise
     */
    public RoiCookie(String name, Duration maxAge, Optional<String> domain, Optional<String> path, String sameSite) {
        this.name = name;
        this.maxAgeSeconds = (int) Math.min(maxAge.toSeconds(), Integer.MAX_VALUE);
        this.domain = domain;
        this.path = path;
        this.sameSite = Objects.requireNonNull(sameSite, "sameSite");
    }

    /** The cookie to add to the response to this request. */
    public Cookie toCookie(String roiData, HttpServletRequest request) {
        Cookie cookie = new Cookie(name, encode(roiData));
        cookie.setMaxAge(maxAgeSeconds);
        domain.ifPresent(cookie::setDomain);
        cookie.setPath(path.orElseGet(() -> CookiePath.of(request.getContextPath())));
        cookie.setHttpOnly(true);
        cookie.setSecure(request.isSecure() || sameSite.equalsIgnoreCase("None"));
        cookie.setAttribute("SameSite", sameSite);
        return cookie;
    }

    static String encode(String roiData) {
        return PREFIX + Base64.encodeBase64URLSafeString(roiData.getBytes(StandardCharsets.US_ASCII));
    }

    /** The roi_data in a cookie's value, if there is any that the rule accepts. */
    static Optional<String> decode(String cookieValue, RoiDataRule rule) {
        String value = unquoted(cookieValue.strip());
        if (value.startsWith(PREFIX)) {
            String text =
                    new String(Base64.decodeBase64(value.substring(PREFIX.length())), StandardCharsets.ISO_8859_1);
            // The decoder passes over what is not Base64; a value that we have set comes out the same again.
            return RoiInsert.isRoiData(text) && encode(text).equals(value) ? Optional.of(text) : rule.ignore();
        }
        return rule.accept(QueryString.isPercentEncoded(value) ? QueryString.decodePercent(value) : value);
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
