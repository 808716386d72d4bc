package io.roifilter;

import static io.roifilter.testing.Eventually.assertEventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.testing.Browser;
import io.roifilter.testing.CheckedLog;
import io.roifilter.testing.Clicks;
import io.roifilter.testing.Container;
import io.roifilter.testing.LoopbackEndpoint;
import io.roifilter.testing.TestShop;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The status page as an operator sees it in Chromium: wide and on a phone, light and dark, empty, full and in trouble. */
class StatusPageInBrowserIT {
    private static final String REJECTED = "<methodName>roi.insert</methodName><responseCode>403</responseCode>"
            + "<responseText>Insert failed: ROI Hash does not match</responseText>";

    @RegisterExtension
    static final CheckedLog LOG = new CheckedLog();

    @TempDir
    private Path directory;

    private final AtomicInteger orders = new AtomicInteger();
    private final LoopbackEndpoint endpoint = new LoopbackEndpoint().behave(LoopbackEndpoint::acceptAll);
    private TestShop shop;
    private Browser browser;

    @BeforeEach
    void open() throws Exception {
        browser = new Browser(1280, 1600);
        shop = new TestShop(Container.JETTY, directory);
        TestShop.ORDER.forEach(shop::setting);
        shop.setting("confirmation", "/thank-you")
                .setting("statusPath", "/roi-status")
                .setting("retryMax", "1h")
                .setting("endpoint", endpoint.uri().toString())
                .page("/thank-you", (request, response) -> {
                    int number = orders.incrementAndGet();
                    request.setAttribute("order", new Order("SM-" + (10_000 + number), number % 97 + 0.95));
                    TestShop.print(response, "Thank you.");
                })
                .withoutProxy()
                .initializer()
                .start();
    }

    /** What the page is made from. */
    public record Order(String id, double total) {
        public String getId() {
            return id;
        }

        public double getTotal() {
            return total;
        }
    }

    @AfterEach
    void close() throws Exception {
        if (browser != null) {
            browser.close();
        }
        if (shop != null) {
            shop.stop();
        }
        endpoint.close();
    }

    @Test
    void emptyItSaysThatAllIsWell() throws Exception {
        show();

        assertTrue(browser.text().contains("All is well"), browser.text());
        assertTrue(
                browser.text().contains("No request has come to a confirmation route since the start."),
                browser.text());
        look("empty");
    }

    @Test
    void fullItStaysReadable() throws Exception {
        for (int i = 0; i < 300; i++) {
            shop.order();
        }
        assertEventually(true, () -> numbers().startsWith("0 waiting"));
        shop.get("/thank-you");
        show();

        assertTrue(browser.text().contains("All is well"), browser.text());
        assertEquals(50, browser.elements("#confirmations ~ .wide tbody tr").size());
        look("full");
    }

    @Test
    void anOrderThatWasRejectedIsSentAgainByAClick() throws Exception {
        endpoint.behave((exchange, message) -> LoopbackEndpoint.reply(
                exchange, 200, LoopbackEndpoint.answer(message.calls().size(), REJECTED)));
        shop.order();
        shop.order();
        assertEventually(true, () -> numbers().contains("2 rejected"));
        show();
        look("rejected");
        endpoint.behave(LoopbackEndpoint::acceptAll);
        browser.withoutScripts();

        button("Send again").click();
        assertTrue(browser.element(".notice").getText().matches("Order SM-1000[12] is sent again."), browser.text());
        assertTrue(browser.url().contains("/roi-status/?done="), browser.url());
        assertEventually(true, () -> numbers().contains("1 rejected"));
        browser.open(browser.url());

        browser.element("input[name=amount]").sendKeys("11.50", Keys.ENTER);
        assertTrue(browser.element(".notice").getText().endsWith(" is sent again with the amount 11.50."));
        assertEventually(
                true, () -> numbers().contains("0 rejected") && numbers().contains("2 delivered"));
        browser.element("#order").sendKeys("SM-10001", Keys.ENTER);
        assertTrue(browser.text().contains("delivered"), browser.text());
        look("found");
    }

