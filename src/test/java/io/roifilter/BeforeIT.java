package io.roifilter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.testing.CheckedLog;
import io.roifilter.testing.Clicks;
import io.roifilter.testing.OnEachContainer;
import io.roifilter.testing.OutboxFile;
import io.roifilter.testing.TestShop;
import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shops that empty an order's own object while they show it: expressions that name {@code before}. */
@OnEachContainer
class BeforeIT {
    private static final String[] CLICK = {"Cookie", "roi_data=" + Clicks.inCookie(Clicks.CLICK)};
    private static final Map<String, String> BEFORE =
            Map.of("orderId", "${before.cart.id}", "amount", "${before.cart.total}");

    @RegisterExtension
    static final CheckedLog LOG = new CheckedLog();

    @RegisterExtension
    final TestShop shop = new TestShop();

    private final Cart cart = new Cart();

    /** Of the shop's own; it counts who asks. */
    public static final class Cart {
        private final AtomicInteger asked = new AtomicInteger();
        private StringBuilder id = new StringBuilder("1123");
        private String total = "152.99";

        /** Changes in place. */
        public CharSequence getId() {
            asked.incrementAndGet();
            return id;
        }

        public String getTotal() {
            if (total == null) {
                throw new IllegalStateException("the cart is empty");
            }
            return total;
        }

        void clear() {
            id.setLength(0);
            total = "0.00";
        }
    }

    @Test
    void aCartThatThePageClearsIsRead() throws Exception {
        clearing(BEFORE);

        assertEquals("thank you", TestShop.text(shop.get("/thank-you", CLICK)));
        assertEquals(List.of("1123"), shop.reportedIds());
        assertEquals("152.99", shop.reported().get(0).amount());
    }

    @Test
    void withoutBeforeItIsGone() throws Exception {
        clearing(Map.of("orderId", "${cart.id}", "amount", "${cart.total}"));

        shop.get("/thank-you", CLICK);
        assertEquals(List.of(), shop.rows());
    }

    @Test
    void nothingIsAskedWithoutAClick() throws Exception {
        clearing(BEFORE);

        shop.get("/thank-you");
        assertEquals(0, cart.asked.get());
    }

    @Test
    void aPageThatIsForwardedToIsReadOnceAtTheBeginning() throws Exception {
        shop.page(
                        "/thank-you",
                        (request, response) ->
                                request.getRequestDispatcher("/view").forward(request, response))
                .page("/view", (request, response) -> {
                    cart.clear();
                    TestShop.print(response, "thank you");
                });
        start(BEFORE);

        assertEquals("thank you", TestShop.text(shop.get("/thank-you", CLICK)));
        assertEquals(List.of("1123"), shop.reportedIds());
        assertEquals(1, cart.asked.get());
    }

    @Test
    void aPageThatGoesOnAsynchronouslyIsReadOnceAtTheBeginning() throws Exception {
        shop.page("/thank-you", (request, response) -> request.startAsync().dispatch("/view"))
                .page("/view", (request, response) -> {
                    cart.clear();
                    TestShop.print(response, "thank you");
                });
        start(BEFORE);

        assertEquals("thank you", TestShop.text(shop.get("/thank-you", CLICK)));
        assertEquals(List.of("1123"), shop.reportedIds());
        assertEquals(1, cart.asked.get());
    }

    @Test
    void aGetterThatThrowsSpoilsThatReportAlone() throws Exception {
        cart.total = null;
        clearing(BEFORE);

        assertEquals("thank you", TestShop.text(shop.get("/thank-you", CLICK)));
        OutboxFile.Row kept = shop.rows().get(0);
        assertEquals("rejected", kept.state());
        assertEquals("1123", kept.order().orderId());
        assertTrue(LOG.ours(Level.WARNING).stream().anyMatch(line -> line.contains("the cart is empty")));
    }

    @Test
    void theBodyIsLeftToThePage() throws Exception {
        shop.page(
                "/thank-you",
                (request, response) -> TestShop.print(
                        response, new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8)));
        start(Map.of("orderId", "${before.param.id}", "amount", "${before.cart.total}"));

        String form = "id=4711&comment=hello";
        assertEquals(
                form,
                TestShop.text(shop.post(
                        "/thank-you?id=1124",
                        "application/x-www-form-urlencoded",
                        form.getBytes(StandardCharsets.UTF_8),
                        CLICK)));
        assertEquals(List.of("1124"), shop.reportedIds());
    }

    /** An answer with a new session's cookie would be another answer. */
    @Test
    void noSessionIsMadeForAnExpression() throws Exception {
        clearing(Map.of(
                "orderId",
                "${before.cart.id}",
                "amount",
                "${before.cart.total}",
                "when",
                "${empty before.request.session.id}"));

        assertTrue(
                shop.get("/thank-you", CLICK).headers().firstValue("Set-Cookie").isEmpty());
        assertEquals(List.of("1123"), shop.reportedIds());
    }

    @Test
    void aConditionIsOfBeforeAsWell() throws Exception {
        clearing(Map.of(
                "orderId",
                "${before.cart.id}",
                "amount",
                "${before.cart.total}",
                "when",
                "${before.cart.total == '152.99'}"));

        shop.get("/thank-you", CLICK);
        assertEquals(List.of("1123"), shop.reportedIds());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            ${before.order.id}${page.status}         | has page and before in it
            ${before.page.order.id}                  | has page and before in it
            ${before['page'].order.id}               | has page and before in it
            ${before}                                | before must be followed by what is to be read
            """)
    void aMistakeIsSaidAtTheStart(String expression, String said) throws Exception {
        clearing(Map.of("orderId", expression, "amount", "${before.cart.total}"));

        String log = String.join("\n", LOG.ours(Level.SEVERE));
        assertTrue(log.contains(said), log);
        assertEquals("thank you", TestShop.text(shop.get("/thank-you", CLICK)));
    }

    private void clearing(Map<String, String> settings) throws Exception {
        shop.page("/thank-you", (request, response) -> {
            TestShop.print(response, "thank you");
            cart.clear();
        });
        start(settings);
    }

    /** The cart is in the session, so to speak, when the request comes. */
    private void start(Map<String, String> settings) throws Exception {
        shop.filter("cart", new CartFilter(), Map.of(), "/thank-you")
                .report(settings)
                .start();
    }

    private final class CartFilter extends HttpFilter {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws java.io.IOException, jakarta.servlet.ServletException {
            request.setAttribute("cart", cart);
            chain.doFilter(request, response);
        }
    }
}
