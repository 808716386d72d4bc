package io.roifilter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.api.RoiInsert;
import io.roifilter.testing.CheckedLog;
import io.roifilter.testing.Clicks;
import io.roifilter.testing.OnEachContainer;
import io.roifilter.testing.OutboxFile;
import io.roifilter.testing.TestShop;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Orders on pages that are answered at once, on each container. */
@OnEachContainer
class RoiInsertFilterIT {
    private static final byte[] THANK_YOU = "thank you".getBytes(StandardCharsets.US_ASCII);

    @RegisterExtension
    static final CheckedLog LOG = new CheckedLog();

    @RegisterExtension
    final TestShop shop = new TestShop();

    @Test
    void reportsAnOrderAfterAClick() throws Exception {
        startWithThankYou(TestShop.ORDER);

        assertArrayEquals(THANK_YOU, shop.order().body());

        RoiInsert order = shop.reported().get(0);
        assertEquals("1123", order.orderId());
        assertEquals("152.99", order.amount());
        assertEquals(Clicks.CLICK, order.roiData());
        assertFalse(order.ignoreDuplicateOrders());
    }

    @Test
    void reportsNothingWithoutAClick() throws Exception {
        startWithThankYou(TestShop.ORDER);

        assertArrayEquals(THANK_YOU, shop.get("/thank-you").body());
        shop.get("/thank-you", "Cookie", "roi_data=r1.forged!");

        assertNothingReported();
    }

    @Test
    void reportsAClickInTheFormThatPlacesTheOrder() throws Exception {
        startWithThankYou(TestShop.ORDER);

        shop.post(
                "/thank-you",
                "application/x-www-form-urlencoded",
                ("roi_data=" + Clicks.encoded(Clicks.OTHER_CLICK)).getBytes(StandardCharsets.US_ASCII));

        assertEquals(Clicks.OTHER_CLICK, shop.reported().get(0).roiData());
    }

    @Test
    void reportsNothingOnErrorAnswers() throws Exception {
        shop.report(TestShop.ORDER)
                .page("/thank-you", (request, response) -> {
                    order(request, "1123", "152.99");
                    int status = Integer.parseInt(request.getParameter("status"));
                    if (request.getParameter("send") == null) {
                        response.setStatus(status);
                    } else {
                        response.sendError(status);
                    }
                })
                .start();

        for (int status : new int[] {400, 404, 500}) {
            assertEquals(status, order("/thank-you?status=" + status).statusCode());
            assertEquals(status, order("/thank-you?send=1&status=" + status).statusCode());
        }

        assertNothingReported();
    }

    @Test
    void passesExceptionsOnAsTheyAre() throws Exception {
        List<Exception> thrown =
                List.of(new ServletException("one"), new IOException("two"), new IllegalStateException("three"));
        List<Throwable> caught = new ArrayList<>();
        Filter catching = (request, response, chain) -> {
            try {
                chain.doFilter(request, response);
            } catch (ServletException | IOException | RuntimeException | StackOverflowError e) {
                caught.add(e);
            }
        };
        StackOverflowError error = new StackOverflowError("four");
        shop.filter("catching", catching, Map.of(), "/*")
                .report(TestShop.ORDER)
                .page("/thank-you", (request, response) -> {
                    order(request, "1123", "152.99");
                    int which = Integer.parseInt(request.getParameter("which"));
                    if (which == thrown.size()) {
                        throw error;
                    }
                    throw thrown.get(which);
                })
                .start();

        for (int which = 0; which <= thrown.size(); which++) {
            order("/thank-you?which=" + which);
        }

        for (int i = 0; i < thrown.size(); i++) {
            assertSame(thrown.get(i), caught.get(i));
        }
        // Tomcat itself wraps errors.
        Throwable last = caught.get(thrown.size());
        assertSame(error, last instanceof ServletException ? last.getCause() : last);
        assertNothingReported();
    }

    @Test
    void reportsOnceHoweverOftenTheFilterIsPassed() throws Exception {
        Map<String, String> settings = new HashMap<>(TestShop.ORDER);
        settings.put("ignoreDuplicateOrders", "true");
        shop.filter(
                        "roi-insert",
                        new RoiInsertFilter(),
                        settings,
                        EnumSet.of(
                                DispatcherType.REQUEST,
                                DispatcherType.FORWARD,
                                DispatcherType.INCLUDE,
                                DispatcherType.ASYNC,
                                DispatcherType.ERROR),
                        "/*")
                .page("/thank-you", (request, response) -> {
                    request.getRequestDispatcher("/included").include(request, response);
                    request.getRequestDispatcher("/forwarded").forward(request, response);
                })
                .page("/included", (request, response) -> response.getWriter().print("included"))
                .page("/forwarded", (request, response) -> {
                    order(request, "1123", "152.99");
                    request.startAsync().dispatch("/dispatched");
                })
                .page("/dispatched", (request, response) -> response.getWriter().print("dispatched"))
                .start();

        assertEquals("dispatched", TestShop.text(shop.order()));

        assertReported("1123 152.99");
        assertTrue(shop.reported().get(0).ignoreDuplicateOrders());
        shop.order();
        assertReported("1123 152.99", "1123 152.99");
    }

    @Test
    void keepsAReloadedPageOnce() throws Exception {
        startWithThankYou(TestShop.ORDER);

        shop.order();
        shop.order();

        assertReported("1123 152.99");
    }

