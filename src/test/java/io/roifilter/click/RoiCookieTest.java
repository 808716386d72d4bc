package io.roifilter.click;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.api.RoiInsert;
import io.roifilter.click.ClickCounts.Outcome;
import io.roifilter.testing.FakeRequest;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoiCookieTest {
    private static final String ROI_DATA = "http://echo.example.com/ct/3416623:619-295-1856:m:1:97777016:D40E94EF";
    private static final Instant NOW = Instant.parse("2026-11-27T10:15:30Z");

    private final ClickCounts counts = new ClickCounts();
    private final RoiDataRule rule = new RoiDataRule("roi_data", counts);
    private final FakeRequest request = new FakeRequest();

    @Test
    void carriesEveryAllowedValueInCharactersThatNeedNoQuoting() {
        Random random = new Random(20261122);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder roiData = new StringBuilder();
            for (int length = 1 + random.nextInt(RoiInsert.MAX_ROI_DATA); length > 0; length--) {
                roiData.append((char) ('!' + random.nextInt('~' - '!' + 1)));
            }
            String value = new KeptClick(roiData.toString(), NOW.toEpochMilli(), "ab-_").toText();

            assertTrue(value.matches("r2\\.[0-9a-z]{8}\\.ab-_\\.[A-Za-z0-9_-]{2,683}"), value);
            assertEquals(Optional.of(roiData.toString()), decode(value));
            assertEquals(Optional.of(roiData.toString()), decode("\"" + value + "\""));
            assertEquals(
                    Optional.of(new KeptClick(roiData.toString(), NOW.toEpochMilli(), "ab-_")),
                    RoiCookie.decode(value, rule));
            assertEquals(Optional.of(roiData.toString()), decode("r1." + KeptClick.encode(roiData.toString())));
        }
        assertEquals(0, counts.all());
    }

    @Test
    void understandsThePlainValueOfSomeoneElse() {
        for (String roiData : new String[] {ROI_DATA, "echo3-619-295", "a%b", "100%", "a+b", "r1", "\"", "%zz"}) {
            assertEquals(Optional.of(roiData), decode(roiData));
            assertEquals(Optional.of(roiData), decode('"' + roiData + '"'));
            String escaped = URLEncoder.encode(roiData, StandardCharsets.UTF_8);
            assertEquals(Optional.of(roiData), decode(escaped));
            assertEquals(Optional.of(roiData), decode('"' + escaped + '"'));
        }
        assertEquals(Optional.of("echo3-619"), decode("echo3-%0D%0A619%20"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"\"", " ", "%20", "\" \""})
    void takesBlankForAbsentWithoutCounting(String value) {
        assertEquals(Optional.empty(), decode(value));
        assertEquals(0, counts.all());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "r1.",
                "r1.!",
                "r1.YQ==",
                "r1.YR",
                "r1.Y",
                "r1.YW J",
                "r1.YWI.",
                "r1.YWI%3D",
                "r1.w7w",
                "r1.AA",
                "r2.",
                "r2.YWI",
                "r2.1.mark.",
                "r2.1.mark.YR",
                "r2..mark.YWI",
                "r2.-1.mark.YWI",
                "r2.1234567890.mark.YWI",
                "r2.1.mar.YWI",
                "\u00fc",
                "%C3%BC",
                "a%00"
            })
    void ignoresAndCountsForgedAndGarbledValues(String value) {
        assertEquals(Optional.empty(), decode(value));
        assertEquals(1, counts.of(Outcome.IGNORED));
    }

    @Test
    void ignoresAndCountsOverlongValues() {
        assertEquals(Optional.empty(), decode("x".repeat(513)));
        assertEquals(Optional.empty(), decode("r1." + KeptClick.encode("x".repeat(513))));
        assertEquals(Optional.empty(), decode("%41".repeat(100_000)));
        assertEquals(Optional.empty(), decode("r1." + "A".repeat(100_000)));
        assertEquals(4, counts.of(Outcome.IGNORED));
    }

    @Test
    void isForTheApplicationOnThisHostUnlessToldOtherwise() {
        assertEquals("Max-Age=2592000; Path=/; HttpOnly; SameSite=Lax", attributes(cookie("Lax", "")));
        assertEquals("Max-Age=2592000; Path=/shop; HttpOnly; SameSite=Lax", attributes(cookie("Lax", "/shop")));

        RoiCookie wide = new RoiCookie(
                "c", Duration.ofDays(30), Optional.of("Shop-1.example.com"), Optional.of("/de"), "Strict", "/shop");
        assertEquals(
                "Max-Age=2592000; Path=/de; Domain=shop-1.example.com; HttpOnly; SameSite=Strict", attributes(wide));
    }

    @ParameterizedTest
    @CsvSource({
        "'',/",
        "/shop,/shop",
        "/shop/eu,/shop/eu",
        "/gr%c3%b6%C3%9Fe,/gr%C3%B6%C3%9Fe",
        "/größe,/gr%C3%B6%C3%9Fe",
        "/a;b,/a%3Bb",
        "/a b,/a%20b",
        "/100%,/100%25",
        "/~a-b_c.d,/~a-b_c.d"
    })
    void isForTheContextPathAsTheLinksOfTheApplicationHaveIt(String contextPath, String path) {
        assertTrue(attributes(cookie("Lax", contextPath)).contains("; Path=" + path + ";"));
    }

    @Test
    void isSecureOnHttpsAndWheneverOtherSitesMaySendIt() {
        assertTrue(attributes(cookie("None", "")).endsWith("; Secure; SameSite=None"));
        assertTrue(attributes(cookie("none", "")).contains("; Secure"));
        assertFalse(attributes(cookie("Lax", "")).contains("Secure"));
        request.secure = true;
        assertTrue(attributes(cookie("Lax", "")).contains("; Secure"));
    }

    @Test
    void keepsWithinTheRangeOfMaxAge() {
        RoiCookie forever = new RoiCookie("c", Duration.ofDays(100_000), Optional.empty(), Optional.empty(), "Lax", "");

        assertTrue(attributes(forever).startsWith("Max-Age=" + Integer.MAX_VALUE + ";"));
    }

    @Test
    void isTheNewestWhateverTheClockSays() {
        RoiCookie cookie = cookie("Lax", "");
        String ahead = value(cookie.headers("first", request.request(), NOW.plus(Duration.ofDays(3650))));
        String back =
                value(cookie.headers("second", request.cookie("roi_data", ahead).request(), NOW));

        assertTrue(kept(back).isBetterThan(kept(ahead)), back);
        String mostOfAll = new KeptClick("x", Long.parseLong("zzzzzzzzz", 36), "mark").toText();
        String third = value(cookie.headers(
                "third", new FakeRequest().cookie("roi_data", mostOfAll).request(), NOW));
        assertEquals(NOW.toEpochMilli(), kept(third).at());
    }

    @Test
    void isSetWhateverTheContainerMakesOfTheRequest() {
        HttpServletRequest broken = new HttpServletRequestWrapper(request.request()) {
            @Override
            public Cookie[] getCookies() {
                throw new IllegalArgumentException("of a container");
            }

            @Override
            public String getServerName() {
                throw new IllegalStateException("of a container");
            }
        };

        assertEquals(1, cookie("Lax", "").headers(ROI_DATA, broken, NOW).size());
    }

    /** Both would be sent: by the rules of RFC 6265bis, section 5.7, they are two cookies. */
    @Test
    void takesAwayWhatTheSameShopHasSetInAnotherScope() {
        RoiCookie ofHost = cookie("Lax", "/shop");
        RoiCookie ofDomain = new RoiCookie(
                "roi_data", Duration.ofDays(30), Optional.of("example.com"), Optional.empty(), "Lax", "/shop");
        String before = value(ofHost.headers(ROI_DATA, request.request(), NOW));

        List<String> headers =
                ofDomain.headers(ROI_DATA, request.cookie("roi_data", before).request(), NOW);

        assertTrue(headers.contains("roi_data=; Max-Age=0; Path=/shop; HttpOnly; SameSite=Lax"), headers::toString);
        assertTrue(
                headers.contains("roi_data=; Max-Age=0; Path=/; Domain=shop.example.com; HttpOnly; SameSite=Lax"),
                headers::toString);
        assertFalse(
                headers.contains("roi_data=; Max-Age=0; Path=/shop; Domain=example.com; HttpOnly; SameSite=Lax"),
                headers::toString);
        assertEquals(headers.stream().distinct().toList(), headers);
        assertTrue(headers.size() <= 12, headers::toString);
        assertTrue(headers.get(headers.size() - 1).startsWith("roi_data=r2."), headers::toString);
        // And back again.
        String domainWide = value(headers);
        assertTrue(ofHost.headers(
                        ROI_DATA,
                        new FakeRequest().cookie("roi_data", domainWide).request(),
                        NOW)
                .contains("roi_data=; Max-Age=0; Path=/shop; Domain=example.com; HttpOnly; SameSite=Lax"));
    }

    @Test
    void takesNothingAwayThatTheNewOneReplacesOrThatIsNotThisShops() {
        RoiCookie shop = cookie("Lax", "/shop");
        RoiCookie root = cookie("Lax", "");
        String sameScope = value(shop.headers(ROI_DATA, request.request(), NOW));
        String ofAnotherApplication = value(root.headers(ROI_DATA, request.request(), NOW));
        request.serverName = "other.example.com";
        String ofAnotherHost = value(root.headers(ROI_DATA, request.request(), NOW));
        request.serverName = "shop.example.com";
        for (String value : List.of(
                sameScope, ofAnotherApplication, ofAnotherHost, "r1." + KeptClick.encode(ROI_DATA), ROI_DATA, "r2.x")) {
            request.cookie("roi_data", value);
        }

        assertEquals(1, shop.headers(ROI_DATA, request.request(), NOW).size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "[::1]", "1.2.3.4", "intranet"})
    void knowsOfNoDomainOfAHostWithoutOne(String host) {
        request.serverName = host;
        String before =
                value(new RoiCookie("roi_data", Duration.ofDays(30), Optional.empty(), Optional.of("/"), "Lax", "/shop")
                        .headers(ROI_DATA, request.request(), NOW));

        List<String> headers = cookie("Lax", "/shop")
                .headers(ROI_DATA, request.cookie("roi_data", before).request(), NOW);

        assertTrue(headers.contains("roi_data=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax"), headers::toString);
        assertTrue(headers.stream().noneMatch(header -> header.contains("Domain")), headers::toString);
    }

    private String attributes(RoiCookie cookie) {
        List<String> headers = cookie.headers(ROI_DATA, request.request(), NOW);
        assertEquals(1, headers.size(), headers::toString);
        Matcher header = Pattern.compile("[a-z_]+=r2\\.[^;]+; (.*)").matcher(headers.get(0));
        assertTrue(header.matches(), headers::toString);
        return header.group(1);
    }

    private static String value(List<String> headers) {
        return headers.get(headers.size() - 1).split("[=;]")[1];
    }

    private static KeptClick kept(String value) {
        return KeptClick.parse(value).orElseThrow();
    }

    private Optional<String> decode(String value) {
        return RoiCookie.decode(value, rule).map(KeptClick::roiData);
    }

    private static RoiCookie cookie(String sameSite, String contextPath) {
        return new RoiCookie(
                "roi_data", Duration.ofDays(30), Optional.empty(), Optional.empty(), sameSite, contextPath);
    }
}
