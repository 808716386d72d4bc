package io.roifilter.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import com.code_intelligence.jazzer.mutation.annotation.WithUtf8Length;
import io.roifilter.api.ApiRequest;
import io.roifilter.api.Credentials;
import io.roifilter.api.MalformedXmlException;
import io.roifilter.api.PayloadJson;
import io.roifilter.api.RoiInsert;
import io.roifilter.click.RoiCookie;
import io.roifilter.click.RoiDataFinder;
import io.roifilter.click.SearchException;
import io.roifilter.expression.Expression;
import io.roifilter.order.OrderReading.Complete;
import io.roifilter.order.OrderReading.NoOrder;
import io.roifilter.order.OrderReading.Refused;
import io.roifilter.order.OrderReading.Unreadable;
import io.roifilter.testing.FakeRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a visitor sends, in a shop whose pages believe all of it: nothing throws, and what is found is fit for a cookie,
 * a header, XML, JSON and a log.
 */
@Tag("fuzz")
class VisitorFuzzTest {
    private static final PayloadJson JSON = new PayloadJson();
    private static final String CLICK = "echo3-619-295-1856-1242357-1daecd68df79e83bf13f244b9a880ab9";
    private static final String OUR_COOKIE = new RoiCookie(
                    "roi", Duration.ofDays(30), Optional.empty(), Optional.empty(), "Lax", "")
            .headers(CLICK, new FakeRequest().request(), Instant.now())
            .get(0)
            .split("[=;]")[1];

    private final RoiDataFinder finder = new RoiDataFinder("roi_data", "roi");
    private final RoiCookie roiCookie =
            new RoiCookie("roi", Duration.ofDays(30), Optional.empty(), Optional.empty(), "Lax", "");
    private final OrderReader reader = new OrderReader(
            new OrderExpressions(
                    Expression.parse("${param.order}"),
                    Expression.parse("${header.total}"),
                    Optional.of(Expression.parse("${param.day}")),
                    Optional.of(Expression.parse("${cookie.currency.value}")),
                    Expression.parse("true"),
                    Expression.parse("true"),
                    Optional.empty()),
            finder,
            false,
            Clock.fixed(Instant.parse("2026-11-22T07:00:00Z"), ZoneOffset.UTC));

    static Stream<Arguments> seeds() {
        return Stream.of(
                arguments("roi_data=" + CLICK, "", "", "1123", "152.99", "2026-11-22", "USD"),
                arguments("a=b", CLICK, "", "1123", "$1,299.50", "2026-11-22T10:15:30Z", "usd"),
                arguments("", "", OUR_COOKIE, "1123", "USD 12", "", "EUR"),
                arguments(
                        "roi_data=http%3A%2F%2Fecho.example.com%2Fct%2F1%3A2", "", "", "#{1+1}", "1.234,50", "", "USD"),
                // Headers, by way of a cookie, that are not the shop's.
                arguments(
                        "roi_data=a%0d%0aSet-Cookie:%20x=1", "a\r\nX: y", "r1.YQ0KYg", "a\r\nb", "1\r\n", "\r\n", "\n"),
                arguments("roi_data=a%E5%98%8A%E5%98%8Db&roi_data=a%C2%85b", "", "", "a", "1", "", "USD"),
                // XML, by way of an order id, that is not the message's.
                arguments("roi_data=a", "", "", "</order_id><order_id>1", "]]><amount>", "<!--", "&amp;"),
                arguments("roi_data=a", "", "", "]]>\u0000\ufffe\ud83d<![CDATA[", "0x10", "9999999999-12-31", "US$"),
                // Wrong encodings.
                arguments("roi_data=%&roi_data=%4&roi_data=%zz&roi_data", "%C3", "r1.", "%u00e4", "+1", "-1", ""),
                arguments(
                        "&&==&roi_data=+",
                        "\ud83d",
                        "r1.YWI=",
                        "\u2028",
                        "1e999999999",
                        "+1000000000-01-01",
                        "\u202e"));
    }

