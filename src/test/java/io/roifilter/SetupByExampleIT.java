package io.roifilter;

import static io.roifilter.testing.Eventually.assertEventually;
import static io.roifilter.testing.TestShop.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.setup.Proposal;
import io.roifilter.setup.SetupDesk;
import io.roifilter.setup.SetupView;
import io.roifilter.testing.Clicks;
import io.roifilter.testing.LoopbackEndpoint;
import io.roifilter.testing.OnEachContainer;
import io.roifilter.testing.TestShop;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.view.InternalResourceViewResolver;

/** In shops of different kinds a sample order is placed; with the best proposal's settings the next order is reported right. */
@OnEachContainer
class SetupByExampleIT {
    private static final int SAMPLE = 1123;
    private static final String FORM = "application/x-www-form-urlencoded";

    @RegisterExtension
    private final TestShop shop = new TestShop();

    @AutoClose
    private final LoopbackEndpoint endpoint = new LoopbackEndpoint();

    private final AtomicInteger orders = new AtomicInteger(SAMPLE - 1);
    private ServletContext context;
    private int requests;
    private String session;
    private String cookies;

    /** What a shop has of an order. */
    public static final class Order {
        private final int number;
        private final BigDecimal totalPrice;

        Order(int number, String quantity) {
            this.number = number;
            totalPrice = quantity == null ? BigDecimal.ZERO : new BigDecimal("8.25").multiply(new BigDecimal(quantity));
        }

        public int getNumber() {
            return number;
        }

        public BigDecimal getTotalPrice() {
            return totalPrice;
        }

        public String getCurrency() {
            return "USD";
        }
    }

    /** What the shop's own code makes of requests. */
    private interface Pages {
        void mount(TestShop shop);
    }

    /** How somebody orders so many mugs; each returns the last page. */
    private interface Purchase {
        HttpResponse<byte[]> order(int quantity) throws Exception;
    }

    private SetupDesk setUp(Pages pages) throws Exception {
        mount(pages);
        shop.setting("endpoint", null)
                .setting("apiKey", null)
                .setting("sharedSecret", null)
                .setting("acceptTimeout", null)
                .setting("outboxDirectory", null)
                .setting("statusPath", "/roi-status")
                .setting("setup", "true")
                .start();
        SetupDesk desk = SetupDesk.of(context).orElseThrow();
        cookies = SetupDesk.COOKIE + "=" + desk.begin();
        return desk;
    }

    /** The last is there a moment after its answer. */
    private void awaitRecorded(SetupDesk desk) throws Exception {
        assertEventually(requests, () -> desk.view().visits().size());
    }

    private void mount(Pages pages) {
        session = "";
        requests = 0;
        shop.anew().listener(new ServletContextListener() {
            @Override
            public void contextInitialized(ServletContextEvent event) {
                context = event.getServletContext();
            }
        });
        pages.mount(shop);
        shop.initializer();
    }

    private HttpResponse<byte[]> visited(HttpResponse<byte[]> answer) throws Exception {
        requests++;
        answer.headers()
                .firstValue("Set-Cookie")
                .filter(cookie -> cookie.startsWith("JSESSIONID"))
                .ifPresent(cookie -> session = "; " + cookie.replaceFirst(";.*", ""));
        Optional<String> location = answer.headers().firstValue("Location");
        return location.isPresent()
                ? get(location.get().replaceFirst("^.*/shop(?=/)", "").replaceFirst(";.*", ""))
                : answer;
    }

    private HttpResponse<byte[]> get(String path) throws Exception {
        return visited(shop.get(path, "Cookie", cookies + session));
    }

    private HttpResponse<byte[]> post(String path, String form) throws Exception {
        return visited(shop.post(path, FORM, form.getBytes(StandardCharsets.US_ASCII), "Cookie", cookies + session));
    }

    /** Places a sample, and then an order with the settings that were proposed, on a server that is new. */
    private Proposal assertReportedAsProposed(Pages pages, Purchase purchase) throws Exception {
        SetupDesk desk = setUp(pages);
        purchase.order(2);
        awaitRecorded(desk);
        desk.search("#" + SAMPLE, "$16.50");
        SetupView view = desk.view();
        assertFalse(view.search().orElseThrow().proposals().isEmpty(), () -> view.toString());
        Proposal best = view.search().orElseThrow().proposals().get(0);
        shop.stop();

        mount(pages);
        best.settings().forEach(setting -> shop.setting(setting.name(), setting.value()));
        shop.setting("endpoint", endpoint.uri().toString()).start();
        cookies = "roi_data=" + Clicks.inCookie(Clicks.CLICK);
        purchase.order(3);

        assertEventually(List.of("1124 24.75"), this::received);
        return best;
    }

