package io.roifilter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.testing.CheckedLog;
import io.roifilter.testing.Clicks;
import io.roifilter.testing.OnEachContainer;
import io.roifilter.testing.TestShop;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a visitor can repeat at will leaves a few lines in the log, with a count of the rest. */
@OnEachContainer
class LogFloodingIT {
    @RegisterExtension
    static final CheckedLog LOG = new CheckedLog();

    private static final int REQUESTS = 100;

    @RegisterExtension
    final TestShop shop = new TestShop()
            .page("/", (request, response) -> response.getWriter().print("catalogue"))
            .thankYou("1", "pending");

    @Test
    void aClickOnAnAddressWithPathParametersIsKept() throws Exception {
        shop.capture(Map.of()).start();

        for (int i = 0; i < REQUESTS; i++) {
            HttpResponse<byte[]> answer = shop.get(";x=y" + i + "/?roi_data=" + Clicks.encoded(Clicks.CLICK));
            if (answer.statusCode() == 200) {
                String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
                assertTrue(cookie.contains("Path=/shop;"), cookie);
            }
        }

        assertEquals(List.of(), LOG.troublesOfFilters());
    }

    @Test
    void consentThatThrows() throws Exception {
        shop.capture(Map.of("consent", "${param.a.b.c}")).start();

        flood(i -> shop.get("/?a=" + i + "&roi_data=" + Clicks.encoded(Clicks.CLICK)));

        assertLimited("clicks that were not kept");
    }

    @Test
    void orderIdsFromTheAddress() throws Exception {
        shop.report(Map.of("orderId", "${param.id}", "amount", "${param.amount}"))
                .start();

        flood(i -> shop.get("/thank-you?id=%0AUNSTORED-ORDER%20" + "x".repeat(300) + i + "&amount=1", cookie()));

        assertLimited("orders kept in the outbox as rejected");
        assertEquals(REQUESTS, shop.rows().size());
    }

    @Test
    void refusedOrdersThatAreReloaded() throws Exception {
        shop.report(TestShop.ORDER).start();

        flood(i -> shop.get("/thank-you", cookie()));

        assertLimited("orders kept in the outbox as rejected");
        assertEquals(1, shop.rows().size());
    }

    @Test
    void ordersOfWhichADateIsNotUsed() throws Exception {
        shop.report(Map.of("orderId", "${param.id}", "amount", "${param.id}", "purchaseDate", "${param.date}"))
                .start();

        flood(i -> shop.get("/thank-you?id=" + i + "&date=soon%0D%0Aforged", cookie()));

        assertLimited("orders of which something is not used");
    }

    @Test
    void readingsThatFail() throws Exception {
        shop.report(Map.of("orderId", "${order.id}", "amount", "${order.total}", "roiData", "${param.a.b}"))
                .start();

        flood(i -> shop.get("/thank-you?a=" + i, cookie()));

        assertLimited("orders that could not be read");
    }

    private interface Visit {
        HttpResponse<byte[]> number(int i) throws Exception;
    }

    private void flood(Visit visit) throws Exception {
        for (int i = 0; i < REQUESTS; i++) {
            assertEquals(200, visit.number(i).statusCode());
        }
        assertTrue(ofRequests().size() <= 5, LOG.troublesOfFilters()::toString);
        assertTrue(LOG.troublesOfFilters().size() <= 6, LOG.troublesOfFilters()::toString);
        shop.stop();
    }

    private static void assertLimited(String kind) {
        List<String> lines = ofRequests();
        assertEquals(6, lines.size(), lines::toString);
        assertTrue(
                lines.get(5).endsWith(": " + kind + ": " + (REQUESTS - 5) + " more were left out of this log"),
                lines::toString);
        lines.forEach(line -> assertTrue(line.chars().noneMatch(Character::isISOControl), line));
    }

    /** Without the one a day that says what they have in common. */
    private static List<String> ofRequests() {
        return LOG.troublesOfFilters().stream()
                .filter(line -> !line.contains("times in a row, and none was accepted since"))
                .toList();
    }

    private static String[] cookie() {
        return new String[] {"Cookie", "roi_data=" + Clicks.inCookie(Clicks.CLICK)};
    }
}
