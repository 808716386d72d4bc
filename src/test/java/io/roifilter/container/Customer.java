package io.roifilter.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.testing.Transcript;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** Somebody with a browser in a shop: keeps cookies, clicks, buys. */
final class Customer {
    static final String ROI_DATA = "echo3-619-295-1856-1242357-1daecd68df79e83bf13f244b9a880ab9";

    private static final Pattern ORDER_ID = Pattern.compile("<strong id=\"order-id\">([^<]+)</strong>");

    private final URI shop;
    private final Transcript transcript;
    private final CookieManager cookies = new CookieManager();
    private final HttpClient browser =
            HttpClient.newBuilder().cookieHandler(cookies).build();

    Customer(URI shop) {
        this.shop = shop;
        transcript = new Transcript()
                .replacing(shop.getAuthority(), "server")
                .replacing(shop.getPath().replaceFirst("/$", ""), "/shop");
    }

    /** Comes to the shop by a link in an email. */
    Customer click() throws IOException, InterruptedException {
        assertPage(get("catalogue?roi_data=" + ROI_DATA), "<h1>Catalogue</h1>");
        return this;
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path).GET();
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    /** Goes where a redirect leads. */
    HttpResponse<String> follow(HttpResponse<String> redirect) throws IOException, InterruptedException {
        String location = redirect.headers().firstValue("Location").orElseThrow();
        return get(redirect.uri().resolve(location).toString());
    }

    /** Buys two mugs and returns the order's id, as the whole and healthy page shows it. */
    String buy() throws IOException, InterruptedException {
        return orderId(submit("thank-you"));
    }

    HttpResponse<String> submit(String path) throws IOException, InterruptedException {
        return submit(path, "quantity=2");
    }

    HttpResponse<String> submit(String path, String form) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
    }

    /** Everything that the browser has been told to keep. */
    List<String> cookieNames() {
        return cookies.getCookieStore().getCookies().stream()
                .map(HttpCookie::getName)
                .toList();
    }

    /** All answers so far. */
    String transcript() {
        return transcript.toString();
    }

    static String orderId(HttpResponse<String> thankYou) {
        assertPage(thankYou, "$<span id=\"total\">64.00</span>");
        Matcher matcher = ORDER_ID.matcher(thankYou.body());
        assertTrue(matcher.find(), thankYou::body);
        return matcher.group(1);
    }

    private static void assertPage(HttpResponse<String> response, String content) {
        assertEquals(200, response.statusCode(), response::body);
        assertTrue(response.body().contains(content), response::body);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(shop.resolve(path)).timeout(Duration.ofSeconds(60));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpRequest sent = request.build();
        HttpResponse<String> response = browser.send(sent, Customer::body);
        transcript.add(sent.method() + " " + sent.uri(), response.statusCode(), response.headers(), response.body());
        return response;
    }

    /** As text, whether it was compressed or not. */
    private static BodySubscriber<String> body(ResponseInfo response) {
        boolean gzip = response.headers()
                .firstValue("Content-Encoding")
                .filter("gzip"::equals)
                .isPresent();
        return BodySubscribers.mapping(BodySubscribers.ofByteArray(), bytes -> text(bytes, gzip));
    }

    private static String text(byte[] bytes, boolean gzip) {
        try (InputStream body = new ByteArrayInputStream(bytes);
                InputStream plain = gzip ? new GZIPInputStream(body) : body) {
            return new String(plain.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