    private List<String> received() {
        return endpoint.received().stream()
                .flatMap(message -> message.message().calls().stream())
                .map(call -> call.arguments().get("order_id") + " "
                        + call.arguments().get("amount"))
                .toList();
    }

    private static String settings(Proposal proposal) {
        return proposal.settings().stream()
                .map(setting -> setting.name() + "=" + setting.value())
                .collect(Collectors.joining("\n"));
    }

    private Order place(HttpServletRequest request) {
        return new Order(orders.incrementAndGet(), request.getParameter("quantity"));
    }

    private static void html(HttpServletResponse response, String text) throws Exception {
        response.setContentType("text/html;charset=UTF-8");
        response.getWriter().print("<!DOCTYPE html><title>Mugs</title>" + text);
    }

    @Test
    void aPageMadeOfABeanIsReadByTheBean() throws Exception {
        Pages pages = mounted -> mounted.page("/order", (request, response) -> {
                    boolean isPlaced = request.getMethod().equals("POST");
                    request.setAttribute("order", isPlaced ? place(request) : new Order(0, null));
                    request.getRequestDispatcher("/order.jsp").forward(request, response);
                })
                .page("/order.jsp", (request, response) -> {
                    Order order = (Order) request.getAttribute("order");
                    html(response, "<p>Order #" + order.getNumber() + ": $" + order.getTotalPrice() + "</p>");
                });

        Proposal best = assertReportedAsProposed(pages, quantity -> {
            get("/order");
            return post("/order", "quantity=" + quantity);
        });

        assertEquals(
                "confirmation=/order\nwhen=${request.method == 'POST'}\norderId=${order.number}\n"
                        + "amount=${order.totalPrice}\ncurrency=${order.currency}",
                settings(best));
        assertEquals(
                "`${order.totalPrice}` is 16.50 on the confirmation, 0 on GET /order before it.",
                best.settings().get(3).reason());
    }

    /** Where the pages of a shop's controllers are. */
    public static final class Views {
        @Bean
        public InternalResourceViewResolver views() {
            return new InternalResourceViewResolver("/view/", "");
        }
    }

    /** A shop's. */
    @Controller
    public static final class OrderController {
        private static final AtomicInteger ORDERS = new AtomicInteger();

        @GetMapping("/checkout")
        public String form() {
            return "form";
        }

        @PostMapping("/checkout")
        public String place(@RequestParam("quantity") String quantity) {
            return "redirect:/app/orders/" + ORDERS.incrementAndGet() + "?quantity=" + quantity;
        }

        @GetMapping("/orders/{number}")
        public String show(@PathVariable("number") int number, @RequestParam("quantity") String quantity, Model model) {
            model.addAttribute("purchase", Map.of("order", new Order(number, quantity)));
            return "thanks";
        }
    }

    @Test
    void aSpringMvcShopIsReadByItsModel() throws Exception {
        OrderController.ORDERS.set(SAMPLE - 1);
        Pages pages = mounted -> {
            mounted.page("/view/thanks", (request, response) -> html(response, "<p>Thank you</p>"));
            mounted.page("/view/form", (request, response) -> html(response, "<form></form>"));
            mounted.servlet("spring", spring(), "/app/*");
        };

        Proposal best = assertReportedAsProposed(pages, quantity -> {
            get("/app/checkout");
            return post("/app/checkout", "quantity=" + quantity);
        });

        assertEquals(
                "confirmation=/app/orders/*\norderId=${purchase.order.number}\namount=${purchase.order.totalPrice}\n"
                        + "currency=${purchase.order.currency}",
                settings(best));
    }

    private static DispatcherServlet spring() {
        AnnotationConfigWebApplicationContext spring = new AnnotationConfigWebApplicationContext();
        spring.register(OrderController.class, Views.class);
        return new DispatcherServlet(spring);
    }

