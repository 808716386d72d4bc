package io.roifilter.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageContentTest {
    private static final String PAGE =
            "<html><head><title>Thank you</title><style>p { color: red }</style></head><body>"
                    + "<p id=order data-id=' X-1 '>Order <b>#1123</b>\n  placed</p><p class=total>$152.99<p class=total>$1.00</p>"
                    + "<textarea>Order #666</textarea><!-- Order #667 -->"
                    + "<script>gtag('event','purchase',{transaction_id:'1123',value:152.99,currency:'USD'})</script></body></html>";

    @ParameterizedTest
    @CsvSource({
        "'#order', 'Order #1123 placed'",
        "'#order b', '#1123'",
        "'.total', '$152.99'",
        "'p:last-of-type', '$1.00'",
        "'#none', ",
        "'p[data-id]', 'Order #1123 placed'"
    })
    void findsTheFirstElementOfASelector(String selector, String text) {
        assertEquals(text, html().text(selector));
    }

    @Test
    void findsAnAttribute() {
        assertEquals(" X-1 ", html().attribute("#order", "data-id"));
        assertNull(html().attribute("#order", "data-none"));
        assertNull(html().attribute("#none", "data-id"));
    }

    @ParameterizedTest
    @CsvSource({"'Order #(\\d+)', 1123", "'#\\d+', #1123", "'(none)|(Thank)', ", "nothing, ", "'color', "})
    void findsTheFirstGroupOfAPatternInWhatAReaderSees(String pattern, String found) {
        assertEquals(found, html().match(pattern));
    }

    @ParameterizedTest
    @ValueSource(strings = {"(a+)+$", "(x|xx)*y", "(.*)*\\d{99}"})
    void anUnluckyPatternEndsInTime(String pattern) {
        PageContent page = page("text/html", "<p>" + "a".repeat(5_000) + "x".repeat(5_000) + "</p>");
        try {
            page.match(pattern);
        } catch (IllegalArgumentException e) {
            assertTrue(e.getMessage().contains("takes too long on this page"), e.getMessage());
        }
    }

    @Test
    void aCatastrophicPatternIsNamed() {
        PageContent page = page("text/html", "<p>" + "a".repeat(60) + "!</p>");
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> page.match("(a|aa)+(?!\\1)b"));
        assertEquals("the regular expression \"(a|aa)+(?!\\1)b\" takes too long on this page", e.getMessage());
    }

    @Test
    void readsJsonExactly() {
        PageContent page = page(
                "application/json; charset=utf-8",
                "{\"order\":{\"id\":9007199254740993,\"total\":152.990,\"items\":[{\"sku\":\"A\"}],\"gift\":null,\"paid\":true}}");
        Map<?, ?> order = (Map<?, ?>) ((Map<?, ?>) page.json()).get("order");
        assertEquals(new BigDecimal("9007199254740993"), order.get("id"));
        assertEquals(new BigDecimal("152.990"), order.get("total"));
        assertEquals(List.of(Map.of("sku", "A")), order.get("items"));
        assertEquals(true, order.get("paid"));
        assertTrue(order.containsKey("gift"));
        assertSame(page.json(), page.json(), "parsed once");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "<html>", "null", "[1,]"})
    void whatIsNoJsonGivesNothing(String text) {
        assertNull(page("application/json", text).json());
    }

    @Test
    void deepJsonHarmsNobody() {
        assertNull(page("application/json", "[".repeat(100_000)).json());
        page("application/json", "[".repeat(50_000) + "]".repeat(50_000)).json();
    }

    @Test
    void readsTheOrderByConvention() {
        PageOrder.Stated order = assertInstanceOf(PageOrder.Stated.class, html().order());
        assertEquals("1123", order.id());
        assertEquals(new BigDecimal("152.99"), order.amount().orElseThrow());
        assertInstanceOf(PageOrder.None.class, page("text/plain", PAGE).order(), "nobody runs its scripts");
    }

    @Test
    void ofAPartOfAPageNoOrderIsRead() {
        PageContent page = page("text/html", PAGE + " ".repeat(64 * 1024) + PAGE, 16 * 1024);
        assertInstanceOf(PageOrder.None.class, page.order());
        assertEquals("Order #1123 placed", page.text("#order"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"td:matches((\\w+)+$)", "p:matchesOwn(x)", "[id~=(a+)+$]"})
    void aPatternInASelectorIsRefused(String selector) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> PageContent.checkSelector(selector));
        assertTrue(e.getMessage().contains("use page.match"), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"#", "p[", "p:nth-child(", ">>", ""})
    void saysWhatIsNoSelector(String selector) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> PageContent.checkSelector(selector));
        assertTrue(e.getMessage().startsWith("\"" + selector + "\" is no CSS selector: "), e.getMessage());
    }

    @Test
    void saysWhatIsNoPattern() {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> PageContent.checkPattern("Order #(\\d+"));
        assertEquals("\"Order #(\\d+\" is no regular expression: Unclosed group near index 11", e.getMessage());
    }

    private static PageContent html() {
        return page("text/html;charset=UTF-8", PAGE);
    }

    private static PageContent page(String type, String text) {
        return page(type, text, 512 * 1024);
    }

    private static PageContent page(String type, String text, int limit) {
        AnswerCopy copy = new AnswerCopy(limit, response(type), false);
        copy.append(text, 0, text.length());
        copy.close();
        return new PageContent(copy);
    }

    /** All that is asked of one that has passed. */
    private static HttpServletResponse response(String type) {
        return (HttpServletResponse) Proxy.newProxyInstance(
                PageContentTest.class.getClassLoader(),
                new Class<?>[] {HttpServletResponse.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getContentType" -> type;
                    case "getStatus" -> 200;
                    case "getCharacterEncoding" -> "UTF-8";
                    default -> null;
                });
    }
}
