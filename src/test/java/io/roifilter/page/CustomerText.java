package io.roifilter.page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;

/** Pages that show what a customer typed, in every place where a template can put it, escaped as template engines do. */
final class CustomerText {
    /** A page of each kind has this order, or none. */
    static final String GENUINE =
            "<script>gtag('event','purchase',{transaction_id:'GENUINE-1',value:10.00,currency:'USD'});</script>";

    /** Where the text is marked with {@code ~}, and how it is escaped there. */
    record Place(String template, UnaryOperator<String> escape) {
        String page(String text) {
            return template.replace("~", escape.apply(text));
        }

        /** A browser reads such a page to its end only without these in the text. */
        boolean mayHide(String text) {
            return template.contains("<script") && escape.apply(text).contains("<!--");
        }
    }

    static final List<Place> PLACES = List.of(
            // Markup
            new Place("<p>~</p>", CustomerText::html),
            new Place("<pre>~</pre><table><td>~</table>", CustomerText::html),
            new Place("<title>~</title>", CustomerText::html),
            new Place("<textarea name=note>\n~</textarea>", CustomerText::html),
            new Place("<!-- gift message: ~ -->", CustomerText::html),
            new Place("<noscript>~</noscript><template>~</template><iframe>~</iframe>", CustomerText::html),
            new Place("<svg><title>~</title><text>~</text></svg>", CustomerText::html),
            new Place("<svg><desc><![CDATA[~]]></desc></svg>", text -> text.replace("]]>", "]]]]><![CDATA[>")),
            new Place("<style>.gift:after { content: \"~\" }</style>", CustomerText::hexOfStyle),
            new Place("<input type=hidden value=\"~\">", CustomerText::html),
            new Place("<input type=hidden value='~'>", CustomerText::html),
            new Place(
                    "<input type=hidden value=\"~\">",
                    text -> text.replace("&", "&amp;").replace("\"", "&quot;")),
            new Place("<input value=~>", CustomerText::numbered),
            new Place("<img src=x.png alt=\"~\" title='~'><meta name=description content=\"~\">", CustomerText::html),
            new Place("<div data-note='~' data-order=\"~\"></div>", CustomerText::html),
            new Place("<iframe srcdoc=\"~\"></iframe>", CustomerText::html),
            new Place(
                    "<button onclick=\"show('~')\">x</button><body onload=\"show(&quot;~&quot;)\">",
                    text -> html(hex(text))),
            new Place("<a href=\"/gift?text=~\">x</a><img src='/gift.png?text=~'>", CustomerText::url),
            new Place("<img src='https://www.shareasale.com/sale.cfm?merchantID=1&amp;note=~'>", CustomerText::url),
            new Place("<img src='https://www.awin1.com/sread.img?merchant=1&amp;p1=~#~'>", CustomerText::url),
            new Place(
                    "<div itemscope itemtype='http://schema.org/Product'><b itemprop=description>~</b>"
                            + "<meta itemprop=review content=\"~\"></div>",
                    CustomerText::html),
            new Place(
                    "<div itemscope itemtype='http://schema.org/Order'><b itemprop=description>~</b></div>",
                    CustomerText::html),

            // Scripts
            new Place("<script>var gift = \"~\"; var note = '~';</script>", CustomerText::hex),
            new Place("<script>var gift = \"~\"; var note = '~';</script>", CustomerText::slashed),
            new Place("<script>var gift = \"~\"; var note = '~';</script>", CustomerText::json),
            new Place("<script>var gift = \"~\";\nshow('~');</script>", CustomerText::html),
            new Place(
                    "<script>var gift = `~`;</script>",
                    text -> slashed(text).replace("`", "\\`").replace("$", "\\$")),
            new Place("<script>var gift = `${'~'}`, note = `a${b}~`;</script>", CustomerText::hex),
            new Place("<script>if (/~/.test(x)) { show(/[~]/g); }</script>", CustomerText::hex),
            new Place("<script>var x = a / b; var gift = '~' / 2;</script>", CustomerText::slashed),
            new Place("<script>// gift message: ~\nvar x = 1;</script>", CustomerText::hex),
            new Place("<script>/* gift message: ~ */ var x = 1; // ~</script>", CustomerText::hex),
            new Place("<script type=module>const gift = \"~\";</script>", CustomerText::slashed),
            new Place(
                    "<script>dataLayer.push({event: 'gift', message: '~', ecommerce: {note: \"~\"}});</script>",
                    CustomerText::slashed),
            new Place(
                    "<script>dataLayer.push({\"event\":\"~\",\"~\":\"~\",\"ecommerce\":null});</script>",
                    CustomerText::json),
            new Place(
                    "<script>gtag('event', 'gift_message', {text: '~', transaction_id: ''});</script>",
                    CustomerText::slashed),
            new Place("<script>_paq.push(['trackEvent', 'Gift', \"~\", '~']);</script>", CustomerText::slashed),
            new Place(
                    "<script>utag_data = {gift: '~'}; digitalData = {note: \"~\", transaction: {}};</script>",
                    CustomerText::slashed),
            new Place(
                    "<script>document.write(\"<b>~</b>\"); eval('~'); setTimeout(\"~\", 5);</script>",
                    CustomerText::slashed),
            new Place(
                    "<script>window.state = JSON.parse('~');</script>",
                    text -> slashed("{\"a\":\"" + json(text) + "\"}")),
            new Place(
                    "<script>gtag('event','purchase',{transaction_id:'',coupon:'~',items:[{item_name:\"~\"}]})</script>",
                    CustomerText::json),

            // Data
            new Place("<script type='application/json'>{\"note\":\"~\"}</script>", CustomerText::json),
            new Place("<script type='text/x-template'><p>~</p></script>", CustomerText::html),
            new Place(
                    "<script type='application/ld+json'>{\"@type\":\"Product\",\"description\":\"~\"}</script>",
                    CustomerText::json),
            new Place(
                    "<script type='application/ld+json'>{\"@type\":\"Order\",\"~\":\"~\",\"orderNumber\":\"\"}</script>",
                    CustomerText::json),
            new Place(
                    "<script type='application/ld+json'>{\"@graph\":[{\"@type\":\"Comment\",\"text\":\"~\"}]}</script>",
                    text -> json("{\"@type\":\"" + json(text) + "\"}")));

