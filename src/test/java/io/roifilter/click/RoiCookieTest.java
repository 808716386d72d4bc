package io.roifilter.click;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.api.RoiInsert;
import io.roifilter.testing.FakeRequest;
import jakarta.servlet.http.Cookie;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoiCookieTest {
    private static final String ROI_DATA = "http://echo.example.com/ct/3416623:619-295-1856:m:1:97777016:D40E94EF";

    private final RoiDataRule rule = new RoiDataRule();
    private final FakeRequest request = new FakeRequest();

    @Test
    void carriesEveryAllowedValueInCharactersThatNeedNoQuoting() {
        Random random = new Random(20261122);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder roiData = new StringBuilder();
            for (int length = 1 + random.nextInt(RoiInsert.MAX_ROI_DATA); length > 0; length--) {
                roiData.append((char) ('!' + random.nextInt('~' - '!' + 1)));
            }
            String value = RoiCookie.encode(roiData.toString());

            assertTrue(value.matches("r1\\.[A-Za-z0-9_-]{2,683}"), value);
            assertEquals(Optional.of(roiData.toString()), RoiCookie.decode(value, rule));
            assertEquals(Optional.of(roiData.toString()), RoiCookie.decode("\"" + value + "\"", rule));
        }
        assertEquals(0, rule.ignored());
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
        assertEquals(0, rule.ignored());
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
                "\u00fc",
                "%C3%BC",
                "a%00"
            })
    void ignoresAndCountsForgedAndGarbledValues(String value) {
        assertEquals(Optional.empty(), decode(value));
        assertEquals(1, rule.ignored());
    }

    @Test
    void ignoresAndCountsOverlongValues() {
        assertEquals(Optional.empty(), decode("x".repeat(513)));
        assertEquals(Optional.empty(), decode(RoiCookie.encode("x".repeat(513))));
        assertEquals(Optional.empty(), decode("%41".repeat(100_000)));
        assertEquals(Optional.empty(), decode("r1." + "A".repeat(100_000)));
        assertEquals(4, rule.ignored());
    }

    @Test
    void isForTheContextPathOfThisHostUnlessToldOtherwise() {
        Cookie cookie = cookie("Lax").toCookie(ROI_DATA, request.request());

        assertEquals("roi_data", cookie.getName());
        assertEquals(RoiCookie.encode(ROI_DATA), cookie.getValue());
        assertEquals("/", cookie.getPath());
        assertEquals(null, cookie.getDomain());
        assertEquals(30 * 24 * 60 * 60, cookie.getMaxAge());
        assertEquals("Lax", cookie.getAttribute("SameSite"));
        assertTrue(cookie.isHttpOnly());
        assertFalse(cookie.getSecure());

        request.contextPath = "/shop";
        assertEquals(
                "/shop", cookie("Lax").toCookie(ROI_DATA, request.request()).getPath());

        Cookie wide = new RoiCookie(
                        "c", Duration.ofDays(30), Optional.of("shop-1.example.com"), Optional.of("/de"), "Strict")
                .toCookie(ROI_DATA, request.request());
        assertEquals("/de", wide.getPath());
        assertEquals("shop-1.example.com", wide.getDomain());
        assertEquals("Strict", wide.getAttribute("SameSite"));
    }

    @ParameterizedTest
    @CsvSource({
        "'',/",
        "/shop,/shop",
        "/shop/eu,/shop/eu",
        "/shop;x=y,/shop",
        "/shop;jsessionid=1;x=%2F;/eu;z,/shop/eu",
        "/;x/shop,/shop",
        "//shop,/shop",
        "/./a/../shop,/shop",
        "/%73hop,/shop",
        "/gr%c3%b6%C3%9Fe,/gr%C3%B6%C3%9Fe",
        "/größe,/gr%C3%B6%C3%9Fe",
        "/a%3Bb,/a%3Bb",
        "/a%2Fb,/a%2Fb",
        "/a b,/a%20b",
        "/~a-b_c.d,/~a-b_c.d",
        "/shop%0d%0aX: y,/shop%0D%0AX:%20y",
        "/..,/"
    })
    void isForTheContextPathAsTheLinksOfTheApplicationHaveIt(String contextPath, String path) {
        request.contextPath = contextPath;

        assertEquals(path, cookie("Lax").toCookie(ROI_DATA, request.request()).getPath());
    }

    @Test
    void isSecureOnHttpsAndWheneverOtherSitesMaySendIt() {
        assertTrue(cookie("None").toCookie(ROI_DATA, request.request()).getSecure());
        assertTrue(cookie("none").toCookie(ROI_DATA, request.request()).getSecure());
        request.secure = true;
        assertTrue(cookie("Lax").toCookie(ROI_DATA, request.request()).getSecure());
    }

    @Test
    void keepsWithinTheRangeOfMaxAge() {
        RoiCookie forever = new RoiCookie("c", Duration.ofDays(100_000), Optional.empty(), Optional.empty(), "Lax");

        assertEquals(
                Integer.MAX_VALUE, forever.toCookie(ROI_DATA, request.request()).getMaxAge());
    }

    private Optional<String> decode(String value) {
        return RoiCookie.decode(value, rule);
    }

    private static RoiCookie cookie(String sameSite) {
        return new RoiCookie("roi_data", Duration.ofDays(30), Optional.empty(), Optional.empty(), sameSite);
    }
}
