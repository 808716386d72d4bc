package io.roifilter.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each way of stating an order, in several spellings of each. */
class ConventionsTest {
    /** What is in a script, and what it states: id, amount, currency. */
    private record Tag(String code, String expected) {
        @Override
        public String toString() {
            return code;
        }
    }

    private static Tag tag(String expected, String code) {
        return new Tag(code, expected);
    }

    static Stream<Tag> scripts() {
        return Stream.of(google(), universal(), analytics(), advertising(), partners(), mail())
                .flatMap(tags -> tags);
    }

    private static Stream<Tag> google() {
        return Stream.of(
                tag("A-1 12.5 USD", "gtag('event','purchase',{transaction_id:'A-1',value:12.5,currency:'USD'})"),
                tag(
                        "A-1 12.50 USD",
                        "window.gtag(\"event\", \"purchase\", {\"transaction_id\": \"A-1\", \"value\": \"12.50\","
                                + " \"currency\": \"usd\",});"),
                tag("1001 12.5 USD", "gtag('event','purchase',{'transaction_id':1001,'value':12.5,'currency':'USD'})"),
                tag(
                        "A-1 12 CHF",
                        "gtag('set', {'currency': 'CHF'}); gtag('event', 'purchase', {transaction_id: 'A-1', value: 12})"),
                tag("A-1 12 null", "gtag?.('event', 'purchase', { transaction_id: 'A-1', value: 12 })"),
                tag(
                        "A-1 12 USD",
                        "self['gtag']('event', 'purchase', {transaction_id: 'A-1', value: 12, currency: 'USD'})"),
                tag("A-1 1299.50 EUR", """
                        dataLayer.push({ ecommerce: null });
                        window.dataLayer.push({
                          'event' : 'eec.purchase', // renamed
                          'ecommerce' : { 'transaction_id' : 'A-1', /* don't */ 'value' : '1.299,50', currency: "EUR" },
                        })
                        """),
                tag(
                        "A&B/1 5 USD",
                        "(window.dataLayer=window.dataLayer||[]).push({\"event\":\"purchase_complete\",\"ecommerce\":"
                                + "{\"transaction_id\":\"A\\u0026B\\/1\",\"value\":5,\"currency\":\"USD\",\"items\":"
                                + "[{\"item_name\":\"<\\/script>\"}]}});"),
                tag(
                        "A-1 5 USD",
                        "var dataLayer = dataLayer || [{event: 'purchase', ecommerce: {transaction_id: `A-1`, value: 5,"
                                + " currency: 'USD'}}];"),
                tag(
                        "A-1 5 USD",
                        "myShopDataLayer.push({event:'order_completed',ecommerce:{transaction_id:'A-1',value:5,currency:'USD'}})"),
                tag(
                        "A-1 89.9 USD",
                        "gtag('event','conversion',{send_to:'AW-1/x',value:89.9,currency:'USD',transaction_id:'A-1'});"),
                tag("A-1 null null", """
                        window.renderOptIn = function() {
                          window.gapi.load('surveyoptin', function() {
                            window.gapi.surveyoptin.render({"merchant_id": 1, "order_id": "A-1", "email": "x@mail.example",});
                          });
                        }
                        """));
    }

