package io.roifilter;

import static io.roifilter.testing.Eventually.assertEventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.testing.CheckedLog;
import io.roifilter.testing.Clicks;
import io.roifilter.testing.OnEachContainer;
import io.roifilter.testing.OutboxFile;
import io.roifilter.testing.TestShop;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shops that show an order's total only on the page before: {@code report=remember} and {@code remembered}. */
@OnEachContainer
class RememberIT {
    private static final String CLICK = "roi_data=" + Clicks.inCookie(Clicks.CLICK);
    private static final Map<String, String> CONFIRMATION =
            Map.of("orderId", "${param.id}", "amount", "${remembered.amount}");
    private static final Map<String, String> REVIEW = Map.of("report", "remember", "amount", "${total}");
    private static final Map<String, String> REVIEW_WITH_ID =
            Map.of("report", "remember", "amount", "${total}", "orderId", "${param.id}");

    @RegisterExtension
    static final CheckedLog LOG = new CheckedLog();

    @RegisterExtension
    final TestShop shop = new TestShop();

    private String session = "";

    @Test
    void theTotalOfThePageBeforeIsReported() throws Exception {
        start(REVIEW, CONFIRMATION);

        visit("/review?total=152.99");
        assertEquals("thank you", visit("/thank-you?id=1123"));
        assertEquals(List.of("1123"), shop.reportedIds());
        assertEquals("152.99", shop.reported().get(0).amount());
        assertTrue(LOG.ours(Level.INFO).stream()
                .anyMatch(line -> line.contains("reports nothing, and remembers amount on /review")));
    }

    @Test
    void aNumberHasOneReading() throws Exception {
        start(Map.of("report", "remember", "amount", "${1.0 * total}"), CONFIRMATION);

        visit("/review?total=1.299");
        visit("/thank-you?id=1123");
        assertEquals("1.30", shop.reported().get(0).amount());
    }

    @Test
    void aReloadIsTheSameOrder() throws Exception {
        start(REVIEW, CONFIRMATION);

        visit("/review?total=152.99");
        visit("/thank-you?id=1123");
        visit("/thank-you?id=1123");
        assertEquals(1, shop.rows().size());
        assertEquals(List.of("1123"), shop.reportedIds());
    }

    @Test
    void ordersOneAfterTheOther() throws Exception {
        start(REVIEW, CONFIRMATION);

        visit("/review?total=152.99");
        visit("/thank-you?id=1123");
        visit("/review?total=10.00");
        visit("/thank-you?id=1124");
        visit("/thank-you?id=1123");
        assertEquals(List.of("1123", "1124"), shop.reportedIds());
        assertEquals(
                List.of("152.99", "10.00"),
                shop.reported().stream().map(order -> order.amount()).toList());
    }

    @Test
    void whatWasUsedForAnOrderIsNoOtherOnes() throws Exception {
        start(REVIEW, CONFIRMATION);

        visit("/review?total=152.99");
        visit("/thank-you?id=1123");
        visit("/thank-you?id=1124");
        assertEquals(List.of("1123"), shop.reportedIds());
        assertRejected("1124", "is of another order");
    }

    @Test
    void whatWasUsedForAnOrderThatIsRefusedIsNoOtherOnes() throws Exception {
        start(REVIEW, CONFIRMATION);

        visit("/review?total=free");
        visit("/thank-you?id=1123");
        assertRejected("1123", "amount");
        visit("/thank-you?id=1124");
        assertRejected("1124", "is of another order");
        assertEquals(
                "orderId=&amount=free&number=&currency=&usedFor=1123",
                visit("/attribute").split(" ")[1]);
    }

    @Test
    void twoTabs() throws Exception {
        start(REVIEW_WITH_ID, CONFIRMATION);

        visit("/review?total=152.99&id=1123");
        visit("/review?total=10.00&id=1124");
        visit("/thank-you?id=1123");
        visit("/thank-you?id=1124");
        visit("/thank-you?id=1125");
        assertEquals(List.of("1123", "1124"), shop.reportedIds());
        assertEquals("152.99", shop.reported().get(0).amount());
        assertEquals("10.00", shop.reported().get(1).amount());
        assertRejected("1125", "is of another order");
    }

