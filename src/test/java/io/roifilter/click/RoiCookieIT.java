package io.roifilter.click;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.testing.Container;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cookie on a real Jetty, with its strict parsing, from link to order. */
class RoiCookieIT {
    /** Each of the characters that roi_data may have. */
    private static final String EVERY_CHARACTER = IntStream.rangeClosed('!', '~')
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();

    @TempDir
    private Path directory;

    private Container.Running server;

    @BeforeEach
    void start() throws Exception {
        server = Container.JETTY.start(directory, (classes, context) -> {
            context.addServlet("lax", new Shop("Lax")).addMapping("/lax");
            context.addServlet("none", new Shop("None")).addMapping("/none");
        });
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void bringsEveryAllowedCharacterBackWithTheOrder() throws Exception {
        HttpClient browser =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

        assertEquals("", body(browser, "/shop/lax", Optional.empty()));
        body(browser, "/shop/lax?roi_data=" + encoded(EVERY_CHARACTER), Optional.empty());
        assertEquals(EVERY_CHARACTER, body(browser, "/shop/lax", Optional.empty()));

        body(browser, "/shop/lax?roi_data=" + "x".repeat(512), Optional.empty());
        assertEquals("x".repeat(512), body(browser, "/shop/lax", Optional.empty()));
    }

    @Test
    void writesEveryAttribute() throws Exception {
        String lax = setCookie("/shop/lax?roi_data=echo3-619");
        assertTrue(lax.matches("roi_data=r2\\.[0-9a-z]{8}\\.[A-Za-z0-9_-]{4}\\.ZWNobzMtNjE5;.*"), lax);
        assertTrue(lax.contains("; Path=/shop"), lax);
        assertTrue(lax.contains("; Max-Age=2592000"), lax);
        assertTrue(lax.contains("; HttpOnly"), lax);
        assertTrue(lax.contains("; SameSite=Lax"), lax);
        assertEquals(lax.indexOf("SameSite"), lax.lastIndexOf("SameSite"), lax);
        assertFalse(lax.contains("Secure"), lax);
        assertFalse(lax.contains("Domain"), lax);

        String none = setCookie("/shop/none?roi_data=echo3-619");
        assertTrue(none.contains("; SameSite=None"), none);
        assertTrue(none.contains("; Secure"), none);
    }

    @Test
    void understandsCookiesThatSomeoneElseHasSet() throws Exception {
        String roiData =
                "http://echo.example.com/ct/3416623:619-295-1856:m:1:97777016:D40E94EF977ACAA8AC1BE3F94318DC58";
        HttpClient browser = HttpClient.newHttpClient();

        for (String value : new String[] {roiData, '"' + roiData + '"', encoded(roiData)}) {
            assertEquals(roiData, body(browser, "/shop/lax", Optional.of("a=b; roi_data=" + value + "; c=d")));
        }
        assertEquals(
                roiData,
                body(
                        browser,
                        "/shop/lax",
                        Optional.of("roi_data=r1.forged!; roi_data=r1." + KeptClick.encode(roiData))));
    }

    private String setCookie(String path) throws Exception {
        return get(HttpClient.newHttpClient(), path, Optional.empty())
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow();
    }

    private String body(HttpClient browser, String path, Optional<String> cookie) throws Exception {
        return get(browser, path, cookie).body();
    }

    private HttpResponse<String> get(HttpClient browser, String path, Optional<String> cookie) throws Exception {
        URI uri = server.address().resolve(path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30));
        cookie.ifPresent(value -> request.header("Cookie", value));
        HttpResponse<String> response = browser.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertEquals(200, response.statusCode());
        return response;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Captures as the filter does, and answers with the roi_data that an order would have. */
    private static final class Shop extends HttpServlet {
        private static final long serialVersionUID = 1L;
        private final transient RoiCookie cookie;
        private final transient RoiDataFinder finder;

        Shop(String sameSite) {
            cookie = new RoiCookie(
                    "roi_data", Duration.ofDays(30), Optional.empty(), Optional.empty(), sameSite, "/shop");
            finder = new RoiDataFinder("roi_data", "roi_data");
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            finder.inLink(request)
                    .ifPresent(roiData -> cookie.headers(roiData, request, Instant.now())
                            .forEach(header -> response.addHeader("Set-Cookie", header)));
            try {
                response.getWriter().print(finder.afterOrder(request).orElse(""));
            } catch (SearchException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