    private static Stream<Tag> universal() {
        return Stream.of(
                tag(
                        "T-1 35.43 EUR",
                        "dataLayer.push({ecommerce:{currencyCode:'EUR',purchase:{actionField:{id:'T-1',revenue:'35.43'},products:[]}}})"),
                tag(
                        "T-1 35.43 EUR",
                        "dataLayer.push({event:'pageview','ecommerce':{'purchase':{'actionField':{'id':'T-1','revenue':35.43}},"
                                + "'currencyCode':'EUR'}})"),
                tag(
                        "T-1 1299.50 USD",
                        "ga('set', '&cu', 'USD'); ga('ec:setAction', 'purchase', {id: 'T-1', revenue: '$1,299.50'})"),
                tag(
                        "T-1 7.00 GBP",
                        "ga('shop.set','currencyCode','GBP');ga('shop.ec:setAction','purchase',{'id':'T-1','revenue':'7.00'})"),
                tag(
                        "T-1 1048.00 USD",
                        "ga('ecommerce:addTransaction', {'id':'T-1','revenue':'1,048.00','currency':'USD'});"
                                + "ga('ecommerce:addItem', {'id':'T-1','name':'Mug','price':'11.99'});"),
                tag("T-1 28.28 CAD", """
                        /* <![CDATA[ */
                        _gaq.push(['_setAccount', 'UA-1'], ['_set', 'currencyCode', 'CAD'], ['_addTrans',
                          'T-1', // the order
                          '', // don't know
                          '28.28', '', '', 'Truro']);
                        _gaq.push(['_trackTrans']);
                        /* ]]> */
                        """),
                tag(
                        "T-1 28.28 null",
                        "var _gaq = [['_setAccount','UA-1'],['_addTrans','T-1','Shop','28.28','1.29','15.00']];"),
                tag("T-1 28.28 null", "_gaq.push(['t2._addTrans', 'T-1', 'Shop', '28.28'])"),
                tag("T-1 28.28 null", "try { pageTracker._addTrans('T-1', 'Shop', '28.28', '1', '2') } catch (e) {}"),
                tag(
                        "T-1 12800 JPY",
                        "dataLayer = [{transactionId:'T-1',transactionTotal:12800,transactionCurrency:'JPY'}]"),
                tag("77 10.00 null", "window.dataLayer.push({'transactionId': 77, 'transactionTotal': '10.00'})"));
    }

    private static Stream<Tag> analytics() {
        return Stream.of(
                tag("M-1 15.5 null", "_paq.push(['trackEcommerceOrder', 'M-1', 15.5, 8.8, 0.7, 6, false])"),
                tag("M-1 15.50 null", "_paq.push([\"trackEcommerceOrder\",/* id */\"M-1\",/* total */\"15.50\",8.8])"),
                tag("M-1 15.5 null", "var _paq = window._paq = window._paq || [['trackEcommerceOrder', 'M-1', 15.5]];"),
                tag("U-1 240.18 USD", "var utag_data = {order_id:'U-1',order_total:'240.18',order_currency:'USD'}"),
                tag(
                        "U-1 240.18 CAD",
                        "window.utag_data = {}; utag_data.order_id = 'U-1'; utag_data['order_total'] = 240.18;"
                                + " utag_data.order_currency_code = 'CAD';"),
                tag(
                        "D-1 245.00 USD",
                        "digitalData = {page:{}, transaction:{transactionID:'D-1',total:{currency:'USD',transactionTotal:245.00}}}"),
                tag(
                        "D-1 245 USD",
                        "window.digitalData = window.digitalData || {};\n"
                                + "digitalData.transaction = {'orderId': 'D-1', 'total': '245', 'currency': 'USD'};"),
                tag(
                        "S-1 59.97 USD",
                        "s.events='event1,purchase'; s.purchaseID='S-1'; s.currencyCode='USD';"
                                + "s.products=';sku1;1;19.99,Kits;sku2;2;39.98;event3=1;eVar1=x';"),
                tag("C-1 88.00 null", "cmCreateOrderTag('C-1', '88.00', '5.00', 'customer', 'Truro');"));
    }

