package io.roifilter;

import static io.roifilter.testing.TestShop.print;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.testing.CheckedLog;
import io.roifilter.testing.Clicks;
import io.roifilter.testing.HeldWriter;
import io.roifilter.testing.OnEachContainer;
import io.roifilter.testing.TestShop;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.Filter;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Shops of many kinds, on each container. Each is visited twice, as it is and with our filters: all answers must be the same,
 * byte for byte, and reported is exactly what was ordered. A Spring MVC shop is in
 * {@link io.roifilter.container.RegistrationIT}, on the servers' distributions.
 */
@OnEachContainer
class OtherPeoplesCodeIT {
    @RegisterExtension
    static final CheckedLog LOG = new CheckedLog();

    private static final String CLICK = "?roi_data=" + Clicks.CLICK;

    /** What a shop shows in place of an order that it has forgotten. */
    private static final List<Order> EMPTY_ORDERS =
            Arrays.asList(null, new Order(null, "0.00"), new Order("", "0.00"), new Order(" ", "0.00"));

    @RegisterExtension
    final TestShop shop = new TestShop();

    @AutoClose("shutdownNow")
    private final ExecutorService shopThreads = Executors.newCachedThreadPool();

    private Browser browser;
    private HeldWriter writer; // null while none is held

    /** What the visitor does. */
    private interface Visit {
        void by(Browser browser) throws Exception;
    }

    /** As shops have it: filled in, emptied and used again as the code sees fit. */
    public static class Order {
        private String id;
        private String total;

        Order(String id, String total) {
            set(id, total);
        }

        void set(String newId, String newTotal) {
            id = newId;
            total = newTotal;
        }

        public String getId() {
            return id;
        }

        public String getTotal() {
            return total;
        }
    }

    /** One whose other getters need what is no longer there when a page has been answered. */
    public static final class DetachedOrder extends Order {
        DetachedOrder(String id, String total) {
            super(id, total);
        }

        public String getCustomer() {
            throw new UnsupportedOperationException("no session for " + Clicks.CLICK);
        }

        public String getAddress() throws Exception {
            throw new Exception("checked");
        }

        public String getPrevious() {
            return getPrevious();
        }

        public Object getItems() {
            return new Object() {
                @Override
                public String toString() {
                    throw new IllegalStateException("detached");
                }
            };
        }
    }

    @Test
    void shopThatAnswersJsonFromAnAsyncServlet() throws Exception {
        assertUnharmed(
                this::answeringJson,
                tracked -> tracked.capture(Map.of()).filter("api", new RoiInsertFilter(), TestShop.ORDER, "/api/*"),
                visitor -> {
                    visitor.get("/" + CLICK);
                    assertEquals(422, json(visitor, "{\"quantity\": \"many\"}").statusCode());
                    assertEquals(
                            201,
                            json(visitor, "{\"quantity\": 2, \"name\": \"T\u00f6rres\"}")
                                    .statusCode());
                    assertEquals(201, json(visitor, "{\"quantity\": 3}").statusCode());
                });

        assertReported("1001 64.00", "1002 96.00");
    }

    @Test
    void shopBehindAContextPathAndAProxyThatEndsHttps() throws Exception {
        assertUnharmed(OtherPeoplesCodeIT::redirectingAfterPost, OtherPeoplesCodeIT::track, visitor -> {
            visitor.byHttps();
            visitor.get("/" + CLICK);
            buy(visitor);
        });

        assertReported("1001 64.00");
        Map<String, String> cookie = browser.cookieAttributes("roi_data");
        assertEquals("/shop", cookie.get("path"));
        assertTrue(cookie.containsKey("secure"), cookie::toString);
    }

    @Test
    void shopBehindAProxyThatHidesTheContextPath() throws Exception {
        assertUnharmed(
                OtherPeoplesCodeIT::redirectingAfterPost,
                tracked -> tracked.capture(Map.of("cookiePath", "/")).report(TestShop.ORDER),
                visitor -> {
                    visitor.under("");
                    visitor.get("/" + CLICK);
                    buy(visitor);
                });

        assertReported("1001 64.00");
        Map<String, String> cookie = browser.cookieAttributes("roi_data");
        assertFalse(cookie.containsKey("secure"), cookie::toString);
    }

