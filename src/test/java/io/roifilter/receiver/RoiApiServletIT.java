package io.roifilter.receiver;

import static io.roifilter.receiver.EndpointServer.COMPACT;
import static io.roifilter.receiver.EndpointServer.CREDENTIALS;
import static io.roifilter.receiver.EndpointServer.LONG;
import static io.roifilter.receiver.EndpointServer.call;
import static io.roifilter.receiver.EndpointServer.items;
import static io.roifilter.receiver.EndpointServer.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.api.ApiClient;
import io.roifilter.api.ApiRequest;
import io.roifilter.api.ApiResponse.Item;
import io.roifilter.api.Credentials;
import io.roifilter.api.RoiInsert;
import io.roifilter.api.Verdict;
import io.roifilter.receiver.received.ReceivedOrders;
import io.roifilter.testing.SettableClock;
import jakarta.el.ELProcessor;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the endpoint says to messages of the API, and what it keeps of them. */
class RoiApiServletIT {
    private static final Instant NOON = Instant.parse("2026-11-22T20:00:00Z"); // in US Pacific time

    @TempDir
    Path directory;

    private final SettableClock clock = new SettableClock(NOON);

    @AutoClose
    private EndpointServer endpoint;

    @BeforeEach
    void start() throws Exception {
        endpoint = EndpointServer.start(directory, clock);
    }

    @Test
    void successHasExactlyThePublishedStructure() throws Exception {
        String xml = "<api><authentication><api_key>key &amp; 1</api_key><shared_secret>se&lt;cret</shared_secret>"
                + "<response_type>xml</response_type></authentication><data><methodCall>"
                + "<methodName>roi.insert</methodName><roi_data>" + LONG + "</roi_data><amount>152.99</amount>"
                + "<order_id>123</order_id><ignore_duplicate_orders>1</ignore_duplicate_orders>"
                + "<purchase_date>2009-03-18</purchase_date></methodCall></data></api>";
        HttpResponse<String> response = endpoint.postXml(xml);
        assertEquals(200, response.statusCode());
        assertEquals(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><methodResponse><item><methodName>roi.insert</methodName>"
                        + "<responseCode>201</responseCode>"
                        + "<responseText>Conversion will be saved and processed later</responseText><responseData>"
                        + "<db_spec>farm</db_spec><mes_cont_id>97777016</mes_cont_id><tracked_id>3416623</tracked_id>"
                        + "<roi_hash>" + LONG.substring(LONG.length() - 32) + "</roi_hash><order_id>123</order_id>"
                        + "<amount>152.99</amount><purchase_date>2009-03-18 00:00:00</purchase_date>"
                        + "<ignore_duplicate_orders>1</ignore_duplicate_orders></responseData>"
                        + "<responseNum>1</responseNum></item></methodResponse>",
                response.body());
        assertEquals("text/xml;charset=utf-8", header(response, "Content-Type").toLowerCase(Locale.ROOT));
        assertEquals("no-store", header(response, "Cache-Control"));
        assertEquals("nosniff", header(response, "X-Content-Type-Options"));
    }

    @Test
    void compactRoiDataNamesNoLink() throws Exception {
        Map<String, String> data = one(call("1", "roi_data", COMPACT)).responseData();
        assertEquals("1242357", data.get("mes_cont_id"));
        assertEquals("", data.get("tracked_id"));
    }

