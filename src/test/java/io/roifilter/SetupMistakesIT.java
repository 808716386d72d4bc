package io.roifilter;

import static io.roifilter.testing.Eventually.assertEventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import io.roifilter.admin.Doctor;
import io.roifilter.admin.DoctorSubject;
import io.roifilter.admin.StatusSite;
import io.roifilter.api.ApiRequest;
import io.roifilter.config.Sources;
import io.roifilter.config.WebXml;
import io.roifilter.testing.CheckedLog;
import io.roifilter.testing.Clicks;
import io.roifilter.testing.LoopbackEndpoint;
import io.roifilter.testing.OnEachContainer;
import io.roifilter.testing.TestShop;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A shop is set up with one mistake, and customers come: the operator learns of it from the log, from the status page, and from
 * {@code doctor}, each time with the setting, its value and what to do. Where nothing is wrong, none of them says so.
 */
@OnEachContainer
class SetupMistakesIT {
    private static final String PAGE = "/roi-status";
    private static final String LINK = "?roi_data=" + Clicks.encoded(Clicks.CLICK);
    private static final String INSERT = "io.roifilter.RoiInsertFilter";
    private static final String CAPTURE = "io.roifilter.RoiCaptureFilter";

    @RegisterExtension
    static final CheckedLog LOG = new CheckedLog();

    @RegisterExtension
    final TestShop shop = new TestShop();

    @TempDir
    private Path directory;

    private final LoopbackEndpoint endpoint = new LoopbackEndpoint();
    private final Map<String, String> settings = new LinkedHashMap<>();
    private String webXml = "";

    @BeforeEach
    void configure() {
        endpoint.behave(SetupMistakesIT::asTheApi);
        set("endpoint", endpoint.uri().toString());
        set("apiKey", TestShop.API_KEY);
        set("sharedSecret", TestShop.SHARED_SECRET);
        set("orderId", "${order.id}");
        set("amount", "${order.total}");
        set("confirmation", "/thank-you");
        set("statusPath", PAGE);
        set("outboxDirectory", directory.resolve("outbox").toString());
        shop.withoutProxy()
                .thankYou("1123", "152.99")
                .page("/landing", (request, response) -> response.getWriter().print("welcome"));
    }

    @AfterEach
    void stop() throws Exception {
        shop.stop();
        endpoint.close();
    }

    @Test
    void withoutAMistakeNobodySaysAnything() throws Exception {
        start();
        Browser browser = new Browser(shop);
        browser.get("/landing" + LINK);
        browser.get("/thank-you");
        for (int i = 0; i < 100; i++) {
            shop.get("/thank-you"); // as most customers, who have not come by an email
        }
        assertEventually(1, () -> status().getJsonObject("outbox").getInt("delivered"));

        assertEquals(List.of(), LOG.troublesOfFilters());
        assertEquals(List.of(), LOG.ours(Level.WARNING));
        assertEquals("UP", status().getString("health"));
        assertEquals(List.of(), lines("WRONG", examine(Optional.of(URI.create(shop.address() + "/landing")), true)));
    }

    /** Of the shop's own code nothing is known, so that the operator has to be told which name it was. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            orderId      | ${ordr.id}             | ordr     | nothing is reported: orderId gives nothing
            amount       | ${order.totl}          | totl     | the amount is missing
            when         | ${order.id == nmbr}    | nmbr     | when is not true
            consent      | ${cookieConsnt}        | Consnt   | consent is not true
            currency     | ${order.curency}       | curency  | the currency is not USD
            purchaseDate | ${order.placd}         | placd    | gives nothing
            """)
    void anExpressionWithAWrongName(String setting, String expression, String name, String reason) throws Exception {
        set(setting, expression);
        start();
        for (int i = 0; i < 30; i++) {
            shop.order();
        }

        String given = setting + " = " + expression + " (context-param roi." + setting + ")";
        if (!setting.equals("purchaseDate")) { // which does not cost the order
            assertLogged(reason, given);
        }
        assertOnThePage(reason, given);
        assertByDoctor(reason, given);
        assertFromOutside(setting + " = " + expression, "is called", name, "take the name that the page");
    }

    /** Which is all that can be told of a shop whose operator has given no expression. */
    @Test
    void aPageThatStatesNoOrder() throws Exception {
        set("orderId", null);
        set("amount", null);
        start();
        for (int i = 0; i < 3; i++) {
            shop.order();
        }

        String[] said = {
            "the page states no order by any convention known",
            "orderId = ${page.order.id} (default)",
            "give orderId and amount",
            "${page.text('#order-number')}",
            "${page.json.order.id}",
            "check that confirmation"
        };
        assertLogged(said);
        assertOnThePage(said);
        assertByDoctor(said);
    }