    @Test
    void shopThatRedirectsAfterPost() throws Exception {
        assertUnharmed(OtherPeoplesCodeIT::redirectingAfterPost, OtherPeoplesCodeIT::track, visitor -> {
            visitor.get("/" + CLICK);
            HttpResponse<byte[]> thankYou = buy(visitor);
            visitor.get("/thank-you?order=1001"); // reloaded
            assertEquals(404, visitor.get("/thank-you?order=7").statusCode());
            assertEquals(thankYou.statusCode(), buy(visitor).statusCode());
        });

        assertReported("1001 64.00", "1002 64.00");
    }

    /** The order is known to the request that is answered by the redirect. */
    @Test
    void shopThatRedirectsAfterPostIsReadAtThePost() throws Exception {
        assertUnharmed(
                OtherPeoplesCodeIT::redirectingAfterPost,
                tracked -> tracked.capture(Map.of())
                        .filter("roi-insert", new RoiInsertFilter(), TestShop.ORDER, "/checkout"),
                visitor -> {
                    visitor.get("/" + CLICK);
                    buy(visitor);
                });

        assertReported("1001 64.00");
    }

    @Test
    void confirmationByACrossSitePostFromAPaymentPage() throws Exception {
        assertUnharmed(
                OtherPeoplesCodeIT::paidElsewhere,
                tracked -> tracked.capture(Map.of("cookieSameSite", "None")).report(TestShop.ORDER),
                OtherPeoplesCodeIT::payElsewhere);

        assertReported("1001 64.00");
    }

    /** The browser keeps the cookie to itself, and nobody can tell that there was a click. */
    @Test
    void confirmationByACrossSitePostIsNotReportedWithALaxCookie() throws Exception {
        assertUnharmed(OtherPeoplesCodeIT::paidElsewhere, OtherPeoplesCodeIT::track, OtherPeoplesCodeIT::payElsewhere);

        assertReported();
    }

    @Test
    void crossSitePostThatIsRedirectedToTheConfirmationNeedsOnlyALaxCookie() throws Exception {
        assertUnharmed(OtherPeoplesCodeIT::paidElsewhere, OtherPeoplesCodeIT::track, visitor -> {
            visitor.byHttps();
            visitor.get("/" + CLICK);
            visitor.post("/checkout", "quantity=2");
            visitor.follow(visitor.crossSitePost("/paid", "order=1001&status=paid"));
        });

        assertReported("1001 64.00");
    }

    @Test
    void shopThatReadsItsFormAsAStreamAfterSettingTheEncoding() throws Exception {
        assertUnharmed(
                OtherPeoplesCodeIT::readingItsFormAsAStream,
                tracked -> tracked.capture(Map.of())
                        .report(Map.of(
                                "orderId", "${order.id}",
                                "amount", "${order.total}",
                                "when", "${param.language == 'es' and param.name != 'nobody'}")),
                visitor -> {
                    visitor.get("/" + CLICK);
                    HttpResponse<byte[]> thankYou = visitor.post(
                            "/thank-you?language=es",
                            "application/x-www-form-urlencoded",
                            "name=T\u00f6rres".getBytes(StandardCharsets.ISO_8859_1));
                    assertEquals("thank you, T\u00f6rres", TestShop.text(thankYou));
                });

        assertReported("1001 152.99");
    }