    @Test
    void anotherSessionIsNamed() throws Exception {
        start(REVIEW, CONFIRMATION);

        visit("/review?total=152.99");
        session = "; JSESSIONID=gone";
        visit("/thank-you?id=1123");
        assertRejected("1123", "the session that the visitor came with has expired or ended");
        session = "";
        visit("/thank-you?id=1124");
        assertRejected("1124", "nothing is remembered of a visitor without a session");
        visit("/other");
        visit("/thank-you?id=1125");
        assertRejected("1125", "nothing is remembered in the visitor's session");
    }

    @Test
    void whatIsAddedToNothingIsNoAmount() throws Exception {
        start(REVIEW, Map.of("orderId", "${param.id}", "amount", "${remembered.amount + 5}"));

        visit("/thank-you?id=1123");
        assertRejected("1123", "nothing is remembered of a visitor without a session");
    }

    @Test
    void anExpressionMayDoWithout() throws Exception {
        start(
                REVIEW,
                Map.of(
                        "orderId",
                        "${param.id}",
                        "amount",
                        "${empty remembered.amount ? param.shown : remembered.amount}"));

        visit("/thank-you?id=1123&shown=7.00");
        assertEquals("7.00", shop.reported().get(0).amount());
    }

    @Test
    void anOrderIdThatIsForgottenIsSaid() throws Exception {
        start(REVIEW_WITH_ID, Map.of("orderId", "${remembered.orderId}", "amount", "${remembered.amount}"));

        visit("/review?total=152.99&id=1123");
        visit("/thank-you");
        assertEquals(List.of("1123"), shop.reportedIds());
        session = "";
        visit("/thank-you");
        assertEquals(1, shop.rows().size());
        assertEventually(
                true,
                () -> LOG.ours(Level.SEVERE).stream()
                        .anyMatch(line -> line.contains("nothing is remembered of a visitor without a session")));
    }

    @Test
    void aLoginChangesTheIdOfTheSession() throws Exception {
        start(REVIEW, CONFIRMATION);

        visit("/review?total=152.99");
        visit("/login");
        visit("/thank-you?id=1123");
        assertEquals("152.99", shop.reported().get(0).amount());
    }

    @Test
    void aPageThatEndsTheSession() throws Exception {
        start(REVIEW, CONFIRMATION);

        visit("/review?total=152.99");
        visit("/thank-you?id=1123&end=1");
        assertEquals("152.99", shop.reported().get(0).amount());
    }

    @Test
    void nothingIsLeftInTheSessionWithoutAClick() throws Exception {
        start(REVIEW, CONFIRMATION);

        String[] cookie = {"Cookie", session(shop.get("/review?total=152.99"))};
        assertEquals("null", TestShop.text(shop.get("/attribute", cookie)));
    }

    @Test
    void theSessionHasATextWithoutRoiData() throws Exception {
        start(REVIEW_WITH_ID, CONFIRMATION);

        visit("/review?total=152.99&id=1123");
        assertEquals("java.lang.String orderId=1123&amount=152.99&number=&currency=&usedFor=", visit("/attribute"));
    }

    @Test
    void noSessionIsMade() throws Exception {
        shop.page("/thank-you", (request, response) -> {
                    request.setAttribute("total", "1.00");
                    TestShop.print(response, "thank you");
                })
                .report(REVIEW)
                .start();

        HttpResponse<byte[]> answer = shop.get("/thank-you", "Cookie", CLICK);
        assertTrue(answer.headers().firstValue("Set-Cookie").isEmpty());
        assertTrue(LOG.ours(Level.WARNING).stream()
                .anyMatch(line -> line.contains("the visitor has no session to keep it in, and none is made for it")));
    }