    @Test
    void aConfirmationThatLeadsToThePage() throws Exception {
        set("orderId", null);
        set("amount", null);
        set("confirmation", "/buy");
        shop.page("/buy", (request, response) -> response.sendRedirect("/shop/thank-you"));
        start();
        for (int i = 0; i < 3; i++) {
            shop.get("/buy", "Cookie", "roi_data=" + Clicks.inCookie(Clicks.CLICK));
        }

        String[] said = {"the page states no order", "as the answer was a redirect, with status 302"};
        assertLogged(said);
        assertOnThePage(said);
        assertByDoctor(said);
    }

    /** Orders that are there are kept, and the operator learns what to give. */
    @Test
    void aPageThatStatesNoAmount() throws Exception {
        set("orderId", null);
        set("amount", null);
        shop.page("/bare", (request, response) -> {
            response.setContentType("text/html;charset=UTF-8");
            TestShop.print(
                    response,
                    "<script type='application/ld+json'>{\"@type\": \"Order\", \"orderNumber\": \""
                            + request.getParameter("id") + "\"}</script>");
        });
        set("confirmation", "/bare");
        start();
        for (int i = 0; i < 3; i++) {
            shop.get("/bare?id=112" + i, "Cookie", "roi_data=" + Clicks.inCookie(Clicks.CLICK));
        }

        String[] said = {
            "the amount is missing: the page states none for its order by any convention known",
            "amount = ${page.order.amount} (default)",
            "give amount by a name that its template uses"
        };
        assertLogged(said);
        assertOnThePage(said);
        assertByDoctor(said);
    }

    @Test
    void aConfirmationWhereThereIsNoPage() throws Exception {
        set("confirmation", "/shop/thanks");
        start();
        shop.get("/landing" + LINK);
        shop.order();

        String[] said = {"/shop/thanks", "no page", "confirmation", "from behind the application's own path on"};
        assertLogged(said);
        assertOnThePage(said);
        assertByDoctor(said);
        assertFromOutside("confirmation = /shop/thanks", "neither a file nor a servlet", "such as /shop,");
    }

    @Test
    void aUrlPatternInWebXmlWhereThereIsNoPage() throws Exception {
        set("confirmation", null);
        shop.filter("roi-insert", new RoiInsertFilter(), Map.of(), "/checkout/*");
        webXml = filter("roi-insert", INSERT, "/checkout/*");
        start();

        String[] said = {"roi-insert", "/checkout/*", "no page", "url-pattern of RoiInsertFilter in web.xml"};
        assertLogged(said);
        assertOnThePage(said);
        assertByDoctor(said);
        assertFromOutside("url-pattern /checkout/* of filter roi-insert in web.xml", "checkout is in no class or page");
    }

    @Test
    void trackingThatIsSwitchedOffIsNoMistake() throws Exception {
        set("consent", "false");
        start();
        for (int i = 0; i < 40; i++) {
            shop.get("/landing" + LINK);
            shop.order();
            shop.get("/thank-you");
        }

        assertEquals(List.of(), LOG.ours(Level.WARNING));
        assertEquals("UP", status().getString("health"));
        assertEquals(List.of(), lines("WRONG", examine(Optional.empty(), true)));
    }

    @Test
    void aCookieDomainThatIsAnothers() throws Exception {
        set("cookieDomain", "shop.example");
        start();
        for (int i = 0; i < 3; i++) {
            shop.get("/landing" + LINK);
            shop.get("/thank-you"); // the browser has dropped the cookie
        }

        assertLogged("cookieDomain", "browsers drop such a cookie");
        String[] said = {"cookieDomain = shop.example (context-param roi.cookieDomain)", "Correct cookieDomain"};
        assertOnThePage(said);
        assertByDoctor(said);
        String link = examine(Optional.of(URI.create(shop.address() + "/landing")), false);
        assertLine(lines("WRONG", link), "is not in cookieDomain = shop.example", "correct cookieDomain");
    }