    private CustomerText() {}

    private static String html(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** For an attribute without quotes. */
    private static String numbered(String text) {
        StringBuilder escaped = new StringBuilder("x");
        text.codePoints()
                .forEach(c -> escaped.append(
                        Character.isLetterOrDigit(c) ? Character.toString(c) : "&#x" + Integer.toHexString(c) + ";"));
        return escaped.toString();
    }

    /** As OWASP's encoder does for JavaScript. */
    private static String hex(String text) {
        StringBuilder escaped = new StringBuilder();
        for (char c : text.toCharArray()) {
            boolean isPlain = c < 128 && Character.isLetterOrDigit(c) || c == ' ' || c == '(' || c == ')' || c == ',';
            escaped.append(isPlain ? "" + c : "\\u" + "%04x".formatted((int) c));
        }
        return escaped.toString();
    }

    private static String hexOfStyle(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints()
                .forEach(c ->
                        escaped.append(Character.isLetterOrDigit(c) ? Character.toString(c) : "\\%06x".formatted(c)));
        return escaped.toString();
    }

    /** As Rails and many others do: quotes, backslashes, line breaks, and the end of a script. */
    private static String slashed(String text) {
        return text.replace("\\", "\\\\")
                .replace("</", "<\\/")
                .replace("\r\n", "\\n")
                .replace("\n", "\\n")
                .replace("\r", "\\n")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029")
                .replace("\"", "\\\"")
                .replace("'", "\\'");
    }

    /** As Jackson and Thymeleaf do. */
    private static String json(String text) {
        StringBuilder escaped = new StringBuilder();
        for (char c : text.toCharArray()) {
            switch (c) {
                case '"', '\\', '/' -> escaped.append('\\').append(c);
                case '<', '>', '&', '\'' -> escaped.append("\\u").append("%04x".formatted((int) c));
                default -> escaped.append(c < ' ' || c > 0x7f ? "\\u" + "%04x".formatted((int) c) : "" + c);
            }
        }
        return escaped.toString();
    }

    private static String url(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
