package io.roifilter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roifilter.testing.CheckedLog;
import io.roifilter.testing.Clicks;
import io.roifilter.testing.Container;
import io.roifilter.testing.TestShop;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What became of each visit to the confirmation route, for whoever has turned on the finer levels of the log. */
class OutcomesIT {
    @RegisterExtension
    static final CheckedLog LOG = new CheckedLog();

    private static final String CLICK = "roi_data=" + Clicks.inCookie(Clicks.CLICK);

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            id=1&consent=yes&when=yes              | nothing is reported: consent is not true
            id=1&consent=true&when=yes             | nothing is reported: when is not true
            id=&consent=true&when=true             | nothing is reported: orderId gives nothing
            id=1&consent=true&when=true&status=404 | nothing is reported: the answer is an error
            id=1&consent=true&when=true&throws=1   | nothing is reported: the page failed
            """)
    void whyNothingIsReportedIsSaid(String query, String why) throws Exception {
        assertEquals(List.of("shop, roi-insert: " + why), said("/thank-you?amount=1.50&" + query, "Cookie", CLICK));
    }

    @Test
    void thatNoClickLedToAnOrderIsSaid() throws Exception {
        assertEquals(
                List.of("shop, roi-insert: nothing is reported: there is no roi_data, neither in the link nor in a form"
                        + " nor in a cookie: no click led here"),
                said("/thank-you?amount=1.50&id=1&consent=true&when=true"));
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void anOrderThatIsAcceptedIsSaidOnce(Container container) throws Exception {
        List<String> said = said(container, "/thank-you?amount=1.50&id=4711&consent=true&when=true", "Cookie", CLICK);

        assertEquals(1, said.size(), said::toString);
        assertEquals(
                "is in the outbox", said.get(0).replaceFirst("^shop, roi-insert: .*4711.*\\] ", ""), said::toString);
    }

    private List<String> said(String path, String... headers) throws Exception {
        return said(Container.JETTY, path, headers);
    }

    private List<String> said(Container container, String path, String... headers) throws Exception {
        TestShop shop = new TestShop(container, directory)
                .report(Map.of(
                        "orderId",
                        "${param.id}",
                        "amount",
                        "${param.amount}",
                        "consent",
                        "${param.consent}",
                        "when",
                        "${param.when}"))
                .page("/thank-you", (request, response) -> {
                    String status = request.getParameter("status");
                    response.setStatus(status == null ? HttpServletResponse.SC_OK : Integer.parseInt(status));
                    if (request.getParameter("throws") != null) {
                        throw new IllegalStateException("the shop's own affair");
                    }
                })
                .start();
        try {
            shop.get(path, headers);
        } finally {
            shop.stop();
        }
        return LOG.ours(Level.FINE);
    }
}
