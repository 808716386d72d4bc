package io.roifilter.example;

import static io.roifilter.testing.Eventually.assertEventually;
import static io.roifilter.testing.LoopbackEndpoint.answer;
import static io.roifilter.testing.LoopbackEndpoint.reply;
import static io.roifilter.testing.LoopbackEndpoint.replying;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.page.PageOrder;
import io.roifilter.page.PageOrders;
import io.roifilter.testing.LoopbackEndpoint;
import io.roifilter.testing.OutboxFile;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole way, on the example webapp as it ships: a click in an email, an order, a roi.insert call. */
@Timeout(180)
class ExampleShopIT {
    private static final String MUG_LINK = "3416623";
    private static final String TEAPOT_LINK = "3416711";

    @TempDir
    private Path directory;

    private ExampleShop shop;
    private Visitor visitor;

    @AfterEach
    void stop() throws Exception {
        shop.stop();
    }

    @Test
    void orderAfterAClickIsCreditedToItsMessageLinkAndContact() throws Exception {
        start(Map.of());
        visitor.click(MUG_LINK);
        visitor.buy("tidewater-mug");
        Visitor other = new Visitor(shop.uri("/"));
        other.click(TEAPOT_LINK);
        other.buy("storm-teapot");
        assertEventually(2, () -> OrdersReceived.seenBy(visitor).count());

        OrdersReceived received = OrdersReceived.seenBy(visitor);
        assertEquals("$128.00", received.total());
        assertEquals(
                Map.of("Spring kiln opening", "$32.00", "Tea table, set for two", "$96.00"),
                received.revenue("message"));
        assertEquals(
                Map.of("See the Tidewater mug", "$32.00", "See the Storm teapot", "$96.00"), received.revenue("link"));
        assertEquals(Map.of("Maya Torres", "$32.00", "Daniel Okafor", "$96.00"), received.revenue("contact"));
    }

    /** With endpoint, credentials and the confirmation route alone: no expression says where the order is. */
    @Test
    void theOrderIsWhatTheThankYouPageStatesForOthers() throws Exception {
        String webXml = Files.readString(ExampleShop.WEBAPP.resolve("WEB-INF/web.xml"));
        assertFalse(webXml.contains("orderId</") || webXml.contains("amount</"), webXml);
        start(Map.of("statusPath", "/roi-status"));
        visitor.click(MUG_LINK);
        visitor.add("bud-vase");
        HttpResponse<String> thankYou = visitor.get(visitor.buy("tidewater-mug").toString());

        assertEventually(1, () -> OrdersReceived.seenBy(visitor).count());
        String orderId = Visitor.orderId(thankYou);
        OrdersReceived received = OrdersReceived.seenBy(visitor);
        assertEquals(List.of(orderId), received.orderIds());
        assertEquals("$56.50", received.total());
        String status = visitor.get("/roi-status").body();
        assertTrue(status.contains("reads orderId, amount and currency by convention"), status);
        Document page = Jsoup.parse(thankYou.body());
        assertEquals(0, page.select("script[src], iframe, [href^=http]").size(), "nothing comes from elsewhere");
        assertFalse(
                page.text().contains("purchase") || page.text().contains("schema.org"), "and nothing is to be seen");
        for (Element tag : page.select("script")) {
            PageOrder.Stated stated = assertInstanceOf(PageOrder.Stated.class, PageOrders.inHtml(tag.outerHtml()));
            assertEquals(orderId, stated.id());
            assertEquals(Optional.of(new BigDecimal("56.50")), stated.amount());
            assertEquals(Optional.of("USD"), stated.currency());
        }
        assertEquals(2, page.select("script").size());
    }

    @Test
    void reloadedThankYouPageCountsOnce() throws Exception {
        start(Map.of());
        visitor.click(MUG_LINK);
        URI thankYou = visitor.buy("tidewater-mug");
        for (int i = 0; i < 5; i++) {
            assertEquals(200, visitor.get(thankYou.toString()).statusCode());
        }
        visitor.buy("bud-vase");
        // Orders leave in the order in which they came: when the second is there, so are all reports of the first.
        assertEventually(2, () -> OrdersReceived.seenBy(visitor).count());
        assertEquals(2, outbox().rows().size());
    }

    @Test
    void orderWithoutAClickSendsAndWritesNothing() throws Exception {
        start(Map.of());
        visitor.buy("tidewater-mug");
        Visitor other = new Visitor(shop.uri("/"));
        other.click(MUG_LINK);
        other.buy("bud-vase");
        assertEventually(1, () -> OrdersReceived.seenBy(visitor).count());
        assertEquals(1, outbox().rows().size());
    }

    @Test
    void twoOrdersFromOneClickAreTwo() throws Exception {
        start(Map.of());
        visitor.click(MUG_LINK);
        String first = Visitor.orderId(visitor.get(visitor.buy("tidewater-mug").toString()));
        String second = Visitor.orderId(visitor.get(visitor.buy("bud-vase").toString()));
        assertEventually(2, () -> OrdersReceived.seenBy(visitor).count());
        // In either order: they may travel on two connections.
        assertEquals(
                Set.of(first, second), Set.copyOf(OrdersReceived.seenBy(visitor).orderIds()));
        assertEquals(
                Map.of("See the Tidewater mug", "$56.50"),
                OrdersReceived.seenBy(visitor).revenue("link"));
    }