    @Test
    void notesAreBounded() throws Exception {
        start(REVIEW_WITH_ID, CONFIRMATION);

        for (int order = 1; order <= 20; order++) {
            visit("/review?total=1.00&id=" + order);
        }
        visit("/review?total=1.00&id=" + "x".repeat(300));
        String kept = visit("/attribute");
        assertEquals(8, kept.lines().count(), kept);
        assertFalse(kept.contains("xxx"), kept);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            now      | ${remembered.foo}                  | there is only ${remembered.amount}
            now      | ${remembered}                      | there is only ${remembered.amount}
            now      | ${remembered['total']}             | there is only ${remembered.amount}
            now      | ${before.x}${remembered.amount}    | has remembered and before in it
            now      | ${before.remembered.amount}        | has remembered and before in it
            hold     | ${total}                           | must be `now` or `remember`
            remember | ${remembered.amount}               | needs at least one of orderId, amount and currency
            """)
    void aMistakeIsSaidAtTheStart(String report, String amount, String said) throws Exception {
        boolean isNow = !report.equals("remember");
        start(
                REVIEW,
                isNow
                        ? Map.of("orderId", "${param.id}", "amount", amount, "report", report)
                        : Map.of("amount", amount, "report", report));

        String log = String.join("\n", LOG.ours(Level.SEVERE));
        assertTrue(log.contains(said), log);
        assertEquals("thank you", visit("/thank-you?id=1"));
    }

    @Test
    void confirmationMountsTheFilterThatReportsBesideOneThatRemembers() throws Exception {
        shop.setting("confirmation", "/thank-you");
        shop.setting("orderId", "${param.id}");
        shop.setting("amount", "${remembered.amount}");
        pages().filter(
                        "roi-review",
                        new RoiInsertFilter(),
                        Map.of("report", "remember", "amount", "${total}"),
                        "/review")
                .initializer()
                .start();

        visit("/review?total=152.99");
        visit("/thank-you?id=1123");
        assertEquals(List.of("1123"), shop.reportedIds());
    }

    private void assertRejected(String id, String reason) throws Exception {
        assertTrue(
                shop.rows().stream()
                        .filter(row -> row.state().equals("rejected"))
                        .map(OutboxFile.Row::order)
                        .anyMatch(order -> order.orderId().equals(id)),
                id);
        String log = String.join("\n", LOG.ours(Level.WARNING));
        assertTrue(log.contains(reason), log);
    }

    private void start(Map<String, String> review, Map<String, String> confirmation) throws Exception {
        pages().filter("roi-review", new RoiInsertFilter(), review, "/review")
                .report(confirmation)
                .start();
    }

    private TestShop pages() {
        return shop.page("/review", (request, response) -> {
                    request.getSession().setAttribute("total", request.getParameter("total"));
                    print(response, "review");
                })
                .page("/thank-you", (request, response) -> {
                    print(response, "thank you");
                    if (request.getParameter("end") != null) {
                        request.getSession().invalidate();
                    }
                })
                .page("/other", (request, response) -> {
                    request.getSession().setAttribute("other", "thing");
                    print(response, "other");
                })
                .page("/login", (request, response) -> {
                    request.changeSessionId();
                    print(response, "hello");
                })
                .page("/attribute", (request, response) -> {
                    HttpSession found = request.getSession(false);
                    Object value = found.getAttribute("io.roifilter.remembered");
                    print(response, value == null ? "null" : value.getClass().getName() + " " + value);
                });
    }

    private static void print(HttpServletResponse response, String text) {
        TestShop.print(response, text);
    }

    /** As one customer, with the click and the session of the pages before. */
    private String visit(String path) throws Exception {
        HttpResponse<byte[]> answer = shop.get(path, "Cookie", CLICK + session);
        assertEquals(200, answer.statusCode());
        String given = session(answer);
        session = given.isEmpty() ? session : "; " + given;
        return TestShop.text(answer);
    }

    private static String session(HttpResponse<byte[]> answer) {
        return answer.headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith("JSESSIONID="))
                .map(cookie -> cookie.replaceFirst(";.*", ""))
                .findFirst()
                .orElse("");
    }
}