    /** A framework's servlet for everything leaves it open what is a page: but it is shown that nobody came. */
    @Test
    void whereAServletAnswersForAllNothingIsGuessed() throws Exception {
        set("confirmation", "/thanks");
        shop.page("/", (request, response) -> response.getWriter().print("framework"));
        start();

        assertEquals(List.of(), LOG.ours(Level.WARNING));
        assertEquals("UP", status().getString("health"));
        assertTrue(
                examine(Optional.empty(), true)
                        .contains(
                                "-     no request has come to a confirmation route since then: if there were orders, check confirmation"));
    }

    @Test
    void noCaptureFilterAndClicksThatGoBy() throws Exception {
        set("capture", "false");
        start();
        for (int i = 0; i < 3; i++) {
            shop.get("/landing?roi_data=echo3-619-295-1856-124235" + i + "-1daecd68df79e83bf13f244b9a880ab9");
        }

        String[] said = {
            "3 clicks on links with roi_data went by", "/shop/landing", "take out capture", "on /* in web.xml"
        };
        assertLogged(said);
        assertOnThePage(said);
        assertByDoctor(said);
        assertFromOutside("capture is false", "take capture out, or declare the filter in web.xml");
    }

    @Test
    void noCaptureFilterAndOrdersWithoutClick() throws Exception {
        set("capture", "false");
        start();
        for (int i = 0; i < 3; i++) {
            shop.get("/thank-you");
        }

        String[] said = {"none of 3 requests", "no RoiCaptureFilter", "take out capture", "on /* in web.xml"};
        assertLogged(said);
        assertOnThePage(said);
        assertByDoctor(said);

        shop.order();
        assertEventually("UP", () -> status().getString("health"));
    }

    @Test
    void aCookiePathThatDoesNotCoverTheConfirmation() throws Exception {
        set("cookiePath", "/shop/landing");
        start();
        Browser browser = new Browser(shop);
        browser.get("/landing" + LINK);
        browser.get("/thank-you");

        String[] said = {"to /shop/thank-you", "cookiePath = /shop/landing (context-param roi.cookiePath)", "such as /"
        };
        assertLogged(said);
        assertOnThePage(said);
        assertByDoctor(said);
        assertFromOutside("cookiePath = /shop/landing does not cover /shop/thank-you", "Take cookiePath out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/shop", "/shop/", "/shop/thank-you"})
    void aCookiePathThatCoversIt(String path) throws Exception {
        set("cookiePath", path);
        start();
        for (int i = 0; i < 5; i++) {
            shop.get("/thank-you");
        }
        assertEquals(List.of(), LOG.ours(Level.WARNING));
        assertEquals("UP", status().getString("health"));
        assertEquals(List.of(), lines("WRONG", examine(Optional.empty(), true)));
    }

    @Test
    void thePageCountsInAnotherCurrency() throws Exception {
        shop.page(
                "/done",
                (request, response) -> request.setAttribute(
                        "order", Map.of("id", request.getParameter("id"), "total", "1.50", "currency", "EUR")));
        set("confirmation", "/done");
        set("currency", "${order.currency}");
        start();
        for (int i = 0; i < 3; i++) {
            shop.get("/done?id=" + i, "Cookie", "roi_data=" + Clicks.inCookie(Clicks.CLICK));
        }

        String[] said = {
            "the currency is not USD: 'EUR'",
            "currency = ${order.currency} (context-param roi.currency)",
            "in US dollars"
        };
        assertLogged(said);
        assertOnThePage(said);
        assertByDoctor(said);
    }

    @ParameterizedTest
    @CsvSource({
        "currency, EUR, every order is kept as rejected",
        "currency, ${'GBP'}, every order is kept as rejected",
        "consent, ${false}, nothing is reported",
        "when, ${1 == 2}, nothing is reported"
    })
    void aConstantByWhichNothingIsEverReported(String setting, String value, String effect) throws Exception {
        set(setting, value);
        start();

        String[] said = {effect, setting + " = " + value + " (context-param roi." + setting + ")", "take it out"};
        assertLogged(said);
        assertOnThePage(said);
        assertByDoctor(said);
        assertFromOutside(said);
    }

