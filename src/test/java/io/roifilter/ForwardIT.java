package io.roifilter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roifilter.testing.CheckedLog;
import io.roifilter.testing.Clicks;
import io.roifilter.testing.OnEachContainer;
import io.roifilter.testing.TestShop;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A confirmation route that a controller of the shop's forwards to, or the browser asks for itself, or both. */
@OnEachContainer
class ForwardIT {
    private static final String[] CLICK = {"Cookie", "roi_data=" + Clicks.inCookie(Clicks.CLICK)};

    @RegisterExtension
    static final CheckedLog LOG = new CheckedLog();

    @RegisterExtension
    final TestShop shop = new TestShop();

    @ParameterizedTest
    @CsvSource({"/thank-you,/thank-you", "/WEB-INF/views/*,/WEB-INF/views/thank-you.jsp", "*.done,/order.done"})
    void aPageThatAControllerForwardsTo(String confirmation, String page) throws Exception {
        settings(confirmation)
                .initializer()
                .page("/checkout", (request, response) -> {
                    request.setAttribute("order", Map.of("id", "1123", "total", "152.99"));
                    request.getRequestDispatcher(page).forward(request, response);
                })
                .page(page, (request, response) -> response.getWriter().print("thank you"))
                .start();

        assertEquals("thank you", TestShop.text(shop.get("/checkout", CLICK)));
        assertEquals(List.of("1123"), shop.reportedIds(), LOG::all);
        assertEquals("thank you", TestShop.text(shop.get("/checkout")));
        assertEquals(1, shop.rows().size());
    }

    @Test
    void aPageThatTheBrowserAsksFor() throws Exception {
        settings("/thank-you").initializer().thankYou("1123", "152.99").start();

        shop.get("/thank-you", CLICK);
        assertEquals(List.of("1123"), shop.reportedIds(), LOG::all);
    }

    @Test
    void aPageThatIsForwardedWithinTheRouteCountsOnce() throws Exception {
        settings("/thank-you/*")
                .initializer()
                .page("/thank-you", (request, response) -> {
                    request.setAttribute("order", Map.of("id", "1123", "total", "152.99"));
                    request.getRequestDispatcher("/thank-you/view").forward(request, response);
                })
                .page(
                        "/thank-you/view",
                        (request, response) -> response.getWriter().print("thank you"))
                .start();

        shop.get("/thank-you", CLICK);
        assertEquals(List.of("1123"), shop.reportedIds(), LOG::all);
        assertEquals(1, lines("orderId=1123").size(), LOG::all);
        assertEquals(1, shop.rows().size());
        shop.get("/thank-you");
        assertEquals(1, lines("there is no roi_data").size(), LOG::all);
    }

    /** A filter that requests do not come to has not seen them, whatever its route. */
    @Test
    void aFilterForForwardsAloneSeesThem() throws Exception {
        settings(null)
                .filter(
                        "roi-insert",
                        new RoiInsertFilter(),
                        TestShop.ORDER,
                        EnumSet.of(DispatcherType.FORWARD),
                        "/checkout/*")
                .page("/checkout/pay", (request, response) -> {
                    request.setAttribute("order", Map.of("id", "1123", "total", "152.99"));
                    request.getRequestDispatcher("/checkout/done").forward(request, response);
                })
                .page(
                        "/checkout/done",
                        (request, response) -> response.getWriter().print("thank you"))
                .start();

        shop.get("/checkout/pay", CLICK);
        assertEquals(List.of("1123"), shop.reportedIds(), LOG::all);
    }

    private TestShop settings(String confirmation) {
        TestShop.ORDER.forEach((name, value) -> shop.setting(name, confirmation == null ? null : value));
        return shop.setting("confirmation", confirmation);
    }

    private static List<String> lines(String part) {
        return LOG.ours(Level.FINE).stream().filter(line -> line.contains(part)).toList();
    }
}