    @Test
    void shopWhoseCheckoutStepsAllShareOneUrl() throws Exception {
        assertUnharmed(
                OtherPeoplesCodeIT::withOneUrl,
                tracked -> tracked.capture(Map.of())
                        .report(Map.of(
                                "orderId", "${order.id}",
                                "amount", "${order.total}",
                                "when", "${param.step == 'confirmation'}")),
                visitor -> {
                    visitor.get("/" + CLICK);
                    visitor.get("/thank-you?step=address");
                    visitor.post("/thank-you", "step=payment&quantity=2");
                    for (int i = 0; i < EMPTY_ORDERS.size(); i++) {
                        visitor.forgetSession();
                        HttpResponse<byte[]> empty = visitor.post("/thank-you", "step=confirmation");
                        assertEquals("thank you for 0.00", TestShop.text(empty));
                    }
                    visitor.post("/thank-you", "step=payment&quantity=2");
                    HttpResponse<byte[]> thankYou = visitor.post("/thank-you", "step=confirmation");
                    assertEquals("thank you for 64.00", TestShop.text(thankYou));
                });

        assertInOutbox("1002 64.00");
        // As the only visitor had come to the confirmation several times, for nothing.
        assertTrue(
                LOG.troublesOfFilters().stream().allMatch(line -> line.contains("none gave an order")),
                LOG.troublesOfFilters()::toString);
    }

    @Test
    void shopWhoseOrderBeanIsReusedForTheNextOrder() throws Exception {
        assertUnharmed(
                OtherPeoplesCodeIT::reusingItsBean,
                tracked -> {
                    OtherPeoplesCodeIT.track(tracked.setting("acceptTimeout", "0s"));
                    writer = new HeldWriter();
                },
                visitor -> {
                    visitor.get("/" + CLICK);
                    // The second order is placed before the first has been written.
                    visitor.post("/thank-you", "total=152.99");
                    visitor.post("/thank-you", "total=8.50");
                    if (writer != null) {
                        writer.close();
                    }
                });

        assertReported("1001 152.99", "1002 8.50");
    }

    @Test
    void shopWhoseGettersThrow() throws Exception {
        assertUnharmed(
                OtherPeoplesCodeIT::withGettersThatThrow,
                tracked -> {
                    tracked.capture(Map.of());
                    for (String property : List.of("customer", "address", "previous", "items", "misspelled")) {
                        String expression = "${order." + property + "}";
                        tracked.filter(
                                property,
                                new RoiInsertFilter(),
                                Map.of("orderId", expression, "amount", "${order.total}"),
                                "/thank-you");
                    }
                    tracked.report(TestShop.ORDER);
                },
                visitor -> {
                    visitor.get("/" + CLICK);
                    visitor.get("/thank-you");
                });

        assertEquals(
                List.of("unknown 152.99 rejected", "1001 152.99 waiting"),
                shop.rows().stream()
                        .map(row -> row.orderId().replaceAll("-[0-9a-f]{12}", "") + " "
                                + row.order().amount() + " " + row.state())
                        .sorted(Comparator.reverseOrder())
                        .toList());
        assertEquals(
                List.of("address", "customer", "items", "misspelled", "previous"),
                LOG.troublesOfFilters().stream()
                        .map(entry ->
                                entry.replaceAll("(?s)shop, (\\w+): .* is kept in the outbox as rejected.*", "$1"))
                        .sorted()
                        .toList());
    }

    @Test
    void shopWhoseRootRedirectsAndDropsTheQueryString() throws Exception {
        assertUnharmed(OtherPeoplesCodeIT::withARootThatRedirects, OtherPeoplesCodeIT::track, visitor -> {
            HttpResponse<byte[]> root = visitor.get("/" + CLICK);
            assertEquals(302, root.statusCode());
            assertEquals("catalogue", TestShop.text(visitor.follow(root)));
            visitor.get("/thank-you");
        });

        assertReported("1001 152.99");
    }

    private void answeringJson(TestShop json) {
        AtomicInteger lastId = new AtomicInteger(1000);
        json.page("/", OtherPeoplesCodeIT::catalogue).page("/api/orders", (request, response) -> {
            AsyncContext async = request.startAsync();
            readAll(
                    request.getInputStream(),
                    body -> shopThreads.execute(() -> {
                        Matcher quantity =
                                Pattern.compile("\"quantity\": (\\d+)").matcher(body);
                        response.setContentType("application/json");
                        if (quantity.find()) {
                            String total = 32 * Integer.parseInt(quantity.group(1)) + ".00";
                            Order order = new Order(String.valueOf(lastId.incrementAndGet()), total);
                            request.setAttribute("order", order);
                            response.setStatus(201);
                            print(
                                    response,
                                    "{\"id\": \"" + order.getId() + "\", \"for\": " + body + "}" + " ".repeat(100_000));
                        } else {
                            request.setAttribute("order", new Order("refused", "0.00"));
                            response.setStatus(422);
                            print(response, "{\"error\": \"quantity\"}");
                        }
                        async.complete();
                    }));
        });
    }