    private static Stream<Tag> advertising() {
        return Stream.of(
                tag("P-1 9 USD", "pintrk('track','checkout',{value:9,currency:'USD',order_id:'P-1'})"),
                tag("P-1 9 USD", "uetq.push('event','purchase',{revenue_value:9,currency:'USD',transaction_id:'P-1'})"),
                tag("P-1 9 USD", "snaptr('track','PURCHASE',{price:'9','currency':'USD','transaction_id':'P-1'})"),
                // Neither has an id and an amount; both together do.
                tag(
                        "P-1 9.00 USD",
                        "fbq('track','Purchase',{value:9.00,currency:'USD'},{eventID:'x'});"
                                + "gapi.surveyoptin.render({order_id:'P-1'})"),
                tag(
                        "P-1 9 USD",
                        "dataLayer.push({ecommerce:{transaction_id:'P-1',value:9,currency:'USD'}});"
                                + "dataLayer.push({event:'gtm.load'});dataLayer.push({event:'purchase'})"),
                tag("P-1 9 null", "dataLayer.push({transactionId:'P-1'});dataLayer.push({transactionTotal:9})"),
                tag(
                        "P-1 9 USD",
                        "gapi.surveyoptin.render({order_id:'P-1'});fbq('trackSingle','1','Purchase',{value:9,currency:'USD'});"
                                + "ttq.track('CompletePayment',{value:9});twq('event','tw-1',{value:1})"),
                // No two of them say the same.
                tag(
                        "P-1 null null",
                        "gapi.surveyoptin.render({order_id:'P-1'});fbq('track','Purchase',{value:9});"
                                + "snaptr('track','PURCHASE',{price:10})"),
                tag(
                        "P-1 30.5 EUR",
                        "criteo_q.push({event:'setAccount',account:1},{event:'trackTransaction',id:'P-1',currency:'EUR',"
                                + "item:[{id:'a',price:10,quantity:2},{id:'b',price:'10.5',quantity:'1'}]})"));
    }

    private static Stream<Tag> partners() {
        return Stream.of(
                tag(
                        "W-1 84.15 GBP",
                        "//<![CDATA[\nvar AWIN = AWIN || {};AWIN.Tracking = AWIN.Tracking || {};AWIN.Tracking.Sale = {};"
                                + "AWIN.Tracking.Sale.amount='84.15';AWIN.Tracking.Sale.currency='GBP';"
                                + "AWIN.Tracking.Sale.orderRef='W-1';AWIN.Tracking.Sale.test='0';\n//]]>"),
                tag(
                        "W-1 84.15 GBP",
                        "AWIN.Tracking.Sale = {\"amount\": 84.15, \"currency\": \"GBP\", \"orderRef\": \"W-1\", \"test\": 0}"),
                tag(
                        "W-1 33.50 USD",
                        "ire('trackConversion', 123, {orderId: 'W-1', currencyCode: 'USD', items: [{subTotal: 30, quantity: 3},"
                                + "{subTotal: '3.50', quantity: 1}]}, {verifySiteDefinitionMatch: true})"),
                tag(
                        "W-1 20.00 USD",
                        "var rm_trans = {orderid: 'W-1', currency: 'USD', lineitems: [{quantity: 2, unitPrice: 10.00}]};"
                                + "if (!window.DataLayer) { window.DataLayer = {}; }"
                                + "if (!DataLayer.Sale) { DataLayer.Sale = {Basic: rm_trans}; }"),
                tag(
                        "W-1 12.00 USD",
                        "window.bvCallback = function (BV) { BV.pixel.trackTransaction({\"orderId\":\"W-1\",\"total\":\"12.00\","
                                + "\"currency\":\"USD\",\"items\":[]}); };"));
    }

