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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From a click to the cookie, and from the cookie to the order, on each container. */
@OnEachContainer
class RoiCaptureFilterIT {
    private static final String FORM = "application/x-www-form-urlencoded";

    @RegisterExtension
    static final CheckedLog LOG = new CheckedLog();

    @RegisterExtension
    final TestShop shop = pages(new TestShop());

    private static TestShop pages(TestShop shop) {
        return shop.page("/", (request, response) -> response.getWriter().print("welcome"))
                .thankYou("1123", "152.99");
    }

    @Test
    void saysOnceThatTheDomainIsNotTheHosts() throws Exception {
        shop.capture(Map.of("cookieDomain", "example.com")).start();
        for (int i = 0; i < 3; i++) {
            assertEquals(
                    1,
                    shop.get("/thank-you?roi_data=" + Clicks.encoded(Clicks.CLICK))
                            .headers()
                            .allValues("Set-Cookie")
                            .size());
        }

        List<String> warnings = LOG.ours(Level.WARNING);
        assertEquals(1, warnings.size(), warnings::toString);
        assertTrue(
                warnings.get(0)
                        .startsWith(
                                "shop, roi-capture: the shop was asked for as 127.0.0.1, which is not in cookieDomain"),
                warnings.get(0));
    }

    @Test
    void setsACookieThatOnlyThisShopsServerSees() throws Exception {
        shop.capture(Map.of()).start();

        String cookie = setCookie(shop.get("/?roi_data=" + Clicks.encoded(Clicks.CLICK)));

        assertTrue(Clicks.isIn(cookie, "roi_data", Clicks.CLICK), cookie);
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

        assertTrue(Clicks.isIn(cookie, "from_email", Clicks.CLICK), cookie);
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
        assertTrue(Clicks.isIn(setCookie(bytes), "roi_data", Clicks.CLICK));

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

        assertTrue(Clicks.isIn(cookie, "roi_data", "echo3-619-295-1856"), cookie);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "utm_source=e&amp;roi_data=V",
                "utm_source=e&%2338;roi_data=V",
                "roi_data=http%253A%252F%252Fecho.example.com%252Fct%252F3416623%253A619-295-1856%253Am%253A1%253A97777016"
                        + "%253AD40E94EF977ACAA8AC1BE3F94318DC58",
                "roi_data=V%3E",
                "roi_data=%22V%22.",
                "ROI_DATA=V",
                "roi%5Fdata=V",
                "a=1?roi_data=V",
                "roi_%E2%80%8Bdata=%C2%ADV%EF%BB%BF",
                "roi_data=3DV"
            })
    void mendsWhatMailProgramsRewritersAndPeopleDoToALink(String query) throws Exception {
        shop.capture(Map.of()).start();

        String cookie = setCookie(shop.get("/?" + query.replace("V", Clicks.encoded(Clicks.OTHER_CLICK))));

        assertTrue(Clicks.isIn(cookie, "roi_data", Clicks.OTHER_CLICK), cookie);
        shop.stop();
        assertTrue(LOG.all().contains("shop, roi-capture: roi_data since the start: 1 kept; 1 mended"), LOG::all);
    }

    @Test
    void keepsAClickThatANewerOneOfNoPublishedShapeWouldReplace() throws Exception {
        shop.capture(Map.of()).report(TestShop.ORDER).start();

        assertTrue(Clicks.isIn(setCookie(shop.get("/?roi_data=first")), "roi_data", "first"));
        String published = setCookie(shop.get("/?roi_data=" + Clicks.CLICK, "Cookie", "roi_data=first"));
        for (String rubbish :
                List.of("rubbish", "echo3-619", "%7B%7Broi_data%7D%7D", "*%7CROI%7C*", "%25%25roi_data%25%25")) {
            assertNoCookie(shop.get("/?roi_data=" + rubbish, "Cookie", asABrowserSendsIt(published)));
        }
        shop.get("/thank-you?roi_data=rubbish", "Cookie", asABrowserSendsIt(published));

        assertEquals(Clicks.CLICK, shop.reported().get(0).roiData());
        shop.stop();
        assertTrue(LOG.all().contains("3 without a value, because the link has a placeholder"), LOG::all);
        assertTrue(LOG.all().contains("3 not kept, because what is kept has the form of a roi_data"), LOG::all);
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Purpose,prefetch",
        "Sec-Purpose,prefetch;prerender",
        "Sec-Purpose,prefetch;anonymous-client-ip",
        "Purpose,prefetch",
        "Purpose,Preview",
        "X-Purpose,preview",
        "X-Moz,prefetch",
        "User-Agent,Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "User-Agent,Barracuda Sentinel (EE)",
        "User-Agent,WhatsApp/2.23.20.0",
        "User-Agent,Mozilla/4.0 (compatible; ms-office; MSOffice 16)",
        "User-Agent,Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5"
    })
    void aLinkThatAProgramOpensIsNoClick(String header, String value) throws Exception {
        shop.capture(Map.of()).start();

        assertNoCookie(shop.get("/?roi_data=" + Clicks.CLICK, header, value));
        shop.stop();
        assertTrue(LOG.all().contains("since the start: 1 none, because a scanner"), LOG::all);
    }

    @Test
    void aHeadRequestIsNoClickUnlessToldOtherwise() throws Exception {
        shop.capture(Map.of()).start();
        assertNoCookie(shop.head("/?roi_data=" + Clicks.CLICK));
        shop.stop();

        pages(shop.anew()).capture(Map.of("ignoreBots", "false")).start();
        setCookie(shop.head("/?roi_data=" + Clicks.CLICK));
        setCookie(shop.get("/?roi_data=" + Clicks.CLICK, "Purpose", "prefetch"));
    }

    /** The visitor's spelling of the application's path is not the application's. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/shop/",
                "/%73hop/",
                "/./shop/",
                "/x/../shop/",
                "//shop/",
                "/shop;v=1/",
                "/shop;jsessionid=1/;x",
                "/sho%70;a/"
            })
    void theCookieIsForTheApplicationHoweverItIsSpelt(String path) throws Exception {
        shop.capture(Map.of()).start();

        try (RawConnection visitor = new RawConnection(shop.address())) {
            visitor.send("GET " + path + "?roi_data=" + Clicks.CLICK + " HTTP/1.1\r\nHost: shop\r\n");
            assertTrue(visitor.arrives(30_000));
            if (visitor.received().startsWith("HTTP/1.1 200")) { // else the container does not take it for the shop's
                assertTrue(visitor.received().contains("; Path=/shop; "), visitor.received());
            } else {
                assertFalse(visitor.received().contains("Set-Cookie"), visitor.received());
            }
        }
    }

    /** A browser has both after the domain was set, and sends both, the older one first. */
    @Test
    void theNewestOfTwoCookiesIsCreditedAndTheOtherTakenAway() throws Exception {
        shop.capture(Map.of()).start();
        String before = asABrowserSendsIt(setCookie(shop.get("/?roi_data=" + Clicks.CLICK)));
        shop.stop();

        pages(shop.anew())
                .capture(Map.of("cookieDomain", "example.com"))
                .report(TestShop.ORDER)
                .start();
        List<String> answer = shop.get("/?roi_data=" + Clicks.encoded(Clicks.OTHER_CLICK), "Cookie", before)
                .headers()
                .allValues("Set-Cookie");
        String after = answer.get(answer.size() - 1);
        assertTrue(
                Clicks.isIn(after, "roi_data", Clicks.OTHER_CLICK) && after.contains("; Domain=example.com;"), after);
        assertTrue(answer.contains("roi_data=; Max-Age=0; Path=/shop; HttpOnly; SameSite=Lax"), answer::toString);

        shop.get("/thank-you", "Cookie", before + "; " + asABrowserSendsIt(after));
        assertEquals(Clicks.OTHER_CLICK, shop.reported().get(0).roiData());
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
