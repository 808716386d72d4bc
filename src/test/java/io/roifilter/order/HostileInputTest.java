package io.roifilter.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.api.RoiInsert;
import jakarta.servlet.http.Cookie;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a visitor sends: nothing throws, and what is found is fit for a cookie, a header, XML and a log. */
@Timeout(60)
class HostileInputTest {
    private static final String[] PIECES = {
        "roi_data=",
        "roi_data",
        "&",
        "=",
        "%",
        "%0d%0a",
        "%0D%0ASet-Cookie:",
        "%00",
        "%C3",
        "%A4",
        "%u00e4",
        "+",
        ";",
        "\"",
        "r1.",
        "r1.YWI",
        "Ä",
        "\ud83d",
        "\ude00",
        "😀",
        "\u2028",
        "\u202e",
        "\r",
        "\n",
        "\t",
        "\0",
        "<!--",
        "]]>",
        "&amp;",
        "${1+1}",
        "#{x}",
        "http://echo.example.com/ct/1:2:m",
        "echo3-619-295",
        "%%",
        "%2",
        "\\",
        "../",
        "' or 1=1 --"
    };

    private final RoiDataFinder finder = new RoiDataFinder("roi_data", "roi");
    private final RoiCookie cookie =
            new RoiCookie("roi", Duration.ofDays(30), Optional.empty(), Optional.empty(), "Lax");

    @Test
    void whateverIsFoundIsHarmless() {
        Random random = new Random(20261122);
        int found = 0;
        for (int i = 0; i < 50_000; i++) {
            FakeRequest request = new FakeRequest().query(hostile(random));
            request.contentType = "application/x-www-form-urlencoded";
            request.parameters.put("roi_data", new String[] {hostile(random), hostile(random)});
            request.cookie("roi", hostile(random)).cookie("roi", hostile(random));
            Optional<String> roiData = finder.afterOrder(request.request());
            roiData.ifPresent(this::assertHarmless);
            finder.inLink(request.request()).ifPresent(this::assertHarmless);
            found += roiData.isPresent() ? 1 : 0;
        }
        assertTrue(found > 10_000, found + " found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%0d%0aSet-Cookie:%20x=1", "a%0d%0a%0d%0a<html>", "a%E5%98%8A%E5%98%8Db", "a%C2%85b"})
    void noHeaderIsInjectedThroughALink(String value) {
        finder.inLink(new FakeRequest().query("roi_data=" + value).request()).ifPresent(this::assertHarmless);
    }

    @Test
    void aBombOfCookiesIsReadThroughAndTheUsableOneFound() {
        FakeRequest request = new FakeRequest();
        for (int i = 0; i < 5000; i++) {
            request.cookie("roi", "x".repeat(4000)).cookie("c" + i, "x");
        }
        assertEquals(
                Optional.of("echo3-1"),
                finder.afterOrder(request.cookie("roi", "echo3-1").request()));
        assertEquals(5000, finder.ignored());
    }

    @Test
    void aLinkOfManyParametersIsReadThrough() {
        String query = "roi_data=%00&".repeat(100_000) + "roi_data=echo3-1";
        assertEquals(
                Optional.of("echo3-1"),
                finder.inLink(new FakeRequest().query(query).request()));
    }

    private void assertHarmless(String roiData) {
        assertTrue(RoiInsert.isRoiData(roiData), roiData);
        Cookie set = cookie.toCookie(roiData, new FakeRequest().request());
        assertTrue(set.getValue().matches("[A-Za-z0-9._-]{1,700}"), set.getValue());
        assertEquals(
                Optional.of(roiData),
                finder.afterOrder(
                        new FakeRequest().cookie("roi", set.getValue()).request()));
    }

    private static String hostile(Random random) {
        StringBuilder text = new StringBuilder(random.nextBoolean() ? "roi_data=" : "");
        for (int pieces = random.nextInt(6); pieces >= 0; pieces--) {
            text.append(
                    random.nextInt(4) > 0
                            ? PIECES[random.nextInt(PIECES.length)]
                            : Character.toString(random.nextInt(Character.MAX_CODE_POINT)));
        }
        return random.nextInt(100) == 0 ? text.toString().repeat(200) : text.toString();
    }
}
