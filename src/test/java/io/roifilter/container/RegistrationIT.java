package io.roifilter.container;

import static io.roifilter.testing.Eventually.assertEventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.container.shop.CompressingFilter;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Filters declared in web.xml, settings beside them and filters of the shop, in ways that have gone wrong elsewhere. */
@ClassTemplate
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("container")
@Timeout(180)
class RegistrationIT {
    @RegisterExtension
    static final EachServer SERVERS = new EachServer(Cell::onTheRunningJava, RegistrationIT::install);

    private static final String COMPRESSION = """
            <filter>
              <filter-name>compress</filter-name>
              <filter-class>%s</filter-class>
            </filter>
            <filter-mapping>
              <filter-name>compress</filter-name>
              <url-pattern>/*</url-pattern>
            </filter-mapping>
            """.formatted(CompressingFilter.class.getName());

    private static final String SECOND_FILTER = """
            <filter>
              <filter-name>gifts</filter-name>
              <filter-class>io.roifilter.RoiInsertFilter</filter-class>
              <init-param>
                <param-name>orderId</param-name>
                <param-value>gift-${order.id}</param-value>
              </init-param>
              <init-param>
                <param-name>amount</param-name>
                <param-value>${order.totalPrice * 2}</param-value>
              </init-param>
              <async-supported>true</async-supported>
            </filter>
            <filter-mapping>
              <filter-name>gifts</filter-name>
              <url-pattern>/gift</url-pattern>
            </filter-mapping>
            <servlet-mapping>
              <servlet-name>thank-you</servlet-name>
              <url-pattern>/gift</url-pattern>
            </servlet-mapping>
            """;

    private static final String ERROR_PAGE = """
            <error-page>
              <location>/catalogue</location>
            </error-page>
            """;

    /** Of one length, as they are part of some answers. */
    private static final String MVC = "mvc-filters";

    private static final String MVC_AS_IT_IS = "mvc-without";

    private final Cell cell;
    private final Installation installation;

    RegistrationIT(Cell cell, Installation installation) {
        this.cell = cell;
        this.installation = installation;
    }

    private static void install(Installation installation) throws Exception {
        String filters = installation.file("filters.xml").text();
        String params = installation.file("context-params.xml").text();
        Snippet names = new Snippet(filters).with("roi-capture", "Click!").with("roi-insert", "42");
        deploy(installation, "both", names.text() + confirmation());
        deploy(installation, "two", filters + SECOND_FILTER);
        deploy(installation, "compress-first", COMPRESSION + filters);
        deploy(installation, "compress-last", filters + COMPRESSION);
        deploy(installation, "compress-params", params + COMPRESSION);
        deploy(installation, "error-page", filters + ERROR_PAGE);
        Snippet otherwise = new Snippet(filters).with("order.id", "requestScope.order.id");
        deploy(installation, "immediate", otherwise.text());
        deploy(
                installation,
                "deferred",
                otherwise.with("${requestScope", "#{requestScope").text());
        Snippet bothRoutes = new Snippet(filters)
                .with(
                        "<url-pattern>/thank-you</url-pattern>",
                        "<url-pattern>/thank-you</url-pattern><url-pattern>/done</url-pattern>");
        installation.deploy(MVC, ShopWar.springMvc().withAllJar().declaring(bothRoutes.text()));
        installation.deploy(MVC_AS_IT_IS, ShopWar.springMvc());
        installation.server().trustProxies();
        installation.server().addJvmOption("-DrequestScope.order.id=of-the-server");
        installation.server().start();
    }

    @Test
    void filtersUnderAnyNameAreNotMountedASecondTime() throws Exception {
        installation.assertReports("both");
        assertEquals(1, entries("both, Click!: keeps clicks"));
        assertEquals(1, entries("both, 42: reports orders"));
        assertEquals(0, entries("both, io.roifilter."));
    }

    @Test
    void twoFiltersWithExpressionsOfTheirOwnShareOneOutbox() throws Exception {
        installation.assertReports("two");
        String gift = "gift-" + Customer.orderId(customer("two").submit("gift"));
        assertEventually(1, () -> installation.calls(gift).size());
        assertEquals("128.00", installation.calls(gift).get(0).arguments().get("amount"));
        assertEquals(1, entries("two: the outbox is open"));
    }

    @Test
    void worksBehindACompressingFilter() throws Exception {
        assertReportsCompressed("compress-first");
    }

    @Test
    void worksBeforeACompressingFilter() throws Exception {
        assertReportsCompressed("compress-last");
    }