    /** As a cart has it: POST /checkout, See Other, GET /thank-you. */
    private static void redirectingAfterPost(TestShop redirecting) {
        Map<String, Order> orders = new ConcurrentHashMap<>();
        redirecting
                .page("/", OtherPeoplesCodeIT::catalogue)
                .page("/checkout", (request, response) -> seeOther(request, response, place(orders, request)))
                .page("/thank-you", (request, response) -> thankYou(request, response, orders));
    }

    /** The shop's page sends the visitor to a payment page, which sends the confirmation to /thank-you or to /paid. */
    private static void paidElsewhere(TestShop paid) {
        Map<String, Order> orders = new ConcurrentHashMap<>();
        paid.page("/", OtherPeoplesCodeIT::catalogue)
                .page(
                        "/checkout",
                        (request, response) -> print(
                                response,
                                "to be paid: " + place(orders, request).getId()))
                .page(
                        "/paid",
                        (request, response) -> seeOther(request, response, orders.get(request.getParameter("order"))))
                .page("/thank-you", (request, response) -> thankYou(request, response, orders));
    }

    private static void readingItsFormAsAStream(TestShop reading) {
        reading.page("/", OtherPeoplesCodeIT::catalogue).page("/thank-you", (request, response) -> {
            request.setCharacterEncoding("ISO-8859-1");
            String form = new String(request.getInputStream().readAllBytes(), request.getCharacterEncoding());
            request.setAttribute("order", new Order("1001", "152.99"));
            response.setCharacterEncoding("UTF-8");
            print(response, "thank you, " + form.replace("name=", ""));
        });
    }

    private static void withOneUrl(TestShop oneUrl) {
        Map<String, Order> orders = new ConcurrentHashMap<>();
        AtomicInteger expired = new AtomicInteger();
        oneUrl.page("/", OtherPeoplesCodeIT::catalogue).page("/thank-you", (request, response) -> {
            HttpSession session = request.getSession();
            switch (request.getParameter("step")) {
                case "address" -> print(response, "where to?");
                case "payment" -> {
                    session.setAttribute("order", place(orders, request));
                    print(response, "how?");
                }
                default -> {
                    if (session.getAttribute("order") == null) {
                        request.setAttribute("order", EMPTY_ORDERS.get(expired.getAndIncrement()));
                        print(response, "thank you for 0.00");
                    } else {
                        print(response, "thank you for " + ((Order) session.getAttribute("order")).getTotal());
                    }
                }
            }
        });
    }

    /** One bean for all orders, which a filter of the shop's empties after each. */
    private static void reusingItsBean(TestShop reusing) {
        Order bean = new Order(null, null);
        AtomicInteger lastId = new AtomicInteger(1000);
        Filter emptying = (request, response, chain) -> {
            chain.doFilter(request, response);
            bean.set("emptied", "0.00");
        };
        reusing.filter("emptying", emptying, Map.of(), "/*")
                .page("/", OtherPeoplesCodeIT::catalogue)
                .page("/thank-you", (request, response) -> {
                    bean.set(String.valueOf(lastId.incrementAndGet()), request.getParameter("total"));
                    request.setAttribute("order", bean);
                    print(response, "thank you for " + bean.getTotal());
                });
    }

    private static void withGettersThatThrow(TestShop throwing) {
        throwing.page("/", OtherPeoplesCodeIT::catalogue).page("/thank-you", (request, response) -> {
            request.setAttribute("order", new DetachedOrder("1001", "152.99"));
            response.setHeader("X-Shop", "1");
            print(response, "thank you");
        });
    }

