package io.roifilter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.testing.CheckedLog;
import io.roifilter.testing.Clicks;
import io.roifilter.testing.OnEachContainer;
import io.roifilter.testing.TestShop;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The customer gets the same bytes with the filters as without them, and the connection stays open or is closed alike,
 * however oddly the application answers: each {@link OddAnswer}, by each method and version of HTTP, asked for itself and
 * through a forward. Only dates and session ids
 * are not compared, and servers show no stack of an exception, as filters are in that.
 */
@OnEachContainer
class SameBytesIT {
    @RegisterExtension
    static final CheckedLog LOG = new CheckedLog();

    /** That the application has a page of its own for, as it has for a {@link NoSuchElementException}. */
    static final int ERROR_WITH_A_PAGE = 410;

    /** So that the page is copied, and read. */
    private static final Map<String, String> OF_THE_PAGE =
            Map.of("orderId", "${page.toString().length() ge 0 ? order.id : ''}", "amount", "${order.total}");

    private static final int CUSTOMERS = 8;
    private static final int BOUND_MILLIS = 30_000;
    private static final String NEXT = Sent.GET_AND_CLOSE.to("/shop/writer");
    private static final List<String> ADDRESSES = List.of("/shop/odd", "/shop/through");

    @RegisterExtension
    final TestShop untracked = new TestShop();

    @RegisterExtension
    final TestShop tracked = new TestShop();

    @AutoClose("shutdownNow")
    private final ExecutorService shopThreads = Executors.newCachedThreadPool();

    @AutoClose("shutdownNow")
    private final ExecutorService customers = Executors.newFixedThreadPool(CUSTOMERS);

    /** How an application has the filters. */
    enum Layout {
        AS_DOCUMENTED {
            @Override
            void mount(TestShop shop) {
                shop.capture(Map.of())
                        .filter("roi-insert", new RoiInsertFilter(), TestShop.ORDER, "/odd", "/through")
                        .initializer();
            }
        },
        TWICE_FOR_EVERY_DISPATCH {
            @Override
            void mount(TestShop shop) {
                EnumSet<DispatcherType> every = EnumSet.allOf(DispatcherType.class);
                shop.filter("roi-capture", new RoiCaptureFilter(), Map.of(), every, "/*")
                        .filter("roi-insert", new RoiInsertFilter(), TestShop.ORDER, every, "/*", "/odd")
                        .filter("roi-insert-too", new RoiInsertFilter(), TestShop.ORDER, every, "/*")
                        .initializer();
            }
        },
        READING_THE_PAGE {
            @Override
            void mount(TestShop shop) {
                shop.filter("roi-insert", new RoiInsertFilter(), OF_THE_PAGE, "/odd", "/through")
                        .initializer();
            }
        },
        WITHIN_A_DISPATCH {
            @Override
            void mount(TestShop shop) {
                EnumSet<DispatcherType> within = EnumSet.complementOf(EnumSet.of(DispatcherType.REQUEST));
                shop.filter("roi-insert", new RoiInsertFilter(), TestShop.ORDER, within, "/*");
            }
        };

        abstract void mount(TestShop shop);
    }

    /** What a customer's program sends, but for the address. */
    enum Sent {
        GET("GET", "1.1", ""),
        POST("POST", "1.1", "Content-Length: 0\r\n"),
        HEAD("HEAD", "1.1", ""),
        GET_AND_CLOSE("GET", "1.1", "Connection: close\r\n"),
        GET_OF_OLD("GET", "1.0", "");

        private final String method;
        private final String version;
        private final String header;

        Sent(String method, String version, String header) {
            this.method = method;
            this.version = version;
            this.header = header;
        }

        boolean keepsConnection() {
            return version.equals("1.1") && !this.equals(GET_AND_CLOSE);
        }

        String to(String address) {
            return method + " " + address + " HTTP/" + version + "\r\nHost: shop\r\n" + header
                    + "TE: trailers\r\nCookie: roi_data=" + Clicks.inCookie(Clicks.CLICK) + "\r\n";
        }
    }

    private record Visit(String address, OddAnswer way, Sent sent, boolean isClick) {
        String request() {
            return sent.to(address + "?way=" + way + (isClick ? "&roi_data=" + Clicks.OTHER_CLICK : ""));
        }
    }

    @ParameterizedTest
    @EnumSource
    void oddAnswersAreTheSame(Layout layout) throws Exception {
        build(untracked).start();
        build(tracked);
        layout.mount(tracked);
        tracked.start();

        assertSame(
                visit(untracked, EnumSet.allOf(Sent.class), false), visit(tracked, EnumSet.allOf(Sent.class), false));
        assertReported();
    }

