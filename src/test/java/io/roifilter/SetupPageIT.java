package io.roifilter;

import static io.roifilter.testing.Eventually.assertEventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.testing.OnEachContainer;
import io.roifilter.testing.TestShop;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page of the set-up by example as browsers and commands get it: who may, what it gives, what is asked wrongly. */
@OnEachContainer
class SetupPageIT {
    private static final String PAGE = "/roi-status/setup";
    private static final String FORM = "application/x-www-form-urlencoded";

    @RegisterExtension
    private final TestShop shop = new TestShop();

    private String cookie = "";

    /** What the thank-you page is made from. */
    public record Order(String id, String total) {
        public String getId() {
            return id;
        }

        public String getTotal() {
            return total;
        }
    }

    private void start(String setup) throws Exception {
        shop.setting("statusPath", "/roi-status")
                .setting("setup", setup)
                .page("/thanks", (request, response) -> {
                    request.setAttribute("order", new Order("A-1123", "16.50"));
                    TestShop.print(response, "Thank you.");
                })
                .withoutProxy()
                .initializer()
                .start();
    }

    private void startWithNothing() throws Exception {
        for (String name : List.of("endpoint", "apiKey", "sharedSecret", "acceptTimeout", "outboxDirectory")) {
            shop.setting(name, null);
        }
        start("true");
    }

    @Test
    void isOffUnlessItIsTurnedOn() throws Exception {
        start(null);

        HttpResponse<byte[]> page = shop.get(PAGE);
        assertEquals(404, page.statusCode());
        assertTrue(TestShop.text(page).contains("Set roi.setup to true"), TestShop.text(page));
        assertFalse(json().getBoolean("setup"));
        assertFalse(TestShop.text(shop.get("/roi-status")).contains("setup\""));
    }

    @Test
    void givesTheBrowserACookieOfItsOwn() throws Exception {
        startWithNothing();

        String given = press("begin").headers().firstValue("Set-Cookie").orElseThrow();
        assertTrue(given.matches("roi_setup=[A-Za-z0-9_-]{20,}; Path=/; HttpOnly; SameSite=Lax"), given);
        String link = "href=\"roi-status/setup\"";
        assertTrue(TestShop.text(shop.get("/roi-status")).contains(link));
        assertTrue(TestShop.text(shop.get("/roi-status/")).contains("href=\"setup\""));
        HttpResponse<byte[]> page = shop.get(PAGE, "Cookie", cookie);
        assertEquals("no-store", page.headers().firstValue("Cache-Control").orElseThrow());
        assertTrue(page.headers()
                .firstValue("Content-Security-Policy")
                .orElseThrow()
                .startsWith("default-src 'none'"));
        assertTrue(TestShop.text(page).contains("href=\"../?roi_data=test\""), TestShop.text(page));

        String taken = press("end").headers().firstValue("Set-Cookie").orElseThrow();
        assertEquals("roi_setup=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0", taken);
        assertEquals("begin", json().getString("step"));
    }

    @Test
    void showsWhatWasRecordedToThatBrowserAlone() throws Exception {
        startWithNothing();
        press("begin");
        assertEquals("order", json().getString("step"));
        shop.get("/thanks", "Cookie", cookie);
        assertEventually("ask", () -> json().getString("step"));
        press("search", "number=A-1123", "total=16.50");

        JsonObject proposal =
                json().getJsonObject("search").getJsonArray("proposals").getJsonObject(0);
        String pasted = proposal.getJsonObject("toBePasted").getString("environment");
        assertTrue(pasted.contains("export ROI_ORDER_ID='${order.id}'\n"), pasted);
        assertTrue(pasted.contains("export ROI_ENDPOINT='ADDRESS-OF-YOUR-ENDPOINT'\n"), pasted);
        String own = cookie;
        cookie = "roi_setup=another";
        assertFalse(json().getBoolean("ofThisBrowser"));
        assertFalse(json().containsKey("visits"));
        assertFalse(TestShop.text(shop.get(PAGE, "Cookie", cookie)).contains("A-1123"));
        assertTrue(TestShop.text(follow(press("end"))).contains("no set-up is under way in this browser"));
        cookie = own;
        press("try", "proposal=99");
        press("try", "proposal=x");
        assertEquals("settings", json().getString("step"));
        press("try", "proposal=0");
        shop.get("/thanks", "Cookie", cookie);
        assertEventually("end", () -> json().getString("step"));
        String sent = json().getJsonArray("tried").getJsonObject(0).getString("order");
        assertTrue(sent.contains("order_id: A-1123\namount: 16.50"), sent);
    }