    /** A filter of the shop's own, mapped before ours: language, session, or a short address. */
    @Test
    void aRedirectOfTheShopThatDropsTheQuery() throws Exception {
        shop.filter(
                        "short",
                        (request, response, chain) -> {
                            if (((HttpServletRequest) request).getRequestURI().endsWith("/go")) {
                                ((HttpServletResponse) response)
                                        .sendRedirect(
                                                request.getServletContext().getContextPath() + "/landing");
                            } else {
                                chain.doFilter(request, response);
                            }
                        },
                        Map.of(),
                        "/*")
                .page("/go", (request, response) -> fail());
        shop.capture(Map.of());
        webXml = filter("short", "com.example.Short", "/*") + filter("roi-capture", CAPTURE, "/*");
        start();
        for (int i = 0; i < 3; i++) {
            Browser browser = new Browser(shop);
            browser.follow(
                    browser.get("/go?roi_data=echo3-619-295-1856-124235" + i + "-1daecd68df79e83bf13f244b9a880ab9"));
            browser.get("/thank-you");
        }

        String[] said = {
            "3 clicks on links with roi_data went by",
            "the last on /shop/go",
            "filter roi-capture keeps clicks on /*",
            "before filters that redirect",
            "redirect with its query"
        };
        assertLogged(said);
        assertOnThePage(said);
        assertByDoctor(said);
        String outside = examine(Optional.of(URI.create(shop.address() + "/go")), false);
        assertLine(
                lines("WRONG", outside), "/shop/go?roi_data=test redirects to", "and drops roi_data", "keep the query");
        assertLine(lines("-    ", outside), "filter roi-capture comes after short");
    }

    @Test
    void aCaptureFilterThatIsMappedOnOtherPages() throws Exception {
        shop.filter("roi-capture", new RoiCaptureFilter(), Map.of(), "/products/*");
        webXml = filter("roi-capture", CAPTURE, "/products/*");
        start();
        for (int i = 0; i < 3; i++) {
            shop.get("/landing?roi_data=echo3-619-295-1856-124235" + i + "-1daecd68df79e83bf13f244b9a880ab9");
        }

        String[] said = {"3 clicks", "/shop/landing", "keeps clicks on /products/*", "map it on /*"};
        assertLogged(said);
        assertOnThePage(said);
        assertByDoctor(said);
        assertFromOutside("filter roi-capture keeps clicks on /products/* alone", "map it on /*");
        String link = examine(Optional.of(URI.create(shop.address() + "/landing")), false);
        assertLine(lines("WRONG", link), "answers with status 200 and keeps no click", "mapped elsewhere than on /*");
    }

    @Test
    void aRedirectThatKeepsTheQueryIsNoMistake() throws Exception {
        shop.page(
                "/go",
                (request, response) -> response.sendRedirect(
                        request.getServletContext().getContextPath() + "/landing?" + request.getQueryString()));
        shop.filter("roi-capture", new RoiCaptureFilter(), Map.of(), "/landing");
        start();
        for (int i = 0; i < 5; i++) {
            Browser browser = new Browser(shop);
            browser.follow(
                    browser.get("/go?roi_data=echo3-619-295-1856-124235" + i + "-1daecd68df79e83bf13f244b9a880ab9"));
        }

        assertEquals(List.of(), LOG.ours(Level.WARNING));
        assertEquals("UP", status().getString("health"));
    }

    /** In front of the server, where nothing of it is to be seen from the application. */
    @Test
    void aRedirectElsewhereThatDropsTheQuery() throws Exception {
        start();
        for (int i = 0; i < 31; i++) {
            shop.get("/landing");
            shop.get("/thank-you");
        }

        String[] said = {
            "none of 31 requests",
            "no click was seen at all",
            "parameter = roi_data",
            "no redirect on the way",
            "If emails were sent"
        };
        assertLogged(said);
        assertOnThePage(said);
        assertByDoctor(said);
    }

