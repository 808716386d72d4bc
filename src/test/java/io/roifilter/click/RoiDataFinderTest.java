package io.roifilter.click;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.roifilter.click.ClickCounts.Outcome;
import io.roifilter.testing.FakeRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoiDataFinderTest {
    private static final String ROI_DATA =
            "http://echo.example.com/ct/3416623:619-295-1856:m:1:97777016:D40E94EF977ACAA8AC1BE3F94318DC58";

    private static final String OTHER = "echo3-619-295-1856-1242357-1daecd68df79e83bf13f244b9a880ab9";

    private final RoiDataFinder finder = new RoiDataFinder("roi_data", "roi");
    private final FakeRequest request = new FakeRequest();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo3-619-295-1856",
                "echo3-619-%0D%0A295-1856",
                "echo3-619-+295-1856",
                "%20echo3-619-295-%09+1856%0A",
                "echo3-619-%C2%A0295-1856",
                "echo3-619-%E2%80%A8295-1856",
                "echo3-619-295-1856&roi_data=other",
                "&roi_data=echo3-619-295-1856",
                "%C3%BC&roi_data=echo3-619-295-1856"
            })
    void mendsWrappedLinksAndTakesTheFirstUsableValue(String value) {
        request.query("x=1&roi_data=" + value);

        assertEquals(Optional.of("echo3-619-295-1856"), finder.inLink(request.request()));
    }

    @Test
    void takesUpTo512Characters() {
        request.query("roi_data=" + "x".repeat(512));
        assertEquals(Optional.of("x".repeat(512)), finder.inLink(request.request()));
        assertEquals(0, finder.counts().of(Outcome.IGNORED));

        request.query("roi_data=" + "x".repeat(513));
        assertEquals(Optional.empty(), finder.inLink(request.request()));
        assertEquals(1, finder.counts().of(Outcome.IGNORED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%00b", "%C3%BC", "a%7Fb", "%E2%80%8Bx", "ü"})
    void ignoresAndCountsUnprintableValues(String value) {
        assertEquals(
                Optional.empty(),
                finder.inLink(request.query("roi_data=" + value).request()));
        assertEquals(1, finder.counts().of(Outcome.IGNORED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "roi_data", "roi_data=", "roi_data=+%0A", "x=1&roi_data=&y"})
    void takesBlankForAbsentWithoutCounting(String query) {
        assertEquals(Optional.empty(), finder.inLink(request.query(query).request()));
        assertEquals(0, finder.counts().of(Outcome.IGNORED));
    }

    @Test
    void prefersTheQueryStringToTheFormToTheCookie() throws Exception {
        request.query("roi_data=" + ROI_DATA).cookie("roi", "cookie");
        request.contentType = "application/x-www-form-urlencoded;charset=UTF-8";
        request.parameters.put("roi_data", new String[] {"\u00fc", " ", "fo\nrm", "other"});

        assertEquals(Optional.of(ROI_DATA), finder.afterOrder(request.request()));
        assertFalse(request.calls.contains("getParameterValues"));
        assertEquals(
                Optional.of("query"),
                finder.afterOrder(request.query("roi_data=query").request()));
        assertEquals(Optional.of("form"), finder.afterOrder(request.query(null).request()));
        assertEquals(2, finder.counts().of(Outcome.IGNORED));
        request.parameters.clear();
        assertEquals(Optional.of("cookie"), finder.afterOrder(request.request()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"multipart/form-data; boundary=x", "Application/X-WWW-Form-URLencoded"})
    void looksIntoEveryKindOfForm(String contentType) throws Exception {
        request.contentType = contentType;
        request.parameters.put("roi_data", new String[] {"form"});

        assertEquals(Optional.of("form"), finder.afterOrder(request.request()));
    }

    @Test
    void asksForParametersOnlyIfThereIsAForm() throws Exception {
        for (String contentType : new String[] {null, "application/json", "text/plain"}) {
            request.contentType = contentType;
            finder.afterOrder(request.request());
        }
        assertFalse(request.calls.stream().anyMatch(call -> call.startsWith("getParameter")));
    }

    @Test
    void goesOnToTheCookieWhenTheContainerCannotParseTheForm() throws Exception {
        request.contentType = "multipart/form-data; boundary=x";
        request.onParameters = new IllegalStateException("too large");

        assertEquals(
                Optional.of("cookie"),
                finder.afterOrder(request.cookie("roi", "cookie").request()));
    }

    @Test
    void goesOnToTheOthersWhenTheLinkCannotBeRead() throws Exception {
        HttpServletRequest broken =
                new HttpServletRequestWrapper(request.cookie("roi", "cookie").request()) {
                    @Override
                    public String getQueryString() {
                        throw new InternalError("of a wrapper");
                    }
                };

        assertEquals(Optional.of("cookie"), finder.afterOrder(broken));
        assertEquals(Optional.empty(), finder.inLink(broken));
        assertEquals(1, finder.counts().of(Outcome.IGNORED));
    }

    @Test
    void saysWhichPlaceCouldNotBeSearchedWhenThereIsNothingInTheOthers() {
        request.contentType = "multipart/form-data; boundary=x";
        request.onParameters = new IllegalStateException("too large");

        SearchException fault = assertThrows(SearchException.class, () -> finder.afterOrder(request.request()));

        assertTrue(
                fault.getMessage().startsWith("the search for roi_data in the form: java.lang.Ill"),
                fault.getMessage());
    }

    @Test
    void takesTheFirstUsableOfTheCookiesWithItsName() throws Exception {
        request.cookie("other", "x")
                .cookie("roi", "")
                .cookie("roi", "r1.garbled!")
                .cookie("roi", "r1." + KeptClick.encode(ROI_DATA))
                .cookie("roi", "later");

        assertEquals(Optional.of(ROI_DATA), finder.afterOrder(request.request()));
        assertEquals(1, finder.counts().of(Outcome.IGNORED));
    }

    @Test
    void takesTheNewestOfTheCookiesWhereverItStands() throws Exception {
        request.cookie("roi", new KeptClick(ROI_DATA, 2000, "mark").toText())
                .cookie("roi", new KeptClick(OTHER, 3000, "kram").toText())
                .cookie("roi", "r1." + KeptClick.encode(ROI_DATA))
                .cookie("roi", ROI_DATA);

        assertEquals(Optional.of(OTHER), finder.afterOrder(request.request()));
    }

    /** Jetty takes all that follows on a quotation mark for one cookie. */
    @Test
    void takesTheNewestAlsoIfTheContainerHasPassedOverIt() throws Exception {
        String old = new KeptClick(ROI_DATA, 2000, "mark").toText();
        request.cookie("roi", old).cookie("a", "\"b");
        request.headers.put(
                "Cookie", List.of("roi=" + old + "; a=\"b; roi=" + new KeptClick(OTHER, 3000, "kram").toText()));

        assertEquals(Optional.of(OTHER), finder.afterOrder(request.request()));
    }

    @Test
    void whatHasNoPublishedShapeDoesNotStandBeforeWhatHas() throws Exception {
        request.contentType = "application/x-www-form-urlencoded";
        request.query("roi_data=rubbish&roi_data=also").cookie("roi", new KeptClick("newer", 3000, "mark").toText());
        assertEquals(Optional.of("rubbish"), finder.afterOrder(request.request()));

        request.cookie("roi", new KeptClick(OTHER, 2000, "mark").toText());
        assertEquals(Optional.of(OTHER), finder.afterOrder(request.request()));
        assertTrue(finder.keepsPublished(request.request()));

        request.parameters.put("roi_data", new String[] {"rubbish", ROI_DATA});
        assertEquals(Optional.of(ROI_DATA), finder.afterOrder(request.request()));
    }

    @Test
    void findsNothingInAnOrdinaryRequest() throws Exception {
        assertEquals(Optional.empty(), finder.afterOrder(request.request()));
        assertEquals(
                Optional.empty(),
                finder.afterOrder(request.cookie("JSESSIONID", "x").request()));
    }

    @Test
    void allocatesNothingWithoutTheParameter() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        HttpServletRequest plain = new HttpServletRequestWrapper(request.request()) {
            @Override
            public String getQueryString() {
                return "category=12&sort=price&q=roi_dat&page=3&roi_data&roi_data2=4";
            }
        };
        int rounds = 10_000;
        scan(plain, rounds);
        long before = threads.getCurrentThreadAllocatedBytes();
        scan(plain, rounds);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        // The measurement itself may allocate, and the compiler on our thread: but not once a round.
        assertEquals(0, allocated / rounds, allocated + " bytes");
    }

    private void scan(HttpServletRequest plain, int rounds) {
        for (int i = 0; i < rounds; i++) {
            assertFalse(finder.inLink(plain).isPresent());
        }
    }
}
