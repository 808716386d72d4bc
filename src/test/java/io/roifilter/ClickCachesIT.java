package io.roifilter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.testing.Clicks;
import io.roifilter.testing.OnEachContainer;
import io.roifilter.testing.TestShop;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletResponse;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.CacheControlHeadersWriter;

/** What an answer that sets our cookie says to caches, on each container; all other answers are the application's own. */
@OnEachContainer
class ClickCachesIT {
    private static final String CLICK = "roi_data=" + Clicks.CLICK;
    private static final String NO_STORE = "no-cache, no-store, max-age=0, must-revalidate";

    /** By page, what the application says, and what is said to a click. */
    private static final Map<String, String> CACHE_CONTROL = new LinkedHashMap<>();

    static {
        CACHE_CONTROL.put("/public", "private, max-age=600");
        CACHE_CONTROL.put("/public-in-upper-case", "private, max-age=600");
        CACHE_CONTROL.put("/public-at-last", "private, max-age=600");
        CACHE_CONTROL.put("/in-two-lines", "private, max-age=600");
        CACHE_CONTROL.put("/twice", "private, max-age=600");
        CACHE_CONTROL.put("/for-shared-caches", "private, max-age=60, proxy-revalidate");
        CACHE_CONTROL.put("/but-for-the-cookie", "private, no-cache=\"Set-Cookie\", max-age=60");
        CACHE_CONTROL.put("/private-fields", "private, max-age=60");
        CACHE_CONTROL.put("/to-be-asked", "private, no-cache");
        CACHE_CONTROL.put("/not-at-all", "no-store");
        CACHE_CONTROL.put("/not-at-all-in-two-lines", "private, max-age=60, no-store");
        CACHE_CONTROL.put("/mine-alone", "max-age=5,private");
        CACHE_CONTROL.put("/forward", "private, max-age=600");
        CACHE_CONTROL.put("/reset", "private, max-age=600");
        CACHE_CONTROL.put("/moved", "private, max-age=600");
        CACHE_CONTROL.put("/async", "private, max-age=600");
        CACHE_CONTROL.put("/async-by-its-context", "private, max-age=600");
        CACHE_CONTROL.put("/async-dispatched", "private, max-age=600");
        CACHE_CONTROL.put("/expires", "private");
        CACHE_CONTROL.put("/nothing", "private");
    }

    @RegisterExtension
    final TestShop shop = new TestShop();

    @Test
    void aClicksAnswerIsForItsOwnersCacheAlone() throws Exception {
        mountPages();
        shop.capture(Map.of()).initializer().start();

        for (Map.Entry<String, String> expected : CACHE_CONTROL.entrySet()) {
            HttpResponse<byte[]> click = shop.get(expected.getKey() + "?" + CLICK);
            assertEquals(expected.getValue(), cacheControl(click), expected.getKey());
            assertSetsOurCookie(click, expected.getKey());
            HttpResponse<byte[]> other = shop.get(expected.getKey() + "?x=1");
            Map<String, List<String>> headers = headersWithoutOurs(click);
            headers.remove("cache-control");
            Map<String, List<String>> othersHeaders = headersWithoutOurs(other);
            othersHeaders.remove("cache-control");
            assertEquals(othersHeaders, headers, expected.getKey());
        }
    }

    @Test
    void otherAnswersAreTheApplicationsOwn() throws Exception {
        mountPages();
        shop.capture(Map.of()).start();

        assertEquals("public, max-age=600", cacheControl(shop.get("/public")));
        assertEquals("", cacheControl(shop.get("/nothing")));
        HttpResponse<byte[]> scanner = shop.get("/public?" + CLICK, "Purpose", "prefetch");
        assertEquals("public, max-age=600", cacheControl(scanner));
        assertEquals(List.of(), scanner.headers().allValues("Set-Cookie"));
    }

    @Test
    void whatIsSaidToAProductsCachesIsTakenBackToo() throws Exception {
        shop.page("/cdn", (request, response) -> {
                    response.setHeader("CDN-Cache-Control", "public, max-age=600");
                    response.setHeader("Cloudflare-CDN-Cache-Control", "no-store");
                    response.addHeader("surrogate-control", "max-age=3600, content=\"ESI/1.0\"");
                    response.setIntHeader("X-Accel-Expires", 600);
                    response.addHeader("Edge-Control", "cache-maxage=60m");
                })
                .capture(Map.of())
                .start();

        HttpResponse<byte[]> click = shop.get("/cdn?" + CLICK);
        assertEquals("no-store", header(click, "CDN-Cache-Control"));
        assertEquals("no-store", header(click, "Cloudflare-CDN-Cache-Control"));
        assertEquals("no-store, content=\"ESI/1.0\"", header(click, "Surrogate-Control"));
        assertEquals("0", header(click, "X-Accel-Expires"));
        assertEquals("no-store", header(click, "Edge-Control"));
        assertEquals("public, max-age=600", header(shop.get("/cdn"), "CDN-Cache-Control"));
    }

