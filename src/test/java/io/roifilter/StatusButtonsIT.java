package io.roifilter;

import static io.roifilter.testing.Eventually.assertEventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.testing.CheckedLog;
import io.roifilter.testing.Clicks;
import io.roifilter.testing.LoopbackEndpoint;
import io.roifilter.testing.OnEachContainer;
import io.roifilter.testing.TestShop;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An operator mends on the status page what went wrong; somebody else's page cannot. */
@OnEachContainer
class StatusButtonsIT {
    private static final String PAGE = "/roi-status";
    private static final String FORM = "application/x-www-form-urlencoded";

    private static final String NO_CONTACT =
            "<methodName>roi.insert</methodName><responseCode>403</responseCode><responseText>No such contact</responseText>";

    @RegisterExtension
    static final CheckedLog LOG = new CheckedLog();

    @RegisterExtension
    final TestShop shop = new TestShop();

    private final LoopbackEndpoint endpoint = new LoopbackEndpoint();

    @BeforeEach
    void configure() {
        TestShop.ORDER.forEach(shop::setting);
        shop.setting("confirmation", "/thank-you")
                .setting("statusPath", PAGE)
                .setting("endpoint", endpoint.uri().toString())
                .withoutProxy();
    }

    @AfterEach
    void stop() throws Exception {
        shop.stop();
        endpoint.close();
    }

    @Test
    void sendsARejectedOrderAgain() throws Exception {
        startWithRejected();
        endpoint.behave(LoopbackEndpoint::acceptAll);

        String page = follow(press("resend", "order", "Ä-1 & <2>"));
        assertTrue(page.contains("Order Ä-1 &amp; &lt;2&gt; is sent again."), page);
        assertEventually(1, () -> outbox().getInt("delivered"));
        assertEquals(0, outbox().getInt("rejected"));
    }

    @Test
    void sendsItWithAMendedAmount() throws Exception {
        startWithRejected();
        endpoint.behave(LoopbackEndpoint::acceptAll);

        String refused = follow(press("resend", "order", "Ä-1 & <2>", "amount", "1.299"));
        assertTrue(refused.contains("Nothing was done: ") && refused.contains("1.299"), refused);
        assertEquals(1, outbox().getInt("rejected"));
        follow(press("resend", "order", "Ä-1 & <2>", "amount", "$1,299.50"));
        assertEventually(1, () -> outbox().getInt("delivered"));
        assertEquals("1299.50", found("Ä-1 & <2>").getString("amount"));
    }

    @Test
    void deletesWhatIsNoOrder() throws Exception {
        startWithRejected();

        assertTrue(follow(press("delete", "order", "Ä-1 & <2>")).contains(" is deleted."));
        assertEquals(0, outbox().getInt("rejected"));
        assertTrue(follow(press("delete", "order", "Ä-1 & <2>")).contains(" is not in the outbox."));
    }

    @Test
    void saysWhatWasReportedForAnOrder() throws Exception {
        endpoint.behave(LoopbackEndpoint::acceptAll);
        shop.thankYou("X-1", "152.99").initializer().start();
        shop.order();
        assertEventually(1, () -> outbox().getInt("delivered"));

        JsonObject told = found("X-1");
        assertEquals("delivered", told.getString("state"));
        assertEquals("152.99", told.getString("amount"));
        assertFalse(told.getString("purchaseDate").isEmpty(), told::toString);
        assertFalse(told.getString("text").isEmpty(), told::toString);
        assertEquals("", told.getString("roiData"));
        String page = TestShop.text(shop.get(PAGE + "?order=X-1"));
        assertTrue(page.contains("<td class=\"amount\" data-label=\"Amount\">152.99</td>"), page);
        assertTrue(TestShop.text(shop.get(PAGE + "?order=X-2")).contains("Nothing is known of order X-2."), page);
    }

    @Test
    void triesTheEndpointAndStoresNothing() throws Exception {
        endpoint.behave(LoopbackEndpoint.replying(
                200,
                LoopbackEndpoint.answer(
                        1,
                        "<methodName>roi.insert</methodName><error>1</error>"
                                + "<responseText>Missing variables</responseText>")));
        shop.thankYou("1", "1.00").initializer().start();

        String page = follow(press("probe"));
        assertTrue(page.contains("endpoint: takes roi.insert of this account"), page);
        assertEquals(1, endpoint.received().size());
        assertFalse(endpoint.received().get(0).body().contains("order_id"), endpoint.received()::toString);
        endpoint.close();
        assertTrue(follow(press("probe")).contains("have the firewall let this machine out"));
    }

