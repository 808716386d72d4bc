package io.roifilter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.testing.CheckedLog;
import io.roifilter.testing.Clicks;
import io.roifilter.testing.OnEachContainer;
import io.roifilter.testing.TestShop;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What expressions know as the page is what the customer got, however oddly the application answers. */
@OnEachContainer
class CopiedAnswerIT {
    @RegisterExtension
    static final CheckedLog LOG = new CheckedLog();

    private static final int LIMIT = 512 * 1024;
    private static final Pattern CHARSET = Pattern.compile("(?i)charset=([\\w-]+)");

    @RegisterExtension
    final TestShop shop = new TestShop();

    @AutoClose("shutdownNow")
    private final ExecutorService shopThreads = Executors.newCachedThreadPool();

    private final Copies copies = new Copies();

    /** Where the shop's expression leaves the page. */
    public static class Copies {
        private final Map<String, String> pages = new ConcurrentHashMap<>();

        public String take(String id, Object page) {
            if (page == null || page.toString().isEmpty()) {
                return null; // what begins as a redirect may become a page
            }
            pages.put(id, page.toString());
            return id;
        }

        public String amount(Object page) {
            return page == null ? null : page.toString();
        }
    }

    /**
     * Ways in which the application's answer is not the server's: it says too small a length, or too large a one, or no answer was
     * whole before the error.
     */
    private static boolean isServersOwn(OddAnswer way) {
        return way.name().startsWith("LENGTH_TOO_")
                || way.name().startsWith("EXCEPTION_AFTER_A_")
                || OddAnswer.NEVER_WHOLE.contains(way)
                || Set.of(
                                OddAnswer.LENGTH_REMOVED,
                                OddAnswer.LENGTH_ZERO_AND_BODY,
                                OddAnswer.EXCEPTION_AFTER_THE_LENGTH,
                                OddAnswer.NON_BLOCKING_FAILS,
                                OddAnswer.REDIRECT_AWAY)
                        .contains(way);
    }

    @Test
    void theCopyIsWhatTheCustomerGot() throws Exception {
        start();
        List<String> different = new ArrayList<>();
        for (OddAnswer way : OddAnswer.values()) {
            for (String address : List.of("/odd", "/through")) {
                if (!isServersOwn(way)) {
                    compare(way, address, different);
                }
            }
        }
        assertEquals(List.of(), different);
        assertTrue(copies.pages.size() > 120, () -> copies.pages.size() + " pages were read");
    }

    private void compare(OddAnswer way, String address, List<String> different) throws Exception {
        String id = way + address;
        HttpResponse<byte[]> got =
                shop.get(address + "?way=" + way + "&id=" + id, "Cookie", "roi_data=" + Clicks.inCookie(Clicks.CLICK));
        String copy = copies.pages.remove(id);
        if (got.statusCode() >= 300) {
            different.addAll(
                    copy == null || copy.isEmpty() ? List.of() : List.of(id + " is no page, but copied: " + copy));
        } else if (!isSame(got, copy == null ? "" : copy)) {
            different.add(id + "\n--- got " + got.headers().firstValue("Content-Type") + "\n"
                    + shown(TestShop.text(got)) + "\n--- copied\n" + shown(copy));
        } else {
            copies.pages.put(id, "");
        }
    }

    /** The copy has the characters that the charset of the answer has not; of a longer page it has first and last. */
    private static boolean isSame(HttpResponse<byte[]> got, String copy) {
        Matcher charset =
                CHARSET.matcher(got.headers().firstValue("Content-Type").orElse(""));
        for (Charset of : charset.find()
                ? List.of(Charset.forName(charset.group(1)), StandardCharsets.UTF_16)
                : List.of(StandardCharsets.ISO_8859_1, StandardCharsets.UTF_8)) {
            String text = known(new String(got.body(), of));
            if (text.equals(known(new String(copy.getBytes(of), of)))
                    || got.body().length > LIMIT
                            && text.startsWith(copy.substring(0, LIMIT / 2))
                            && text.endsWith(copy.substring(LIMIT / 2 + 1))) {
                return true;
            }
        }
        return false;
    }

