package io.roifilter;

import static io.roifilter.testing.Eventually.assertEventually;
import static io.roifilter.testing.TestShop.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.setup.RecordedVisit;
import io.roifilter.setup.Search;
import io.roifilter.setup.SetupDesk;
import io.roifilter.setup.Tried;
import io.roifilter.testing.Clicks;
import io.roifilter.testing.LogCapture;
import io.roifilter.testing.OnEachContainer;
import io.roifilter.testing.TestShop;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Set-up by example harms nobody: not the operator's own pages, and no other visitor at all. */
@OnEachContainer
class SetupVicesIT {
    private static final String FORM = "application/x-www-form-urlencoded";

    @RegisterExtension
    private final TestShop shop = new TestShop();

    private final AtomicInteger calls = new AtomicInteger();
    private ServletContext context;

    /** Whose getter is counted, and changes what it counts. */
    public final class Counting {
        public int getId() {
            return calls.incrementAndGet();
        }
    }

    /** All of whose getters are of no use. */
    public static final class Broken {
        public String getThrown() {
            throw new IllegalStateException("closed");
        }

        public String getEndless() {
            return getEndless();
        }

        public Broken getOther() {
            return new Broken();
        }

        public String getHalted() {
            throw new OutOfMemoryError("not really");
        }

        @Override
        public String toString() {
            throw new IllegalStateException("closed, too");
        }
    }

    private SetupDesk start(String setup) throws Exception {
        shop.setting("endpoint", null)
                .setting("apiKey", null)
                .setting("sharedSecret", null)
                .setting("acceptTimeout", null)
                .setting("outboxDirectory", null)
                .setting("statusPath", "/roi-status")
                .setting("setup", setup)
                .listener(new ServletContextListener() {
                    @Override
                    public void contextInitialized(ServletContextEvent event) {
                        context = event.getServletContext();
                    }
                })
                .page("/broken", (request, response) -> {
                    request.setAttribute("broken", new Broken());
                    request.getSession().setAttribute("broken", new Broken());
                    response.setContentType("text/html");
                    response.getWriter().print("thank you");
                })
                .page("/counting", (request, response) -> {
                    request.setAttribute("counting", new Counting());
                    response.getWriter().print("thank you");
                })
                .page("/seen", (request, response) -> {
                    response.setContentType("text/plain");
                    response.getWriter()
                            .print(request.getClass().getName() + " "
                                    + response.getClass().getName());
                })
                .page("/giant", (request, response) -> {
                    response.setContentType("text/html");
                    String row = "<tr><td class=c>1122</td><td>3.00</td></tr>\n".repeat(1000);
                    for (int i = 0; i < 240; i++) {
                        response.getWriter().print(row);
                    }
                    response.getWriter().print("<p>Order <b id=order>1123</b> Total <b id=total>16.50</b></p>");
                })
                .page("/logo.png", (request, response) -> {
                    response.setContentType("image/png");
                    response.getOutputStream().write(1);
                })
                .page("/pay", (request, response) -> {
                    response.setContentType("text/html");
                    response.getWriter()
                            .print("<p>" + request.getParameter("password") + "</p><input name=cvv value=987>"
                                    + "<p id=order>1123</p><p id=total>" + request.getParameter("total") + "</p>");
                })
                .page("/fails", (request, response) -> {
                    throw new IllegalStateException("out of mugs");
                })
                .initializer()
                .start();
        return SetupDesk.of(context).orElse(null);
    }

    private HttpResponse<byte[]> get(String path, String cookie) throws Exception {
        return shop.get(path, "Cookie", SetupDesk.COOKIE + "=" + cookie);
    }

    private List<RecordedVisit> awaitVisits(SetupDesk desk, int number) throws Exception {
        assertEventually(number, () -> desk.view().visits().size());
        return desk.view().visits();
    }

    @Test
    void itIsSaidAtTheStartThatItIsOn() throws Exception {
        try (LogCapture log = new LogCapture()) {
            start("true");
            assertEquals(1, log.linesWith("set-up by example is on (roi.setup)").size(), log::all);
        }
    }

    @Test
    void whereItIsOffThereIsNothingOfIt() throws Exception {
        assertEquals(null, start("false"));
        assertFalse(text(get("/seen", "any")).contains("roifilter"));
    }

    @Test
    void allOthersHaveTheContainersRequestAndResponse() throws Exception {
        SetupDesk desk = start("true");
        String bare = text(shop.get("/seen"));
        String cookie = desk.begin();

        assertEquals(bare, text(shop.get("/seen")));
        assertEquals(bare, text(get("/seen", cookie.replaceFirst("^.", "~"))));
        assertFalse(bare.contains("roifilter"), bare);
        assertTrue(text(get("/seen", cookie)).contains("io.roifilter.HeldRequest"));
        awaitVisits(desk, 1);
    }