    @Test
    void whatIsMistypedIsSaid() throws Exception {
        startWithNothing();
        press("begin");
        press("search", "number=", "total=1");
        assertTrue(json().toString().contains("Type the order number"), json().toString());
        press("search", "number=1", "total=many");
        assertTrue(json().toString().contains("Type the total"), json().toString());
        press("search", "number=%3Cb%3E%26", "total=1");
        String page = TestShop.text(shop.get(PAGE, "Cookie", cookie));
        assertTrue(page.contains("value=\"&lt;b&gt;&amp;\""), page);
        assertTrue(page.contains("No request of your browser was recorded"), page);
    }

    @Test
    void whatIsGivenAlreadyIsNotAskedFor() throws Exception {
        shop.filter("my orders", new RoiInsertFilter(), Map.of("orderId", "${x}", "amount", "1"), "/elsewhere");
        start("true");
        press("begin");
        shop.get("/thanks", "Cookie", cookie);
        assertEventually("ask", () -> json().getString("step"));
        press("search", "number=A-1123", "total=16.50");

        String page = TestShop.text(shop.get(PAGE, "Cookie", cookie));
        assertFalse(page.contains("ADDRESS-OF-YOUR-ENDPOINT"), page);
        assertFalse(page.contains(TestShop.API_KEY), page);
        assertTrue(page.contains("<details class=\"way\" open=\"open\"><summary>Filters in web.xml"), page);
        assertTrue(page.contains("&lt;filter-name&gt;my orders&lt;/filter-name&gt;"), page);
    }

    @Test
    void doesNothingForAnotherPage() throws Exception {
        startWithNothing();
        HttpResponse<byte[]> answer = shop.post(PAGE + "/begin", FORM, new byte[0]);
        assertEquals(403, answer.statusCode());
        assertTrue(answer.headers().firstValue("Set-Cookie").isEmpty());
        assertEquals("begin", json().getString("step"));
        assertEquals(404, shop.get(PAGE + "/begin").statusCode());
        press("begin");
        assertEquals(404, press("other").statusCode());
    }

    private HttpResponse<byte[]> press(String button, String... fields) throws Exception {
        List<String> form = new ArrayList<>(List.of(fields));
        form.add("token=" + token());
        byte[] body = String.join("&", form).getBytes(StandardCharsets.US_ASCII);
        HttpResponse<byte[]> answer = shop.post(PAGE + "/" + button, FORM, body, "Cookie", cookie + "; x=y");
        if (button.equals("begin")) {
            answer.headers().firstValue("Set-Cookie").ifPresent(given -> cookie = given.replaceFirst(";.*", ""));
        }
        return answer;
    }

    private HttpResponse<byte[]> follow(HttpResponse<byte[]> answer) throws Exception {
        assertEquals(303, answer.statusCode(), TestShop.text(answer));
        String location = answer.headers().firstValue("Location").orElseThrow();
        assertTrue(location.startsWith("../setup?done="), location);
        return shop.get("/roi-status" + location.substring(2), "Cookie", cookie + "; x=y");
    }

    private String token() throws Exception {
        String page = TestShop.text(shop.get("/roi-status")) + TestShop.text(shop.get(PAGE));
        Matcher token =
                Pattern.compile("name=\"token\" value=\"([0-9a-f]{64})\"").matcher(page);
        assertTrue(token.find(), page);
        return token.group(1);
    }

    private JsonObject json() {
        try {
            HttpResponse<byte[]> answer =
                    shop.get(PAGE, "Accept", "application/json", "Cookie", cookie.isEmpty() ? "x=y" : cookie);
            return Json.createReader(new StringReader(TestShop.text(answer))).readObject();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