    /** An answer of HTTP/1.0 ends with its connection: until then nobody knows whether what is there is all. */
    @Test
    void ofAPartOfAPageNothingIsRead() throws Exception {
        shop.report(Map.of("orderId", "${param.id}", "amount", "${page.toString()}"))
                .page("/thank-you", (request, response) -> {
                    response.setContentType("text/html;charset=Shift_JIS");
                    if (request.getParameter("id").equals("announced")) {
                        response.setContentLength(6);
                    }
                    for (String part : List.of("12", "9.", "00")) {
                        response.getWriter().print(part);
                        if (request.getParameter("id").equals("flushed")) {
                            response.flushBuffer();
                        }
                    }
                })
                .start();
        for (String id : List.of("flushed", "announced", "plain")) {
            try (RawConnection customer = new RawConnection(shop.address())) {
                customer.send("GET /shop/thank-you?id=" + id + " HTTP/1.0\r\nCookie: roi_data="
                        + Clicks.inCookie(Clicks.CLICK) + "\r\n");
                assertTrue(customer.toItsEnd(30_000).endsWith("129.00"));
            }
        }
        shop.stop();
        assertEquals(
                Set.of("flushed 129.00 waiting", "announced 129.00 waiting", "plain 129.00 waiting"),
                shop.rows().stream()
                        .map(row -> row.order().orderId() + " " + row.order().amount() + " " + row.state())
                        .collect(Collectors.toSet()),
                LOG::all);
    }

    @Test
    void thePageIsThereBeforeItsEndIsOut() throws Exception {
        AtomicBoolean committed = new AtomicBoolean(true);
        shop.report(Map.of("orderId", "${copies.take('1123', page)}", "amount", "${copies.amount(page)}"))
                .page("/thank-you", (request, response) -> {
                    request.setAttribute("copies", new Copies() {
                        @Override
                        public String amount(Object page) {
                            committed.set(response.isCommitted());
                            return super.amount(page);
                        }
                    });
                    response.setContentLength(6);
                    response.getOutputStream().print("129.00");
                })
                .start();
        assertEquals("129.00", TestShop.text(shop.order()));
        assertEquals("129.00", shop.reported().get(0).amount().toString());
        assertFalse(committed.get());
    }

    @Test
    void statusAndHeadersAreThere() throws Exception {
        shop.report(Map.of(
                        "orderId", "${page.header['location'].substring(8)}",
                        "amount", "${'1.00'}",
                        "when", "${page.status == 201}"))
                .page("/thank-you", (request, response) -> {
                    response.setStatus(201);
                    response.setHeader("Location", "/orders/1123");
                })
                .start();
        shop.order();
        assertEquals(List.of("1123"), shop.reportedIds(), LOG::all);
    }

    /** Of ours, whatever there is to copy; and the shop's own where there is no roi_data. */
    @Test
    void aRequestHasOneWrapper() throws Exception {
        List<Long> wrappers = new ArrayList<>();
        shop.report(Map.of("orderId", "${page.header['X']}", "amount", "${page.status}"))
                .page("/thank-you", (request, response) -> {
                    ServletResponse at = response;
                    long count = 0;
                    for (; at instanceof ServletResponseWrapper wrapper; at = wrapper.getResponse()) {
                        count++;
                    }
                    wrappers.add(count);
                })
                .start();
        shop.get("/thank-you");
        shop.order();
        assertEquals(List.of(0L, 1L), wrappers);
    }

    @Test
    void whatCannotBeSeenIsSaidOnce() throws Exception {
        shop.report(Map.of("orderId", "${copies.take(param.id, page)}", "amount", "${'1.00'}"))
                .page("/thank-you", (request, response) -> {
                    request.setAttribute("copies", copies);
                    request.startAsync().dispatch("/writer");
                })
                .page("/writer", (request, response) -> response.getWriter().print("thank you"))
                .start();
        for (int i = 0; i < 3; i++) {
            assertEquals("thank you", TestShop.text(shop.order()));
        }
        assertEquals(1, saidOfThePage(Level.WARNING), LOG::all);
        assertEquals(3, saidOfThePage(Level.SEVERE), "an order may be lost each time");
    }

    private static long saidOfThePage(Level level) {
        return LOG.ours(level).stream()
                .filter(entry -> entry.contains("the page is not read: ") && entry.contains("startAsync()"))
                .count();
    }

    private void start() throws Exception {
        shop.filter(
                        "roi-insert",
                        new RoiInsertFilter(),
                        Map.of("orderId", "${copies.take(param.id, page)}", "amount", "${'1.00'}"),
                        "/odd",
                        "/through")
                .initializer();
        OddAnswer.mount(shop, (request, response) -> {
                    request.getServletContext().setAttribute("copies", copies);
                    OddAnswer.answer(request, response, shopThreads);
                })
                .start();
    }

    /** The same for a character that the charset has not, however often it is said. */
    private static String known(String text) {
        return text.replace("\ufeff", "").replaceAll("[?\u001a\uff1f]+", "?");
    }

    private static String shown(String answer) {
        return answer == null || answer.length() < 1000 ? answer : answer.substring(0, 1000) + "... " + answer.length();
    }
}