    @Test
    void anOrderThatThePageTakesOutOfTheSessionIsReadBeforeThat() throws Exception {
        Pages pages = mounted -> mounted.page("/place", (request, response) -> {
                    request.getSession().setAttribute("last order", place(request));
                    response.sendRedirect(request.getContextPath() + "/done");
                })
                .page("/done", (request, response) -> {
                    Order order = (Order) request.getSession().getAttribute("last order");
                    request.getSession().removeAttribute("last order");
                    html(
                            response,
                            "<p>Thanks, that makes " + order.getTotalPrice().intValue() + " dollars</p>");
                });

        Proposal best = assertReportedAsProposed(pages, quantity -> post("/place", "quantity=" + quantity));

        assertEquals(
                "confirmation=/done\norderId=${sessionScope['last order'].number}\n"
                        + "amount=${sessionScope['last order'].totalPrice}\ncurrency=${sessionScope['last order'].currency}",
                settings(best));
        assertTrue(best.reasons().toString().contains("takes it away"), best::toString);
    }

    @Test
    void anOrderOfASessionThatThePageEndsIsReadBeforeThat() throws Exception {
        Pages pages = mounted -> mounted.page("/place", (request, response) -> {
                    request.getSession().setAttribute("placed", Map.of("order", place(request)));
                    response.sendRedirect(request.getContextPath() + "/done");
                })
                .page("/done", (request, response) -> {
                    request.getSession().invalidate();
                    html(response, "<p>Thanks</p>");
                });

        Proposal best = assertReportedAsProposed(pages, quantity -> post("/place", "quantity=" + quantity));

        assertEquals(
                "confirmation=/done\norderId=${placed.order.number}\namount=${placed.order.totalPrice}\n"
                        + "currency=${placed.order.currency}",
                settings(best));
    }

    @Test
    void anOrderThatIsOnlyInTheHtmlIsReadThere() throws Exception {
        Pages pages = mounted -> mounted.page("/done", (request, response) -> {
            Order order = place(request);
            html(
                    response,
                    "<h1>Your order #" + order.getNumber()
                            + " is placed</h1><p>4 items</p><p>Total: <b class=grand-total>$" + order.getTotalPrice()
                            + "</b></p>");
        });

        Proposal best = assertReportedAsProposed(pages, quantity -> post("/done", "quantity=" + quantity));

        assertEquals(
                "confirmation=/done\norderId=${page.match('\\\\border #(\\\\d+)')}\namount=${page.text('.grand-total')}",
                settings(best));
    }

    @Test
    void aShopThatAnswersJsonIsReadByThat() throws Exception {
        Pages pages = mounted -> mounted.page("/api/orders", (request, response) -> {
            Order order = place(request);
            response.setStatus(201);
            response.setContentType("application/json");
            response.getOutputStream()
                    .print("{\"order\":{\"ref\":\"" + order.getNumber() + "\",\"sum\":\"" + order.getTotalPrice()
                            + "\"}}");
        });

        Proposal best = assertReportedAsProposed(pages, quantity -> post("/api/orders", "quantity=" + quantity));

        assertEquals(
                "confirmation=/api/orders\norderId=${page.json.order.ref}\namount=${page.json.order.sum}",
                settings(best));
    }

    @Test
    void whatAPageStatesByConventionNeedsOnlyItsPath() throws Exception {
        Pages pages = mounted -> mounted.page("/done", (request, response) -> {
            Order order = place(request);
            html(
                    response,
                    "<script>gtag('event','purchase',{transaction_id:'" + order.getNumber() + "',value:"
                            + order.getTotalPrice() + ",currency:'USD'})</script>");
        });

        Proposal best = assertReportedAsProposed(pages, quantity -> post("/done", "quantity=" + quantity));

        assertEquals("confirmation=/done", settings(best));
    }

    @Test
    void anOrderThatIsAnsweredAsynchronouslyIsFound() throws Exception {
        Pages pages = mounted -> mounted.page("/place", (request, response) -> {
                    request.setAttribute("order", place(request));
                    request.startAsync(request, response).dispatch("/done");
                })
                .page("/done", (request, response) -> html(response, "<p>Thanks</p>"));

        Proposal best = assertReportedAsProposed(pages, quantity -> post("/place", "quantity=" + quantity));

        assertEquals(
                "confirmation=/place\norderId=${order.number}\namount=${order.totalPrice}\ncurrency=${order.currency}",
                settings(best));
    }
}
