package io.roifilter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.receiver.RoiApiServlet;
import io.roifilter.testing.CheckedLog;
import io.roifilter.testing.Clicks;
import io.roifilter.testing.Container;
import io.roifilter.testing.OnEachContainer;
import io.roifilter.testing.TestShop;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletResponse;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tracking by context-params alone, on each container. */
@OnEachContainer
class RoiInitializerIT {
    @RegisterExtension
    static final CheckedLog LOG = new CheckedLog();

    @RegisterExtension
    final TestShop shop = new TestShop()
            .thankYou("1123", "152.99")
            .page("/", (request, response) -> response.getWriter().print("welcome"))
            .page("/async", (request, response) -> {
                request.setAttribute("order", Map.of("id", "1124", "total", "1.00"));
                request.startAsync().complete();
            });

    @Test
    void mountsBothFilters() throws Exception {
        expressions()
                .setting("confirmation", "/thank-you, /async")
                .initializer()
                .start();

        String cookie = cookieOfAClick();
        shop.get("/thank-you", "Cookie", cookie);
        shop.get("/async", "Cookie", cookie);
        shop.stop(); // else the second might still be on its way

        assertReported("1123", "1124");
    }

    @Test
    void doesNothingInAnApplicationWithoutSettings() throws Exception {
        for (String setting : List.of("endpoint", "apiKey", "sharedSecret", "outboxDirectory", "acceptTimeout")) {
            shop.setting(setting, null);
        }
        shop.initializer().start();

        assertNotTracked();
        assertFalse(LOG.all().contains("roi-filter"), LOG::all);
    }

    @ParameterizedTest
    @ValueSource(strings = {"confirmation", "orderId", "cookieDomain"})
    void saysThatTheEndpointIsMissingWhereTheRestIsGiven(String setting) throws Exception {
        shop.setting("endpoint", null)
                .setting("apiKey", null)
                .setting(
                        setting,
                        Map.of("confirmation", "/thank-you", "orderId", "${order.id}")
                                .getOrDefault(setting, "example.com"))
                .initializer()
                .start();

        assertNotTracked();
        List<String> errors = LOG.ours(Level.SEVERE);
        assertEquals(1, errors.size(), LOG::all);
        assertTrue(
                errors.get(0)
                        .contains(
                                "- endpoint: is required; give it as one of context-param roi.endpoint, system property"),
                errors.get(0));
        assertTrue(errors.get(0).contains("- apiKey: is required"), errors.get(0));
        assertFalse(errors.get(0).contains("filter ,"), errors.get(0));
        assertTrue(
                errors.get(0)
                        .startsWith(
                                "shop: RoiCaptureFilter and RoiInsertFilter are switched off: no clicks are kept and"
                                        + " no orders are reported; the application runs as ever. "),
                errors.get(0));
    }

    @Test
    void saysWhichFilterIsNotMountedAndWhichGoesOn() throws Exception {
        shop.setting("confirmation", "/thank-you")
                .setting("orderId", "order.id")
                .capture(Map.of())
                .initializer()
                .start();

        assertTrue(cookieOfAClick().startsWith("roi_data="));
        List<String> errors = LOG.ours(Level.SEVERE);
        assertEquals(1, errors.size(), LOG::all);
        assertTrue(
                errors.get(0)
                        .startsWith(
                                "shop: RoiInsertFilter is switched off: no orders are reported; not affected, unless"
                                        + " the log says so: roi-capture (keeps clicks); the application"),
                errors.get(0));
    }

    /** A container makes it at its first request, which never comes. */
    @Test
    void saysThatAnEndpointOfOursIsMappedOnNothing() throws Exception {
        shop.setting("endpoint", null)
                .setting("apiKey", null)
                .setting("sharedSecret", null)
                .setting("outboxDirectory", null)
                .setting("acceptTimeout", null)
                .servlet("api", new RoiApiServlet())
                .initializer()
                .start();

        List<String> warnings = LOG.ours(Level.WARNING);
        assertEquals(
                List.of("shop: servlet api receives nothing, because it is mapped on no url-pattern"),
                warnings,
                LOG::all);
    }

    @Test
    void saysThatASystemPropertyIsMisspelledAndGoesOn() throws Exception {
        System.setProperty("roi.retryMxa", "1m");
        try {
            expressions().setting("confirmation", "/thank-you").initializer().start();
        } finally {
            System.clearProperty("roi.retryMxa");
        }

        shop.order();
        assertEquals(
                List.of("shop: system property roi.retryMxa is no setting; did you mean roi.retryMax?"),
                LOG.ours(Level.WARNING).stream()
                        .filter(entry -> entry.contains("retryM"))
                        .toList());
        assertReported("1123");
    }