    private static void withARootThatRedirects(TestShop redirecting) {
        redirecting
                .page("/", (request, response) -> response.sendRedirect(request.getContextPath() + "/catalogue"))
                .page("/catalogue", OtherPeoplesCodeIT::catalogue)
                .page("/thank-you", (request, response) -> {
                    request.setAttribute("order", new Order("1001", "152.99"));
                    print(response, "thank you");
                });
    }

    private static void track(TestShop tracked) {
        tracked.capture(Map.of()).report(TestShop.ORDER);
    }

    private void assertUnharmed(Consumer<TestShop> application, Consumer<TestShop> filters, Visit visit)
            throws Exception {
        String asItIs = transcript(application, untracked -> {}, visit);
        assertEquals(asItIs, transcript(application, filters, visit));
    }

    private String transcript(Consumer<TestShop> application, Consumer<TestShop> filters, Visit visit)
            throws Exception {
        shop.anew();
        application.accept(shop);
        filters.accept(shop);
        shop.start();
        browser = new Browser(shop);
        visit.by(browser);
        shop.stop();
        return browser.transcript();
    }

    /** These orders after the click and no other, and nothing in the log for a person to look into. */
    private void assertReported(String... orders) throws Exception {
        assertInOutbox(orders);
        assertEquals(List.of(), LOG.troublesOfFilters(), LOG::all);
    }

    private void assertInOutbox(String... orders) throws Exception {
        assertEquals(
                Arrays.stream(orders)
                        .map(order -> order + " " + Clicks.CLICK + " waiting")
                        .toList(),
                shop.rows().stream()
                        .map(row -> row.orderId() + " " + row.order().amount() + " "
                                + row.order().roiData() + " " + row.state())
                        .toList(),
                LOG::all);
    }

    private static HttpResponse<byte[]> buy(Browser browser) throws Exception {
        return browser.follow(browser.post("/checkout", "quantity=2"));
    }

    private static void payElsewhere(Browser browser) throws Exception {
        browser.byHttps();
        browser.get("/" + CLICK);
        browser.post("/checkout", "quantity=2");
        HttpResponse<byte[]> thankYou = browser.crossSitePost("/thank-you", "order=1001&status=paid");
        assertEquals("thank you for 1001", TestShop.text(thankYou));
    }

    private static HttpResponse<byte[]> json(Browser browser, String order) throws Exception {
        return browser.post("/api/orders", "application/json", order.getBytes(StandardCharsets.UTF_8));
    }

    private static Order place(Map<String, Order> orders, HttpServletRequest request) {
        int quantity = Integer.parseInt(request.getParameter("quantity"));
        Order order = new Order(String.valueOf(1001 + orders.size()), 32 * quantity + ".00");
        orders.put(order.getId(), order);
        return order;
    }

    private static void seeOther(HttpServletRequest request, HttpServletResponse response, Order order) {
        request.setAttribute("order", order);
        response.setStatus(303);
        response.setHeader("Location", request.getContextPath() + "/thank-you?order=" + order.getId());
    }

    private static void thankYou(HttpServletRequest request, HttpServletResponse response, Map<String, Order> orders)
            throws IOException {
        Order order = orders.get(request.getParameter("order"));
        if (order == null) {
            response.sendError(404);
        } else {
            request.setAttribute("order", order);
            print(response, "thank you for " + order.getId());
        }
    }

    private static void catalogue(HttpServletRequest request, HttpServletResponse response) {
        print(response, "catalogue");
    }

    /** Without blocking, as the container has it. */
    private static void readAll(ServletInputStream input, Consumer<String> whenRead) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        input.setReadListener(new ReadListener() {
            @Override
            public void onDataAvailable() throws IOException {
                while (input.isReady() && !input.isFinished()) {
                    byte[] bytes = new byte[16];
                    body.write(bytes, 0, Math.max(0, input.read(bytes)));
                }
            }

            @Override
            public void onAllDataRead() {
                whenRead.accept(body.toString(StandardCharsets.UTF_8));
            }

            @Override
            public void onError(Throwable fault) {
                throw new AssertionError(fault);
            }
        });
    }
}
