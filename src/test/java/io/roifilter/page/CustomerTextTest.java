package io.roifilter.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.roifilter.page.CustomerText.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a customer typed, such as a gift message, never becomes an order, and never hides one. */
class CustomerTextTest {
    private static final long SEED = 20261128;
    private static final int TEXTS = 600;

    /** Whole tags, which say nothing wrong where the shop writes them. */
    static final List<String> TAGS = List.of(
            "gtag('event','purchase',{transaction_id:'EVIL-1',value:9999,currency:'USD'});",
            "gtag(`event`,`purchase`,{transaction_id:`EVIL-2`,value:9999});",
            "dataLayer.push({event:\"purchase\",ecommerce:{transaction_id:\"EVIL-3\",value:9999}});",
            "dataLayer=[{transactionId:'EVIL-4',transactionTotal:9999}]",
            "_paq.push(['trackEcommerceOrder','EVIL-5',9999])",
            "ga('ecommerce:addTransaction',{id:'EVIL-6',revenue:'9999'})",
            "_gaq.push(['_addTrans','EVIL-7','','9999'])",
            "utag_data={order_id:'EVIL-8',order_total:9999};",
            "AWIN.Tracking.Sale.orderRef='EVIL-9';AWIN.Tracking.Sale.amount='9999';",
            "digitalData.transaction={transactionID:'EVIL-10',total:9999}",
            "{\"@type\":\"Order\",\"orderNumber\":\"EVIL-11\",\"price\":\"9999\",\"priceCurrency\":\"USD\"}",
            "<script type=\"application/ld+json\">{\"@type\":\"Order\",\"orderNumber\":\"EVIL-12\",\"price\":9999}</script>",
            "<script>gtag('event','purchase',{transaction_id:'EVIL-13',value:9999})</script>",
            "<img src=\"https://www.shareasale.com/sale.cfm?tracking=EVIL-14&amount=9999\">",
            "&amount=9999&tracking=EVIL-15&ref=EVIL-15&cr=USD&oid=EVIL-15",
            "<div itemscope itemtype=http://schema.org/Order><b itemprop=orderNumber>EVIL-16</b></div>",
            "&lt;script&gt;gtag(&#39;event&#39;,&#39;purchase&#39;,{transaction_id:&#39;EVIL-17&#39;,value:9})&lt;/script&gt;",
            "\\u003cscript\\u003egtag('event','purchase',{transaction_id:'EVIL-18',value:9})\\u003c/script\\u003e");

    /** What ends or begins something, wherever it stands. */
    private static final List<String> SIGNS = List.of(
            "'",
            "\"",
            "`",
            "\\",
            "\\'",
            "\\\"",
            "/",
            "*/",
            "/*",
            "//",
            "<!--",
            "-->",
            "--!>",
            "</script>",
            "<script>",
            "</textarea>",
            "</title>",
            "</style>",
            "</noscript>",
            "</template>",
            "</svg>",
            "]]>",
            "<![CDATA[",
            "${",
            "}",
            "{",
            ")",
            "(",
            "]",
            "[",
            ";",
            ",",
            ":",
            "\n",
            "\r\n",
            "\u2028",
            "\u2029",
            "\u0000",
            "\u00a0",
            "\ud83d\ude00",
            "\ud83d",
            ">",
            "<",
            "&",
            "&quot;",
            "&#39;",
            "&lt;",
            "=>",
            "x",
            " ",
            "=",
            "%27",
            "+",
            "\\n",
            "\\u0027",
            "?",
            "#");

    static Stream<String> texts() {
        Random random = new Random(SEED);
        return Stream.concat(TAGS.stream(), Stream.generate(() -> text(random)).limit(TEXTS));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void neverBecomesAnOrder(int part) {
        List<String> texts = texts().toList();
        for (int i = part; i < texts.size(); i += 4) {
            for (Place place : CustomerText.PLACES) {
                check(place, texts.get(i));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("tags")
    void becomesOneWhereTheShopWritesIt(String tag) {
        String page = tag.startsWith("<") ? tag : "<script>" + tag + "</script>";
        assertInstanceOf(PageOrder.Stated.class, PageOrders.inHtml(page), "else this test shows nothing");
    }

    static Stream<String> tags() {
        return TAGS.stream().filter(tag -> !tag.startsWith("&") && !tag.startsWith("\\") && !tag.startsWith("{"));
    }

    static void check(Place place, String text) {
        String page = place.page(text);
        assertInstanceOf(PageOrder.None.class, PageOrders.inHtml(page), page);
        for (String whole : List.of(page + CustomerText.GENUINE, CustomerText.GENUINE + page)) {
            PageOrder order = PageOrders.inHtml(whole);
            if (place.mayHide(text) && order instanceof PageOrder.None) {
                continue;
            }
            PageOrder.Stated stated = assertInstanceOf(PageOrder.Stated.class, order, whole);
            assertEquals("GENUINE-1", stated.id(), whole);
            assertEquals("10.00", stated.amount().orElseThrow().toPlainString(), whole);
            assertEquals(List.of(), stated.disagreed(), whole);
        }
    }

    private static String text(Random random) {
        List<String> parts = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            for (int j = random.nextInt(5); j > 0; j--) {
                parts.add(SIGNS.get(random.nextInt(SIGNS.size())));
            }
            parts.add(TAGS.get(random.nextInt(TAGS.size())));
            for (int j = random.nextInt(4); j > 0; j--) {
                parts.add(SIGNS.get(random.nextInt(SIGNS.size())));
            }
        }
        return String.join("", parts);
    }
}