    @Test
    void sendsNowWhatWaits() throws Exception {
        endpoint.behave(LoopbackEndpoint.replying(503, "later"));
        shop.setting("retryMin", "1h")
                .setting("retryMax", "1h")
                .thankYou("1", "1.00")
                .initializer()
                .start();
        shop.order();
        assertEventually(1, () -> endpoint.received().size());
        assertEventually(
                true, () -> !waiting().getBoolean("claimed") && waiting().getInt("attempts") == 1);
        assertTrue(follow(press("send")).contains("being sent"), "and the page is there while it is tried");
        assertEventually(2, () -> endpoint.received().size());
        endpoint.behave(LoopbackEndpoint::acceptAll);

        String page = follow(press("send"));
        assertTrue(page.contains("being sent"), page);
        assertEventually(1, () -> outbox().getInt("delivered"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "token=", "token=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"})
    void doesNothingForAnotherPage(String token) throws Exception {
        startWithRejected();

        HttpResponse<byte[]> answer =
                post("delete", token + "&order=" + URLEncoder.encode("Ä-1 & <2>", StandardCharsets.UTF_8));
        assertEquals(403, answer.statusCode());
        assertEquals(1, outbox().getInt("rejected"));
    }

    @Test
    void answersACommandInJson() throws Exception {
        startWithRejected();

        HttpResponse<byte[]> answer = shop.post(
                PAGE + "/delete",
                FORM,
                ("token=" + token() + "&order=none").getBytes(StandardCharsets.UTF_8),
                "Accept",
                "application/json");
        assertEquals(200, answer.statusCode());
        assertEquals("{\"done\":false,\"text\":\"Order none is not in the outbox.\"}", TestShop.text(answer));
        assertEquals(404, post("other", "token=" + token()).statusCode());
    }

    @Test
    void drawsWhatCameByHourAndDay() throws Exception {
        endpoint.behave(LoopbackEndpoint::acceptAll);
        shop.thankYou("X-1", "152.99").initializer().start();
        shop.order();
        shop.order();
        assertEventually(1, () -> outbox().getInt("delivered"));

        JsonObject history = json(PAGE).getJsonObject("history");
        assertEquals(48, history.getJsonArray("hours").size());
        assertEquals(60, history.getJsonArray("days").size());
        JsonObject today = history.getJsonArray("days").getJsonObject(59);
        assertEquals(1, today.getInt("orders"));
        assertEquals("152.99", today.getString("revenue"));
        assertEquals(1, today.getInt("deliveries"));
        assertEquals(1, today.getJsonObject("outcomes").getInt("repeated"));
        String page = TestShop.text(shop.get(PAGE));
        assertTrue(page.contains("Orders, the last 60 days: 1"), page);
        assertTrue(page.contains("Revenue in US dollars, the last 48 hours: 152.99"), page);

        shop.stop();
        shop.anew();
        configure();
        shop.thankYou("X-2", "1.00").initializer().start();
        assertEventually(
                true,
                () -> json(PAGE).containsKey("history")
                        && json(PAGE)
                                        .getJsonObject("history")
                                        .getJsonArray("days")
                                        .getJsonObject(59)
                                        .getInt("orders")
                                == 1);
    }

    private void startWithRejected() throws Exception {
        endpoint.behave(LoopbackEndpoint.replying(200, LoopbackEndpoint.answer(1, NO_CONTACT)));
        shop.thankYou("Ä-1 & <2>", "152.99").initializer().start();
        shop.order();
        assertEventually(1, () -> outbox().getInt("rejected"));
        String page = TestShop.text(shop.get(PAGE));
        assertTrue(page.contains("No such contact"), page);
        assertFalse(page.contains(Clicks.CLICK), page);
    }

    private HttpResponse<byte[]> press(String button, String... fields) throws Exception {
        StringBuilder form = new StringBuilder("token=" + token());
        for (int i = 0; i < fields.length; i += 2) {
            form.append('&').append(fields[i]).append('=');
            form.append(URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
        }
        return post(button, form.toString());
    }

    private HttpResponse<byte[]> post(String button, String form) throws Exception {
        return shop.post(PAGE + "/" + button, FORM, form.getBytes(StandardCharsets.UTF_8));
    }

    /** As a browser does after a button: what is then in its address line can be loaded again. */
    private String follow(HttpResponse<byte[]> answer) throws Exception {
        assertEquals(303, answer.statusCode(), TestShop.text(answer));
        String location = answer.headers().firstValue("Location").orElseThrow();
        assertTrue(location.startsWith("./?done="), location);
        return TestShop.text(shop.get(PAGE + location.substring(1)));
    }

    private JsonObject found(String orderId) throws Exception {
        return json(PAGE + "?order=" + URLEncoder.encode(orderId, StandardCharsets.UTF_8))
                .getJsonArray("found")
                .getJsonObject(0);
    }

    /** As the page has it in its forms. */
    private String token() throws Exception {
        Matcher token =
                Pattern.compile("name=\"token\" value=\"([0-9a-f]{64})\"").matcher(TestShop.text(shop.get(PAGE)));
        assertTrue(token.find());
        return token.group(1);
    }

    private JsonObject waiting() {
        return json(PAGE).getJsonArray("waiting").getJsonObject(0);
    }

    private JsonObject outbox() {
        return json(PAGE).getJsonObject("outbox");
    }

    private JsonObject json(String path) {
        try {
            HttpResponse<byte[]> answer = shop.get(path, "Accept", "application/json");
            return Json.createReader(new StringReader(TestShop.text(answer))).readObject();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