    @Test
    void worksWithACompressingFilterWhenMountedByItself() throws Exception {
        assertReportsCompressed("compress-params");
    }

    @Test
    void orderThatEndsOnAnErrorPageIsNotReported() throws Exception {
        HttpResponse<String> failed = customer("error-page").submit("thank-you?quantity=many");
        assertEquals(500, failed.statusCode(), failed::body);
        assertEquals(0, entries("error-page, roi-insert: an order"));
        installation.assertReports("error-page");
    }

    /** Before Spring's {@code DispatcherServlet}; its order is in the model, and after a redirect in the flash attributes. */
    @Test
    void springMvcShopAnswersAsItDoesWithoutFiltersAndItsOrdersAreReported() throws Exception {
        assertEquals(transcriptOfSpringMvcShop(MVC_AS_IT_IS), transcriptOfSpringMvcShop(MVC));
        assertEventually(1, () -> installation.calls("mvc-1").size());
        assertEventually(1, () -> installation.calls("mvc-2").size());
        assertEquals(0, entries(MVC + ", roi-insert: an order"));
    }

    @Test
    void cookieIsSecureForWhomTheProxySaysThatHttpsIsUsed() throws Exception {
        assertTrue(cookieOfClick("https").contains("; Secure"));
        assertFalse(cookieOfClick("http").contains("; Secure"));
    }

    /** Tomcat puts a system property of the expression's name in its place; Jetty does not. */
    @Test
    void deferredSyntaxIsSafeFromTheContainersOwnReplacing() throws Exception {
        installation.assertReports("deferred");
    }

    @Test
    void immediateSyntaxThatTheContainerHasReplacedIsAReportedProblem() throws Exception {
        if (cell.distribution().isTomcat()) {
            customer("immediate").buy();
            assertEquals(1, entries("immediate: filter roi-insert is switched off and reports no orders"));
            assertEquals(1, entries("orderId = \"of-the-server\""));
        } else {
            installation.assertReports("immediate");
        }
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void serverStopsAndEachOrderWasReportedOnce() throws Exception {
        installation.server().stop();
        List<String> orders = installation.calls().stream()
                .map(call -> call.arguments().get("order_id"))
                .toList();
        assertEquals(orders.stream().distinct().toList(), orders);
    }

    private void assertReportsCompressed(String application) throws Exception {
        installation.assertReports(application);
        assertEquals(
                "gzip",
                customer(application)
                        .submit("thank-you")
                        .headers()
                        .firstValue("Content-Encoding")
                        .orElse(""));
    }

    private String transcriptOfSpringMvcShop(String application) throws Exception {
        Customer customer = customer(application);
        String form = "quantity=2&name=Maya+T%C3%B6rres";
        HttpResponse<String> thankYou = customer.submit("thank-you", form);
        assertTrue(thankYou.body().contains("Thank you, Maya T\u00f6rres"), thankYou::body);
        assertEquals("mvc-1", Customer.orderId(thankYou));
        assertEquals(400, customer.submit("thank-you", "quantity=many").statusCode());
        HttpResponse<String> redirect = customer.submit("checkout", form);
        assertEquals(302, redirect.statusCode());
        assertEquals("mvc-2", Customer.orderId(customer.follow(redirect)));
        HttpResponse<String> reloaded = customer.get("done");
        assertTrue(reloaded.body().contains("<strong id=\"order-id\"></strong>"), reloaded::body);
        return customer.transcript();
    }

    private String cookieOfClick(String scheme) throws Exception {
        HttpResponse<String> click = new Customer(installation.server().uri(MVC))
                .get("catalogue?roi_data=" + Customer.ROI_DATA, "X-Forwarded-Proto", scheme);
        List<String> cookies = click.headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith("roi_data="))
                .toList();
        assertEquals(1, cookies.size(), cookies::toString);
        assertTrue(cookies.get(0).contains("; Path=/" + MVC), cookies::toString);
        return cookies.get(0);
    }

    private Customer customer(String application) throws Exception {
        return new Customer(installation.server().uri(application)).click();
    }

    private long entries(String words) {
        return installation
                .server()
                .log()
                .lines()
                .filter(line -> line.contains(words))
                .count();
    }

    /** What the initializer would mount, were the filter not declared. */
    private static String confirmation() {
        return Snippet.contextParam("roi.confirmation", "/*").text();
    }

    private static void deploy(Installation installation, String application, String declarations) throws IOException {
        installation.deploy(
                application,
                new ShopWar().withAllJar().withClasses(CompressingFilter.class).declaring(declarations));
    }
}