    /** In an application that has a part of roi-filter, and does not run the initializer. */
    @Test
    void saysItWithoutTheInitializerOnce() throws Exception {
        System.setProperty("roi.endpont", "http://127.0.0.1:1/");
        try {
            shop.capture(Map.of()).report(TestShop.ORDER).start();
        } finally {
            System.clearProperty("roi.endpont");
        }

        List<String> said = LOG.ours(Level.WARNING).stream()
                .filter(entry -> entry.contains("endpont"))
                .toList();
        assertEquals(1, said.size(), said::toString);
        assertTrue(
                said.get(0).endsWith(": system property roi.endpont is no setting; did you mean roi.endpoint?"),
                said.get(0));
    }

    @Test
    void failsTheDeploymentForAMissingEndpointIfAsked() {
        expressions().setting("endpoint", null).setting("failFast", "true").initializer();

        assertThrows(Exception.class, shop::start);
    }

    @Test
    void saysThatNothingIsReportedWithoutAConfirmationRoute() throws Exception {
        expressions().initializer().start();

        assertTrue(cookieOfAClick().startsWith("roi_data="));
        List<String> warnings = LOG.ours(Level.WARNING);
        assertEquals(1, warnings.size(), LOG::all);
        assertTrue(warnings.get(0).startsWith("shop: no orders are reported, only clicks kept: "), warnings.get(0));
        assertTrue(warnings.get(0).contains("confirmation"), warnings.get(0));
        assertTrue(warnings.get(0).contains("roi.orderId"), warnings.get(0));
    }

    @Test
    void saysThatNothingIsDoneIfNothingIsMounted() throws Exception {
        shop.setting("capture", "false").initializer().start();

        assertNotTracked();
        assertEquals(1, LOG.ours(Level.WARNING).size(), LOG::all);
    }

    @Test
    void saysWhichSettingsNobodyUses() throws Exception {
        shop.filter("their-capture", new RoiCaptureFilter(), Map.of(), "/*")
                .filter("their-report", new RoiInsertFilter(), TestShop.ORDER, "/thank-you")
                .setting("confirmation", "/done")
                .setting("capture", "false")
                .setting("dbSpec", "other")
                .initializer()
                .start();

        assertEquals(
                List.of("shop: not all settings are used; nothing in this application uses roi.capture,"
                        + " roi.confirmation, roi.dbSpec"),
                LOG.ours(Level.WARNING));
    }

    @Test
    void saysNothingMoreWhereAllIsUsed() throws Exception {
        expressions()
                .setting("confirmation", "/thank-you")
                .setting("capture", "true")
                .initializer()
                .start();

        assertEquals(
                List.of(),
                LOG.ours(Level.WARNING).stream()
                        .filter(entry -> !entry.contains("the endpoint"))
                        .toList());
    }

    /** The application's code may have a filter that no descriptor has. */
    @Test
    void waitsForWhatTheApplicationAddsByItsCode() throws Exception {
        shop.setting("capture", "false")
                .initializer()
                .filter("their-report", new RoiInsertFilter(), TestShop.ORDER, "/thank-you")
                .start();

        shop.order();
        assertEquals(
                List.of(),
                LOG.ours(Level.WARNING).stream()
                        .filter(entry -> entry.contains("no orders"))
                        .toList());
        assertReported("1123");
    }

    @Test
    void leavesToTheApplicationWhatItDeclares() throws Exception {
        shop.filter("their-capture", new RoiCaptureFilter(), Map.of("cookieMaxAge", "1h"), "/*")
                .filter("their-report", new RoiInsertFilter(), TestShop.ORDER, "/thank-you")
                .setting("confirmation", "/thank-you")
                .setting("ignoreDuplicateOrders", "true")
                .initializer()
                .start();

        HttpResponse<byte[]> click = shop.get("/thank-you?roi_data=" + Clicks.CLICK);

        List<String> cookies = click.headers().allValues("Set-Cookie");
        assertEquals(1, cookies.size());
        assertTrue(cookies.get(0).contains("Max-Age=3600"));
        assertReported("1123");
    }

    @Test
    void mountsTheOtherFilterWhenOneIsDeclared() throws Exception {
        shop.filter("their-report", new RoiInsertFilter(), TestShop.ORDER, "/thank-you")
                .initializer()
                .start();

        shop.get("/thank-you", "Cookie", cookieOfAClick());

        assertReported("1123");
    }

    @Test
    void mountsNoCaptureIfToldSo() throws Exception {
        expressions()
                .setting("confirmation", "/thank-you")
                .setting("capture", "false")
                .initializer()
                .start();

        HttpResponse<byte[]> click = shop.get("/thank-you?roi_data=" + Clicks.CLICK);

        assertTrue(click.headers().firstValue("Set-Cookie").isEmpty());
        assertReported("1123");
    }

