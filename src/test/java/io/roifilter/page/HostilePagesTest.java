package io.roifilter.page;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A page that is made to cost much costs no more than a large one: counted in steps, each of which is small. */
class HostilePagesTest {
    private static final long SEED = 20261128;
    private static final int MEGABYTE = 1 << 20;
    /** What fits into one script. */
    private static final int SCRIPT = 60_000;

    private static final String TAG = "gtag('event','purchase',{transaction_id:'H-1',value:5});";

    static Stream<Arguments> pages() {
        return Stream.of(markup(), scripts(), manyScripts()).flatMap(pages -> pages);
    }

    private static Stream<Arguments> markup() {
        return Stream.of(
                page("a megabyte of <", "<".repeat(MEGABYTE)),
                page("a megabyte of {", "{".repeat(MEGABYTE)),
                page("unclosed comments", "<!--".repeat(MEGABYTE / 4)),
                page("dashes", "<!--" + "-".repeat(MEGABYTE)),
                page("almost ends of comments", "<!--" + "--x".repeat(MEGABYTE / 3)),
                page("unclosed quotes", "<a b=\"".repeat(MEGABYTE / 6)),
                page("one tag of a megabyte", "<a " + "b ".repeat(MEGABYTE / 2) + ">"),
                page(
                        "attributes of scopes",
                        "<a itemscope itemprop=x itemtype=http://schema.org/Order>".repeat(MEGABYTE / 56)),
                page("text in nested scopes", "<a itemprop=x itemscope><i itemprop=y>xxxxxxxxxx".repeat(MEGABYTE / 47)),
                page("unclosed textareas", "<textarea>".repeat(MEGABYTE / 10)),
                page("almost ends of textareas", "<textarea>" + "</textare".repeat(MEGABYTE / 9)),
                page("nested templates", "<template>".repeat(MEGABYTE / 10)),
                page("nested SVG", "<svg>".repeat(MEGABYTE / 5)),
                page("unclosed scripts", "<script>".repeat(MEGABYTE / 8)),
                page("comments in scripts", "<script>" + "<!--<script>-->".repeat(MEGABYTE / 15)),
                page(
                        "references",
                        "<img src='https://shareasale.com/sale.cfm?" + "&amp;a=1".repeat(MEGABYTE / 8) + "'>"),
                page("many addresses", "<img src='https://shareasale.com/sale.cfm?tracking=1'>".repeat(MEGABYTE / 53)));
    }

    private static Stream<Arguments> scripts() {
        return Stream.of(
                script("nested braces", "{"),
                script("nested brackets", "["),
                script("nested parentheses", "("),
                script("nested objects", "{a:"),
                script("nested functions", "function f(){"),
                script("nested templates", "`${"),
                script("nested conditions", "if(a)"),
                script("nested arrows", "a=>"),
                script("else after else", "if(a)b;else "),
                script("unclosed strings", "'\n"),
                script("unclosed comments", "/*"),
                script("unclosed regular expressions", "/["),
                script("signs before a value", "!"),
                script("minus after minus", "- "),
                script("new after new", "new "),
                script("members of members", "a."),
                script("calls of calls", "a("),
                script("a long sum", "a+"),
                script("a long condition", "a||"),
                script("a long choice", "a?b:"),
                script("a long assignment", "a="),
                script("commas", ","),
                script("a name that is assigned over and over", "a=a;"),
                script("names that are each other", "a=b;b=a;"),
                script("throws", "throw a;"),
                script("entries that are no orders", "_paq.push(a);"),
                script("queues of queues", "_paq=[[_paq,_paq]];"),
                script("orders", "_paq.push(['trackEcommerceOrder',a,b]);"),
                script("members that are assigned", "s.purchaseID=s.products=s.events;"),
                script("long keys", "a['" + "x".repeat(500) + "']."));
    }

    private static Stream<Arguments> manyScripts() {
        String orders = IntStream.range(0, 20_000)
                .mapToObj(i -> "<script>_paq.push(['trackEcommerceOrder','" + i + "',n" + i + "])</script>")
                .collect(Collectors.joining());
        return Stream.of(
                page("100,000 scripts", "<script>x</script>".repeat(100_000)),
                page("100,000 scripts with a word in them", "<script>purchase</script>".repeat(100_000)),
                page("20,000 orders", orders),
                page("unclosed comments of scripts", "<script>purchase/*</script>".repeat(MEGABYTE / 27)),
                page("unclosed comments of markup in scripts", "<script><!--</script>".repeat(MEGABYTE / 21)),
                page(
                        "one queue of many entries",
                        "<script>_paq.push(" + "['trackEcommerceOrder',1],".repeat(2_000) + "a)</script>"),
                page(
                        "names in scripts",
                        "<script>" + TAG.replace("'H-1'", "a") + "</script>" + "<script>a=a</script>".repeat(50_000)),
                page(
                        "JSON",
                        ("<script type=application/ld+json>[{\"@type\":\"Order\",\"orderNumber\":1}," + "[".repeat(100)
                                        + "</script>")
                                .repeat(5_000)),
                page(
                        "a graph of graphs",
                        "<script type=application/ld+json>" + "{\"orderNumber\":1,\"@graph\":[".repeat(2_000)
                                + "</script>"));
    }

