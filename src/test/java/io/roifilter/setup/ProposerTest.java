package io.roifilter.setup;

import static io.roifilter.setup.Recorded.value;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProposerTest {
    private final Recorded recorded = new Recorded();

    private static void assertSettings(Proposal proposal, String... namesAndValues) {
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            expected.append(namesAndValues[i])
                    .append('=')
                    .append(namesAndValues[i + 1])
                    .append('\n');
        }
        StringBuilder actual = new StringBuilder();
        proposal.settings()
                .forEach(setting -> actual.append(setting.name())
                        .append('=')
                        .append(setting.value())
                        .append('\n'));
        assertEquals(expected.toString(), actual.toString());
    }

    private static Proposal best(Search search) {
        assertFalse(search.proposals().isEmpty(), () -> search.notes().toString());
        return search.proposals().get(0);
    }

    @Test
    void aBeanOfTheRequestIsReadByItsGetters() {
        recorded.get("/order")
                .request("order", Map.of("id", 0, "totalPrice", 0))
                .end();
        recorded.post("/order")
                .request("order", Map.of("id", 1123, "totalPrice", 16.5, "lines", 2))
                .html("<p>Order #1123 for $16.50</p>")
                .end();

        Proposal best = best(recorded.search("1123", "16.50"));

        assertSettings(
                best,
                "confirmation",
                "/order",
                "when",
                "${request.method == 'POST'}",
                "orderId",
                "${order.id}",
                "amount",
                "${order.totalPrice}");
        assertEquals(
                "`${order.totalPrice}` is 16.5 on the confirmation, 0 on GET /order before it.",
                Recorded.setting(best, "amount").orElseThrow().reason());
        assertEquals(1, best.lookAlikes().size());
        assertEquals("GET", best.lookAlikes().get(0).visit().method());
        assertTrue(
                best.lookAlikes().get(0).text().contains("${request.method == 'POST'}, is not true there"),
                best::toString);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1123 | 16.5",
                "#1123 | $16.50",
                "Order No. 1123 | USD 16.50",
                "Bestellung 1123 | 16,50",
                "001123 | 16.50 $",
                "1123. | Total: 16.50",
            })
    void whatTheOperatorTypesMayHaveAnythingAroundIt(String orderId, String total) {
        recorded.post("/thanks")
                .request("order", Map.of("id", 1123, "total", new BigDecimal("16.50")))
                .end();

        assertSettings(
                best(recorded.search(orderId, total)),
                "confirmation",
                "/thanks",
                "orderId",
                "${order.id}",
                "amount",
                "${order.total}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.234,50 | 1234.50",
                "1,234.50 | 1234.5",
                "1 234,50 | 1234.50",
                "1'234.50 | 1234.50",
                "1.299 | 1299",
                "1,299 | 1299.00"
            })
    void aTotalIsReadAsItCanBeMeant(String typed, String value) {
        recorded.post("/thanks")
                .request("order", Map.of("id", "A-1", "total", new BigDecimal(value)))
                .end();

        assertEquals("${order.total}", value(best(recorded.search("A-1", typed)), "amount"));
    }

    @Test
    void aQuantityThatIsEqualToTheTotalIsNotTaken() {
        recorded.post("/thanks")
                .request("order", Map.of("id", 20, "quantity", 20, "total", 20.0, "year", 20, "customerId", 20))
                .end();

        assertSettings(
                best(recorded.search("20", "20.00")),
                "confirmation",
                "/thanks",
                "orderId",
                "${order.id}",
                "amount",
                "${order.total}");
    }

    @Test
    void aNumberWithinAnotherIsNotTheOrders() {
        recorded.post("/thanks")
                .request("visit", "A1123B")
                .request("bean", Map.of("id", 11230, "total", 16.5))
                .end();

        Search search = recorded.search("1123", "16.50");

        assertEquals(List.of(), search.proposals());
        assertTrue(search.notes().toString().contains("The order number 1123 was not found"), search::toString);
        assertFalse(search.notes().toString().contains("The total 16.50 was not found"), search::toString);
    }

    @Test
    void anIdOfTheOrdersOwnIsBetterThanThatOfALineOrACustomer() {
        recorded.post("/thanks")
                .request("customer", Map.of("id", 7))
                .request("order", Map.of("items", List.of(Map.of("id", 7, "price", 5)), "number", "7", "total", 5))
                .end();

        assertSettings(
                best(recorded.search("7", "5")),
                "confirmation",
                "/thanks",
                "orderId",
                "${order.number}",
                "amount",
                "${order.total}");
    }

    @Test
    void thePathOfTheOrderIsTakenWithAllBelow() {
        recorded.get("/orders/1123/confirmation")
                .request("order", Map.of("id", 1123, "total", 16.5))
                .end();
        recorded.get("/orders/1100/details")
                .request("order", Map.of("id", 1100, "total", 3))
                .end();

        assertSettings(
                best(recorded.search("1123", "16.50")),
                "confirmation",
                "/orders/*",
                "when",
                "${request.requestURI.endsWith('/confirmation')}",
                "orderId",
                "${order.id}",
                "amount",
                "${order.total}");
    }

    @Test
    void aNumberThatIsOnlyInTheAddressIsReadThere() {
        recorded.get("/orders/1123").html("<p id=total>$16.50</p>").end();

        assertSettings(
                best(recorded.search("1123", "16.50")),
                "confirmation",
                "/orders/*",
                "orderId",
                "${request.requestURI.replaceAll('.*/|;.*', '')}",
                "amount",
                "${page.text('#total')}");
    }

    @Test
    void whatThePageStatesByConventionNeedsNothingButItsPath() {
        recorded.post("/thanks")
                .request("order", Map.of("id", 1123, "total", 16.5))
                .html("<script>gtag('event','purchase',{transaction_id:'1123',value:16.5,currency:'USD'})</script>")
                .end();

        Search search = recorded.search("1123", "16.50");

        assertSettings(best(search), "confirmation", "/thanks");
        assertEquals("${order.id}", value(search.proposals().get(1), "orderId"));
    }

    @Test
    void whatAPartOfAPageStatesIsNotProposedAsItWouldNotBeRead() {
        recorded.post("/thanks")
                .html("<script>gtag('event','purchase',{transaction_id:'1123',value:16.5})</script>")
                .trouble("the page is longer than pageLimit")
                .end();

        Search search = recorded.search("1123", "16.50");

        assertEquals(List.of(), search.proposals());
        assertTrue(search.notes().toString().contains("longer than pageLimit"), search::toString);
    }

    @Test
    void anotherTotalByConventionIsSaid() {
        recorded.post("/thanks")
                .html(
                        "<script>gtag('event','purchase',{transaction_id:'1123',value:14})</script> <b id=total>$16.50</b>")
                .end();

        Search search = recorded.search("1123", "16.50");

        assertTrue(search.notes().get(0).contains("with a total of 14, not 16.50"), search::toString);
    }

    @Test
    void theSessionIsReadWhereTheRequestHasNothing() {
        recorded.visit("POST", "/place", 302)
                .session("lastOrder", Map.of("ref", "R-5", "sum", 9.5))
                .end();
        recorded.get("/done")
                .session("lastOrder", Map.of("ref", "R-5", "sum", 9.5))
                .html("<p>R-5</p>")
                .end();

        Proposal best = best(recorded.search("R-5", "9.50"));

        assertSettings(best, "confirmation", "/done", "orderId", "${lastOrder.ref}", "amount", "${lastOrder.sum}");
    }

    @Test
    void whatThePageTakesAwayIsReadBeforeThat() {
        recorded.post("/done")
                .taken("cart", Map.of("orderNumber", "77", "total", 12.0))
                .html("thanks")
                .end();

        Proposal best = best(recorded.search("77", "12"));

        assertSettings(best, "confirmation", "/done", "orderId", "${cart.orderNumber}", "amount", "${cart.total}");
        assertTrue(best.reasons().toString().contains("takes it away"), best::toString);
    }

    @Test
    void anAttributeOfOneScopeDoesNotHideAnothers() {
        recorded.post("/done")
                .request("order", "x")
                .request("shop.order", Map.of("id", "1", "total", 3.5))
                .session("order", Map.of("id", "1", "total", 3.5))
                .end();

        Search search = recorded.search("1", "3.50");

        assertEquals(
                "${requestScope['shop.order'].id}", value(search.proposals().get(0), "orderId"));
        assertEquals("${sessionScope.order.id}", value(search.proposals().get(1), "orderId"));
    }

    @Test
    void theJsonOfTheAnswerIsRead() {
        recorded.post("/api/orders")
                .json("{\"data\":{\"order\":{\"id\":1123,\"total\":{\"value\":16.50,\"currency\":\"EUR\"}}}}")
                .end();

        Proposal best = best(recorded.search("1123", "16,50 €"));

        assertSettings(
                best,
                "confirmation",
                "/api/orders",
                "orderId",
                "${page.json.data.order.id}",
                "amount",
                "${page.json.data.order.total.value}",
                "currency",
                "${page.json.data.order.total.currency}");
        assertTrue(
                Recorded.setting(best, "currency").orElseThrow().reason().contains("kept as rejected"), best::toString);
    }

    @Test
    void aTotalInCentsIsDivided() {
        recorded.post("/api/orders")
                .json("{\"id\":\"o-9\",\"totalCents\":1650}")
                .end();

        assertEquals("${page.json.totalCents * 0.01}", value(best(recorded.search("o-9", "16.50")), "amount"));
    }

    @Test
    void aTextOfThePageIsReadByASelectorOrByTheWordsBeforeIt() {
        recorded.get("/thanks")
                .html(
                        "<h1>Thank you for your order #1123</h1><p>Shipping: $3.00</p><p>Total: <b class=sum>$1,234.50</b></p>")
                .end();

        Proposal best = best(recorded.search("1123", "1,234.50"));

        assertSettings(
                best,
                "confirmation",
                "/thanks",
                "orderId",
                "${page.match('\\\\border #(\\\\d+)')}",
                "amount",
                "${page.text('.sum')}");
    }

    @Test
    void idsAndDataAttributesAreBetterThanWords() {
        recorded.get("/thanks")
                .html(
                        "<p>Order <span id=order-number>1123</span></p><div data-order-total=\"16.50\">Total: $16.50</div>")
                .end();

        assertSettings(
                best(recorded.search("1123", "16.50")),
                "confirmation",
                "/thanks",
                "orderId",
                "${page.text('#order-number')}",
                "amount",
                "${page.attribute('[data-order-total]', 'data-order-total')}");
    }

    @Test
    void aDecimalCommaIsMadeAPoint() {
        recorded.get("/danke")
                .html("<p>Bestellnummer: <b id=nummer>B-77</b></p><p id=summe>Gesamt: 1.234,50 €</p>")
                .end();

        Proposal best = best(recorded.search("B-77", "1.234,50 €"));

        assertSettings(
                best,
                "confirmation",
                "/danke",
                "orderId",
                "${page.text('#nummer')}",
                "amount",
                "${page.text('#summe').replaceAll('[^0-9,]', '').replace(',', '.')}",
                "currency",
                "EUR");
    }

    @Test
    void aFrontControllersPagesAreToldApartByAParameter() {
        recorded.get("/index.do")
                .parameter("action", "review")
                .request("order", Map.of("id", 1122, "total", 3))
                .end();
        recorded.get("/index.do")
                .parameter("action", "done")
                .request("order", Map.of("id", 1123, "total", 16.5))
                .end();

        assertEquals("${param.action == 'done'}", value(best(recorded.search("1123", "16.50")), "when"));
    }

    @Test
    void aFlagOfTheOrderTellsApartWhatNothingElseDoes() {
        recorded.get("/order")
                .request("order", Map.of("id", 1122, "total", 3, "status", "DRAFT"))
                .end();
        recorded.get("/order")
                .request("order", Map.of("id", 1123, "total", 16.5, "status", "PLACED"))
                .end();

        assertEquals("${order.status == 'PLACED'}", value(best(recorded.search("1123", "16.50")), "when"));
    }

    @Test
    void aReloadNeedsNoCondition() {
        recorded.get("/done")
                .request("order", Map.of("id", 1123, "total", 16.5))
                .end();
        recorded.get("/done")
                .request("order", Map.of("id", 1123, "total", 16.5))
                .end();

        Proposal best = best(recorded.search("1123", "16.50"));

        assertEquals("", value(best, "when"));
        assertTrue(best.lookAlikes().get(0).text().contains("the same order"), best::toString);
    }

    @Test
    void twoOrdersMakeItSurer() {
        recorded.post("/done")
                .request("fixed", Map.of("id", 1122, "total", 3.0))
                .request("order", Map.of("number", 1122, "total", 3.0))
                .end();
        recorded.search("1122", "3");
        recorded.post("/done")
                .request("fixed", Map.of("id", 0, "total", 0))
                .request("order", Map.of("number", 1123, "total", 16.5))
                .request("second", "x")
                .end();

        Proposal best = best(recorded.search("1123", "16.50"));

        assertEquals("${order.number}", value(best, "orderId"));
        assertTrue(best.reasons().toString().contains("looked for before"), best::toString);
        assertEquals("", value(best, "when"), "the first is an order, too");
        assertEquals(List.of(), best.lookAlikes());
    }

    @Test
    void whatAllVisitorsShareIsNotProposed() {
        recorded.post("/done")
                .application("lastOrder", Map.of("id", 1123, "total", 16.5))
                .end();

        Search search = recorded.search("1123", "16.50");

        assertEquals(List.of(), search.proposals());
        assertTrue(search.notes().toString().contains("attribute of the whole application"), search::toString);
    }

    @Test
    void ofAnErrorPageNothingIsProposed() {
        recorded.visit("POST", "/done", 500)
                .request("order", Map.of("id", 1123, "total", 16.5))
                .end();

        Search search = recorded.search("1123", "16.50");

        assertEquals(List.of(), search.proposals());
        assertTrue(search.notes().toString().contains("answered 500"), search::toString);
    }

    @Test
    void whatToTryIsSaid() {
        assertTrue(recorded.search("1123", "16.50").notes().get(0).contains("No request"));
        assertTrue(recorded.search("", "16.50").notes().get(0).contains("Type the order number"));
        assertTrue(recorded.search("1123", "soon").notes().get(0).contains("Type the total"));
    }

    @Test
    void aReviewThatShowsTheWholeOrderIsTooEarly() {
        order("/c1", "/c2");

        Proposal best = best(recorded.search("T90418", "432.66"));

        assertEquals("/c2", value(best, "confirmation"));
        assertTrue(
                best.reasons().stream().anyMatch(reason -> reason.startsWith("GET /c1 shows the same before")),
                best::toString);
    }

    @Test
    void aReviewOnTheSamePathIsToldApart() {
        order("/checkout", "/checkout");

        Proposal best = best(recorded.search("T90418", "432.66"));

        assertEquals("${param.step == 'done'}", value(best, "when"));
        assertTrue(
                best.lookAlikes().get(0).text().contains("before it is confirmed; the proposed when"), best::toString);
    }

    private void order(String review, String done) {
        Map<String, Object> receipt = Map.of("docNo", "T90418", "gross", 432.66);
        recorded.visit("POST", "/address", 302).end();
        recorded.get(review).parameter("step", "review").request("vm", receipt).end();
        recorded.visit("POST", "/pay", 302).end();
        recorded.get(done).parameter("step", "done").request("vm", receipt).end();
    }

    @Test
    void aListOnTheSamePathThatCannotBeReadLooksAlike() {
        recorded.get("/api/orders").json("[{\"id\":\"A-1\",\"total\":1.5}]").end();
        recorded.visit("POST", "/api/orders", 201)
                .json("{\"id\":\"A-2\",\"total\":16.5}")
                .end();

        Proposal best = best(recorded.search("A-2", "16.50"));

        assertSettings(
                best,
                "confirmation",
                "/api/orders",
                "when",
                "${request.method == 'POST'}",
                "orderId",
                "${page.json.id}",
                "amount",
                "${page.json.total}");
        assertTrue(best.lookAlikes().get(0).text().contains("would be kept as rejected"), best::toString);
    }

    @Test
    void numberAndTotalAreOfOneElement() {
        recorded.post("/done")
                .request("past", List.of(Map.of("docNo", "A-1", "gross", 16.5), Map.of("docNo", "A-2", "gross", 16.5)))
                .end();

        Proposal best = best(recorded.search("A-2", "16.50"));

        assertEquals("${past[1].docNo}", value(best, "orderId"));
        assertEquals("${past[1].gross}", value(best, "amount"));
        assertTrue(best.reasons().stream().anyMatch(reason -> reason.contains("a place in a list")), best::toString);
    }
}