    /** One that redirects to another address would lose the click, one that answers by itself the order. */
    @Test
    void mountsBeforeTheApplicationsOwnFilters() throws Exception {
        Filter redirecting = (request, response, chain) -> {
            if (request.getParameter("roi_data") != null) {
                ((HttpServletResponse) response).sendRedirect("/shop/thank-you");
            } else {
                request.setAttribute("order", Map.of("id", "of-the-filter", "total", "1.00"));
            }
        };
        expressions()
                .filter("theirs", redirecting, Map.of(), "/*")
                .setting("confirmation", "/thank-you")
                .initializer()
                .start();

        shop.get("/thank-you", "Cookie", cookieOfAClick());

        assertReported("of-the-filter");
    }

    @Test
    void mountsNothingWhenAnythingIsWrong() throws Exception {
        shop.setting("orderId", "${order.")
                .setting("amount", "${order.total}")
                .setting("confirmation", "thank-you")
                .setting("cookieMaxAge", "never")
                .setting("capture", "no")
                .setting("kookie", "x")
                .initializer()
                .start();

        assertNotTracked();
        List<String> errors = LOG.ours(Level.SEVERE);
        assertEquals(1, errors.size(), LOG::all);
        for (String name : List.of("orderId", "confirmation", "cookieMaxAge", "capture", "roi.kookie")) {
            assertTrue(errors.get(0).contains("- " + name), errors.get(0));
        }
        assertTrue(errors.get(0).contains(". 5 problems in the settings of the application"), errors.get(0));
    }

    /** Tomcat decodes url-patterns, and threw when one filter was mounted already. */
    @Test
    void mountsNothingForAUrlPatternThatSomeContainersRefuse() throws Exception {
        expressions().setting("confirmation", "/100%").initializer().start();

        assertNotTracked();
        List<String> errors = LOG.ours(Level.SEVERE);
        assertEquals(1, errors.size(), LOG::all);
        assertTrue(errors.get(0).contains("- confirmation = \"/100%\""), errors.get(0));
    }

    @Test
    void failsTheDeploymentIfAsked() {
        expressions()
                .setting("confirmation", "thank-you")
                .setting("failFast", "true")
                .initializer();

        Exception thrown = assertThrows(Exception.class, shop::start);

        // Tomcat says no more than that it failed, and the reason to its log.
        assertTrue(
                shop.container() == Container.TOMCAT || thrown.getMessage().contains("confirmation"),
                thrown::getMessage);
    }

    /** A wrong context-param is the business of the declared filters, which say it themselves. */
    @Test
    void repeatsNothingThatADeclaredFilterSays() throws Exception {
        shop.filter("their-report", new RoiInsertFilter(), TestShop.ORDER, "/thank-you")
                .setting("capture", "false")
                .setting("kookie", "x")
                .initializer()
                .start();

        assertEquals("thank you", TestShop.text(shop.order()));

        assertEquals(1, LOG.ours(Level.SEVERE).size(), LOG::all);
    }

    /** Nobody else would say it. */
    @Test
    void saysWhatIsMisspelledInAnApplicationWithoutAnyFilter() throws Exception {
        shop.setting("capture", "false")
                .setting("confirmatoin", "/thank-you")
                .initializer()
                .start();

        assertNotTracked();

        List<String> errors = LOG.ours(Level.SEVERE);
        assertEquals(1, errors.size(), LOG::all);
        assertTrue(errors.get(0).contains("did you mean roi.confirmation?"), errors.get(0));
    }

    private TestShop expressions() {
        TestShop.ORDER.forEach(shop::setting);
        return shop;
    }

    private String cookieOfAClick() throws Exception {
        String cookie = shop.get("/?roi_data=" + Clicks.encoded(Clicks.CLICK))
                .headers()
                .firstValue("Set-Cookie")
                .orElse("");
        assertTrue(cookie.startsWith("roi_data="), cookie);
        return cookie.substring(0, cookie.indexOf(';'));
    }

    private void assertNotTracked() throws Exception {
        HttpResponse<byte[]> click = shop.get("/thank-you?roi_data=" + Clicks.CLICK);
        assertEquals("thank you", TestShop.text(click));
        assertTrue(click.headers().firstValue("Set-Cookie").isEmpty());
        assertFalse(Files.exists(shop.outbox()));
    }

    private void assertReported(String... orderIds) throws Exception {
        assertEquals(List.of(orderIds), shop.reportedIds(), LOG::all);
    }
}