    @Test
    void aLinkThatLeadsToTheOrderItselfIsNoMistake() throws Exception {
        shop.page(
                "/done",
                (request, response) ->
                        request.setAttribute("order", Map.of("id", request.getParameter("id"), "total", "1.50")));
        set("confirmation", "/done");
        set("capture", "false");
        start();
        for (int i = 0; i < 5; i++) {
            shop.get("/done?id=" + i + "&roi_data=echo3-619-295-1856-124235" + i + "-1daecd68df79e83bf13f244b9a880ab9");
        }
        assertEventually(5, () -> status().getJsonObject("outbox").getInt("delivered"));
        assertEquals("UP", status().getString("health"));
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 500})
    void anErrorStatusOnTheConfirmation(int code) throws Exception {
        shop.page("/done", (request, response) -> response.setStatus(code));
        set("confirmation", "/done");
        start();
        for (int i = 0; i < 3; i++) {
            shop.get("/done", "Cookie", "roi_data=" + Clicks.inCookie(Clicks.CLICK));
        }

        String[] said = {
            "3 requests on a confirmation route came with a click",
            "3 error answer",
            "/shop/done",
            "status " + code,
            "have it answer 200",
            "confirmation"
        };
        assertLogged(said);
        assertOnThePage(said);
        assertByDoctor(said);
    }

    @Test
    void theEndpointCannotBeReached() throws Exception {
        set("endpoint", "http://127.0.0.1:1/api");
        start();
        shop.order();

        assertEventually(true, () -> !LOG.ours(Level.WARNING).isEmpty());
        assertLogged("the endpoint does not take orders", "127.0.0.1:1", "check endpoint");
        String[] said = {
            "endpoint does not take orders",
            "127.0.0.1:1",
            "check endpoint = http://127.0.0.1:1/api (context-param roi.endpoint)"
        };
        assertOnThePage(said);
        assertByDoctor(said);
        assertFromOutside("endpoint: 127.0.0.1:1 cannot be reached", "Correct endpoint");
    }

    @Test
    void aWrongSecret() throws Exception {
        endpoint.behave(LoopbackEndpoint.replying(
                200,
                "<methodResponse><item><error>1</error><responseText>Could not authenticate</responseText><responseData>"
                        + "<responseCode>445</responseCode></responseData></item></methodResponse>"));
        start();
        shop.order();

        assertEventually(true, () -> !LOG.ours(Level.SEVERE).isEmpty());
        assertLogged(
                "the endpoint refuses all orders", "Could not authenticate", "Check endpoint, apiKey, sharedSecret");
        String[] said = {
            "endpoint refuses all orders", "Could not authenticate", "sharedSecret", "(context-param roi.sharedSecret)"
        };
        assertOnThePage(said);
        assertByDoctor(said);
        assertFromOutside("apiKey, sharedSecret: the endpoint refuses them", "correct them");
    }

    @Test
    void anOutboxDirectoryOnAReadOnlyDisk() throws Exception {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        assumeTrue(succeeds("mount", "-t", "tmpfs", "-o", "ro,size=1m", "tmpfs", disk.toString()), "root on Linux");
        try {
            set("outboxDirectory", disk.resolve("roi").toString());
            start();
            shop.order();

            assertEventually(true, () -> !LOG.ours(Level.SEVERE).isEmpty());
            assertLogged("the outbox cannot be written", disk.toString(), "outboxDirectory");
            String[] said = {disk.toString(), "outboxDirectory = " + disk.resolve("roi"), "can be written"};
            assertOnThePage(said);
            assertByDoctor(said);
            assertFromOutside("outboxDirectory: nothing can be written to " + disk, "set outboxDirectory to another");
            shop.stop();
            LOG.clear();
        } finally {
            assertTrue(succeeds("umount", disk.toString()));
        }
    }

    /** Which refuses the doctor's call, that has no order in it. */
    private static void asTheApi(HttpExchange exchange, ApiRequest message) throws IOException {
        if (message.calls().get(0).arguments().isEmpty()) {
            LoopbackEndpoint.reply(
                    exchange,
                    200,
                    LoopbackEndpoint.answer(1, "<error>1</error><responseText>Missing variables</responseText>"));
        } else {
            LoopbackEndpoint.acceptAll(exchange, message);
        }
    }

    private void set(String name, String value) {
        settings.put(name, value);
    }

    private void start() throws Exception {
        settings.forEach(shop::setting);
        shop.initializer().start();
    }

    /** Maybe in a moment: an answer such as a redirect is with its visitor before it is known what came of it. */
    private void assertLogged(String... words) throws Exception {
        assertEventually(
                true,
                () -> Stream.of(Level.WARNING, Level.SEVERE)
                        .flatMap(level -> LOG.ours(level).stream())
                        .anyMatch(line -> has(line, words)));
    }

    private void assertOnThePage(String... words) throws Exception {
        assertEventually(true, () -> findings().stream().anyMatch(finding -> has(finding, words)));
        assertTrue(!status().getString("health").equals("UP"), status()::toString);
        String page = TestShop.text(shop.get(PAGE));
        for (String word : words) {
            assertTrue(has(page, escaped(word)), () -> word + " in " + page);
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    /** Which asks the running shop. */
    private void assertByDoctor(String... words) throws Exception {
        assertLine(lines("WRONG the shop says: ", examine(Optional.empty(), true)), words);
    }

    /** By the files of the shop, and what else can be tried, alone. */
    private void assertFromOutside(String... words) throws Exception {
        assertLine(lines("WRONG", examine(Optional.empty(), false)), words);
    }

    private String examine(Optional<URI> link, boolean asksTheShop) throws Exception {
        Path application = application();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DoctorSubject subject = new DoctorSubject(
                Optional.of(application),
                Optional.of(WebXml.of(application, Optional.empty())),
                Optional.empty(),
                asksTheShop
                        ? Optional.of(new StatusSite(URI.create(shop.address() + PAGE), Optional.empty()))
                        : Optional.empty(),
                link);
        new Doctor(
                        Sources.ofProcess(),
                        subject,
                        location -> Optional.empty(),
                        new PrintStream(out, true, StandardCharsets.UTF_8))
                .examine();
        return out.toString(StandardCharsets.UTF_8);
    }

    /** The shop as it would lie in the server's directory of applications. */
    private Path application() throws Exception {
        Path application = Files.createDirectories(directory.resolve("webapps/shop"));
        Files.createDirectories(application.resolve("WEB-INF"));
        Files.writeString(
                application.resolve("thank-you.jsp"),
                "Order ${order.id} of ${order.placed}: ${order.total} ${order.currency} ${cookieConsent}");
        String parameters = settings.entrySet().stream()
                .filter(setting -> setting.getValue() != null)
                .map(setting -> "<context-param><param-name>roi." + setting.getKey() + "</param-name><param-value>"
                        + setting.getValue() + "</param-value></context-param>")
                .collect(Collectors.joining());
        String servlets = Stream.of("/thank-you", "/landing", "/done")
                .map(path -> "<servlet-mapping><servlet-name>shop</servlet-name><url-pattern>" + path
                        + "</url-pattern></servlet-mapping>")
                .collect(Collectors.joining());
        Files.writeString(
                application.resolve("WEB-INF/web.xml"),
                "<web-app xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"6.0\">" + parameters + webXml
                        + servlets + "</web-app>");
        return application;
    }

    private static String filter(String name, String type, String pattern) {
        return "<filter><filter-name>" + name + "</filter-name><filter-class>" + type + "</filter-class></filter>"
                + "<filter-mapping><filter-name>" + name + "</filter-name><url-pattern>" + pattern
                + "</url-pattern></filter-mapping>";
    }

    private List<String> findings() throws Exception {
        return status().getJsonArray("findings").stream()
                .map(JsonValue::asJsonObject)
                .map(finding -> finding.getString("text"))
                .toList();
    }

    private JsonObject status() throws Exception {
        String json = TestShop.text(shop.get(PAGE, "Accept", "application/json"));
        return Json.createReader(new StringReader(json)).readObject();
    }

    private static List<String> lines(String begin, String out) {
        return out.lines().filter(line -> line.startsWith(begin)).toList();
    }

    private static void assertLine(List<String> lines, String... words) {
        assertTrue(
                lines.stream().anyMatch(line -> has(line, words)),
                () -> List.of(words) + " in none of\n" + String.join("\n", lines));
    }

    /** Sentences of the page begin with a capital. */
    private static boolean has(String text, String... words) {
        return Stream.of(words)
                .allMatch(word -> text.contains(word)
                        || text.contains(word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1)));
    }

    private static boolean succeeds(String... command) throws Exception {
        return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    }
}
