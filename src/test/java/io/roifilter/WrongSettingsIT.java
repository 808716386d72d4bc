package io.roifilter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.testing.CheckedLog;
import io.roifilter.testing.Clicks;
import io.roifilter.testing.OnEachContainer;
import io.roifilter.testing.TestShop;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator got wrong costs the tracking, or the deployment if asked for, and never the shop. */
@OnEachContainer
class WrongSettingsIT {
    private static final Map<String, String> WRONG = Map.of(
            "orderId", "${order.",
            "amount", "12.50",
            "currency", "${]",
            "batchSize", "1000000",
            "sharedSecretFile", "/no/such/file",
            "amonut", "${order.total}");

    /** What the one entry must say about them. */
    private static final List<String> ALL_PROBLEMS =
            List.of("orderId", "amount = \"12.50\"", "currency", "batchSize", "sharedSecret", "amonut", "amount?");

    @RegisterExtension
    static final CheckedLog LOG = new CheckedLog();

    @RegisterExtension
    final TestShop shop = new TestShop().thankYou("1123", "152.99");

    @Test
    void switchTheReportOffWithOneEntryThatTellsThemAll() throws Exception {
        shop.setting("retryMni", "1s")
                .setting("sharedSecret", null)
                .report(WRONG)
                .start();

        HttpResponse<byte[]> response = shop.order();

        assertEquals(200, response.statusCode());
        assertEquals("thank you", TestShop.text(response));
        String entry = onlyError();
        for (String problem : ALL_PROBLEMS) {
            assertTrue(entry.contains(problem), () -> problem + " in " + entry);
        }
        assertTrue(entry.contains("did you mean roi.retryMin?"), entry);
        assertTrue(
                entry.startsWith("shop: filter roi-insert is switched off and reports no orders;"
                        + " the application runs as ever. 7 problems in the settings of filter roi-insert:"),
                entry);
        assertFalse(Files.exists(shop.outbox()));
    }

    @Test
    void ofOneFilterLeaveTheOthersOn() throws Exception {
        shop.capture(Map.of()).report(Map.of("orderId", "order.id")).start();

        assertTrue(shop.get("/thank-you?roi_data=" + Clicks.encoded(Clicks.CLICK))
                .headers()
                .firstValue("Set-Cookie")
                .isPresent());

        String entry = onlyError();
        assertTrue(
                entry.startsWith(
                        "shop: filter roi-insert is switched off and reports no orders; not affected, unless the"
                                + " log says so: roi-capture (keeps clicks); the application runs as ever. 1 problem in"),
                entry);
    }

    @Test
    void ofAllFiltersAreNamedOnceAndEachFilterIs() throws Exception {
        shop.setting("consnet", "true").capture(Map.of()).report(TestShop.ORDER).start();

        assertTrue(shop.get("/thank-you?roi_data=" + Clicks.encoded(Clicks.CLICK))
                .headers()
                .firstValue("Set-Cookie")
                .isEmpty());

        String entry = onlyError();
        String other = entry.startsWith("shop: filter roi-insert is switched off and reports no orders; not affected")
                ? "shop: filter roi-capture is switched off and keeps no clicks"
                : "shop: filter roi-insert is switched off and reports no orders";
        assertEquals(
                List.of(other + ", for problems that the log has named before; the application runs as ever"),
                LOG.ours(Level.WARNING));
    }

    @Test
    void switchTheCaptureOffWithOneEntryThatTellsThemAll() throws Exception {
        shop.capture(Map.of(
                        "cookieMaxAge",
                        "a month",
                        "consent",
                        "${",
                        "cookiePath",
                        "/a b",
                        "cookieSameSite",
                        "Some",
                        "orderId",
                        "${x}"))
                .start();

        HttpResponse<byte[]> response = shop.get("/thank-you?roi_data=" + Clicks.CLICK);

        assertEquals("thank you", TestShop.text(response));
        assertTrue(response.headers().firstValue("Set-Cookie").isEmpty());
        String entry = onlyError();
        for (String name : List.of(
                "cookieMaxAge = \"a month\"", "consent", "cookiePath = \"/a b\"", "cookieSameSite", "orderId")) {
            assertTrue(entry.contains(name), () -> name + " in " + entry);
        }
        assertTrue(entry.startsWith("shop: filter roi-capture is switched off and keeps no clicks; the app"), entry);
    }