    @Test
    void keepsWhatItAccepted() throws Exception {
        endpoint.send(message(call("A"), call("B", "roi_data", COMPACT)));
        List<ReceivedOrders.Order> orders = endpoint.received().getOrders();
        assertEquals(List.of("B", "A"), endpoint.receivedIds());
        assertEquals(null, orders.get(0).getTrackedId());
        ReceivedOrders.Order order = orders.get(1);
        assertEquals(new BigDecimal("152.99"), order.getAmount());
        assertEquals(LocalDate.of(2010, 3, 1), order.getPurchaseDate());
        assertEquals(3416623L, order.getTrackedId());
        assertEquals(97777016L, order.getMesContId());
        assertEquals("619-295-1856", order.getAccount());
        assertEquals(NOON, order.getReceivedAt());
        assertFalse(order.isIgnoreDuplicateOrders());
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-01T07:59:59Z, 2026-02-28 23:59:59", // standard time, UTC-8
        "2026-03-01T08:00:00Z, 2026-03-01 00:00:00",
        "2026-07-01T06:59:59Z, 2026-06-30 23:59:59", // daylight saving, UTC-7
        "2026-03-08T10:00:00Z, 2026-03-08 03:00:00" // the hour that does not exist
    })
    void withoutPurchaseDateItIsNowInPacificTime(Instant now, String pacific) throws Exception {
        clock.advance(Duration.between(NOON, now));
        Item item = one(call("1", "purchase_date", null));
        assertEquals(pacific, item.responseData().get("purchase_date"));
        LocalDate day = endpoint.received().getOrders().get(0).getPurchaseDate();
        assertEquals(LocalDate.parse(pacific.substring(0, 10)), day);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"2010-02-29", "2010-3-1", "03/01/2010", "2010-03-01 10:00:00", "+12010-03-01", "٢٠١٠-03-01", "x"
            })
    void wrongDateIs402(String date) throws Exception {
        Item item = one(call("1", "purchase_date", date));
        assertEquals("402", item.responseCode());
        assertEquals("Insert failed: invalid purchase date, unable to parse", item.responseText());
        assertEquals(0, endpoint.received().getCount());
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "http://echo.example.com/ct/1:a:m:1:2:", "echo3-1-2-00000000000000000000000000000000"})
    void roiDataWithoutItsHashIs403(String roiData) throws Exception {
        Item item = one(call("1", "roi_data", roiData));
        assertEquals("403", item.responseCode());
        assertEquals("Insert failed: ROI Hash does not match", item.responseText());
        assertEquals("", item.error());
        assertEquals(0, endpoint.received().getCount());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void roiDataChangedAtAnyPlaceIs403(boolean compact) throws Exception {
        String genuine = compact ? COMPACT : LONG;
        ApiRequest.Call[] calls = IntStream.range(0, genuine.length())
                .mapToObj(i -> call("id" + i, "roi_data", changedAt(genuine, i)))
                .toArray(ApiRequest.Call[]::new);
        List<Item> items = endpoint.send(message(calls));
        assertEquals(genuine.length(), items.size());
        items.forEach(item -> assertEquals("403", item.responseCode(), item.responseNum()));
    }

    @Test
    void hashCountsInEitherCase() throws Exception {
        int hash = LONG.length() - 32;
        String lower = LONG.substring(0, hash) + LONG.substring(hash).toLowerCase(Locale.ROOT);
        assertEquals("201", one(call("1", "roi_data", lower)).responseCode());
    }

    @Test
    void namesEveryMissingVariable() throws Exception {
        List<Item> items = endpoint.send(message(
                call("1"),
                new ApiRequest.Call("roi.insert", Map.of("amount", " ")),
                call("2", "order_id", null),
                call("3")));
        Item item = items.get(1);
        assertEquals("1", item.error());
        assertEquals("Missing variables", item.responseText());
        assertEquals(Map.of("missing_vars", "roi_data,amount,order_id"), item.responseData());
        assertEquals("order_id", items.get(2).responseData().get("missing_vars"));
        String xml = endpoint.postXml(message(call("1"), call("2", "order_id", null), call("3"))
                        .toXml())
                .body();
        assertTrue(xml.contains("<totalRequests>3</totalRequests><totalCompleted>2</totalCompleted>"), xml);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "152",
                "152.9",
                "152.999",
                "$152.99",
                "1,152.99",
                "-1.00",
                ".99",
                "1e2",
                "NaN",
                "1234567890123.00",
                "١.٠٠"
            })
    void amountThatIsNotDollarsAndCentsCountsAsMissing(String amount) throws Exception {
        Item item = one(call("1", "amount", amount));
        assertEquals("Missing variables", item.responseText());
        assertEquals("amount", item.responseData().get("missing_vars"));
        assertTrue(item.responseData().get("hint").contains("dollars.cents"));
        assertEquals(0, endpoint.received().getCount());
    }

    @ParameterizedTest
    @CsvSource({"0.00, 0.00", "007.50, 7.50", "999999999999.99, 999999999999.99"})
    void amountIsKeptExactly(String amount, BigDecimal kept) throws Exception {
        assertEquals(amount, one(call("1", "amount", amount)).responseData().get("amount"));
        assertEquals(kept, endpoint.received().getTotal());
    }

    @Test
    void callAfterOneThatFailsIsNotExecutedUnlessToldSo() throws Exception {
        ApiRequest.Call[] calls = {call("A"), call("B", "purchase_date", "x"), call("C")};
        List<Item> items = endpoint.send(new ApiRequest(CREDENTIALS, "xml", false, List.of(calls)));
        assertEquals(List.of("1", "2"), items.stream().map(Item::responseNum).toList());
        assertEquals(List.of("A"), endpoint.receivedIds());

        items = endpoint.send(message(calls));
        assertEquals(
                List.of("201", "402", "201"),
                items.stream().map(Item::responseCode).toList());
        assertEquals(List.of("C", "A"), endpoint.receivedIds());
    }

    @Test
    void anotherMethodIsAnIncorrectAction() throws Exception {
        Item item = one(new ApiRequest.Call("roi.delete", Map.of("order_id", "1")));
        assertEquals("1", item.error());
        assertEquals("Incorrect Action Specified", item.responseText());
        assertEquals("roi.delete", item.methodName());
        assertEquals("", one(new ApiRequest.Call("<script>\n", Map.of())).methodName());
    }

    @Test
    void wrongCredentialsHaveOneItemForAllCalls() throws Exception {
        for (Credentials wrong : List.of(
                new Credentials("", ""),
                new Credentials(CREDENTIALS.apiKey(), "wrong"),
                new Credentials("wrong", CREDENTIALS.sharedSecret()))) {
            ApiRequest message = new ApiRequest(wrong, "xml", true, List.of(call("1"), call("2")));
            assertEquals(
                    "<?xml version=\"1.0\" encoding=\"UTF-8\"?><methodResponse><item><error>1</error>"
                            + "<responseText>Could not authenticate</responseText>"
                            + "<responseData><responseCode>445</responseCode></responseData></item></methodResponse>",
                    endpoint.postXml(message.toXml()).body());
        }
        assertEquals(0, endpoint.received().getCount());
    }

    @Test
    void messageWithoutCallsMissesThem() throws Exception {
        Item item = endpoint.send(message()).get(0);
        assertEquals("Missing variables", item.responseText());
        assertEquals("methodCall", item.responseData().get("missing_vars"));
    }

    @Test
    void responseTypePhpIsRefusedInWords() throws Exception {
        ApiRequest message = new ApiRequest(CREDENTIALS, "php", true, List.of(call("1")));
        Item item = items(endpoint.postXml(message.toXml()), 200).get(0);
        assertEquals("1", item.error());
        assertTrue(item.responseText().contains("xml or json"), item.responseText());
        assertEquals(0, endpoint.received().getCount());
    }

    @ParameterizedTest
    @ValueSource(strings = {"A&B", "<order>", "]]>", "Ä-ö-ß", "😀𝄞", "\"'+%20", "a  b", "100%"})
    void orderIdOfAnyKindComesBackAndIsKept(String orderId) throws Exception {
        assertEquals(orderId, one(call(orderId)).responseData().get("order_id"));
        assertEquals(List.of(orderId), endpoint.receivedIds());
    }

    @Test
    void orderIdThatCannotBeKeptCountsAsMissing() throws Exception {
        for (String orderId : List.of("x".repeat(256), "a\nb", "a\u0085b")) {
            Item item = one(call(orderId));
            assertEquals("order_id", item.responseData().get("missing_vars"));
            assertTrue(item.responseData().get("hint").contains("255"));
        }
    }

    @Test
    void repeatedOrderIdIsAnswered201AndKeptOut() throws Exception {
        List<Item> items = endpoint.send(message(call("A"), call("A", "amount", "1.00"), call("a")));
        items.forEach(item -> assertEquals("201", item.responseCode()));
        assertEquals("201", one(call("A", "amount", "2.00")).responseCode());
        assertEquals(List.of("a", "A"), endpoint.receivedIds());
        assertEquals(new BigDecimal("305.98"), endpoint.received().getTotal());
    }

    /** Somebody who knows a roi_data can say that it led to more orders, as it may, but takes no order from another. */
    @Test
    void replayedRoiDataIsCreditedWithNoOrderTwiceAndNoneOfAnothers() throws Exception {
        endpoint.send(message(call("A"), call("B", "roi_data", COMPACT)));
        endpoint.send(message(call("A"), call("A", "roi_data", COMPACT), call("B"), call("C")));
        assertEquals(
                Map.of("A", 97777016L, "B", 1242357L, "C", 97777016L),
                endpoint.received().getOrders().stream()
                        .collect(Collectors.toMap(
                                ReceivedOrders.Order::getOrderId, ReceivedOrders.Order::getMesContId)));
    }

    @Test
    void repeatedOrderIdCountsAgainIfItsCallSaysSo() throws Exception {
        ApiRequest.Call again = call("A", "ignore_duplicate_orders", "1");
        endpoint.send(message(again, again, call("A"), call("A", "ignore_duplicate_orders", "0")));
        assertEquals(List.of("A", "A"), endpoint.receivedIds());
        assertTrue(endpoint.received().getOrders().get(0).isIgnoreDuplicateOrders());
    }

    @Test
    void restartForgetsNothing() throws Exception {
        endpoint.send(message(call("A")));
        endpoint.close();
        endpoint = EndpointServer.start(directory, clock);
        endpoint.send(message(call("A", "amount", "1.00"), call("B")));
        assertEquals(List.of("B", "A"), endpoint.receivedIds());
    }

    @Test
    void sameOrdersFromManyCallersAtOnceCountOnce() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try {
            List<Callable<List<Item>>> posts = new ArrayList<>();
            for (int i = 0; i < 160; i++) {
                String orderId = "id" + i % 20;
                posts.add(() -> endpoint.send(message(
                        call(orderId), call("own" + Thread.currentThread().getName()))));
            }
            for (Future<List<Item>> post : callers.invokeAll(posts)) {
                post.get().forEach(item -> assertEquals("201", item.responseCode()));
                assertTrue(endpoint.received().isAvailable());
            }
        } finally {
            callers.shutdownNow();
        }
        assertEquals(28, endpoint.received().getCount());
    }

    @Test
    void callsAsOurClientSendsThemGetTheirVerdicts() throws Exception {
        List<Verdict> verdicts = send(
                CREDENTIALS,
                insert(LONG, "152.99", "A"),
                insert(COMPACT, "152.99", "B&<ä>😀"),
                insert("forged", "152.99", "C"),
                insert(LONG, "1.299,50", "D"));
        assertTrue(verdicts.get(0) instanceof Verdict.Delivered, verdicts::toString);
        assertTrue(verdicts.get(1) instanceof Verdict.Delivered, verdicts::toString);
        assertTrue(verdicts.get(2) instanceof Verdict.Rejected rejected
                && rejected.code().equals("403"));
        assertTrue(verdicts.get(3) instanceof Verdict.Rejected, verdicts::toString);
        assertEquals(List.of("B&<ä>😀", "A"), endpoint.receivedIds());
        Verdict refused =
                send(new Credentials("key", "wrong"), insert(LONG, "1.00", "E")).get(0);
        assertTrue(refused instanceof Verdict.Blocked, refused::toString);
    }

    @Test
    void whileAnotherInstanceHasTheStoreCallersAreAskedToComeAgain() throws Exception {
        try (EndpointServer next = EndpointServer.start(directory, clock)) {
            HttpResponse<String> response = next.postXml(message(call("A")).toXml());
            assertEquals("1", items(response, 503).get(0).error());
            assertEquals("5", header(response, "Retry-After"));
            assertFalse(next.received().isAvailable());
            assertEquals(BigDecimal.valueOf(0, 2), next.received().getTotal());
            assertEquals(List.of(), next.received().getOrders());
            try (ApiClient client = client(next, CREDENTIALS)) {
                Verdict verdict =
                        client.send(List.of(insert(LONG, "1.00", "A"))).get(0);
                assertEquals(new Verdict.Retry("HTTP status 503", Duration.ofSeconds(5)), verdict);
            }

            endpoint.close();
            assertEquals("201", next.send(message(call("A"))).get(0).responseCode());
            assertEquals(List.of("A"), next.receivedIds());
        }
    }

    @Test
    void revenueIsSummedByLinkAndByMessageAndContact() throws Exception {
        String other = EndpointServer.MINT.roiData("http://echo.example.com/ct/", 5, "619-295-1856", 97777016);
        endpoint.send(message(
                call("A", "amount", "10.05"),
                call("B", "amount", "0.95"),
                call("C", "roi_data", other),
                call("D", "roi_data", COMPACT)));
        ReceivedOrders received = endpoint.received();
        assertEquals(4, received.getCount());
        assertEquals(new BigDecimal("316.98"), received.getTotal());
        assertEquals(
                List.of("null 1 152.99", "5 1 152.99", "3416623 2 11.00"),
                received.getByTrackedId().stream().map(RoiApiServletIT::text).toList());
        assertEquals(
                List.of("97777016 3 163.99", "1242357 1 152.99"),
                received.getByMesContId().stream().map(RoiApiServletIT::text).toList());
    }

    @Test
    void newestOrdersAreListedUpToABound() throws Exception {
        endpoint.send(
                message(IntStream.range(0, 150).mapToObj(i -> call("id" + i)).toArray(ApiRequest.Call[]::new)));
        List<String> ids = endpoint.receivedIds();
        assertEquals(ReceivedOrders.MAX_ROWS, ids.size());
        assertEquals("id149", ids.get(0));
        assertEquals(150, endpoint.received().getCount());
    }

    @Test
    void pagesReadTheAttributesByExpressions() throws Exception {
        endpoint.send(message(call("A")));
        ELProcessor page = new ELProcessor();
        page.defineBean("roiReceivedOrders", endpoint.attribute("roiReceivedOrders"));
        page.defineBean("roiDataMint", endpoint.attribute("roiDataMint"));
        assertEquals(
                LONG,
                page.eval("roiDataMint.roiData('http://echo.example.com/ct', 3416623, '619-295-1856', 97777016)"));
        assertEquals(
                "1 152.99 true",
                page.eval("roiReceivedOrders.count += ' ' += roiReceivedOrders.total += ' '"
                        + " += roiReceivedOrders.available"));
        assertEquals(
                "A 152.99 2010-03-01 3416623 97777016 619-295-1856 false 2026-11-22T20:00:00Z",
                page.eval(
                        "o = roiReceivedOrders.orders[0]; o.orderId += ' ' += o.amount += ' ' += o.purchaseDate += ' '"
                                + " += o.trackedId += ' ' += o.mesContId += ' ' += o.account += ' '"
                                + " += o.ignoreDuplicateOrders += ' ' += o.receivedAt"));
        assertEquals(
                "3416623 1 152.99",
                page.eval("g = roiReceivedOrders.byTrackedId[0]; g.id += ' ' += g.count += ' ' += g.revenue"));
    }

    @Test
    void attributesLiveAsLongAsTheServlet() throws Exception {
        RoiDataMint mint = (RoiDataMint) endpoint.attribute(RoiApiServlet.ROI_DATA_MINT);
        assertEquals(COMPACT, mint.compactRoiData("echo3", "619-295-1856", 1242357));
        ReceivedOrders received = endpoint.received();
        endpoint.close();
        assertEquals(null, endpoint.attribute(RoiApiServlet.ROI_DATA_MINT));
        assertEquals(null, endpoint.received());
        assertFalse(received.isAvailable());
    }

    private Item one(ApiRequest.Call call) throws Exception {
        List<Item> items = endpoint.send(message(call));
        assertEquals(1, items.size());
        return items.get(0);
    }

    private List<Verdict> send(Credentials credentials, RoiInsert... orders) throws InterruptedException {
        try (ApiClient client = client(endpoint, credentials)) {
            return client.send(List.of(orders));
        }
    }

    private static ApiClient client(EndpointServer endpoint, Credentials credentials) {
        Duration timeout = Duration.ofMinutes(1);
        return new ApiClient(endpoint.uri(), credentials, timeout, timeout, "test client", Clock.systemUTC());
    }

    private static RoiInsert insert(String roiData, String amount, String orderId) {
        return new RoiInsert(roiData, amount, orderId, false, LocalDate.of(2026, 11, 22));
    }

    /** Another character in one place, but not merely the other case of a hexadecimal digit. */
    private static String changedAt(String text, int place) {
        char changed = text.charAt(place) == '0' ? '1' : '0';
        return text.substring(0, place) + changed + text.substring(place + 1);
    }

    private static String text(ReceivedOrders.Group group) {
        return group.getId() + " " + group.getCount() + " " + group.getRevenue();
    }

    private static String header(HttpResponse<String> response, String name) {
        return String.join("|", response.headers().allValues(name));
    }
}
