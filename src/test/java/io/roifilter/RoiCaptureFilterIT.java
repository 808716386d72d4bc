package io.roifilter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.testing.CheckedLog;
import io.roifilter.testing.Clicks;
import io.roifilter.testing.OnEachContainer;
import io.roifilter.testing.TestShop;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** From a click to the cookie, and from the cookie to the order, on each container. */
@OnEachContainer
class RoiCaptureFilterIT {
    private static final String FORM = "application/x-www-form-urlencoded";

    @RegisterExtension
    static final CheckedLog LOG = new CheckedLog();

    @RegisterExtension
    final TestShop shop = new TestShop()
            .page("/", (request, response) -> response.getWriter().print("welcome"))
            .thankYou("1123", "152.99");

    @Test
    void setsACookieThatOnlyThisShopsServerSees() throws Exception {
        shop.capture(Map.of()).start();

        String cookie = setCookie(shop.get("/?roi_data=" + Clicks.encoded(Clicks.CLICK)));

        assertTrue(cookie.startsWith("roi_data=" + Clicks.inCookie(Clicks.CLICK) + ";"), cookie);
        assertTrue(cookie.contains("; Max-Age=2592000"), cookie);
        assertTrue(cookie.contains("; Path=/shop"), cookie);
        assertTrue(cookie.contains("; HttpOnly"), cookie);
        assertTrue(cookie.contains("; SameSite=Lax"), cookie);
        assertFalse(cookie.contains("Domain") || cookie.contains("Secure"), cookie);
    }

    @Test
    void setsTheCookieAsConfigured() throws Exception {
        shop.capture(Map.of(
                        "parameter", "click",
                        "cookie", "from_email",
                        "cookieMaxAge", "90m",
                        "cookieDomain", ".example.com",
                        "cookiePath", "/",
                        "cookieSameSite", "Strict"))
                .start();

        String cookie = setCookie(shop.get("/?roi_data=other&click=" + Clicks.encoded(Clicks.CLICK)));

        assertTrue(cookie.startsWith("from_email=" + Clicks.inCookie(Clicks.CLICK) + ";"), cookie);
        assertTrue(cookie.contains("; Max-Age=5400"), cookie);
        assertTrue(cookie.contains("; Domain=example.com"), cookie);
        assertTrue((cookie + ";").contains("; Path=/;"), cookie);
        assertTrue(cookie.contains("; SameSite=Strict"), cookie);
    }

    @Test
    void setsTheCookieBeforeTheApplicationAnswers() throws Exception {
        shop.capture(Map.of())
                .page("/flushed", (request, response) -> {
                    response.getWriter().print("first");
                    response.flushBuffer();
                })
                .start();

        assertTrue(setCookie(shop.get("/flushed?roi_data=" + Clicks.CLICK)).startsWith("roi_data="));
    }

    @Test
    void bringsBackEveryCharacterOfTheLongestClick() throws Exception {
        shop.capture(Map.of()).report(TestShop.ORDER).start();

        String cookie = setCookie(shop.get("/?roi_data=" + Clicks.encoded(Clicks.LONGEST)));
        shop.get("/thank-you", "Cookie", asABrowserSendsIt(cookie));

        assertEquals(Clicks.LONGEST, shop.reported().get(0).roiData());
    }

    @Test
    void replacesAnOlderClickByANewerOne() throws Exception {
        shop.capture(Map.of()).report(TestShop.ORDER).start();

        String first = setCookie(shop.get("/?roi_data=" + Clicks.encoded(Clicks.CLICK)));
        String second = setCookie(
                shop.get("/?roi_data=" + Clicks.encoded(Clicks.OTHER_CLICK), "Cookie", asABrowserSendsIt(first)));
        shop.get("/thank-you", "Cookie", asABrowserSendsIt(second));

        assertEquals(Clicks.OTHER_CLICK, shop.reported().get(0).roiData());
    }

    @Test
    void understandsACookieThatTheShopSetsItself() throws Exception {
        shop.report(Map.of("orderId", "${param.order}", "amount", "${order.total}"))
                .start();
        List<String> values =
                List.of(Clicks.OTHER_CLICK, '"' + Clicks.OTHER_CLICK + '"', Clicks.encoded(Clicks.OTHER_CLICK));

        for (int i = 0; i < values.size(); i++) {
            shop.get("/thank-you?order=" + i, "Cookie", "a=b; roi_data=" + values.get(i) + "; c=d");
        }

        assertEquals(
                List.of(Clicks.OTHER_CLICK, Clicks.OTHER_CLICK, Clicks.OTHER_CLICK),
                shop.reported().stream().map(order -> order.roiData()).toList());
    }

