package io.roifilter;

import static io.roifilter.testing.Eventually.assertEventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.testing.Browser;
import io.roifilter.testing.CheckedLog;
import io.roifilter.testing.Clicks;
import io.roifilter.testing.Container;
import io.roifilter.testing.LoopbackEndpoint;
import io.roifilter.testing.TestShop;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** An operator sets a shop up by example in Chromium: from the first click to the order at the endpoint. */
class SetupInBrowserIT {

    @RegisterExtension
    static final CheckedLog LOG = new CheckedLog();

    @TempDir
    private Path directory;

    private final AtomicInteger orders = new AtomicInteger(1122);
    private final LoopbackEndpoint endpoint = new LoopbackEndpoint().behave(LoopbackEndpoint::acceptAll);
    private TestShop shop;
    private Browser browser;

    @BeforeEach
    void open() throws Exception {
        browser = new Browser(1280, 1600);
        browser.withoutScripts();
        shop = new TestShop(Container.JETTY, directory);
        mount();
        shop.setting("endpoint", null)
                .setting("apiKey", null)
                .setting("sharedSecret", null)
                .setting("acceptTimeout", null)
                .setting("outboxDirectory", null)
                .setting("setup", "true")
                .start();
    }

    /** What the pages are made from. */
    public static final class Order {
        private final int number;
        private final BigDecimal totalPrice;

        Order(int number, int mugs) {
            this.number = number;
            totalPrice = new BigDecimal("8.25").multiply(new BigDecimal(mugs));
        }

        public int getNumber() {
            return number;
        }

        public BigDecimal getTotalPrice() {
            return totalPrice;
        }
    }

    private void mount() {
        shop.anew()
                .withoutProxy()
                .setting("statusPath", "/roi-status")
                .page("/", (request, response) -> print(response, "<p><a href=order>Order mugs</a></p>"))
                .page("/order", this::order)
                .initializer();
    }

    /** Shows the form, and the order that it has made. */
    private void order(HttpServletRequest request, HttpServletResponse response) throws Exception {
        boolean isPlaced = request.getMethod().equals("POST");
        Order order = isPlaced
                ? new Order(orders.incrementAndGet(), Integer.parseInt(request.getParameter("mugs")))
                : new Order(0, 0);
        request.setAttribute("order", order);
        print(
                response,
                isPlaced
                        ? "<p>Thank you! Order #" + order.getNumber() + ", $" + order.getTotalPrice() + "</p>"
                        : "<form method=post><input name=mugs></form>");
    }