    @Test
    void anOrderIsMeantWhateverAFormMakesOfItsId() throws Exception {
        endpoint.behave((exchange, message) -> LoopbackEndpoint.reply(
                exchange, 200, LoopbackEndpoint.answer(message.calls().size(), REJECTED)));
        shop.order();
        shop.order();
        assertEventually(true, () -> numbers().contains("2 rejected"));
        shop.stop();
        nameOrders(" SM\n1\r\t\u0001+%0A & <2> \u00e4 ");
        endpoint.behave(LoopbackEndpoint::acceptAll);
        shop.start();
        assertEventually(true, () -> numbers().contains("2 rejected"));
        show();

        button("Send again").click();
        assertTrue(browser.element(".notice").getText().endsWith(" is sent again."), browser.text());
        assertEventually(
                true, () -> numbers().contains("1 rejected") && !numbers().contains("1 waiting"));
        show();
        browser.element("td details summary").click();
        button("Delete for good").click();
        assertTrue(browser.element(".notice").getText().endsWith(" is deleted."), browser.text());
        assertEventually(true, () -> numbers().contains("0 rejected"));
    }

    /** As a former version, or a database that others write into, may have them. */
    private void nameOrders(String id) throws Exception {
        Path file = shop.outbox().resolve("outbox-1.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                PreparedStatement update =
                        connection.prepareStatement("update roi_outbox_entry set order_id = ? || id")) {
            update.setString(1, id);
            assertEquals(2, update.executeUpdate());
        }
    }

    @Test
    void inAnOutageItSaysWhatToCheckAndSendsWhenTold() throws Exception {
        endpoint.behave(LoopbackEndpoint.replying(503, "closed for the night"));
        for (int i = 0; i < 5; i++) {
            shop.order();
        }
        assertEventually(true, () -> page().contains("The endpoint does not take orders"));
        show();
        look("outage");
        endpoint.behave(LoopbackEndpoint::acceptAll);

        button("Send now what waits").click();
        assertEventually(true, () -> numbers().contains("5 delivered"));
    }

    @Test
    void worksWithTheKeyboard() throws Exception {
        show();

        for (int i = 0; i < 40 && !browser.focused().getText().equals("Try the endpoint"); i++) {
            browser.focused().sendKeys(Keys.TAB);
        }
        assertEquals("Try the endpoint", browser.focused().getText());
        browser.focused().sendKeys(Keys.ENTER);
        assertFalse(browser.elements(".notice").isEmpty(), browser.text());
        assertEquals("status", browser.element(".notice").getAttribute("role"));
    }

    private void show() {
        browser.open(shop.address() + "/roi-status");
    }

    private WebElement button(String words) {
        return browser.elements("button").stream()
                .filter(button -> button.getText().equals(words))
                .findFirst()
                .orElseThrow();
    }

    /** Nothing sticks out, nothing is blocked or missing, no secret is seen; and a picture for a person. */
    private void look(String name) throws Exception {
        browser.look(
                name,
                "[...document.querySelectorAll('.stacking')].some(t => t.parentElement.scrollWidth > t.parentElement.clientWidth)");
        assertFalse(browser.text().contains(Clicks.CLICK), browser.text());
    }

    private String page() {
        try {
            return TestShop.text(shop.get("/roi-status"));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Such as {@code 0 waiting, 2 delivered}. */
    private String numbers() {
        return page().replaceAll(
                        "(?s).*?<dt>waiting</dt><dd>(\\d+)</dd>.*?<dt>delivered</dt><dd>(\\d+)</dd>.*?<dt>rejected</dt><dd>(\\d+)</dd>.*",
                        "$1 waiting, $2 delivered, $3 rejected");
    }
}
