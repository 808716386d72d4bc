package io.roifilter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.testing.CheckedLog;
import io.roifilter.testing.OnEachContainer;
import io.roifilter.testing.OutboxFile;
import io.roifilter.testing.TestShop;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Shops whose operator has given endpoint, credentials and the confirmation route, and at most one expression. */
@OnEachContainer
class DefaultsIT {
    private static final String TAG =
            "<script>gtag('event', 'purchase', {transaction_id: '1123', value: 152.99, currency: 'USD'});</script>";
    private static final String LD_TAG = "<script type='application/ld+json'>{\"@type\": \"Order\","
            + " \"orderNumber\": \"1123\", \"price\": \"152.99\", \"priceCurrency\": \"USD\"}</script>";

    @RegisterExtension
    static final CheckedLog LOG = new CheckedLog();

    @RegisterExtension
    final TestShop shop = new TestShop();

    @Test
    void theOrderIsWhatThePageStates() throws Exception {
        start(TAG + LD_TAG, Map.of());
        shop.order();

        assertEquals(List.of("1123"), shop.reportedIds());
        assertEquals("152.99", shop.reported().get(0).amount());
        String entry = said("reports orders on /thank-you (");
        assertTrue(
                entry.contains("; reads orderId, amount and currency by convention, from what the page states of its"
                        + " order for others"),
                entry);
        assertTrue(entry.contains(", currency=${page.order.currency}, "), entry);
        String first = said("the first order since the start");
        assertTrue(
                first.contains(
                        "orderId from ${page.order.id}, amount from ${page.order.amount}; the page states it by "),
                first);
        assertTrue(first.contains(", and the same by "), first);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            , currency: 'USD' | , currency: 'EUR' | rejected
            , currency: 'USD' | ''                | waiting
            , value: 152.99   | ''                | rejected
            """)
    void whatIsStatedOtherwise(String stated, String instead, String state) throws Exception {
        start(TAG.replace(stated, instead), Map.of());
        shop.order();

        OutboxFile.Row row = shop.rows().get(0);
        assertEquals(state, row.state());
        assertEquals("1123", row.order().orderId());
        assertEquals(
                instead.isEmpty() && state.equals("rejected") ? "missing" : "152.99",
                row.order().amount());
    }

    /** What a page says of its currency and cannot be read is not US dollars for that. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            '€'           | the currency is not USD: 'EUR'
            'EURO'        | the currency is not USD: 'EURO'
            'C$'          | the currency is not USD: 'C$'
            shop.currency | the currency is not USD: 'not readable'
            'US$'         |
            null          |
            ''            |
            """)
    void theCurrencyIsNoCode(String written, String reason) throws Exception {
        start(TAG.replace("'USD'", written), Map.of());
        shop.order();

        assertEquals(reason == null ? "waiting" : "rejected", shop.rows().get(0).state());
        assertTrue(
                reason == null || LOG.ours(Level.WARNING).stream().anyMatch(line -> line.contains(reason)), LOG::all);
    }

    @Test
    void oneExpressionAndTheRestFromThePage() throws Exception {
        start(TAG.replace("USD", "EUR"), Map.of("orderId", "shop-${order.id}"));
        shop.order();

        OutboxFile.Row row = shop.rows().get(0);
        assertEquals("shop-7", row.order().orderId());
        assertEquals("152.99", row.order().amount());
        assertEquals("rejected", row.state(), "the amount is the page's, and so is its currency");
        assertTrue(said("reports orders on").contains("; reads amount and currency by convention"), LOG::all);
    }

    @ParameterizedTest
    @CsvSource({"${order.id}, true", "shop-${page.order.id}, false"})
    void theStatedAmountOfAnotherOrderIsSaid(String orderId, boolean isSaid) throws Exception {
        start(TAG, Map.of("orderId", orderId));
        shop.order();

        assertEquals("152.99", shop.reported().get(0).amount());
        assertEquals(
                isSaid,
                LOG.ours(Level.WARNING).stream()
                        .anyMatch(
                                line -> line.contains(
                                        "the amount is what the page states of order 1123, and orderId gives 7: if these are two")),
                LOG::all);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${ page.order.amount }",
                "#{page['order'].amount}",
                "${page.order.amount + page.order.tax}",
                "${empty page.order.amount ? order.total : page.order.amount}"
            })
    void whatIsMadeOfTheStatedAmountIsInTheStatedCurrency(String amount) throws Exception {
        start(TAG.replace("USD", "EUR"), Map.of("amount", amount));
        shop.order();

        assertEquals("rejected", shop.rows().get(0).state());
    }

    @Test
    void theAmountThatIsGivenIsInDollarsWhateverThePageStates() throws Exception {
        start(TAG.replace("USD", "EUR"), Map.of("amount", "${order.total}"));
        shop.order();

        assertEquals(List.of("1123"), shop.reportedIds());
        assertEquals("8.00", shop.reported().get(0).amount());
        assertTrue(said("reports orders on").contains("; reads orderId by convention"), LOG::all);
    }

    @Test
    void nothingIsReadByConventionWhereAllIsGiven() throws Exception {
        start(TAG, Map.of("orderId", "${order.id}", "amount", "${order.total}"));
        shop.order();

        assertEquals(List.of("7"), shop.reportedIds());
        assertTrue(!said("reports orders on").contains("convention"), LOG::all);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1124 | 0     | the page states several orders, none of which is taken
            ''   | 20000 | the page is longer than pageLimit
            ''   | 0     | the page states none for its order by any convention known
            """)
    void whyAnAmountIsMissing(String second, int more, String reason) throws Exception {
        String tags = second.isEmpty() ? "" : TAG + TAG.replace("1123", second);
        start(tags + (more > 0 ? TAG : "") + "x".repeat(more), Map.of("orderId", "${order.id}", "pageLimit", "16KiB"));
        shop.order();

        assertEquals("rejected", shop.rows().get(0).state());
        assertTrue(
                LOG.ours(Level.WARNING).stream()
                        .anyMatch(line -> line.contains("as rejected: the amount is missing: " + reason)),
                LOG::all);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1124 | the page states several orders, none of which is taken
            ''   | the page states no order by any convention known
            """)
    void noOrderIsTakenByChance(String second, String reason) throws Exception {
        shop.setting("statusPath", "/roi-status").withoutProxy();
        start(second.isEmpty() ? "no tag" : TAG + TAG.replace("1123", second), Map.of());
        shop.order();

        assertEquals(List.of(), shop.rows());
        String page = TestShop.text(shop.get("/roi-status"));
        assertTrue(page.contains(reason), page);
    }

    private void start(String tags, Map<String, String> settings) throws Exception {
        settings.forEach(shop::setting);
        shop.setting("confirmation", "/thank-you")
                .page("/thank-you", (request, response) -> {
                    request.setAttribute("order", Map.of("id", "7", "total", "8.00"));
                    response.setContentType("text/html;charset=UTF-8");
                    TestShop.print(response, "<html><body><h1>Thank you</h1>" + tags + "</body></html>");
                })
                .initializer()
                .start();
    }

    private static String said(String words) {
        return LOG.ours(Level.INFO).stream()
                .filter(line -> line.contains(words))
                .findFirst()
                .orElseThrow(() -> new AssertionError(LOG.all()));
    }
}