    /** All but our cookie, and what it means for caches. */
    @Test
    void oddAnswersToClicksAreTheSame() throws Exception {
        build(untracked).start();
        build(tracked);
        Layout.AS_DOCUMENTED.mount(tracked);
        tracked.start();
        Set<Sent> sent = EnumSet.of(Sent.GET, Sent.GET_OF_OLD);

        assertSame(visit(untracked, sent, true), visit(tracked, sent, true));
        assertReported();
    }

    private static void assertSame(Map<Visit, String> asItIs, Map<Visit, String> answers) {
        List<String> different = asItIs.keySet().stream()
                .filter(visit -> !asItIs.get(visit).equals(answers.get(visit)))
                .map(visit -> visit + "\n--- as it is\n" + shown(asItIs.get(visit)) + "\n--- with the filters\n"
                        + shown(answers.get(visit)) + "\n")
                .toList();
        assertEquals(List.of(), different, () -> different.size() + " of " + asItIs.size() + " differ");
    }

    /** The filters have been at work: there is an order of each that has no error. */
    private void assertReported() throws Exception {
        tracked.stop();
        List<String> reported = tracked.reportedIds();
        for (OddAnswer way : List.of(
                OddAnswer.LENGTH_AND_CLOSED, OddAnswer.UTF_16, OddAnswer.ASYNC_COMPLETED, OddAnswer.VERY_LARGE)) {
            assertTrue(reported.contains(way.name()), () -> way + " is not in " + reported);
        }
    }

    private TestShop build(TestShop shop) {
        return OddAnswer.mount(shop, (request, response) -> OddAnswer.answer(request, response, shopThreads))
                .errorPage("" + ERROR_WITH_A_PAGE, "/error")
                .errorPage(NoSuchElementException.class.getName(), "/error")
                .page(
                        "/error",
                        (request, response) -> response.getWriter()
                                .print("sorry: " + request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) + " "
                                        + request.getAttribute(RequestDispatcher.ERROR_MESSAGE) + " "
                                        + request.getAttribute(RequestDispatcher.ERROR_EXCEPTION_TYPE) + " "
                                        + request.getDispatcherType()));
    }

    private Map<Visit, String> visit(TestShop shop, Set<Sent> ways, boolean clicks) throws Exception {
        List<Visit> visits = new ArrayList<>();
        for (OddAnswer way : OddAnswer.values()) {

            for (String address : ADDRESSES) {
                for (Sent sent : ways) {
                    visits.add(new Visit(address, way, sent, clicks));
                }
            }
        }
        List<Future<String>> answers = customers.invokeAll(visits.stream()
                .map(visit -> (Callable<String>) () -> answer(shop, visit))
                .toList());
        Map<Visit, String> byVisit = new LinkedHashMap<>();
        for (int i = 0; i < visits.size(); i++) {
            byVisit.put(visits.get(i), answers.get(i).get());
        }
        return byVisit;
    }

    /** The answer, and what comes of one more request on the same connection. */
    private static String answer(TestShop shop, Visit visit) throws Exception {
        try (RawConnection connection = new RawConnection(shop.address())) {
            connection.send(visit.request());
            if (visit.sent().keepsConnection() && OddAnswer.NEVER_WHOLE.contains(visit.way())) {
                connection.send(NEXT);
                return comparable(connection.toItsEnd(BOUND_MILLIS), visit);
            }
            String answer = connection.arrives(BOUND_MILLIS) ? connection.received() : "it has no end";
            if (!connection.isClosed()) {
                connection.next(NEXT);
                answer += "\n(still open) " + connection.toItsEnd(BOUND_MILLIS);
            }
            return comparable(answer, visit);
        }
    }

    private static String comparable(String answer, Visit visit) {
        return (visit.isClick() ? withoutOurs(answer) : answer)
                .replaceAll("\r\nDate: [^\r]*", "")
                .replaceAll("(?i)(JSESSIONID=)[\\w.]*", "$1");
    }

    private static String withoutOurs(String answer) {
        return answer.replaceAll("\\r\\nSet-Cookie: roi_data=r2[^\\r]*", "")
                .replaceAll("\\r\\nCache-Control: private(?=\\r\\n)", "");
    }

    private static String shown(String answer) {
        return answer.length() < 3000 ? answer : answer.substring(0, 3000) + "... " + answer.length();
    }
}