    @Test
    void aGetterIsCalledInTheOperatorsBrowserAlone() throws Exception {
        SetupDesk desk = start("true");
        String cookie = desk.begin();
        shop.get("/counting");
        get("/counting", "guessed");
        assertEquals(0, calls.get());

        get("/counting", cookie);

        awaitVisits(desk, 1);
        assertEquals(1, calls.get());
    }

    @Test
    void whateverGettersDoThePageIsThePage() throws Exception {
        SetupDesk desk = start("true");

        HttpResponse<byte[]> answer = get("/broken", desk.begin());

        assertEquals(200, answer.statusCode());
        assertEquals("thank you", text(answer));
        awaitVisits(desk, 1);
    }

    @Test
    void aGiantPageIsTheSameAndItsEndIsRead() throws Exception {
        SetupDesk desk = start("true");
        byte[] bare = shop.get("/giant").body();
        assertTrue(bare.length > 10_000_000);

        assertArrayEquals(bare, get("/giant", desk.begin()).body());

        awaitVisits(desk, 1);
        desk.search("1123", "16.50");
        Search search = desk.view().search().orElseThrow();
        assertEquals(
                "${page.text('#order')}",
                search.proposals().get(0).settings().get(1).value(),
                search::toString);
    }

    @Test
    void onlyTheLastVisitsAreKept() throws Exception {
        SetupDesk desk = start("true");
        String cookie = desk.begin();
        for (int i = 0; i < 45; i++) {
            get("/seen", cookie);
        }

        assertEventually(
                45,
                () -> desk.view().visits().get(desk.view().visits().size() - 1).number());
        assertEquals(40, desk.view().visits().size());
    }

    @Test
    void imagesAndTheStatusPageAreLeftOut() throws Exception {
        SetupDesk desk = start("true");
        String cookie = desk.begin();
        get("/logo.png", cookie);
        get("/roi-status/", cookie);
        get("/seen", cookie);

        assertEquals("/seen", awaitVisits(desk, 1).get(0).path());
    }

    @Test
    void whatIsThrownIsSeenAsAnError() throws Exception {
        SetupDesk desk = start("true");

        assertEquals(500, get("/fails", desk.begin()).statusCode());

        assertEquals(500, awaitVisits(desk, 1).get(0).status());
    }

    @Test
    void secretsThatAreTypedCannotBeFound() throws Exception {
        SetupDesk desk = start("true");
        String cookie = desk.begin();
        shop.post(
                "/pay",
                FORM,
                "password=geheim77&cvv=987&total=16.50&card=4111111111111111".getBytes(StandardCharsets.US_ASCII),
                "Cookie",
                SetupDesk.COOKIE + "=" + cookie);
        awaitVisits(desk, 1);

        for (String secret : List.of("geheim77", "987", "4111111111111111")) {
            desk.search(secret, "16.50");
            assertTrue(
                    desk.view()
                            .search()
                            .orElseThrow()
                            .notes()
                            .toString()
                            .contains("order number " + secret + " was not found"),
                    () -> desk.view().toString());
        }
        desk.search("1123", "16.50");
        assertEquals(false, desk.view().search().orElseThrow().proposals().isEmpty());
    }

    @Test
    void aDryRunShowsWhatWouldBeSentAndSendsNothing() throws Exception {
        SetupDesk desk = start("true");
        String cookie = desk.begin();
        pay(cookie, "16.50", "");
        awaitVisits(desk, 1);
        desk.search("1123", "16.50");
        desk.tryOut(0);

        pay(cookie, "24.75", "; roi_data=" + Clicks.inCookie(Clicks.CLICK));
        get("/seen", cookie);
        pay(cookie, "3.00", "");
        assertEventually(3, () -> desk.view().tried().size());

        List<Tried> tried = desk.view().tried();
        assertEquals("Would be sent.", tried.get(0).outcome());
        String order = tried.get(0).order().orElseThrow();
        assertTrue(order.contains("order_id: 1123\namount: 24.75"), order);
        assertTrue(order.contains("roi_data: " + Clicks.CLICK.substring(0, 8) + "…"), order);
        assertFalse(
                desk.view().toString().contains(Clicks.CLICK.substring(0, 9)),
                () -> desk.view().toString());
        assertTrue(tried.get(1).outcome().contains("does not match"), tried::toString);
        assertTrue(tried.get(2).outcome().startsWith("After a click, it would be sent."), tried::toString);
        assertEquals(true, tried.get(0).visit().click());
        assertEquals(null, RoiTracker.running(context), "there is nothing that could send or store");
    }

    private void pay(String cookie, String total, String cookies) throws Exception {
        shop.post(
                "/pay",
                FORM,
                ("total=" + total).getBytes(StandardCharsets.US_ASCII),
                "Cookie",
                SetupDesk.COOKIE + "=" + cookie + cookies);
    }
}
