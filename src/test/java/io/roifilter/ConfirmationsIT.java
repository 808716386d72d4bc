package io.roifilter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.testing.CheckedLog;
import io.roifilter.testing.Clicks;
import io.roifilter.testing.OnEachContainer;
import io.roifilter.testing.TestShop;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.servlet.http.HttpServletResponse;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An operator looks up what became of the last visits to the confirmation page, and why. */
@OnEachContainer
class ConfirmationsIT {
    private static final String[] CLICK = {"Cookie", "roi_data=" + Clicks.inCookie(Clicks.CLICK)};

    @RegisterExtension
    static final CheckedLog LOG = new CheckedLog();

    @RegisterExtension
    final TestShop shop = new TestShop();

    @BeforeEach
    void start() throws Exception {
        shop.withoutProxy()
                .setting("statusPath", "/roi-status")
                .report(Map.of(
                        "orderId", "${param.id}",
                        "amount", "${param.amount}",
                        "consent", "${param.consent}",
                        "when", "${param.when}",
                        "currency", "${param.currency}"))
                .page("/thank-you", (request, response) -> {
                    String status = request.getParameter("status");
                    response.setStatus(status == null ? HttpServletResponse.SC_OK : Integer.parseInt(status));
                    if (request.getParameter("throws") != null) {
                        throw new IllegalStateException("the shop's own affair");
                    }
                })
                .initializer()
                .start();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            id=1&consent=true&when=true&currency=USD            | accepted     | 200 | consent true, when true, orderId 1, currency USD, amount 1.50
            id=1&consent=yes                                    | no consent   | 200 | consent false
            id=1&consent=true&when=no                           | not wanted   | 200 | consent true, when false
            consent=true&when=true                              | no order id  | 200 | consent true, when true, orderId
            id=1&consent=true&when=true&currency=EUR            | refused      | 200 | consent true, when true, orderId 1, currency the currency is not USD: 'EUR', amount 1.50
            id=1&consent=true&when=true&currency=USD&status=404 | error answer | 404 | -
            id=1&consent=true&when=true&currency=USD&throws=1   | page failed  | -   | -
            """)
    void eachIsToldWithWhatWasRead(String query, String outcome, Integer status, String read) throws Exception {
        shop.get("/thank-you;session=4711?amount=1.50&" + query, CLICK);

        JsonObject seen = only(confirmations());
        assertEquals(outcome, seen.getString("outcome"));
        assertEquals("roi-insert", seen.getString("filter"));
        assertEquals("/shop/thank-you", seen.getString("path"));
        if (status != null) {
            assertEquals(status, seen.getInt("status"));
        }
        if (read != null) {
            assertEquals("echo3-61… in the cookies", seen.getString("roiData"));
            assertEquals(read, String.join(", ", seen.getJsonArray("read").getValuesAs(ConfirmationsIT::text)));
        }
        assertEquals(1, status().getJsonObject("outcomes").getInt(outcome));
        String page = TestShop.text(shop.get("/roi-status"));
        assertTrue(page.contains(">" + outcome + "</strong>"), page);
        assertFalse(page.contains(Clicks.CLICK), page);
    }

    private static String text(JsonValue value) {
        JsonObject read = value.asJsonObject();
        return (read.getString("setting") + " " + read.getString("value", read.getString("problem", ""))).strip();
    }

    @Test
    void aPageThatIsLoadedAgainIsARepeat() throws Exception {
        for (int i = 0; i < 2; i++) {
            shop.get("/thank-you?amount=1.50&id=1&consent=true&when=true&currency=USD", CLICK);
        }

        assertEquals(
                List.of("repeat", "accepted"),
                confirmations().getValuesAs(seen -> seen.asJsonObject().getString("outcome")));
        assertEquals(List.of("1"), shop.reportedIds(), "and counts once");
    }

    @Test
    void aTestClickShowsWhatWouldBeSentAndSendsNothing() throws Exception {
        String test = "/thank-you?roi_data=test&amount=1.50&id=1&consent=true&when=true&currency=";
        shop.get(test + "USD");
        shop.get(test + "EUR");

        assertEquals(
                List.of("test", "test"),
                confirmations().getValuesAs(seen -> seen.asJsonObject().getString("outcome")));
        assertTrue(confirmations().getJsonObject(1).getString("text").contains("would be sent"));
        assertTrue(confirmations().getJsonObject(0).getString("text").contains("the currency is not USD"));
        assertEquals(List.of(), shop.rows());
    }

    @Test
    void theFirstOrderIsSaidOnceWithWhereItWasReadFrom() throws Exception {
        for (int i = 1; i <= 3; i++) {
            shop.get("/thank-you;session=4711?amount=1.50&consent=true&when=true&currency=USD&id=" + i, CLICK);
        }

        List<String> said = LOG.ours(Level.INFO).stream()
                .filter(line -> line.contains("the first order since the start"))
                .toList();
        assertEquals(1, said.size(), said::toString);
        assertTrue(said.get(0).contains("orderId=1, amount=1.50"), said::toString);
        assertTrue(
                said.get(0).endsWith("Read on /shop/thank-you: orderId from ${param.id}, amount from ${param.amount}"),
                said::toString);
    }

    @Test
    void visitsWithoutAClickAreCountedAndPushNothingOut() throws Exception {
        shop.get("/thank-you?amount=1.50&id=1&consent=true&when=true&currency=USD", CLICK);
        for (int i = 0; i < 60; i++) {
            shop.get("/thank-you?id=" + i);
        }

        assertEquals("accepted", only(confirmations()).getString("outcome"));
        assertEquals(60, status().getJsonObject("outcomes").getInt("no click"));
    }

    @Test
    void theLastFiftyAreRemembered() throws Exception {
        for (int i = 0; i < 60; i++) {
            shop.get("/thank-you?amount=1.50&consent=true&when=true&currency=USD&id=" + i, CLICK);
        }

        JsonArray seen = confirmations();
        assertEquals(50, seen.size());
        assertTrue(seen.getJsonObject(0).getString("text").contains("orderId=59"), seen::toString);
        assertTrue(seen.getJsonObject(49).getString("text").contains("orderId=10"), seen::toString);
    }

    @Test
    void anExpressionWithAWrongNameIsSaidAtTheThirdVisitThatGivesNothing() throws Exception {
        for (int i = 0; i < 5; i++) {
            shop.get("/thank-you?amount=1.50&consent=true&when=true&order=" + i, CLICK);
        }

        List<String> warnings = LOG.ours(Level.WARNING).stream()
                .filter(line -> line.contains("none gave an order"))
                .toList();
        assertEquals(1, warnings.size(), warnings::toString);
        assertTrue(
                warnings.get(0).startsWith("shop, roi-insert: 3 requests on a confirmation route"), warnings::toString);
        assertTrue(warnings.get(0).contains("orderId gives nothing"), warnings::toString);
        assertEquals("WARN", status().getString("health"));
        assertTrue(status().getJsonArray("findings").toString().contains("5 requests"), () -> LOG.all());

        shop.get("/thank-you?amount=1.50&id=1&consent=true&when=true&currency=USD", CLICK);
        assertFalse(status().getJsonArray("findings").toString().contains("none gave an order"));
    }

    @Test
    void hostileTextsStayText() throws Exception {
        shop.get(
                "/thank-you?amount=%3Cscript%3E&consent=true&when=true&currency=USD&id=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
                CLICK);

        String page = TestShop.text(shop.get("/roi-status"));
        assertFalse(page.contains("<script"), page);
        assertTrue(page.contains("&lt;script&gt;"), page);
    }

    private JsonObject status() throws Exception {
        String json = TestShop.text(shop.get("/roi-status", "Accept", "application/json"));
        return Json.createReader(new StringReader(json)).readObject();
    }

    private JsonArray confirmations() throws Exception {
        return status().getJsonArray("confirmations");
    }

    private static JsonObject only(JsonArray array) {
        assertEquals(1, array.size(), array::toString);
        return array.getJsonObject(0);
    }
}