    @Test
    void theApplicationSeesNothingOfIt() throws Exception {
        List<Object> seen = new ArrayList<>();
        shop.page("/asks", (request, response) -> {
                    seen.add(response.containsHeader("cache-control"));
                    seen.add(response.getHeader("Cache-Control"));
                    seen.add(response.getHeaders("Cache-Control").size());
                    seen.add(response.containsHeader("Expires"));
                    seen.add(new TreeSet<>(response.getHeaderNames()).contains("Cache-Control"));
                    response.addHeader("Cache-Control", "max-age=7");
                    seen.add(response.containsHeader("Cache-Control"));
                })
                .capture(Map.of())
                .start();

        assertEquals("private, max-age=7", cacheControl(shop.get("/asks?" + CLICK)));
        List<Object> toAClick = List.copyOf(seen.subList(0, 1));
        assertEquals(List.of(false), toAClick);
        assertEquals("[false, null, 0, false, false, true]", seen.toString());
    }

    @Test
    void theCookieStaysWhenTheApplicationTakesItsOwnHeadersBack() throws Exception {
        shop.page("/set", (request, response) -> response.setHeader("Set-Cookie", "lang=de"))
                .page("/reset", (request, response) -> {
                    response.addHeader("X-Shop", "gone");
                    response.reset();
                    response.getWriter().print("anew");
                })
                .capture(Map.of())
                .start();

        List<String> cookies = shop.get("/set?" + CLICK).headers().allValues("Set-Cookie");
        assertEquals(2, cookies.size(), cookies::toString);
        assertEquals("lang=de", cookies.get(0));
        HttpResponse<byte[]> reset = shop.get("/reset?" + CLICK);
        assertSetsOurCookie(reset, "/reset");
        assertEquals("private", cacheControl(reset));
        assertEquals("", header(reset, "X-Shop"));
    }

    /** Some of these statuses may be stored by any cache, unless it is told otherwise (RFC 9110, section 15.1). */
    @Test
    void errorsAndEmptyAnswersAreForNoSharedCacheEither() throws Exception {
        shop.page("/not-found", (request, response) -> response.sendError(404))
                .page("/gone", (request, response) -> {
                    say(response, "public, max-age=600");
                    response.sendError(410);
                })
                .page("/fails", (request, response) -> {
                    say(response, "public, max-age=600");
                    throw new IllegalStateException("of the shop");
                })
                .page("/unchanged", (request, response) -> {
                    say(response, "public, max-age=600");
                    response.setStatus(304);
                })
                .page("/redirect", (request, response) -> {
                    say(response, "public, max-age=600");
                    response.sendRedirect("/shop/nothing");
                })
                .errorPage("410", "/error")
                .page("/error", (request, response) -> say(response, "public, max-age=600"))
                .capture(Map.of())
                .initializer()
                .start();

        for (String page : List.of("/not-found", "/gone", "/fails", "/unchanged", "/redirect")) {
            HttpResponse<byte[]> click = shop.get(page + "?" + CLICK);
            boolean kept =
                    click.headers().allValues("Set-Cookie").stream().anyMatch(set -> set.startsWith("roi_data="));
            String cacheControl = cacheControl(click);
            assertTrue(!kept || cacheControl.matches("private.*|.*no-store.*"), page + ": " + cacheControl);
        }
        assertEquals("public, max-age=600", cacheControl(shop.get("/gone?x=1")));
    }

    /** As in an application in which the initializer does not run. */
    @Test
    void errorPagesAreForNoSharedCacheWhereTheFilterIsMappedForThem() throws Exception {
        EnumSet<DispatcherType> dispatchers = EnumSet.of(DispatcherType.REQUEST, DispatcherType.ERROR);
        shop.page("/gone", (request, response) -> response.sendError(410))
                .errorPage("410", "/error")
                .page("/error", (request, response) -> say(response, "public, max-age=600"))
                .filter("capture", new RoiCaptureFilter(), Map.of(), dispatchers, "/*")
                .start();

        HttpResponse<byte[]> click = shop.get("/gone?" + CLICK);
        assertSetsOurCookie(click, "/gone");
        assertEquals("private, max-age=600", cacheControl(click));
    }

    @Test
    void springSecurityWithinSaysAllThatItSaysWithoutUs() throws Exception {
        mountPages();
        shop.capture(Map.of())
                .filter("spring", springSecurity(), Map.of(), "/*")
                .start();

        assertSpringSecuritySpeaks();
    }

    /** Where it should not be, but the order is not always the shop's to decide. */
    @Test
    void springSecurityAroundSaysAllThatItSaysWithoutUs() throws Exception {
        mountPages();
        shop.filter("spring", springSecurity(), Map.of(), "/*")
                .capture(Map.of())
                .start();

        assertSpringSecuritySpeaks();
    }