    @Test
    void copesWithASessionThatThePageEnds() throws Exception {
        shop.report(TestShop.ORDER)
                .page("/thank-you", (request, response) -> {
                    request.getSession(true).setAttribute("order", Map.of("id", "1", "total", "1.00"));
                    if (request.getParameter("keep") == null) {
                        order(request, "2", "2.00");
                        request.getSession().invalidate();
                    }
                })
                .start();

        assertEquals(200, shop.order().statusCode());
        assertEquals(200, order("/thank-you?keep=1").statusCode());

        assertReported("2 2.00", "1 1.00");
    }

    @Test
    void reportsNothingWithoutConsent() throws Exception {
        startWithThankYou(Map.of(
                "orderId", "${param.order}",
                "amount", "${order.total}",
                "consent", "${cookie.consent.value == 'yes'}"));

        String cookie = "roi_data=" + Clicks.inCookie(Clicks.CLICK);
        shop.get("/thank-you?order=1", "Cookie", cookie);
        shop.get("/thank-you?order=2", "Cookie", cookie + "; consent=no");
        shop.get("/thank-you?order=3", "Cookie", cookie + "; consent=yes");

        assertReported("3 152.99");
        assertEquals(1, shop.rows().size());
    }

    @Test
    void keepsWhatMustNotBeSentWithTheReason() throws Exception {
        startWithThankYou(
                Map.of("orderId", "${param.order}", "amount", "${param.amount}", "currency", "${param.currency}"));

        order("/thank-you?order=1&amount=10&currency=EUR");
        order("/thank-you?order=2&amount=1.299,50&currency=USD");
        order("/thank-you?order=3&amount=10&currency=usd");

        List<OutboxFile.Row> rows = shop.rows();
        assertEquals(
                List.of("rejected", "rejected", "waiting"),
                rows.stream().map(OutboxFile.Row::state).toList());
        assertTrue(rows.get(0).lastText().contains("'EUR'"), rows::toString);
        assertEquals("1.299,50", rows.get(1).order().amount());
        assertTrue(rows.get(1).lastText().contains("1.299,50"), rows::toString);
        assertEquals("10.00", rows.get(2).order().amount());
        assertEquals(
                2,
                LOG.ours(Level.WARNING).stream()
                        .filter(text -> text.contains("rejected"))
                        .count());
    }

    @Test
    void reportsARefusedOrderOnceItReadsWell() throws Exception {
        startWithThankYou(
                Map.of("orderId", "${param.order}", "amount", "${param.amount}", "currency", "${param.currency}"));

        order("/thank-you?order=1&amount=pending&currency=USD");
        order("/thank-you?order=1&amount=152.99&currency=USD");
        order("/thank-you?order=2&amount=10&currency=");
        order("/thank-you?order=2&amount=10&currency=");
        order("/thank-you?order=2&amount=10&currency=USD");
        order("/thank-you?order=1&amount=pending&currency=USD");

        assertReported("1 152.99", "2 10.00");
        assertEquals(2, shop.rows().size());
    }

    @Test
    void sharesOneOutboxAmongFiltersForSeveralPages() throws Exception {
        shop.report(TestShop.ORDER)
                .filter(
                        "roi-renewals",
                        new RoiInsertFilter(),
                        Map.of("orderId", "${renewal}", "amount", "${price}"),
                        "/renewed")
                .page("/thank-you", RoiInsertFilterIT::thankYou)
                .page("/renewed", (request, response) -> {
                    request.setAttribute("renewal", "r-7");
                    request.setAttribute("price", 12);
                })
                .start();

        shop.order();
        order("/renewed");

        assertReported("1123 152.99", "r-7 12.00");
        List<String> threads = Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.matches("roi-(relay-.*|outbox) shop"))
                .sorted()
                .toList();
        assertEquals(List.of("roi-outbox shop", "roi-relay-1 shop", "roi-relay-2 shop"), threads);
        try (Stream<Path> files = Files.list(shop.outbox())) {
            assertEquals(
                    1,
                    files.filter(file -> file.getFileName().toString().endsWith(".db"))
                            .count());
        }
    }

    @Test
    void startsAgainAfterAStop() throws Exception {
        startWithThankYou(TestShop.ORDER);
        shop.order();
        shop.stop();
        shop.anew();
        startWithThankYou(Map.of("orderId", "second-${order.id}", "amount", "${order.total}"));
        shop.order();

        assertReported("1123 152.99", "second-1123 152.99");
    }

    private void startWithThankYou(Map<String, String> settings) throws Exception {
        shop.report(settings).page("/thank-you", RoiInsertFilterIT::thankYou).start();
    }

    private HttpResponse<byte[]> order(String path) throws Exception {
        return shop.get(path, "Cookie", "roi_data=" + Clicks.inCookie(Clicks.CLICK));
    }

    private void assertReported(String... orders) throws Exception {
        assertEquals(
                List.of(orders),
                shop.reported().stream()
                        .map(order -> order.orderId() + " " + order.amount())
                        .toList(),
                LOG::all);
    }

    private void assertNothingReported() throws Exception {
        assertEquals(List.of(), shop.rows(), LOG::all);
    }

    private static void thankYou(HttpServletRequest request, jakarta.servlet.http.HttpServletResponse response)
            throws IOException {
        order(request, "1123", "152.99");
        response.setHeader("X-Shop", "1");
        response.getOutputStream().write(THANK_YOU);
    }

    private static void order(HttpServletRequest request, String id, String total) {
        request.setAttribute("order", Map.of("id", id, "total", total));
    }
}