    private static void print(HttpServletResponse response, String text) throws Exception {
        response.setContentType("text/html;charset=UTF-8");
        response.getWriter().print("<!DOCTYPE html><link rel=icon href='data:,'><title>Mugs</title>" + text);
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
    void fromTheFirstClickToTheOrderAtTheEndpoint() throws Exception {
        browser.open(shop.address() + "/roi-status");
        link("Set up").click();
        assertEventually("Begin", this::step);
        look("setup-1-begin");

        button("Begin in this browser").click();
        assertTrue(browser.url().endsWith("/roi-status/setup"), browser.url());
        assertEventually("Place an order", this::step);
        look("setup-2-nothing-yet");
        link("Open the shop in a new tab").click();
        browser.toNewestTab();
        assertTrue(browser.url().endsWith("/shop/?roi_data=test"), browser.url());
        orderMugs(2);
        browser.closeTab();
        link("load this page again").click();
        assertEventually("Say what you saw", this::step);
        assertShown("3 pages were recorded.");
        look("setup-3-recorded");

        ask("1123", "a lot");
        assertShown("Type the total as you saw it");
        assertEquals("1123", browser.element("#number").getAttribute("value"));
        look("setup-3-no-total");
        ask("99999", "$77.00");
        assertShown("The order number 99999 was not found.");
        look("setup-3-not-found");
        ask("#1123", "$16.50");
        assertEventually("Choose settings", this::step);
        look("setup-4-settings");
        Map<String, String> pasted =
                contextParams(browser.element(".way[open] pre").getText());
        assertEquals("${order.number}", pasted.get("roi.orderId"));
        assertEquals("ADDRESS-OF-YOUR-ENDPOINT", pasted.get("roi.endpoint"));

        button("Try this one").click();
        assertEventually("Try them", this::step);
        look("setup-5-try");
        browser.open(shop.address() + "/");
        orderMugs(3);
        browser.open(shop.address() + "/roi-status/setup");
        assertEventually("Paste, and end", this::step);
        assertShown("order_id: 1124\namount: 24.75");
        look("setup-6-tried");

        button("End, and forget what was recorded").click();
        assertEventually("Begin", this::step);
        assertShown("It has ended");
        assertNull(browser.cookie("roi_setup"));
        shop.stop();

        mount();
        pasted.remove("roi.apiKeyFile");
        pasted.remove("roi.sharedSecretFile");
        pasted.put("roi.endpoint", endpoint.uri().toString());
        pasted.forEach((name, value) -> shop.setting(name.replaceFirst("^roi\\.", ""), value));
        shop.start();
        browser.open(shop.address() + "/?roi_data=" + Clicks.encoded(Clicks.CLICK));
        orderMugs(4);

        assertEventually(List.of("1125 33.00"), this::received);
        browser.open(shop.address() + "/roi-status/setup");
        assertShown("Set roi.setup to true");
    }

    @Test
    void anotherBrowserIsToldSinceWhen() throws Exception {
        browser.open(shop.address() + "/roi-status/setup");
        button("Begin in this browser").click();
        Browser first = browser;
        try (Browser other = new Browser(1280, 1600)) {
            other.open(shop.address() + "/roi-status/setup");
            assertTrue(other.text().contains("under way in another browser since"), other.text());
            browser = other;
            look("setup-1-other-browser");
            button("Begin anew in this browser").click();
            assertEventually("Place an order", this::step);
        } finally {
            browser = first;
        }
        link("load this page again").click();
        assertShown("under way in another browser since");
    }

    @Test
    void worksWithTheKeyboard() throws Exception {
        browser.open(shop.address() + "/roi-status/setup");
        tabTo("Begin in this browser");
        browser.focused().sendKeys(Keys.ENTER);
        assertEventually("Place an order", this::step);
        tabTo("Open the shop in a new tab");
        assertEquals("noopener", browser.focused().getAttribute("rel"));
        browser.open(shop.address() + "/");
        orderMugs(2);
        browser.open(shop.address() + "/roi-status/setup");
        browser.element("#number").sendKeys("1123", Keys.TAB, "16.50", Keys.ENTER);
        assertEventually("Choose settings", this::step);
        tabTo("Try this one");
        browser.focused().sendKeys(Keys.ENTER);
        assertEventually("Try them", this::step);
    }

    private void tabTo(String words) {
        for (int i = 0; i < 40 && !browser.focused().getText().equals(words); i++) {
            browser.focused().sendKeys(Keys.TAB);
        }
        assertEquals(words, browser.focused().getText());
    }

    /** From the start page; the page that thanks is recorded a moment after it was sent. */
    private void orderMugs(int count) throws Exception {
        link("Order mugs").click();
        browser.element("input[name=mugs]").sendKeys(Integer.toString(count), Keys.ENTER);
        assertShown("Thank you!");
    }

    private void ask(String number, String total) {
        WebElement input = browser.element("#number");
        input.clear();
        input.sendKeys(number);
        input = browser.element("#total");
        input.clear();
        input.sendKeys(total);
        button("Find them").click();
    }

    /** A button leads to another page, which may still be on its way. */
    private void assertShown(String words) throws Exception {
        assertEventually(true, () -> text("body").contains(words));
    }

    private String step() {
        return text("[aria-current=step]");
    }

    /** Empty while another page is on its way. */
    private String text(String selector) {
        try {
            return browser.element(selector).getText();
        } catch (NoSuchElementException | StaleElementReferenceException e) {
            return "";
        }
    }

    private WebElement link(String words) {
        return withText("a", words);
    }

    private WebElement button(String words) {
        return withText("button", words);
    }

    private WebElement withText(String element, String words) {
        return browser.elements(element).stream()
                .filter(found -> found.getText().equals(words))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + words + " in " + browser.text()));
    }

    private List<String> received() {
        return endpoint.received().stream()
                .flatMap(message -> message.message().calls().stream())
                .map(call -> call.arguments().get("order_id") + " "
                        + call.arguments().get("amount"))
                .toList();
    }

    /** As a container reads what somebody has pasted into web.xml. */
    private static Map<String, String> contextParams(String pasted) throws Exception {
        Document xml = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader("<web-app>" + pasted + "</web-app>")));
        NodeList params = xml.getElementsByTagName("context-param");
        Map<String, String> found = new LinkedHashMap<>();
        for (int i = 0; i < params.getLength(); i++) {
            Element param = (Element) params.item(i);
            found.put(text(param, "param-name"), text(param, "param-value"));
        }
        return found;
    }

    private static String text(Element parent, String name) {
        return parent.getElementsByTagName(name).item(0).getTextContent();
    }

    /** Nothing sticks out, nothing is blocked or missing; and a picture for a person. */
    private void look(String name) throws Exception {
        browser.look(name, "[...document.querySelectorAll('.wide')].some(t => t.scrollWidth > t.clientWidth)");
    }
}