    @Test
    void whatAFilterAroundHasSaidBeforeIsTakenBackToo() throws Exception {
        Filter around = (request, response, chain) -> {
            ((HttpServletResponse) response).setHeader("Cache-Control", "public, max-age=600");
            ((HttpServletResponse) response).addHeader("Surrogate-Control", "max-age=600");
            chain.doFilter(request, response);
        };
        mountPages();
        shop.filter("around", around, Map.of(), "/*").capture(Map.of()).start();

        HttpResponse<byte[]> click = shop.get("/nothing?" + CLICK);
        assertEquals("private, max-age=600", cacheControl(click));
        assertEquals("no-store", header(click, "Surrogate-Control"));
        assertEquals("no-store", cacheControl(shop.get("/not-at-all?" + CLICK)));
    }

    private void assertSpringSecuritySpeaks() throws Exception {
        for (String query : List.of("", "?" + CLICK)) {
            HttpResponse<byte[]> answer = shop.get("/nothing" + query);
            assertEquals(NO_STORE, cacheControl(answer), query);
            assertEquals("no-cache", header(answer, "Pragma"), query);
            assertEquals("0", header(answer, "Expires"), query);
        }
        HttpResponse<byte[]> click = shop.get("/public?" + CLICK);
        assertEquals("private, max-age=600", cacheControl(click));
        assertEquals("", header(click, "Pragma"));
        assertEquals("", header(click, "Expires"));
        assertSetsOurCookie(click, "/public");
    }

    private static Filter springSecurity() {
        return new HeaderWriterFilter(List.of(new CacheControlHeadersWriter()));
    }

    private void mountPages() {
        shop.page("/nothing", (request, response) -> response.getWriter().print("welcome"))
                .page("/expires", (request, response) -> {
                    response.setDateHeader("Expires", 4_102_444_800_000L);
                    response.getWriter().print("welcome");
                })
                .page(
                        "/forward",
                        (request, response) ->
                                request.getRequestDispatcher("/public").forward(request, response))
                .page("/async", (request, response) -> {
                    AsyncContext context = request.startAsync();
                    context.start(() -> {
                        response.setHeader("Cache-Control", "public, max-age=600");
                        context.complete();
                    });
                })
                .page("/async-by-its-context", (request, response) -> {
                    AsyncContext context = request.startAsync();
                    context.start(() -> {
                        say((HttpServletResponse) context.getResponse(), "public, max-age=600");
                        context.complete();
                    });
                })
                .page(
                        "/async-dispatched",
                        (request, response) -> request.startAsync().dispatch("/public"))
                .page("/in-two-lines", (request, response) -> {
                    response.addHeader("Cache-Control", "public");
                    response.addHeader("Cache-Control", "max-age=600");
                })
                .page("/not-at-all-in-two-lines", (request, response) -> {
                    response.addHeader("Cache-Control", "public, max-age=60");
                    response.addHeader("Cache-Control", "no-store");
                })
                .page("/twice", (request, response) -> {
                    say(response, "no-store");
                    say(response, "public, max-age=600");
                })
                .page("/public-at-last", (request, response) -> {
                    response.getWriter().print("welcome");
                    say(response, "public, max-age=600");
                })
                .page("/reset", (request, response) -> {
                    say(response, "max-age=1");
                    response.reset();
                    say(response, "public, max-age=600");
                })
                .page("/moved", (request, response) -> {
                    say(response, "public, max-age=600");
                    response.setStatus(301);
                    response.setHeader("Location", "/shop/nothing");
                });
        says("/public", "public, max-age=600");
        says("/public-in-upper-case", "PUBLIC, max-age=600");
        says("/for-shared-caches", "max-age=60, s-maxage=600, proxy-revalidate");
        says("/but-for-the-cookie", "no-cache=\"Set-Cookie\", max-age=60");
        says("/private-fields", "private=\"Set-Cookie, X-Shop\", max-age=60");
        says("/to-be-asked", "no-cache");
        says("/not-at-all", "no-store");
        says("/mine-alone", "max-age=5,private");
    }

    private void says(String path, String cacheControl) {
        shop.page(path, (request, response) -> say(response, cacheControl));
    }

    private static void say(HttpServletResponse response, String cacheControl) {
        response.setHeader("Cache-Control", cacheControl);
    }

    private static Map<String, List<String>> headersWithoutOurs(HttpResponse<byte[]> response) {
        Map<String, List<String>> headers =
                new LinkedHashMap<>(response.headers().map());
        headers.remove("date");
        headers.remove("set-cookie");
        return headers;
    }

    private static void assertSetsOurCookie(HttpResponse<byte[]> response, String page) {
        List<String> cookies = response.headers().allValues("Set-Cookie");
        assertTrue(cookies.size() == 1 && Clicks.isIn(cookies.get(0), "roi_data", Clicks.CLICK), page + cookies);
    }

    private static String cacheControl(HttpResponse<byte[]> response) {
        return header(response, "Cache-Control");
    }

    private static String header(HttpResponse<byte[]> response, String name) {
        return String.join(", ", response.headers().allValues(name));
    }
}
