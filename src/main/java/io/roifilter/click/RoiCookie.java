package io.roifilter.click;

import io.roifilter.text.Cookies;
import io.roifilter.text.QueryString;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The cookie that carries roi_data from the click to the order, as a {@link KeptClick}. Immutable and thread-safe.
 *
 * <p>It is written as the header that it is (RFC 6265bis, section 4.1), not by {@code addCookie}: containers differ in which
 * attributes that knows, and Jetty's puts {@code Expires} into every answer, whereupon Spring Security leaves out what it
 * says about caches.
 *
 * <p>Read are also values that someone else has set: the plain roi_data, in quotation marks or not, escaped as JavaScript's
 * {@code encodeURIComponent} does or not.
 */
public final class RoiCookie {
    /** More than any host has that people type. */
    private static final int MAX_DOMAINS = 5;

    private static final Pattern OURS = Pattern.compile("[^=;]+=r2\\.[0-9a-z]+\\.[A-Za-z0-9_-]{4}\\.");

    private static final long LATEST = Long.parseLong("zzzzzzzzz", Character.MAX_RADIX);

    private final String name;
    private final long maxAgeSeconds;
    private final CookieScope scope;
    private final String contextPath;
    private final String sameSite;

    /**
     * What may stand in a cookie, the settings of these names decide.
     *
     * @param name the cookie's name
     * @param maxAge how long browsers keep it, at least a second
     * @param domain the domain whose hosts get it, without leading dot; if empty, the host that sets it alone
     * @param path the path under which it is sent; if empty, the application's
     * @param sameSite {@code Lax}, {@code Strict} or {@code None}; {@code None} makes it {@code Secure} always, because
     *     browsers ignore it otherwise
     * @param contextPath the application's, as the container has it. What a request has in its place is the visitor's own
     *     spelling of it, with escapes, dots and path parameters, and would lose the cookie.
     */
    public RoiCookie(
            String name,
            Duration maxAge,
            Optional<String> domain,
            Optional<String> path,
            String sameSite,
            String contextPath) {
        this.name = name;
        this.maxAgeSeconds = Math.min(maxAge.toSeconds(), Integer.MAX_VALUE);
        this.contextPath = CookiePath.of(contextPath);
        this.scope = new CookieScope(domain.map(RoiCookie::lowerCase), path.orElse(this.contextPath));
        this.sameSite = Objects.requireNonNull(sameSite, "sameSite");
    }

    /**
     * The values of {@code Set-Cookie} that keep a click, in their order: what takes stale cookies away, then the new one.
     * Stale is what this shop has set itself while the domain or the path was set differently: a browser has both then, and
     * sends both. The new one is the newest of all, whatever clocks say.
     */
    public List<String> headers(String roiData, HttpServletRequest request, Instant now) {
        String host = host(request);
        String mark = scope.mark(host, contextPath);
        String attributes = attributes(request);
        List<String> headers = new ArrayList<>(1);
        long at = now.toEpochMilli();
        boolean stale = false;
        for (KeptClick kept : ours(request)) {
            at = kept.at() < LATEST ? Math.max(at, kept.at() + 1) : at;
            stale |= CookieScope.isStale(kept.scope(), mark);
        }
        if (stale) {
            otherScopes(host).forEach(other -> headers.add(name + "=; Max-Age=0" + other.attributes() + attributes));
        }
        headers.add(name + "=" + new KeptClick(roiData, at, mark).toText() + "; Max-Age=" + maxAgeSeconds
                + scope.attributes() + attributes);
        return headers;
    }

    /** Whether browsers drop the cookie without a word, because its domain is not that of the host they ask. */
    public boolean isForAnotherHost(HttpServletRequest request) {
        String host = host(request);
        return scope.domain()
                .filter(domain -> !host.isEmpty() && !("." + host).endsWith("." + domain))
                .isPresent();
    }

    /** Whether a value of {@code Set-Cookie} keeps a click. */
    public static boolean isOurs(String header) {
        return OURS.matcher(header).lookingAt();
    }

    /** What a cookie's value keeps, if there is any that the rule accepts. */
    static Optional<KeptClick> decode(String cookieValue, RoiDataRule rule) {
        String value = unquoted(cookieValue.strip());
        if (KeptClick.isOurs(value)) {
            Optional<KeptClick> kept = KeptClick.parse(value);
            if (kept.isEmpty()) {
                rule.ignore();
            }
            return kept;
        }
        return rule.accept(QueryString.isPercentEncoded(value) ? QueryString.decodePercent(value) : value)
                .map(roiData -> new KeptClick(roiData, 0, ""));
    }

    /** The same without anything but the roi_data, which is all that counts where there is no other cookie. */
    static Optional<String> roiData(String cookieValue, RoiDataRule rule) {
        String roiData = KeptClick.roiData(unquoted(cookieValue.strip()));
        return roiData == null ? decode(cookieValue, rule).map(KeptClick::roiData) : Optional.of(roiData);
    }

    /** Whether {@link #decode} is certain to find something, which then has not to be made. */
    static boolean isWhole(String cookieValue) {
        return KeptClick.isWhole(unquoted(cookieValue.strip()));
    }

    /** None if the container cannot read its cookies: that must not cost the click. */
    private List<KeptClick> ours(HttpServletRequest request) {
        try {
            return Cookies.named(name, request).stream()
                    .flatMap(
                            cookie -> KeptClick.parse(unquoted(cookie.getValue().strip())).stream())
                    .toList();
        } catch (RuntimeException e) {
            return List.of();
        }
    }

    private String attributes(HttpServletRequest request) {
        boolean secure = request.isSecure() || sameSite.equalsIgnoreCase("None");
        return "; HttpOnly" + (secure ? "; Secure" : "") + "; SameSite=" + sameSite;
    }

    /** Every other that could hold a cookie which browsers send to this application. */
    private Stream<CookieScope> otherScopes(String host) {
        Set<String> paths = new TreeSet<>(List.of("/", contextPath, scope.path()));
        if (!contextPath.equals("/")) {
            paths.add(contextPath + "/");
        }
        return Stream.concat(
                        Stream.of(Optional.<String>empty()),
                        Stream.concat(scope.domain().stream(), domains(host))
                                .distinct()
                                .map(Optional::of))
                .flatMap(domain -> paths.stream().map(path -> new CookieScope(domain, path)))
                .filter(other -> !other.isSame(scope));
    }

    /** Those that a host may set a cookie for; none of a host without a domain, such as an IP address. */
    private static Stream<String> domains(String host) {
        if (!host.matches("(?:[a-z0-9_-]+\\.)+[a-z][a-z0-9-]*")) {
            return Stream.of();
        }
        return Stream.iterate(
                        host, domain -> domain.indexOf('.') >= 0, domain -> domain.substring(domain.indexOf('.') + 1))
                .limit(MAX_DOMAINS);
    }

    /** Empty if the container cannot read it. */
    private static String host(HttpServletRequest request) {
        try {
            return lowerCase(String.valueOf(request.getServerName()));
        } catch (RuntimeException e) {
            return "";
        }
    }

    private static String lowerCase(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