    private static Arguments page(String name, String page) {
        return Arguments.of(name, page);
    }

    private static Arguments script(String name, String part) {
        String code = "/*purchase*/" + part.repeat(SCRIPT / part.length());
        return Arguments.of(name, ("<script>" + code + "</script>").repeat(10) + "<script>" + TAG + "</script>");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    void costsNoMoreThanALargePage(String name, String page) {
        Work work = new Work(Integer.MAX_VALUE);
        PageOrders.inHtml(page, work);
        int steps = Integer.MAX_VALUE - work.left();
        assertTrue(steps <= 8L * page.length() + 10_000, steps + " steps for " + page.length() + " characters");
    }

    /** Whatever becomes of a page on its way, reading it ends, and throws nothing. */
    @Test
    void readsPagesThatAreDamaged() throws IOException {
        Random random = new Random(SEED);
        List<String> pages = new ArrayList<>();
        try (Stream<Path> samples = Files.list(Path.of("src/test/resources/io/roifilter/page/samples"))) {
            for (Path sample : samples.filter(file -> file.toString().endsWith(".html"))
                    .sorted()
                    .toList()) {
                pages.add(Files.readString(sample, StandardCharsets.ISO_8859_1));
            }
        }
        pages.removeIf(page -> page.length() > 10_000);
        for (int i = 0; i < 10_000; i++) {
            String page = damaged(pages.get(i % pages.size()), pages.get(random.nextInt(pages.size())), random);
            Work work = new Work(Integer.MAX_VALUE);
            assertDoesNotThrow(() -> PageOrders.inHtml(page, work), page);
            assertTrue(Integer.MAX_VALUE - work.left() <= 8L * page.length() + 10_000, page);
        }
    }

    /** Parts left out, come twice, or from another page. */
    private static String damaged(String page, String other, Random random) {
        StringBuilder damaged = new StringBuilder(page);
        for (int j = random.nextInt(6); j >= 0; j--) {
            int from = random.nextInt(damaged.length());
            int to = Math.min(damaged.length(), from + 1 + random.nextInt(30));
            int begin = random.nextInt(other.length());
            String part = other.substring(begin, Math.min(other.length(), begin + 1 + random.nextInt(60)));
            switch (random.nextInt(3)) {
                case 0 -> damaged.delete(from, Math.min(to, from + random.nextInt(3)));
                case 1 -> damaged.insert(from, damaged.substring(from, to));
                default -> damaged.replace(from, Math.min(to, from + 2), part);
            }
        }
        return damaged.toString();
    }

    @Test
    void givesUpWhenItIsTooMuch() {
        String page = "<script>" + TAG + "</script>";
        Work work = new Work(page.length() / 2);
        assertInstanceOf(PageOrder.None.class, PageOrders.inHtml(page, work));
        assertEquals(0, work.left());
    }

    @Test
    void readsNoScriptThatIsTooLongAndSaysSo() {
        String page = "<script>" + TAG + " ".repeat(Scripts.MAX_SCRIPT) + "</script>";
        assertEquals(
                "None[warnings=[scripts that may state an order are too long to be read: 1]]",
                PageOrders.inHtml(page).toString());
        String all = ("<script>purchase" + " ".repeat(Scripts.MAX_SCRIPT - 100) + "</script>").repeat(9);
        assertEquals(1, PageOrders.inHtml(all).warnings().size());
        assertEquals(
                0,
                PageOrders.inHtml("<script>" + " ".repeat(MEGABYTE) + "</script>")
                        .warnings()
                        .size());
    }

    @Test
    void readsOrdersAsDeepAsItReadsAtAll() {
        String deep = "[".repeat(20) + "f(function() {" + TAG + "})" + "]".repeat(20);
        assertInstanceOf(PageOrder.Stated.class, PageOrders.inHtml("<script>" + deep + "</script>"));
        String tooDeep = "[".repeat(Cursor.MAX_DEPTH) + "f(function() {" + TAG + "})" + "]".repeat(Cursor.MAX_DEPTH);
        assertInstanceOf(PageOrder.None.class, PageOrders.inHtml("<script>" + tooDeep + "</script>"));
    }
}
