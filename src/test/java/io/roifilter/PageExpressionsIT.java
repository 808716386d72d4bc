package io.roifilter;

import static io.roifilter.testing.Eventually.assertEventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.testing.CheckedLog;
import io.roifilter.testing.Clicks;
import io.roifilter.testing.OnEachContainer;
import io.roifilter.testing.TestShop;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Shops that show an order in nothing but the answer itself. */
@OnEachContainer
class PageExpressionsIT {
    private static final String[] CLICK = {"Cookie", "roi_data=" + Clicks.inCookie(Clicks.CLICK)};

    private static final String TAGGED = "<html><body><h1>Thank you</h1><p id='order'>Order <b>#1123</b></p>"
            + "<span class='total' data-cents='15299'>US$ 152.99</span><script>gtag('event', 'purchase',"
            + " {transaction_id: '1123', value: 152.99, currency: 'USD', items: []});</script>"
            + "<script type='application/ld+json'>{\"@type\": \"Order\", \"orderNumber\": \"1123\", \"price\": \"152.99\","
            + " \"priceCurrency\": \"USD\"}</script></body></html>";

    @RegisterExtension
    static final CheckedLog LOG = new CheckedLog();

    @RegisterExtension
    final TestShop shop = new TestShop();

    @Test
    void anOrderThatIsMadeByJson() throws Exception {
        shop.page("/thank-you", (request, response) -> {
                    HttpServletResponse answer = response;
                    boolean makes = request.getParameter("list") == null;
                    answer.setStatus(makes ? 201 : 200);
                    answer.setHeader("Location", "/orders/4711");
                    answer.setContentType("application/json");
                    TestShop.print(answer, "{\"order\": {\"id\": 90071992547409931, \"sum\": {\"total\": 152.990}}}");
                })
                .report(
                        Map.of(
                                "orderId", "${page.json.order.id}",
                                "amount", "${page.json.order.sum.total}",
                                "when",
                                        "${request.method == 'POST' and page.status == 201 and page.header['location'].startsWith('/orders/')}"))
                .start();

        shop.get("/thank-you?list=1", CLICK);
        shop.get("/thank-you", CLICK);
        shop.post("/thank-you", "application/json", "{\"cart\": 1}".getBytes(StandardCharsets.UTF_8), CLICK);
        assertEquals(List.of("90071992547409931"), shop.reportedIds());
        assertEquals("152.99", shop.reported().get(0).amount());
    }

    @Test
    void anOrderThatIsOnlyInTheHtml() throws Exception {
        tagged(Map.of(
                "orderId", "${page.match('Order #(\\\\d+)')}",
                "amount", "${page.text('.total')}",
                "when", "${page.attribute('.total', 'data-cents') > 0}"));

        shop.get("/thank-you", CLICK);
        assertEquals(List.of("1123"), shop.reportedIds());
        assertEquals("152.99", shop.reported().get(0).amount());
    }

    @Test
    void anOrderThatThePageTellsOthers() throws Exception {
        tagged(Map.of(
                "orderId", "${page.order.id}",
                "amount", "${page.order.amount}",
                "currency", "${page.order.currency}"));

        shop.get("/thank-you", CLICK);
        assertEquals(List.of("1123"), shop.reportedIds());
        assertEquals("152.99", shop.reported().get(0).amount());
        String first = LOG.ours(Level.INFO).stream()
                .filter(line -> line.contains("the first order since the start"))
                .findFirst()
                .orElseThrow();
        assertTrue(first.contains("; the page states it by "), first);
        assertTrue(first.contains(", and the same by "), first);
    }

    @Test
    void severalOrdersOfAPageAreNoneAndSayTheirIds() throws Exception {
        shop.page("/thank-you", (request, response) -> {
                    response.setContentType("text/html;charset=UTF-8");
                    TestShop.print(response, TAGGED + TAGGED.replace("1123", "1124"));
                })
                .report(Map.of("orderId", "${page.order.id}", "amount", "${page.order.amount}"))
                .start();

        shop.get("/thank-you", CLICK);
        assertEventually(
                true,
                () -> LOG.ours(Level.WARNING).stream()
                        .anyMatch(line ->
                                line.contains("the page states several orders, none of which is taken: 1123, 1124")));
        assertEquals(List.of(), shop.rows());
    }

    @Test
    void anOrderOnAPageThatIsTooLongIsSaid() throws Exception {
        shop.page("/thank-you", (request, response) -> {
                    response.setContentType("text/html;charset=UTF-8");
                    TestShop.print(response, TAGGED + " ".repeat(40_000));
                })
                .report(Map.of("orderId", "${page.order.id}", "amount", "${page.order.amount}", "pageLimit", "16KiB"))
                .start();

        shop.get("/thank-you", CLICK);
        assertEventually(
                true,
                () -> LOG.ours(Level.SEVERE).stream()
                        .anyMatch(line -> line.contains("the page is longer than pageLimit")));
        assertEquals(List.of(), shop.rows());
    }

    @Test
    void aRedirectIsNoPageWithAnOrder() throws Exception {
        shop.page("/thank-you", (request, response) -> {
                    request.setAttribute("id", "1");
                    response.sendRedirect("/checkout?error");
                })
                .report(Map.of("orderId", "${id}", "amount", "${'1.00'}", "when", "${page.status == 200}"))
                .start();

        shop.get("/thank-you", CLICK);
        assertEquals(List.of(), shop.rows());
    }