    @Test
    void failTheDeploymentIfAsked() throws Exception {
        Remembering filter = new Remembering(new RoiInsertFilter());
        shop.setting("failFast", "true")
                .setting("sharedSecret", null)
                .filter("roi-insert", filter, WRONG, "/thank-you");

        assertThrows(Exception.class, shop::start);

        assertNotNull(filter.thrown);
        for (String problem : ALL_PROBLEMS) {
            assertTrue(filter.thrown.getMessage().contains(problem), filter.thrown::getMessage);
        }
    }

    @Test
    void failTheDeploymentForTheCaptureIfAsked() {
        Remembering filter = new Remembering(new RoiCaptureFilter());
        shop.filter("roi-capture", filter, Map.of("failFast", "true", "cookieMaxAge", "0s"), "/*");

        assertThrows(Exception.class, shop::start);

        assertTrue(filter.thrown.getMessage().contains("cookieMaxAge"), filter.thrown::getMessage);
    }

    /** What no check of ours had found, the constructor of a cookie did, later and without a name. */
    @Test
    void failTheDeploymentForWhatNoCookieCanHaveIfAsked() {
        Remembering filter = new Remembering(new RoiCaptureFilter());
        shop.filter("roi-capture", filter, Map.of("failFast", "true", "cookiePath", "/a b", "cookie", "Path"), "/*");

        assertThrows(Exception.class, shop::start);

        assertNotNull(filter.thrown);
        assertTrue(filter.thrown.getMessage().contains("cookiePath = \"/a b\""), filter.thrown::getMessage);
        assertTrue(filter.thrown.getMessage().contains("cookie = \"Path\""), filter.thrown::getMessage);
    }

    /** Names at which naming services throw this or that. */
    @ParameterizedTest
    @ValueSource(strings = {"java:comp/env/jdbc/roi", "java:comp/env/", "java::", "java://", "java:."})
    void namesOfNoDataSourceAreToldAsSuch(String name) throws Exception {
        shop.setting("outbox", name).report(TestShop.ORDER).start();

        assertEquals("thank you", TestShop.text(shop.order()));

        String entry = onlyError();
        assertTrue(entry.contains("1 problem in the settings"), entry);
        assertTrue(entry.contains("- outbox = \"" + name + "\""), entry);
    }

    /** Which of them is first is up to the container; it goes on. */
    @Test
    void ofASecondFilterThatContradictsAFirstAreItsOwn() throws Exception {
        shop.report(TestShop.ORDER)
                .filter(
                        "roi-other",
                        new RoiInsertFilter(),
                        Map.of(
                                "orderId", "other-${order.id}",
                                "amount", "${order.total}",
                                "endpoint", "http://127.0.0.1:2/",
                                "apiKey", "another-" + TestShop.API_KEY,
                                "batchSize", "7"),
                        "/thank-you")
                .start();

        shop.order();

        List<String> reported =
                shop.reported().stream().map(order -> order.orderId()).toList();
        String first = reported.equals(List.of("1123")) ? "roi-insert" : "roi-other";
        String second = first.equals("roi-insert") ? "roi-other" : "roi-insert";
        assertEquals(List.of(first.equals("roi-insert") ? "1123" : "other-1123"), reported);
        String entry = onlyError();
        assertTrue(entry.contains("3 problems in the settings of filter " + second), entry);
        assertTrue(entry.contains("must be as in filter " + first), entry);
    }

    @Test
    void areNamesThatCaptureAndReportHaveDifferent() throws Exception {
        shop.capture(Map.of("cookie", "from_email", "parameter", "click"))
                .report(TestShop.ORDER)
                .start();

        assertEquals("thank you", TestShop.text(shop.order()));

        String entry = onlyError();
        String first = entry.contains("settings of filter roi-insert") ? "roi-capture" : "roi-insert";
        assertTrue(entry.contains("2 problems"), entry);
        assertTrue(entry.matches("(?s).*- parameter = [^\\n]*: must be as in filter " + first + ".*"), entry);
        assertTrue(entry.matches("(?s).*- cookie = [^\\n]*: must be as in filter " + first + ".*"), entry);
    }

    private static String onlyError() {
        List<String> errors = LOG.ours(Level.SEVERE);
        assertEquals(1, errors.size(), LOG::all);
        return errors.get(0);
    }

    /** Not every container passes on what {@code init} throws. */
    private static final class Remembering implements Filter {
        private final Filter filter;
        private ServletException thrown;

        Remembering(Filter filter) {
            this.filter = filter;
        }

        @Override
        public void init(FilterConfig config) throws ServletException {
            try {
                filter.init(config);
            } catch (ServletException e) {
                thrown = e;
                throw e;
            }
        }

        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            filter.doFilter(request, response, chain);
        }

        @Override
        public void destroy() {
            filter.destroy();
        }
    }
}
