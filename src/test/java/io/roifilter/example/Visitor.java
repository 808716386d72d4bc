package io.roifilter.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Somebody with a browser: keeps cookies, follows redirects, clicks and fills in forms. */
final class Visitor {
    private static final Pattern TRACKED_LINK =
            Pattern.compile("<a class=\"button tracked\" data-link=\"(\\d+)\" href=\"([^\"]+)\"");
    private static final Pattern ORDER_ID = Pattern.compile("<strong id=\"order-id\">([^<]+)</strong>");

    private final URI shop;
    private final HttpClient browser = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();

    Visitor(URI shop) {
        this.shop = shop;
    }

    /** The links of the sample email, by the number of the link. */
    Map<String, String> linksInEmail() throws IOException, InterruptedException {
        List<MatchResult> links =
                TRACKED_LINK.matcher(get("/email").body()).results().toList();
        assertEquals(4, links.size(), "tracked links in the email");
        return links.stream()
                .collect(Collectors.toMap(
                        link -> link.group(1), link -> link.group(2).replace("&amp;", "&")));
    }

    /** Comes to the shop by a link in the email. */
    void click(String link) throws IOException, InterruptedException {
        assertEquals(200, get(linksInEmail().get(link)).statusCode());
    }

    /** Puts a product into the cart. */
    void add(String product) throws IOException, InterruptedException {
        post("/cart", Map.of("action", "add", "product", product, "quantity", "1"));
    }

    /** Puts a product into the cart, checks out, and returns the address of the thank-you page. */
    URI buy(String product) throws IOException, InterruptedException {
        add(product);
        HttpResponse<String> thankYou = post(
                "/checkout",
                Map.of(
                        "name", "Maya Törres",
                        "street", "1 Wharf & Pier St",
                        "city", "Astoria",
                        "state", "OR",
                        "zip", "97103"));
        assertEquals(200, thankYou.statusCode());
        assertTrue(thankYou.uri().getPath().endsWith("/thank-you"), thankYou.uri()::toString);
        return thankYou.uri();
    }

    static String orderId(HttpResponse<String> thankYou) {
        Matcher matcher = ORDER_ID.matcher(thankYou.body());
        assertTrue(matcher.find(), thankYou::body);
        return matcher.group(1);
    }

    HttpResponse<String> get(String pathOrAddress) throws IOException, InterruptedException {
        return browser.send(
                HttpRequest.newBuilder(shop.resolve(pathOrAddress))
                        .timeout(Duration.ofSeconds(30))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, Map<String, String> form) throws IOException, InterruptedException {
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return browser.send(
                HttpRequest.newBuilder(shop.resolve(path))
                        .timeout(Duration.ofSeconds(30))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }
}