    private static Stream<Tag> mail() {
        return Stream.of(
                tag(
                        "L-1 116.20 null",
                        "(function(d){d.addEventListener('ltkAsyncListener', d)})(function(){_ltk.Order.OrderNumber='L-1';"
                                + "_ltk.Order.OrderTotal='116.20';_ltk.Order.Submit()});"),
                tag(
                        "L-1 9.99 USD",
                        "_learnq.push(['track','Placed Order',{$event_id:'L-1','$value':9.99,$value_currency:'USD'}])"),
                tag(
                        "L-1 25.00 null",
                        "_etmc.push(['trackConversion',{cart:[{price:'10.00',quantity:'2'},{price:'5.00',quantity:'1'}],"
                                + "order_number:'L-1'}])"),
                tag(
                        "77123 59.9 USD",
                        "yotpoTrackConversionData = {orderId: 77123, orderAmount: 59.9, orderCurrency: 'USD'}"));
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void readsATag(Tag tag) {
        assertEquals(tag.expected(), read("<script>" + tag.code() + "</script>"));
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void readsATagWhenThePageIsReady(Tag tag) {
        String code = "<script>jQuery(function($) { 'use strict';\n" + tag.code() + "\n});</script>";
        // A name that a shop gives its queue, and names of variables, are those of a function then.
        boolean isLocal = tag.code().contains("var ");
        assertTrue(isLocal || tag.expected().equals(read(code)), () -> tag.expected() + ", but " + read(code));
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void readsNothingThatIsNoCode(Tag tag) {
        String code = tag.code();
        for (String page : new String[] {
            "<!-- <script>" + code + "</script> -->",
            "<script type=text/plain>" + code + "</script>",
            "<script type='text/x-template'>" + code + "</script>",
            "<script src=x.js>" + code + "</script>",
            "<textarea><script>" + code + "</script></textarea>",
            "<template><div><script>" + code + "</script></div></template>",
            "<noscript><script>" + code + "</script></noscript>",
            "<style>" + code + "</style>",
            "<p>" + code + "</p>",
            "<script>" + code,
            "<script>if (false) {" + code + "\n}</script>",
            "<script>function neverCalled() {" + code + "\n}</script>",
            "<script>var neverCalled = (a, b) => {" + code + "\n}</script>",
            "<script>throw 1;\n" + code + "</script>"
        }) {
            assertEquals("none", read(page), page);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script type='application/ld+json'>{'@type':'Order','orderNumber':'J-1','price':'5.00','priceCurrency':'USD'}</script>",
                "<SCRIPT TYPE=application/ld+json>[{\"@type\":\"https://schema.org/Order\",\"orderNumber\":\"J-1\",\"price\":5.00,"
                        + "\"priceCurrency\":\"USD\",\"acceptedOffer\":{\"price\":\"9\"}}]</SCRIPT>",
                "<script type='application/ld+json; charset=utf-8'>{\"@graph\":[{\"@type\":[\"Thing\",\"Order\"],\"orderNumber\":\"J-1\","
                        + "\"totalPaymentDue\":{\"@type\":\"MonetaryAmount\",\"value\":\"5.00\",\"currency\":\"USD\"}}]}</script>",
                "<script type=application/ld+json>{\"@type\":\"http://schema.org/Order\",\"orderNumber\":\"J-1\","
                        + "\"priceSpecification\":{\"price\":\"5.00\",\"priceCurrency\":\"USD\"}}</script>",
                "<div itemscope itemtype=\"http://schema.org/Order\"><span itemprop=\"orderNumber\">J-1</span>"
                        + "<div itemprop=acceptedOffer itemscope itemtype=http://schema.org/Offer><b itemprop=price>9</b></div>"
                        + "<meta itemprop=price content=5.00><meta itemprop=priceCurrency content=USD></div>",
                "<div itemscope='' itemtype='https://schema.org/Order'><ul><li>No. <i itemprop='orderNumber'> J-1\n</i><li>"
                        + "<img src=x><span itemprop=price>$5.00</span><data itemprop=priceCurrency value=USD>US</data></ul></div>",
                "<img src=\"https://www.shareasale.com/sale.cfm?tracking=J-1&amp;amount=5.00&amp;merchantID=1&amp;currency=USD\">",
                "<img src='//shareasale.com/sale.cfm?amount=5.00&tracking=J-1&transtype=sale&currency=USD' />",
                "<iframe src=https://www.emjcd.com/tags/c?OID=J-1&CURRENCY=USD&AMT1=1.50&QTY1=2&AMT2=2.00&QTY2=1></iframe>",
                "<img src=\"https://www.emjcd.com/u?CID=1&amp;OID=J-1&amp;AMOUNT=5.00&amp;CURRENCY=USD&amp;METHOD=IMG\">",
                "<img src=\"https://www.awin1.com/sread.img?tt=ns&amp;amount=5.00&amp;cr=USD&amp;ref=J-1&amp;testmode=0\">"
            })
    void readsMarkup(String page) {
        assertEquals("J-1 5.00 USD", read(page));
        assertEquals("none", read("<!--" + page + "-->"));
        assertEquals("none", read("<template>" + page + "</template>"));
        assertEquals("none", read("<textarea>" + page + "</textarea>"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AWIN.Tracking.Sale = {amount:'84.15',orderRef:'X-1',test:'1'}",
                "AWIN.Tracking.Sale = {amount:'84.15',orderRef:'X-1',test:1}",
                "dataLayer.push({event:'payment_failed',ecommerce:{transaction_id:'X-1',value:5}})",
                "dataLayer.push({event:'purchaseError',ecommerce:{transaction_id:'X-1',value:5}})",
                "dataLayer.push({event:'refund',ecommerce:{transaction_id:'X-1',value:5}})",
                "dataLayer.push({event:'begin_checkout',ecommerce:{transaction_id:'X-1',value:5}})",
                "dataLayer.push({event:'view_order',ecommerce:{transaction_id:'X-1',value:5}})",
                "dataLayer.push({event:'add_to_cart',ecommerce:{purchase:{actionField:{id:'X-1',revenue:5}}}})",
                "dataLayer.push({event:'transactionFailed',transactionId:'X-1',transactionTotal:5})",
                "dataLayer.push({ecommerce:{refund:{actionField:{id:'X-1'}}}})",
                "gtag('event','refund',{transaction_id:'X-1',value:5})",
                "gtag('event','purchase',{transaction_id:'X-1',value:-5,currency:'USD'})",
                "gtag('event','purchase',{transaction_id:'X-1',value:'-5.00',currency:'USD'})",
                "gtag('event','conversion',{send_to:'AW-1/x',value:1.0,currency:'USD',transaction_id:''})",
                "ga('ec:setAction','refund',{id:'X-1'})",
                "ga('ec:setAction','checkout',{step:3,revenue:'5'})",
                "pintrk('track','checkout',{value:5,currency:'USD'})",
                "fbq('track','Purchase',{value:5,currency:'USD'},{eventID:'X-1'})",
                "ttq.track('CompletePayment',{value:5,currency:'USD'},{event_id:'X-1'})",
                "ire('trackConversion',1,{orderId:'X-1',customerId:'2'})",
                "s.events='purchaseStart,event1';s.purchaseID='X-1';s.products=';a;1;5'",
                "s.purchaseID='X-1';s.products=';a;1;5'",
                "cmCreateOrderTag = function(id, total) { send(id, total) }",
                "Klarna.load({order_id:'X-1',order_amount:5000})",
                "window.optimizely.push({type:'event',eventName:'purchase',tags:{revenue:5000}})",
                "var order = {id:'X-1',total:{centAmount:5000}}",
                "utag_data = {order_id:'',order_total:'5'}",
                "dataLayer.push({ecommerce:{transaction_id:'X-1',value:5}})",
                "dataLayer.push({ecommerce:{transaction_id:'X-1',value:5}});dataLayer.push({event:'purchase_error'})",
                "dataLayer.push({ecommerce:{transaction_id:'X-1'}});dataLayer.push({event:'purchase',ecommerce:{}})",
                "dataLayer.push({ecommerce:{transaction_id:'X-1'}},{ecommerce:null});dataLayer.push({event:'purchase'})",
                "_paq.push(['trackEcommerceCartUpdate', 5])",
                "_paq.push(['trackEcommerceOrder', '0', 5])",
                "_paq.push(['trackEcommerceOrder', 0, 5])",
                "_paq.push(['trackEcommerceOrder', null, 5])",
                "_paq.push(['trackEcommerceOrder', 'null', 5])",
                "_paq.push(['trackEcommerceOrder', undefined, 5])",
                "_paq.push(['trackEcommerceOrder', 'undefined', 5])",
                "_paq.push(['trackEcommerceOrder', NaN, 5])",
                "_paq.push(['trackEcommerceOrder', '{{order.id}}', 5])",
                "_paq.push(['trackEcommerceOrder', '${order.id}', 5])",
                "_paq.push(['trackEcommerceOrder', `${order.id}`, 5])",
                "_paq.push(['trackEcommerceOrder', '<%= order.id %>', 5])",
                "_paq.push(['trackEcommerceOrder', '%%ORDER_ID%%', 5])",
                "_paq.push(['trackEcommerceOrder', 'INSERT_ID', 5])",
                "_paq.push(['trackEcommerceOrder', '[ORDER_ID]', 5])",
                "_paq.push(['trackEcommerceOrder', 'YOUR_ORDER_ID', 5])",
                "_paq.push(['trackEcommerceOrder', orderId, 5])",
                "_paq.push(['trackEcommerceOrder', order.id, order.total])",
                "_paq.push(['trackEcommerceOrder', getId('X-1'), 5])",
                "_paq.push(['trackEcommerceOrder', 'X' + Math.random(), 5])",
                "_paq.push(['trackEcommerceOrder', a ? 'X-1' : 'X-2', 5])",
            })
    void isNoOrder(String code) {
        assertEquals("none", read("<script>" + code + "</script>"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script type=application/ld+json>{\"@type\":\"ParcelDelivery\",\"partOfOrder\":{\"@type\":\"Order\",\"orderNumber\":\"X\"}}</script>",
                "<script type=application/ld+json>{\"@type\":\"Invoice\",\"referencesOrder\":[{\"@type\":\"Order\",\"orderNumber\":\"X\"}]}</script>",
                "<script type=application/ld+json>{\"@type\":\"ItemList\",\"itemListElement\":[{\"@type\":\"Order\",\"orderNumber\":\"X\"}]}</script>",
                "<script type=application/ld+json>{\"@type\":\"OrderAction\",\"orderNumber\":\"X\"}</script>",
                "<script type=application/ld+json>{\"@type\":\"Order\",\"orderNumber\":\"X\",\"orderStatus\":\"https://schema.org/OrderCancelled\"}</script>",
                "<script type=application/json>{\"@type\":\"Order\",\"orderNumber\":\"X\"}</script>",
                "<div itemscope itemtype=http://schema.org/ParcelDelivery><p itemprop=partOfOrder itemscope itemtype=http://schema.org/Order>"
                        + "<b itemprop=orderNumber>X</b></p></div>",
                "<div itemscope itemtype=http://schema.org/Offer><b itemprop=orderNumber>X</b></div>",
                "<img src='https://www.awin1.com/sread.img?amount=5.00&amp;ref=X&amp;testmode=1'>",
                "<img src='https://www.shareasale.com/sale.cfm?tracking=X&amount=5&transtype=lead'>",
                "<img src='https://shop.example/?u=https://www.shareasale.com/sale.cfm?tracking=X&amount=5'>",
                "<img src='https://evilshareasale.com/sale.cfm?tracking=X&amount=5'>",
                "<img src='https://shop.example/www.shareasale.com/sale.cfm?tracking=X&amount=5'>",
                "<a href='https://www.shareasale.com/sale.cfm?tracking=X&amount=5'>x</a>",
                "<body onclick=\"gtag('event','purchase',{transaction_id:'X',value:5})\">"
            })
    void isNoOrderInMarkup(String page) {
        assertEquals("none", read(page));
    }

    @Test
    void takesWhatIsPaidBeforeWhatIsNet() {
        PageOrder order = PageOrders.inHtml(
                "<script>gtag('event','purchase',{transaction_id:'B-1',value:100,tax:19,currency:'USD'});"
                        + "fbq('track','Purchase',{value:119.00000000000001,currency:'USD'});"
                        + "_paq.push(['trackEcommerceOrder','B-1',119,100,19,0])</script>");
        assertEquals(
                "Stated[id=B-1, amount=Optional[119], currency=Optional[USD], tax=Optional[19], shipping=Optional[0],"
                        + " source=Matomo, agreed=[Meta pixel], disagreed=[GA4 (gtag): 100], warnings=[]]",
                order.toString());
    }

    @Test
    void namesSeveralOrdersAndTakesNone() {
        String page = "<script>gtag('event','purchase',{transaction_id:'B-1',value:5});\n"
                + "_paq.push(['trackEcommerceOrder','B-2',5])</script>";
        assertEquals(
                "Several[ids=[B-1, B-2], warnings=[the page states several orders: B-1, B-2]]",
                PageOrders.inHtml(page).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1.299", "1,299", "$1,299", "about 12", "12 pieces", "12 pcs", "1,29,950", "(12.00)", "twelve"})
    void saysWhyTextIsNoAmount(String amount) {
        PageOrder.Stated order = (PageOrder.Stated) PageOrders.inHtml(
                "<script>gtag('event','purchase',{transaction_id:'B-1',value:'" + amount + "'})</script>");
        assertTrue(order.amount().isEmpty(), order::toString);
        assertTrue(order.warnings().get(0).startsWith("GA4 (gtag): the amount '" + amount + "' "), order::toString);
    }

    @Test
    void takesTheCurrencyOfWhatAgrees() {
        assertEquals(
                "B-1 5.00 EUR",
                read(
                        "<script>_paq.push(['trackEcommerceOrder','B-1',5.00]);fbq('track','Purchase',{value:5,currency:'EUR'})</script>"));
        assertEquals("B-1 12.50 EUR", read("<script>_paq.push(['trackEcommerceOrder','B-1','12,50 €'])</script>"));
    }

    @Test
    void knowsExamplesOfDocumentation() {
        String page = "<script>gtag('event','purchase',{transaction_id:'T_12345',value:30.03})</script>";
        assertEquals(
                "[the id T_12345 is that of an example in a documentation]",
                PageOrders.inHtml(page).warnings().toString());
    }

    @Test
    void readsJsonOnlyAsSchemaOrg() {
        assertEquals(
                "J-1 5.00 USD",
                shown(PageOrders.inJson(
                        "{\"@type\":\"Order\",\"orderNumber\":\"J-1\",\"price\":\"5.00\",\"priceCurrency\":\"USD\"}")));
        assertEquals("none", shown(PageOrders.inJson("{\"orderNumber\":\"J-1\",\"price\":\"5.00\"}")));
        assertEquals("none", shown(PageOrders.inJson("[{\"orderNumber\":")));
        assertEquals("none", shown(PageOrders.inJson("")));
        assertEquals(
                "J-1 null null",
                shown(PageOrders.inJson("{\"@type\":\"Order\",\"note\":\"a\nb\",\"orderNumber\":\"J-1\"}")));
    }

    private static String read(String page) {
        return shown(PageOrders.inHtml("<!DOCTYPE html><html><body>" + page + "</body></html>"));
    }

    private static String shown(PageOrder order) {
        if (order instanceof PageOrder.Stated stated) {
            return stated.id() + " "
                    + stated.amount().map(java.math.BigDecimal::toPlainString).orElse(null) + " "
                    + stated.currency().orElse(null);
        }
        return order instanceof PageOrder.None ? "none" : order.toString();
    }
}