    @MethodSource("seeds")
    @DictionaryEntries({
        "roi_data=",
        "&",
        "=",
        "%0d%0a",
        "%00",
        "%C3",
        "%A4",
        "+",
        ";",
        "\\x22",
        "r1.",
        "r1.YWI",
        "\\xc3\\x84",
        "\\xe2\\x80\\xa8",
        "\\xe2\\x80\\xae",
        "\\x0d\\x0a",
        "<!--",
        "]]>",
        "&amp;",
        "${1+1}",
        "#{x}",
        "http://echo.example.com/ct/1:2:m",
        "echo3-619-295",
        "' or 1=1 --",
        "USD",
        "$",
        "1,000.00",
        "2026-11-22",
        "T00:00:00Z"
    })
    @FuzzTest(maxExecutions = 2_000, maxDuration = "30s")
    void whatIsReadIsHarmless(
            @NotNull @WithUtf8Length(max = 2000) String query,
            @NotNull @WithUtf8Length(max = 2000) String parameter,
            @NotNull @WithUtf8Length(max = 2000) String cookie,
            @NotNull @WithUtf8Length(max = 600) String order,
            @NotNull @WithUtf8Length(max = 200) String total,
            @NotNull @WithUtf8Length(max = 100) String day,
            @NotNull @WithUtf8Length(max = 100) String currency)
            throws MalformedXmlException, SearchException {
        FakeRequest request =
                new FakeRequest().query(query).cookie("roi", cookie).cookie("currency", currency);
        request.contentType = "application/x-www-form-urlencoded";
        request.parameters.put("roi_data", new String[] {parameter});
        request.parameters.put("order", new String[] {order});
        request.parameters.put("day", new String[] {day});
        request.headers.put("total", List.of(total));

        assertFitForACookie(finder.inLink(request.request()));
        assertFitForACookie(finder.afterOrder(request.request()));
        assertHarmless(reader.read(request.request(), request.context()).reading());
    }

    private void assertFitForACookie(Optional<String> found) throws SearchException {
        if (found.isEmpty()) {
            return;
        }
        String roiData = found.get();
        assertTrue(RoiInsert.isRoiData(roiData), roiData);
        List<String> set = roiCookie.headers(roiData, new FakeRequest().request(), Instant.now());
        assertEquals(1, set.size(), set::toString);
        assertTrue(
                set.get(0).matches("roi=[A-Za-z0-9._-]{1,700}; Max-Age=2592000; Path=/; HttpOnly; SameSite=Lax"),
                set::toString);
        assertEquals(
                Optional.of(roiData),
                finder.afterOrder(new FakeRequest()
                        .cookie("roi", set.get(0).split("[=;]")[1])
                        .request()));
    }

    private static void assertHarmless(OrderReading reading) throws MalformedXmlException {
        if (reading instanceof Complete complete) {
            assertArrivesAsItIs(complete.order());
            complete.warning().ifPresent(VisitorFuzzTest::assertFitForALog);
        } else if (reading instanceof Refused refused) {
            assertArrivesAsItIs(refused.order());
            assertFitForALog(refused.reason());
        } else if (reading instanceof Unreadable unreadable) {
            assertFitForALog(unreadable.reason());
        } else {
            assertTrue(reading instanceof NoOrder);
        }
    }

    /** By the outbox to the endpoint. */
    private static void assertArrivesAsItIs(RoiInsert order) throws MalformedXmlException {
        assertEquals(order, JSON.read(order.toJson()));
        ApiRequest message = ApiRequest.of(new Credentials("key", "secret"), List.of(order, order));
        assertEquals(message, ApiRequest.fromXml(message.toXml()));
    }

    private static void assertFitForALog(String line) {
        assertTrue(
                line.codePoints()
                        .noneMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 || c == 0x202e),
                line);
    }
}