    @Test
    void newerClickReplacesTheOlder() throws Exception {
        start(Map.of());
        visitor.click(MUG_LINK);
        visitor.click(TEAPOT_LINK);
        visitor.buy("tidewater-mug");
        assertEventually(1, () -> OrdersReceived.seenBy(visitor).count());
        assertEquals(
                Map.of("See the Storm teapot", "$32.00"),
                OrdersReceived.seenBy(visitor).revenue("link"));
    }

    @Test
    void ordersPlacedDuringAnOutageArriveWhenItIsOver() throws Exception {
        LoopbackEndpoint away = new LoopbackEndpoint();
        int port = away.uri().getPort();
        away.close();
        start(Map.of("endpoint", away.uri().toString(), "retryMin", "50ms", "retryMax", "200ms"));
        visitor.click(MUG_LINK);
        List<String> placed = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            HttpResponse<String> thankYou =
                    visitor.get(visitor.buy("tidewater-mug").toString());
            placed.add(Visitor.orderId(thankYou));
        }
        assertEventually(10L, () -> outbox().count("waiting"));
        try (LoopbackEndpoint back = new LoopbackEndpoint(port)) {
            assertEventually(10L, () -> outbox().count("delivered"));
            assertEquals(
                    placed.stream().sorted().toList(),
                    back.received().stream()
                            .flatMap(post -> post.orderIds().stream())
                            .distinct()
                            .sorted()
                            .toList());
        }
    }

    @Test
    void rejectionForGoodIsKeptAndNotRepeated() throws Exception {
        String[] items = {
            "<responseCode>403</responseCode><responseText>Insert failed: ROI Hash does not match</responseText>",
            "<responseCode>402</responseCode>"
                    + "<responseText>Insert failed: invalid purchase date, unable to parse</responseText>",
            "<error>1</error><responseText>Missing variables</responseText>"
                    + "<responseData><missing_vars>amount</missing_vars></responseData>"
        };
        try (LoopbackEndpoint endpoint = new LoopbackEndpoint()) {
            start(Map.of("endpoint", endpoint.uri().toString(), "retryMin", "10ms", "retryMax", "20ms"));
            visitor.click(MUG_LINK);
            for (int i = 0; i < items.length; i++) {
                String item = items[i];
                endpoint.behave((exchange, message) ->
                        reply(exchange, 200, answer(message.calls().size(), item)));
                visitor.buy("tidewater-mug");
                assertEventually(i + 1L, () -> outbox().count("rejected"));
            }
            List<OutboxFile.Row> rows = outbox().rows();
            assertEquals("403", rows.get(0).lastCode());
            assertEquals("402", rows.get(1).lastCode());
            assertTrue(rows.get(2).lastText().startsWith("Missing variables: amount"), rows::toString);
            endpoint.behave(LoopbackEndpoint::acceptAll);
            visitor.buy("bud-vase");
            assertEventually(1L, () -> outbox().count("delivered"));
            assertEquals(4, endpoint.received().size(), "one POST for each order");
        }
    }

    @Test
    void whatIsUnclearOrRefusedAsAWholeIsSentAgain() throws Exception {
        try (LoopbackEndpoint endpoint = new LoopbackEndpoint()) {
            start(Map.of("endpoint", endpoint.uri().toString(), "retryMin", "10ms", "retryMax", "20ms"));
            visitor.click(MUG_LINK);
            List<LoopbackEndpoint.Behaviour> faults = List.of(
                    replying(
                            200,
                            "<methodResponse><item><error>1</error><responseText>Could not authenticate</responseText>"
                                    + "<responseData><responseCode>445</responseCode></responseData></item>"
                                    + "</methodResponse>"),
                    replying(200, "<html><body><h1>We are back soon</h1></body></html>"),
                    replying(404, ""),
                    LoopbackEndpoint::truncate,
                    (exchange, message) -> {
                        exchange.getResponseHeaders().set("Retry-After", "1");
                        reply(exchange, 429, "");
                    });
            for (int i = 0; i < faults.size(); i++) {
                int before = endpoint.received().size();
                endpoint.behave(faults.get(i));
                visitor.buy("tidewater-mug");
                assertEventually(true, () -> endpoint.received().size() > before);
                assertEventually(1L, () -> outbox().count("waiting"));
                endpoint.behave(LoopbackEndpoint::acceptAll);
                assertEventually(i + 1L, () -> outbox().count("delivered"));
            }
            assertEquals(0, outbox().count("rejected"));
        }
    }

    @Test
    void clickSetsACookieThatScriptsCannotReadAndOtherPagesSetNone() throws Exception {
        start(Map.of());
        HttpResponse<String> landing = visitor.get(visitor.linksInEmail().get(MUG_LINK));
        String cookie = landing.headers().allValues("Set-Cookie").stream()
                .filter(value -> value.startsWith("roi_data="))
                .findFirst()
                .orElseThrow();
        assertTrue(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), cookie);
        assertTrue(cookie.contains("Max-Age=2592000") && cookie.contains("Path=/"), cookie);
        assertFalse(cookie.contains("Secure"), "plain HTTP: " + cookie);
        assertTrue(visitor.get("/product?id=tidewater-mug").headers().allValues("Set-Cookie").stream()
                .noneMatch(value -> value.startsWith("roi_data=")));
    }

    private void start(Map<String, String> settings) throws Exception {
        shop = new ExampleShop(0, directory, settings);
        visitor = new Visitor(shop.uri("/"));
    }

    private OutboxFile outbox() {
        return OutboxFile.in(directory.resolve("outbox"));
    }
}
