package io.roifilter;

import static io.roifilter.testing.Eventually.assertEventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.testing.CheckedLog;
import io.roifilter.testing.Clicks;
import io.roifilter.testing.Container;
import io.roifilter.testing.LoopbackEndpoint;
import io.roifilter.testing.OnEachContainer;
import io.roifilter.testing.TestShop;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Level;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An operator opens the status page, and so does somebody who may not. */
@OnEachContainer
class RoiStatusServletIT {
    private static final String PASSWORD = "päss:word";
    private static final String PAGE = "/roi-status";

    /** As from elsewhere, through a proxy that speaks HTTPS with the operator and says so. */
    private static final String[] BY_HTTPS = {"X-Forwarded-For", "203.0.113.9", "X-Forwarded-Proto", "https"};

    @RegisterExtension
    static final CheckedLog LOG = new CheckedLog();

    @RegisterExtension
    final TestShop shop = new TestShop().thankYou("1123", "152.99");

    @TempDir
    private Path directory;

    @BeforeEach
    void configure() {
        TestShop.ORDER.forEach(shop::setting);
        shop.setting("confirmation", "/thank-you").setting("statusPath", PAGE).withoutProxy();
    }

    @Test
    void showsWhatWaitsAndWhyWithoutScriptAndSecrets() throws Exception {
        shop.initializer().start();
        shop.order();

        assertEventually(true, () -> page().contains("The endpoint does not take orders"));
        HttpResponse<byte[]> answer = shop.get(PAGE, "Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
        String page = TestShop.text(answer);
        assertEquals(200, answer.statusCode());
        assertEquals("text/html;charset=utf-8", header(answer, "Content-Type").toLowerCase(Locale.ROOT));
        for (String seen : List.of(
                "Look here – roi-filter, shop",
                "127.0.0.1:1",
                "<dt>waiting</dt><dd>1</dd>",
                "RoiInsertFilter reports orders on /thank-you (REQUEST, FORWARD).",
                "RoiCaptureFilter keeps clicks on /* (REQUEST).",
                "<code>${order.id}</code></td><td>context-param roi.orderId</td>")) {
            assertTrue(page.contains(seen), () -> seen + " in " + page);
        }
        assertFalse(page.contains("<script") || page.contains("style="), page);
        assertNoSecrets(page);
        assertWellFormed(page);
        assertEquals("no-store", header(answer, "Cache-Control"));
        assertEquals("DENY", header(answer, "X-Frame-Options"));
        assertTrue(header(answer, "Content-Security-Policy").startsWith("default-src 'none'; style-src 'self';"));
    }

    @ParameterizedTest
    @CsvSource({PAGE + ", roi-status/", PAGE + "/, ''"})
    void findsItsStyleFromWhereverItIs(String path, String base) throws Exception {
        shop.initializer().start();

        assertTrue(TestShop.text(shop.get(path)).contains("<link rel=\"stylesheet\" href=\"" + base + "style.css\"/>"));
        HttpResponse<byte[]> style = shop.get(PAGE + "/style.css");
        assertEquals(200, style.statusCode());
        assertTrue(header(style, "Content-Type").startsWith("text/css"));
        assertTrue(TestShop.text(style).contains("prefers-color-scheme: dark"));
    }

    @Test
    void tellsTheSameAsJson() throws Exception {
        try (LoopbackEndpoint endpoint = new LoopbackEndpoint().behave(LoopbackEndpoint::acceptAll)) {
            shop.setting("endpoint", endpoint.uri().toString()).initializer().start();
            shop.order();

            assertEventually(1, () -> json(PAGE).getJsonObject("outbox").getInt("delivered"));
            JsonObject status = json(PAGE);
            assertEquals("shop", status.getString("application"));
            assertEquals("UP", status.getString("health"));
            assertEquals("WELL", status.getJsonObject("endpoint").getString("state"));
            assertEquals(
                    1,
                    status.getJsonObject("endpoint").getJsonObject("deliveries").getInt("delivered"));
            assertEquals(2, status.getJsonArray("filters").size());
            assertNoSecrets(status.toString());
            shop.stop();
        }
    }

    @Test
    void anOutageOfTheEndpointIsNoReasonToTakeTheShopAway() throws Exception {
        shop.initializer().start();
        shop.order();

        assertEventually("WARN", () -> data(json(PAGE + "/health")).getString("health"));
        HttpResponse<byte[]> answer = shop.get(PAGE + "/health");
        assertEquals(200, answer.statusCode());
        assertEquals("UP", json(PAGE + "/health").getString("status"));
        assertTrue(data(json(PAGE + "/health")).getString("endpoint-away").contains("127.0.0.1:1"));
    }

    @Test
    void saysWhatIsWrongWhereNothingIsMounted() throws Exception {
        shop.setting("amonut", "${order.total}").initializer().start();

        HttpResponse<byte[]> health = shop.get(PAGE + "/health");
        assertEquals(503, health.statusCode());
        assertEquals("DOWN", json(PAGE + "/health").getString("status"));
        assertTrue(page().contains("did you mean roi.amount?"), this::page);
        assertTrue(page().contains("<title>Not working – "), this::page);
        assertEquals("thank you", TestShop.text(shop.order()));
    }

    @Test
    void saysThatAFilterIsSwitchedOffAndThatNoneReports() throws Exception {
        shop.setting("confirmation", null)
                .report(Map.of("orderId", "${order.", "amount", "${order.total}"))
                .initializer()
                .start();
        assertTrue(page().contains("roi-insert (RoiInsertFilter): is switched off: orderId = "), this::page);
        assertEquals(503, shop.get(PAGE + "/health").statusCode());
        shop.stop();

        shop.anew().withoutProxy().thankYou("1123", "152.99");
        TestShop.ORDER.forEach(shop::setting);
        shop.setting("statusPath", PAGE).initializer().start();
        assertTrue(page().contains("No orders are reported, because there is no RoiInsertFilter"), this::page);
    }

    @Test
    void speaksOpenMetrics() throws Exception {
        shop.initializer().start();
        shop.order();
        assertEventually(true, () -> metrics().contains("\nroi_endpoint{roi_endpoint=\"away\"} 1\n"));

        HttpResponse<byte[]> answer = shop.get(PAGE + "/metrics");
        assertEquals(
                "application/openmetrics-text;version=1.0.0;charset=utf-8",
                contentType(answer).replace(" ", ""));
        String metrics = TestShop.text(answer);
        for (String line : List.of(
                "roi_outbox_orders{state=\"waiting\"} 1",
                "roi_outbox_orders{state=\"rejected\"} 0",
                "roi_tracker_health{roi_tracker_health=\"WARN\"} 1",
                "roi_orders_logged_total 0",
                "roi_deliveries_total{verdict=\"delivered\"} 0",
                "roi_filters_off 0")) {
            assertTrue(metrics.contains("\n" + line + "\n"), () -> line + " in " + metrics);
        }
        assertTrue(metrics.endsWith("\n# EOF\n"), metrics);
    }

    @ParameterizedTest
    @ValueSource(strings = {"203.0.113.9", "127.0.0.1", "::1"})
    void doesNotBelieveAProxyWhoComesFromHere(String claimed) throws Exception {
        shop.initializer().start();

        for (String path : List.of(PAGE, PAGE + "/health", PAGE + "/metrics", PAGE + "/style.css", PAGE + "/none")) {
            HttpResponse<byte[]> answer = shop.get(path, "X-Forwarded-For", claimed);
            assertEquals(403, answer.statusCode());
            assertTrue(TestShop.text(answer).contains("statusPassword"), () -> TestShop.text(answer));
            assertFalse(TestShop.text(answer).contains("roi-insert"));
        }
        assertEquals(403, shop.get(PAGE, "Via", "1.1 proxy").statusCode());
        assertEquals(403, shop.get(PAGE, "Forwarded", "for=127.0.0.1").statusCode());
    }

    @ParameterizedTest
    @CsvSource({"GET /shop/roi-status HTTP/1.1, rebound.example", "GET /shop/roi-status HTTP/1.0, localhost"})
    void doesNotAnswerANameThatLeadsHereOrAProxyThatSaysNothing(String requestLine, String host) throws Exception {
        shop.initializer().start();
        try (RawConnection connection = new RawConnection(shop.address())) {
            connection.send(requestLine + "\r\nHost: " + host + "\r\nConnection: close\r\n");
            String answer = connection.toItsEnd(10_000);
            assertTrue(answer.startsWith("HTTP/1.1 403 "), answer);
        }
    }

    /** Where the container believes a proxy, nobody can tell who is there: on Tomcat the headers of the proxy are gone. */
    @Test
    void wantsAPasswordWhereAddressesAreTakenFromAProxy() throws Exception {
        shop.behindProxy().initializer().start();

        assertEquals(403, shop.get(PAGE, "X-Forwarded-For", "127.0.0.1").statusCode());
        int direct = shop.get(PAGE).statusCode();
        assertEquals(shop.container() == Container.TOMCAT ? 403 : 200, direct);
    }

    /** Such as Spring's ForwardedHeaderFilter: it hides the headers, too. */
    @Test
    void doesNotBelieveAFilterThatBelievesAProxy() throws Exception {
        shop.filter(
                        "forwarded",
                        (request, response, chain) -> chain.doFilter(new Claimed(request), response),
                        Map.of(),
                        "/*")
                .initializer()
                .start();

        assertEquals(403, shop.get(PAGE, "X-Forwarded-For", "127.0.0.1").statusCode());
        assertEquals(200, shop.get(PAGE).statusCode());
    }

    private static final class Claimed extends HttpServletRequestWrapper {
        Claimed(ServletRequest request) {
            super((HttpServletRequest) request);
        }

        @Override
        public String getRemoteAddr() {
            return "127.0.0.1";
        }

        @Override
        public Enumeration<String> getHeaderNames() {
            return Collections.enumeration(List.of("Host"));
        }
    }

    @Test
    void asksForThePasswordByHttpsOrFromHere() throws Exception {
        Path file = Files.writeString(directory.resolve("password"), PASSWORD + "\n");
        shop.behindProxy()
                .setting("statusPasswordFile", file.toString())
                .initializer()
                .start();

        HttpResponse<byte[]> asked = shop.get(PAGE, BY_HTTPS);
        assertEquals(401, asked.statusCode());
        assertEquals("Basic realm=\"roi-filter\", charset=\"UTF-8\"", header(asked, "WWW-Authenticate"));
        for (String wrong : List.of("Bearer " + PASSWORD.length(), "Basic %%%", "Basic", basic("", ""))) {
            assertEquals(401, visit(wrong).statusCode(), wrong);
        }
        assertEquals(200, visit(basic("anybody", PASSWORD)).statusCode());
        assertEquals(200, visit(basic("", PASSWORD)).statusCode());
        String[] inTheClear = {"X-Forwarded-For", "203.0.113.9", "Authorization", basic("", PASSWORD)};
        assertEquals(403, shop.get(PAGE, inTheClear).statusCode());
        assertFalse(LOG.all().contains(PASSWORD));
    }

    @Test
    void slowsWhoTriesPasswords() throws Exception {
        shop.behindProxy().setting("statusPassword", PASSWORD).initializer().start();

        for (int i = 0; i < 5; i++) {
            assertEquals(401, visit(basic("", "wrong" + i)).statusCode());
        }
        HttpResponse<byte[]> slowed = visit(basic("", PASSWORD));
        assertEquals(429, slowed.statusCode());
        assertTrue(Integer.parseInt(header(slowed, "Retry-After")) >= 1);
        String[] other = {"X-Forwarded-For", "203.0.113.10", "X-Forwarded-Proto", "https"};
        assertEquals(
                200,
                shop.get(PAGE, with(other, "Authorization", basic("", PASSWORD)))
                        .statusCode());
    }

    @Test
    void aWrongSettingSwitchesItOffAloneAndSaysSo() throws Exception {
        shop.setting("statusPasswordFile", directory.resolve("none").toString())
                .initializer()
                .start();

        assertEquals(503, shop.get(PAGE).statusCode());
        List<String> errors = LOG.ours(Level.SEVERE);
        assertEquals(1, errors.size(), errors::toString);
        assertTrue(errors.get(0).contains("the status page is switched off"), errors::toString);
        assertTrue(errors.get(0).contains("statusPasswordFile"), errors::toString);
        shop.order();
        shop.stop();
        assertEquals(List.of("1123"), shop.reportedIds());
    }

    @Test
    void doesNotTakeAPathFromTheShop() throws Exception {
        shop.page("/roi-status/*", (request, response) -> response.getWriter().print("the shop's own"))
                .initializer()
                .start();

        assertEquals("the shop's own", page());
        List<String> errors = LOG.ours(Level.SEVERE);
        assertEquals(1, errors.size(), errors::toString);
        assertTrue(errors.get(0).contains("statusPath, /roi-status/*: choose another"), errors::toString);
    }

    @Test
    void answersNothingElse() throws Exception {
        shop.initializer().start();

        assertEquals(404, shop.get(PAGE + "/web.xml").statusCode());
        assertEquals(404, shop.get(PAGE + "/resend").statusCode(), "nothing is done by looking");
        assertEquals(200, shop.head(PAGE).statusCode());
    }

    private String page() {
        try {
            return TestShop.text(shop.get(PAGE));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private String metrics() throws Exception {
        return TestShop.text(shop.get(PAGE + "/metrics"));
    }

    private JsonObject json(String path) throws Exception {
        HttpResponse<byte[]> answer = shop.get(path, "Accept", "application/json");
        assertTrue(contentType(answer).startsWith("application/json"), answer::toString);
        return Json.createReader(new StringReader(TestShop.text(answer))).readObject();
    }

    private HttpResponse<byte[]> visit(String authorization) throws Exception {
        return shop.get(PAGE, with(BY_HTTPS, "Authorization", authorization));
    }

    private static JsonObject data(JsonObject health) {
        return health.getJsonArray("checks").getJsonObject(0).getJsonObject("data");
    }

    private static String contentType(HttpResponse<byte[]> answer) {
        return header(answer, "Content-Type");
    }

    private static String header(HttpResponse<byte[]> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static String[] with(String[] headers, String name, String value) {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = name;
        all[headers.length + 1] = value;
        return all;
    }

    private static String basic(String user, String password) {
        byte[] bytes = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(bytes);
    }

    private static void assertNoSecrets(String text) {
        TestShop.SECRETS.forEach(secret -> assertFalse(text.contains(secret), text));
        assertFalse(text.contains(Clicks.CLICK), text);
    }

    /** As HTML is read that is XML, too. */
    private static void assertWellFormed(String page) throws Exception {
        DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(page.getBytes(StandardCharsets.UTF_8)));
    }
}
