package io.roifilter;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A visitor's browser: keeps and sends cookies by the rules of RFC 6265bis for their path, {@code Secure} and
 * {@code SameSite}, and writes down every answer but for its date and our cookie. What differs between two runs of the same
 * shop, port and session id, is written the same.
 */
final class Browser {
    private static final String OURS = "roi_data";
    private static final String SESSION = "JSESSIONID";

    private final TestShop shop;
    private final String contextPath;
    private final Map<String, Cookie> cookies = new LinkedHashMap<>();
    private final List<String> transcript = new ArrayList<>();
    private String scheme = "http";
    private String outerContextPath;
    private String sessionId = "none yet";

    private record Cookie(String value, Map<String, String> attributes) {}

    Browser(TestShop shop) {
        this.shop = shop;
        contextPath = shop.address().getPath();
        outerContextPath = contextPath;
    }

    /** The shop is behind a proxy that the visitor reaches by HTTPS. */
    Browser byHttps() {
        scheme = "https";
        return this;
    }

    /** The shop is behind a proxy that shows it under another context path. */
    Browser under(String otherContextPath) {
        outerContextPath = otherContextPath;
        return this;
    }

    HttpResponse<byte[]> get(String path) throws Exception {
        return written("GET " + path, shop.get(path, headers(path, false, true)));
    }

    HttpResponse<byte[]> post(String path, String form) throws Exception {
        return post(path, "application/x-www-form-urlencoded", form.getBytes(StandardCharsets.US_ASCII));
    }

    HttpResponse<byte[]> post(String path, String contentType, byte[] body) throws Exception {
        return post(path, contentType, body, false);
    }

    /** A form on a page of another site, whose target is the shop. */
    HttpResponse<byte[]> crossSitePost(String path, String form) throws Exception {
        byte[] body = form.getBytes(StandardCharsets.US_ASCII);
        return post(path, "application/x-www-form-urlencoded", body, true);
    }

    /** Goes where a redirect leads. That is a GET in the visitor's window, on which only Strict has an effect. */
    HttpResponse<byte[]> follow(HttpResponse<byte[]> redirect) throws Exception {
        String location = redirect.headers().firstValue("Location").orElseThrow();
        String path = location.substring(location.indexOf(contextPath + "/") + contextPath.length());
        return get(path.replaceFirst(";jsessionid=[^?]*", ""));
    }

    /** The session has expired. */
    void forgetSession() {
        cookies.remove(SESSION);
    }

    /** The attributes of a cookie that is kept, names in lower case. */
    Map<String, String> cookieAttributes(String name) {
        return cookies.get(name).attributes();
    }

    String transcript() {
        return String.join("\n", transcript);
    }

    private HttpResponse<byte[]> post(String path, String contentType, byte[] body, boolean crossSite)
            throws Exception {
        return written("POST " + path, shop.post(path, contentType, body, headers(path, crossSite, false)));
    }

    private String[] headers(String path, boolean crossSite, boolean safeMethod) {
        String sent = cookies.entrySet().stream()
                .filter(cookie -> isSent(cookie.getValue(), outerContextPath + path, crossSite, safeMethod))
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue().value())
                .collect(Collectors.joining("; "));
        Stream<String> proto = Stream.of("X-Forwarded-Proto", scheme);
        Stream<String> cookie = sent.isEmpty() ? Stream.of() : Stream.of("Cookie", sent);
        return Stream.concat(proto, cookie).toArray(String[]::new);
    }

    private boolean isSent(Cookie cookie, String path, boolean crossSite, boolean safeMethod) {
        String scope = cookie.attributes().getOrDefault("path", "/");
        boolean inScope = path.equals(scope) || path.startsWith(scope.endsWith("/") ? scope : scope + "/");
        String sameSite = cookie.attributes().getOrDefault("samesite", "Lax");
        boolean allowed = !crossSite || sameSite.equals("None") || sameSite.equals("Lax") && safeMethod;
        return inScope
                && allowed
                && (scheme.equals("https") || !cookie.attributes().containsKey("secure"));
    }

    private HttpResponse<byte[]> written(String request, HttpResponse<byte[]> response) {
        for (String header : response.headers().allValues("Set-Cookie")) {
            keep(header);
        }
        Map<String, List<String>> headers = new TreeMap<>(response.headers().map());
        headers.remove("date");
        // Jetty says that nobody may keep an answer that sets a cookie, anybody's.
        if (headers.containsKey("set-cookie")) {
            headers.remove("expires", List.of("Thu, 01 Jan 1970 00:00:00 GMT"));
        }
        headers.computeIfPresent("set-cookie", (name, values) -> {
            List<String> theirs = values.stream()
                    .filter(value -> !value.startsWith(OURS + "="))
                    .toList();
            return theirs.isEmpty() ? null : theirs;
        });
        String body = new String(response.body(), StandardCharsets.ISO_8859_1);
        transcript.add((request + "\n" + response.statusCode() + " " + headers + "\n" + body)
                .replace(shop.address().getAuthority(), "shop")
                .replace(sessionId, "session"));
        return response;
    }

    private void keep(String setCookie) {
        String[] parts = setCookie.split(";\\s*");
        String[] nameAndValue = parts[0].split("=", 2);
        Map<String, String> attributes = Arrays.stream(parts)
                .skip(1)
                .map(attribute -> attribute.split("=", 2))
                .collect(Collectors.toMap(
                        attribute -> attribute[0].toLowerCase(Locale.ROOT),
                        attribute -> attribute.length == 2 ? attribute[1] : ""));
        boolean secure = attributes.containsKey("secure");
        assertTrue(secure || !"None".equals(attributes.get("samesite")), () -> "browsers refuse " + setCookie);
        assertTrue(scheme.equals("https") || !secure, () -> "browsers refuse " + setCookie);
        cookies.put(nameAndValue[0], new Cookie(nameAndValue[1], attributes));
        if (nameAndValue[0].equals(SESSION)) {
            sessionId = nameAndValue[1];
        }
    }
}
