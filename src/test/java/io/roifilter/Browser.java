package io.roifilter;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.testing.TestShop;
import io.roifilter.testing.Transcript;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A visitor's browser: keeps and sends cookies by the rules of RFC 6265bis for their path, {@code Secure} and
 * {@code SameSite}, and writes down every answer.
 */
final class Browser {
    private static final String SESSION = "JSESSIONID";

    private final TestShop shop;
    private final String contextPath;
    private final Map<String, Cookie> cookies = new LinkedHashMap<>();
    private final Transcript transcript;
    private String scheme = "http";
    private String outerContextPath;

    private record Cookie(String value, Map<String, String> attributes) {}

    Browser(TestShop shop) {
        this.shop = shop;
        contextPath = shop.address().getPath();
        outerContextPath = contextPath;
        transcript = new Transcript().replacing(shop.address().getAuthority(), "shop");
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
        return written("GET " + path, shop.get(path, headers(path, false)));
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
        return transcript.toString();
    }

    private HttpResponse<byte[]> post(String path, String contentType, byte[] body, boolean crossSite)
            throws Exception {
        return written("POST " + path, shop.post(path, contentType, body, headers(path, crossSite)));
    }

    private String[] headers(String path, boolean crossSitePost) {
        String sent = cookies.entrySet().stream()
                .filter(cookie -> isSent(cookie.getValue(), outerContextPath + path, crossSitePost))
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue().value())
                .collect(Collectors.joining("; "));
        Stream<String> proto = Stream.of("X-Forwarded-Proto", scheme);
        Stream<String> cookie = sent.isEmpty() ? Stream.of() : Stream.of("Cookie", sent);
        return Stream.concat(proto, cookie).toArray(String[]::new);
    }

    private boolean isSent(Cookie cookie, String path, boolean crossSitePost) {
        String scope = cookie.attributes().getOrDefault("path", "/");
        boolean inScope = path.equals(scope) || path.startsWith(scope.endsWith("/") ? scope : scope + "/");
        boolean allowed = !crossSitePost || "None".equals(cookie.attributes().get("samesite"));
        boolean secure = cookie.attributes().containsKey("secure");
        return inScope && allowed && (scheme.equals("https") || !secure);
    }

    private HttpResponse<byte[]> written(String request, HttpResponse<byte[]> response) {
        response.headers().allValues("Set-Cookie").forEach(this::keep);
        String body = new String(response.body(), StandardCharsets.ISO_8859_1);
        transcript.add(request, response.statusCode(), response.headers(), body);
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
    }
}