    @Test
    void leavesThePostedBodyToTheApplication() throws Exception {
        AtomicReference<String> seen = new AtomicReference<>();
        shop.capture(Map.of())
                .report(TestShop.ORDER)
                .filter("recorder", new RecordingFilter(), Map.of(), "/*")
                .page(
                        "/bytes",
                        (request, response) -> seen.set(
                                new String(request.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)))
                .page("/fields", (request, response) -> {
                    request.setCharacterEncoding("UTF-8");
                    seen.set(request.getParameter("name"));
                })
                .start();

        HttpResponse<byte[]> bytes = shop.post(
                "/bytes?roi_data=" + Clicks.CLICK,
                FORM,
                "roi_data=in+the+form&x=1".getBytes(StandardCharsets.US_ASCII));
        assertEquals("roi_data=in+the+form&x=1", seen.get());
        assertTrue(setCookie(bytes).startsWith("roi_data=" + Clicks.inCookie(Clicks.CLICK)));

        HttpResponse<byte[]> fields = shop.post(
                "/fields?roi_data=" + Clicks.CLICK, FORM, "name=Maya+T%C3%B6rres".getBytes(StandardCharsets.US_ASCII));
        assertEquals(200, fields.statusCode(), () -> TestShop.text(fields));
        assertEquals("Maya T\u00f6rres", seen.get());
        assertTrue(setCookie(fields).startsWith("roi_data="));
    }

    @Test
    void leavesThePostedBodyToTheApplicationWhenConsentIsAParameter() throws Exception {
        AtomicReference<String> seen = new AtomicReference<>();
        shop.capture(Map.of("consent", "${param.consent == 'yes' and empty request.getParameter('x')}"))
                .page(
                        "/bytes",
                        (request, response) -> seen.set(
                                new String(request.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)))
                .start();

        HttpResponse<byte[]> response = shop.post(
                "/bytes?consent=yes&roi_data=" + Clicks.CLICK, FORM, "x=1".getBytes(StandardCharsets.US_ASCII));

        assertEquals("x=1", seen.get());
        assertTrue(setCookie(response).startsWith("roi_data="));
    }

    /** On every page: neither parameters nor body nor session are asked for before the application runs. */
    @Test
    void asksTheRequestForNothingThatHasConsequences() throws Exception {
        AtomicReference<List<String>> calls = new AtomicReference<>();
        shop.filter("recorder", new RecordingFilter(), Map.of(), "/*")
                .capture(Map.of("consent", "${cookie.consent.value == 'yes' and sessionScope.refused != true}"))
                .report(Map.of("orderId", "${order.id}", "amount", "${order.total}"))
                .page("/calls", (request, response) -> {
                    calls.set(RecordingFilter.calls(request));
                    assertNull(request.getSession(false));
                })
                .start();

        for (String query : List.of("", "?a=b", "?roi_data=" + Clicks.CLICK)) {
            HttpResponse<byte[]> response =
                    shop.post("/calls" + query, FORM, new byte[] {'x'}, "Cookie", "consent=yes");
            assertEquals(200, response.statusCode());
            assertEquals(List.of(), calls.get(), query);
            assertFalse(
                    String.join("", response.headers().allValues("Set-Cookie")).contains("JSESSIONID"));
        }
    }

    @Test
    void setsNoCookieWithoutConsent() throws Exception {
        shop.capture(Map.of("consent", "${param.consent}")).start();

        assertNoCookie(shop.get("/?roi_data=" + Clicks.CLICK));
        assertNoCookie(shop.get("/?consent=no&roi_data=" + Clicks.CLICK));
        assertTrue(
                setCookie(shop.get("/?consent=true&roi_data=" + Clicks.CLICK)).startsWith("roi_data="));
    }

    @Test
    void answersThePageWhenAskingForConsentFails() throws Exception {
        shop.capture(Map.of("consent", "${header.x.y.z(1)}")).start();

        HttpResponse<byte[]> response = shop.get("/?roi_data=" + Clicks.CLICK, "x", "1");

        assertNoCookie(response);
        assertArrayEquals("welcome".getBytes(StandardCharsets.US_ASCII), response.body());
        assertEquals(1, LOG.ours(Level.WARNING).size(), LOG::all);
    }

    @Test
    void ignoresWhatCannotBeRoiDataAndSaysSoOnce() throws Exception {
        shop.capture(Map.of()).start();

        for (String value : List.of(Clicks.TOO_LONG, "\u0007bell", "caf\u00e9", Clicks.TOO_LONG)) {
            HttpResponse<byte[]> response = shop.get("/?roi_data=" + Clicks.encoded(value));
            assertNoCookie(response);
            assertEquals("welcome", TestShop.text(response));
        }

        List<String> warnings = LOG.ours(Level.WARNING);
        assertEquals(1, warnings.size(), LOG::all);
        assertTrue(warnings.get(0).startsWith("shop, roi-capture: ignored roi_data"), LOG::all);
    }

    @Test
    void mendsALinkThatAMailProgramWrapped() throws Exception {
        shop.capture(Map.of()).start();

        String cookie = setCookie(shop.get("/?roi_data=echo3-619%0D%0A%20-295+-1856"));

        assertTrue(cookie.startsWith("roi_data=" + Clicks.inCookie("echo3-619-295-1856") + ";"), cookie);
    }

    private static String setCookie(HttpResponse<byte[]> response) {
        List<String> cookies = response.headers().allValues("Set-Cookie");
        assertEquals(1, cookies.size(), cookies::toString);
        return cookies.get(0);
    }

    private static void assertNoCookie(HttpResponse<byte[]> response) {
        assertEquals(List.of(), response.headers().allValues("Set-Cookie"));
    }

    private static String asABrowserSendsIt(String setCookie) {
        return setCookie.substring(0, setCookie.indexOf(';'));
    }
}
