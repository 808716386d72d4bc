package io.roifilter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roifilter.testing.CheckedLog;
import io.roifilter.testing.Clicks;
import io.roifilter.testing.OnEachContainer;
import io.roifilter.testing.ReadmeRecipe;
import io.roifilter.testing.TestShop;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The recipes of the README, on a shop that makes orders in a POST, which redirects to a page that shows them. */
@OnEachContainer
class RecipesIT {
    private static final String CLICK = "roi_data=" + Clicks.inCookie(Clicks.CLICK);

    @RegisterExtension
    static final CheckedLog LOG = new CheckedLog();

    @RegisterExtension
    final TestShop shop = new TestShop();

    private final List<Order> orders = new ArrayList<>();
    private String session = "";

    /** Of the shop's own. */
    public record Order(Long id, String total, String customer) {}

    /** The same; it is emptied when it has been shown. */
    public static final class Cart {
        private String orderId;
        private String total;

        public String getOrderId() {
            return orderId;
        }

        public String getTotal() {
            return total;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"address", "session", "page"})
    void ordersOneAfterTheOtherAndReloads(String recipe) throws Exception {
        start(recipe);

        String first = place("152.99");
        visit(first);
        visit(first);
        visit(place("10.00"));
        visit(first);
        assertReported();
    }

    @ParameterizedTest
    @ValueSource(strings = {"address", "page"})
    void twoTabs(String recipe) throws Exception {
        start(recipe);

        String first = place("152.99");
        String second = place("10.00");
        visit(first);
        visit(second);
        assertReported();
    }

    @ParameterizedTest
    @ValueSource(strings = {"address", "page"})
    void theNumberOfAnotherCustomersOrderReportsNothing(String recipe) throws Exception {
        start(recipe);

        place("152.99");
        session = "";
        assertEquals(404, get("/order/confirmed?id=1").statusCode());
        assertEquals(List.of(), shop.rows());
    }

    @Test
    void theNewestOfAList() throws Exception {
        start("newest");

        visit("/orders?placed=true");
        assertEquals(List.of(), shop.rows());
        place("152.99");
        visit("/orders?placed=true");
        visit("/orders?placed=true");
        for (int order = 2; order <= 9; order++) {
            place("1.00");
        }
        visit("/orders");
        place("10.00");
        visit("/orders?placed=true");
        assertEquals(List.of("1", "10"), shop.reportedIds());
        assertEquals("10.00", shop.reported().get(1).amount());
    }

    @Test
    void thePostItself() throws Exception {
        start("post");

        String first = place("152.99");
        visit(first);
        visit(first);
        place("10.00");
        visit("/order/place?total=1.00");
        assertReported();
    }

    @Test
    void aCartThatIsEmptied() throws Exception {
        start("before");

        place("152.99");
        visit("/order/emptied");
        visit("/order/emptied");
        place("10.00");
        visit("/order/emptied");
        assertReported();
    }

    @Test
    void theTotalOfThePageBefore() throws Exception {
        pages().filter(
                        "roi-review",
                        new RoiInsertFilter(),
                        ReadmeRecipe.filter("remember", "roi-review"),
                        ReadmeRecipe.pattern("remember", "roi-review"))
                .filter(
                        "roi-insert",
                        new RoiInsertFilter(),
                        ReadmeRecipe.filter("remember", "roi-insert"),
                        ReadmeRecipe.pattern("remember", "roi-insert"))
                .start();

        place("152.99");
        visit("/order/review");
        visit("/order/placed?id=1");
        visit("/order/placed?id=1");
        place("10.00");
        visit("/order/review");
        visit("/order/placed?id=2");
        assertReported();
    }

    private void assertReported() throws Exception {
        assertEquals(List.of("1", "2"), shop.reportedIds());
        assertEquals("152.99", shop.reported().get(0).amount());
        assertEquals("10.00", shop.reported().get(1).amount());
        assertEquals(2, shop.rows().size());
    }

    private void start(String recipe) throws Exception {
        Map<String, String> settings = new HashMap<>(ReadmeRecipe.settings(recipe));
        String confirmation = settings.remove("confirmation");
        pages().filter("roi-insert", new RoiInsertFilter(), settings, confirmation)
                .start();
    }

    private TestShop pages() {
        return shop.page("/order/place", this::place)
                .page("/order/confirmed", this::confirmed)
                .page("/orders", (request, response) -> {
                    request.setAttribute("bookingList", List.copyOf(orders));
                    TestShop.print(response, "your orders");
                })
                .page("/order/emptied", (request, response) -> {
                    Cart cart = (Cart) request.getSession().getAttribute("cart");
                    TestShop.print(response, "order " + cart.orderId);
                    cart.orderId = null;
                    cart.total = null;
                })
                .page("/order/review", (request, response) -> TestShop.print(response, "please look"))
                .page("/order/placed", (request, response) -> {
                    request.getSession().removeAttribute("cart");
                    TestShop.print(response, "thank you");
                });
    }

    private void place(HttpServletRequest request, HttpServletResponse response) {
        if (!request.getMethod().equals("POST")) {
            TestShop.print(response, "a form");
            return;
        }
        HttpSession customer = request.getSession();
        Order order = new Order(orders.size() + 1L, request.getParameter("total"), customer.getId());
        orders.add(order);
        Cart cart = new Cart();
        cart.orderId = order.id().toString();
        cart.total = order.total();
        customer.setAttribute("cart", cart);
        customer.setAttribute("lastOrder", order);
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", request.getContextPath() + "/order/confirmed?id=" + order.id());
    }

    private void confirmed(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Order order = orders.get(Integer.parseInt(request.getParameter("id")) - 1);
        if (!order.customer().equals(request.getSession().getId())) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        request.setAttribute("order", order);
        response.setContentType("text/html;charset=UTF-8");
        TestShop.print(
                response, "<p id='order-number'>" + order.id() + "</p><p class='total'>" + order.total() + " USD</p>");
    }

    /** Where the customer is sent. */
    private String place(String total) throws Exception {
        HttpResponse<byte[]> answer = shop.post(
                "/order/place?total=" + total,
                "application/x-www-form-urlencoded",
                new byte[0],
                "Cookie",
                CLICK + session);
        assertEquals(303, answer.statusCode());
        keepSession(answer);
        return answer.headers().firstValue("Location").orElseThrow().replaceFirst("^.*?(?=/order/)", "");
    }

    private void visit(String path) throws Exception {
        assertEquals(200, get(path).statusCode());
    }

    private HttpResponse<byte[]> get(String path) throws Exception {
        HttpResponse<byte[]> answer = shop.get(path, "Cookie", CLICK + session);
        keepSession(answer);
        return answer;
    }

    private void keepSession(HttpResponse<byte[]> answer) {
        answer.headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith("JSESSIONID="))
                .forEach(cookie -> session = "; " + cookie.replaceFirst(";.*", ""));
    }
}