    /** What an expression names besides the page is what it was before it went; what the page says, is said at its end. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ${order.id}                      | ${order.total}                     | ${page.status == 200}
            ${order.id}                      | ${order.total}                     | ${page.status == 200 and order.paid}
            ${requestScope.order.id}         | ${requestScope['order'].total}     | ${page.status == 200 and requestScope.order.paid}
            ${order.id}                      | ${page.text('.total')}             | true
            ${order.id}                      | ${page.order.amount}               | ${not empty page.order.id}
            ${page.order.id}                 | ${order.total}                     | true
            ${page.match('#(\\\\d+)')}   | ${order.total}                     | ${order.paid}
            ${empty order ? page.order.id : order.id} | ${order.total}            | true
            ${kept.id}                       | ${kept.total}                      | ${page.status == 200}
            ${kept.id}                       | ${page.order.amount}               | ${kept.paid and page.status == 200}
            ${sessionScope.kept.id}          | ${page.order.amount}               | ${sessionScope.kept.paid and page.status == 200}
            ${order.id}                      | ${param.total}                     | ${page.header['X-Step'] == 'last'}
            """)
    void whatThePageTakesAwayBeforeItsEnd(String orderId, String amount, String when) throws Exception {
        takingAway(Map.of("orderId", orderId, "amount", amount, "when", when));

        shop.get("/thank-you?total=152.99", CLICK);
        assertEquals(List.of("1123"), shop.reportedIds(), LOG::all);
        assertEquals("152.99", shop.reported().get(0).amount());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${page.status == 201}",
                "${page.text('h1') == 'Review your order'}",
                "${order.paid and page.status == 201}",
                "${not order.paid}"
            })
    void whatThePageTakesAwayIsNotReportedIfThePageSaysOtherwise(String when) throws Exception {
        takingAway(Map.of("orderId", "${order.id}", "amount", "${order.total}", "when", when));

        shop.get("/thank-you", CLICK);
        assertEquals(List.of(), shop.rows(), LOG::all);
    }

    /** Such as a bean for each row of a list: the last counts, as without the page. */
    @Test
    void whatTakesTheOrdersPlaceCounts() throws Exception {
        shop.page("/thank-you", (request, response) -> {
                    request.setAttribute("order", Map.of("id", "1", "total", "1.00"));
                    request.setAttribute("order", Map.of("id", "2", "total", "2.00"));
                    response.getWriter().print("thank you");
                    request.removeAttribute("order");
                })
                .report(Map.of("orderId", "${order.id}", "amount", "${order.total}", "when", "${page.status == 200}"))
                .start();

        shop.get("/thank-you", CLICK);
        assertEquals(List.of("2"), shop.reportedIds(), LOG::all);
    }

    @ParameterizedTest
    @CsvSource({"true,302", "false,303"})
    void whereARedirectLeads(boolean isSent, int status) throws Exception {
        shop.page("/thank-you", (request, response) -> {
                    if (isSent) {
                        response.sendRedirect("/orders/1123");
                    } else {
                        response.setStatus(303);
                        response.setHeader("Location", "/orders/1123");
                    }
                })
                .report(Map.of("orderId", "${page.header['location']}#${page.status}", "amount", "${'1.00'}"))
                .start();

        shop.get("/thank-you", CLICK);
        assertEquals(List.of("/orders/1123#" + status), shop.reportedIds(), LOG::all);
    }

    private void takingAway(Map<String, String> settings) throws Exception {
        shop.page("/thank-you", (request, response) -> {
                    Map<String, Object> order = Map.of("id", "1123", "total", "152.99", "paid", true);
                    request.setAttribute("order", order);
                    request.getSession().setAttribute("kept", order);
                    response.setHeader("X-Step", "last");
                    response.setContentType("text/html;charset=UTF-8");
                    TestShop.print(response, TAGGED.substring(0, 30));
                    request.removeAttribute("order");
                    request.getSession().invalidate();
                    TestShop.print(response, TAGGED.substring(30));
                })
                .report(settings)
                .start();
    }

    @Test
    void anotherCurrencyIsKeptAsRejected() throws Exception {
        shop.page("/thank-you", (request, response) -> {
                    response.setContentType("text/html;charset=UTF-8");
                    TestShop.print(response, TAGGED.replace("USD", "EUR"));
                })
                .report(Map.of(
                        "orderId", "${page.order.id}",
                        "amount", "${page.order.amount}",
                        "currency", "${page.order.currency}"))
                .start();

        shop.get("/thank-you", CLICK);
        assertEquals("rejected", shop.rows().get(0).state());
    }

    @Test
    void aPageWithoutAClickIsNotLookedAt() throws Exception {
        tagged(Map.of("orderId", "${page.order.id}", "amount", "${page.order.amount}"));

        shop.get("/thank-you");
        assertEquals(List.of(), shop.rows());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${page.text('p[')}|\"p[\" is no CSS selector",
                "${page.attribute(\"##\", 'id')}|\"##\" is no CSS selector",
                "${page.match('Order #(\\\\d+')}|is no regular expression: Unclosed group"
            })
    void aMistakeInASelectorOrPatternIsSaidAtTheStart(String mistake) throws Exception {
        String expression = mistake.substring(0, mistake.indexOf('|'));
        tagged(Map.of("orderId", expression, "amount", "${page.order.amount}"));

        String said = String.join("\n", LOG.ours(Level.SEVERE));
        assertTrue(said.contains("orderId = ") && said.contains(mistake.substring(mistake.indexOf('|') + 1)), said);
        assertEquals(200, shop.get("/thank-you", CLICK).statusCode());
    }

    private void tagged(Map<String, String> settings) throws Exception {
        shop.page("/thank-you", (request, response) -> {
                    response.setContentType("text/html;charset=UTF-8");
                    TestShop.print(response, TAGGED);
                })
                .report(settings)
                .start();
    }
}
