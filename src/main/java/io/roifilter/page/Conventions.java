package io.roifilter.page;

import static io.roifilter.page.Convention.Basis.EITHER;
import static io.roifilter.page.Convention.Basis.LOOSE;
import static io.roifilter.page.Convention.Basis.NET;
import static io.roifilter.page.Convention.Basis.PAID;
import static io.roifilter.page.Sighting.Kind.JSON_ITEM;
import static io.roifilter.page.Sighting.Kind.MARKUP_ITEM;

import java.util.List;
import java.util.Map;

/**
 * The ways in which pages state an order, those first that are believed first where their amounts are of one kind. A path
 * such as {@code 2.transaction_id} is that member of the third argument.
 *
 * <p>Amounts in hundredths, as in Klarna's {@code order_amount}, Stripe's and commercetools' {@code centAmount}, are none
 * of them.
 */
final class Conventions {
    static final List<Convention> ALL = List.of(
            // schema.org
            order(Convention.of("schema.org Order (JSON-LD)", PAID).item(JSON_ITEM, "Order")),
            order(Convention.of("schema.org Order (microdata)", PAID).item(MARKUP_ITEM, "Order")),

            // Google
            Convention.of("Universal Analytics (Tag Manager)", PAID)
                    .command("dataLayer")
                    .in("actionField")
                    .when(stated -> Events.isNoFailure(stated.textAt("0.event")))
                    .id("0.ecommerce.purchase.actionField.id")
                    .amount("0.ecommerce.purchase.actionField.revenue")
                    .currency("0.ecommerce.currencyCode", "0.ecommerce.purchase.currencyCode")
                    .taxAndShipping(
                            "0.ecommerce.purchase.actionField.tax", "0.ecommerce.purchase.actionField.shipping"),
            Convention.of("Universal Analytics (ec)", PAID)
                    .command("ga", "ec:setAction", "purchase")
                    .in("ec:setAction")
                    .id("2.id")
                    .amount("2.revenue")
                    .currency("2.currency", "2.currencyCode")
                    .taxAndShipping("2.tax", "2.shipping"),
            Convention.of("Universal Analytics (ecommerce)", EITHER)
                    .command("ga", "ecommerce:addTransaction")
                    .id("1.id")
                    .amount("1.revenue")
                    .currency("1.currency", "1.currencyCode")
                    .taxAndShipping("1.tax", "1.shipping"),
            Convention.of("ga.js", EITHER)
                    .command("_gaq", "_addTrans")
                    .id("1")
                    .amount("3")
                    .taxAndShipping("4", "5"),
            Convention.of("ga.js (tracker)", EITHER)
                    .command("_addTrans")
                    .in("_addTrans")
                    .id("0")
                    .amount("2")
                    .taxAndShipping("3", "4"),
            Convention.of("Tag Manager (transaction)", PAID)
                    .command("dataLayer")
                    .in("transactionId", "transactionTotal")
                    .supportsOthers()
                    .when(stated -> Events.isNoFailure(stated.textAt("0.event")))
                    .id("0.transactionId")
                    .amount("0.transactionTotal")
                    .currency("0.transactionCurrency")
                    .taxAndShipping("0.transactionTax", "0.transactionShipping"),
            Convention.of("GA4 (Tag Manager)", NET)
                    .command("dataLayer")
                    .in("transaction_id")
                    .when(stated -> Events.isPurchase(stated.textAt("0.event")))
                    .id("0.ecommerce.transaction_id", "0.transaction_id")
                    .amount("0.ecommerce.value", "0.value")
                    .currency("0.ecommerce.currency", "0.currency")
                    .taxAndShipping("0.ecommerce.tax", "0.ecommerce.shipping"),
            Convention.of("GA4 (gtag)", NET)
                    .command("gtag", "event", "purchase")
                    .id("2.transaction_id")
                    .amount("2.value")
                    .currency("2.currency")
                    .taxAndShipping("2.tax", "2.shipping"),
            Convention.of("Google Ads", LOOSE)
                    .command("gtag", "event", "conversion")
                    .when(stated -> stated.textAt("2.send_to").startsWith("AW-"))
                    .id("2.transaction_id")
                    .amount("2.value")
                    .currency("2.currency"),
            Convention.of("Google Customer Reviews", EITHER)
                    .command("surveyoptin.render")
                    .in("surveyoptin")
                    .calledBack("renderOptIn")
                    .id("0.order_id"),

            // Analytics of others
            Convention.of("Matomo", PAID)
                    .command("_paq", "trackEcommerceOrder")
                    .id("1")
                    .amount("2")
                    .taxAndShipping("4", "5"),
            Convention.of("Matomo (tracker)", PAID)
                    .command("trackEcommerceOrder")
                    .in("trackEcommerceOrder")
                    .id("0")
                    .amount("1")
                    .taxAndShipping("3", "4"),
            Convention.of("Piwik PRO", PAID)
                    .command("_paq", "ecommerceOrder")
                    .id("2.orderId")
                    .amount("2.grandTotal")
                    .taxAndShipping("2.tax", "2.shipping"),
            Convention.of("Tealium", PAID)
                    .object("utag_data")
                    .id("order_id")
                    .amount("order_total")
                    .currency("order_currency", "order_currency_code")
                    .taxAndShipping("order_tax", "order_shipping"),
            Convention.of("customer experience data layer", PAID)
                    .object("digitalData")
                    .id("transaction.transactionID", "transaction.orderId")
                    .amount("transaction.total.transactionTotal", "transaction.total")
                    .currency("transaction.total.currency", "transaction.currency")
                    .taxAndShipping("transaction.total.tax", "transaction.total.shipping"),
            Convention.of("Adobe Analytics", NET)
                    .object("s")
                    .in("purchaseID")
                    .when(stated ->
                            List.of(stated.textAt("events").split("[,\\s]+")).contains("purchase"))
                    .id("purchaseID")
                    .amount(Sums.ofLines("products", 3))
                    .currency("currencyCode"),
            Convention.of("Coremetrics", NET)
                    .command("cmCreateOrderTag")
                    .in("cmCreateOrderTag")
                    .id("0")
                    .amount("1")
                    .taxAndShipping("", "2"),

            // Advertising
            Convention.of("Pinterest", EITHER)
                    .command("pintrk", "track", "checkout")
                    .in("pintrk")
                    .id("2.order_id")
                    .amount("2.value")
                    .currency("2.currency"),
            Convention.of("Microsoft UET", EITHER)
                    .command("uetq", "event", "purchase")
                    .in("uetq")
                    .supportsOthers()
                    .id("2.transaction_id")
                    .amount("2.revenue_value")
                    .currency("2.currency"),
            Convention.of("Snap", EITHER)
                    .command("snaptr", "track", "PURCHASE")
                    .in("snaptr")
                    .supportsOthers()
                    .id("2.transaction_id")
                    .amount("2.price")
                    .currency("2.currency"),
            Convention.of("TikTok", EITHER)
                    .command("ttq.track", "CompletePayment")
                    .supportsOthers()
                    .id("1.order_id")
                    .amount("1.value")
                    .currency("1.currency"),
            Convention.of("Meta pixel", EITHER)
                    .command("fbq", "track", "Purchase")
                    .in("fbq")
                    .supportsOthers()
                    .amount("2.value")
                    .currency("2.currency"),
            Convention.of("Meta pixel", EITHER)
                    .command("fbq", "trackSingle")
                    .in("fbq")
                    .when(stated -> stated.textAt("2").equals("Purchase"))
                    .supportsOthers()
                    .amount("3.value")
                    .currency("3.currency"),
            Convention.of("X", LOOSE)
                    .command("twq", "event")
                    .in("twq")
                    .supportsOthers()
                    .amount("2.value")
                    .currency("2.currency"),
            Convention.of("Criteo", NET)
                    .command("criteo_q")
                    .in("trackTransaction")
                    .when(stated -> stated.textAt("0.event").equalsIgnoreCase("trackTransaction"))
                    .id("0.id")
                    .amount(Sums.ofItems("0.item", "price", "quantity"))
                    .currency("0.currency"),

            // Partner programmes
            Convention.of("Awin", NET)
                    .object("AWIN.Tracking.Sale")
                    .in("AWIN.Tracking")
                    .when(stated -> isNoTest(stated, "test"))
                    .id("orderRef")
                    .amount("amount")
                    .currency("currency"),
            Convention.of("Awin (pixel)", NET)
                    .address("awin1.com/sread.")
                    .when(stated -> isNoTest(stated, "testmode"))
                    .id("ref")
                    .amount("amount")
                    .currency("cr"),
            Convention.of("ShareASale", NET)
                    .address("shareasale.com/sale.cfm")
                    .when(stated -> List.of("", "sale").contains(stated.textAt("transtype")))
                    .id("tracking")
                    .amount("amount")
                    .currency("currency"),
            Convention.of("Commission Junction", NET)
                    .address("emjcd.com/")
                    .id("oid")
                    .amount(stated -> stated.at("amount") instanceof Value.Text amount
                            ? amount
                            : Sums.ofNumbered("amt", "qty").of(stated))
                    .currency("currency"),
            Convention.of("Impact", NET)
                    .command("ire", "trackConversion")
                    .when(stated -> stated.at("2.items") instanceof Value.Items items
                            && !items.items().isEmpty())
                    .id("2.orderId")
                    .amount(Sums.ofItems("2.items", "subTotal"))
                    .currency("2.currencyCode"),
            Convention.of("Rakuten", NET)
                    .object("DataLayer.Sale.Basic")
                    .in("DataLayer")
                    .id("orderid")
                    .amount(Sums.ofItems("lineitems", "unitPrice", "quantity"))
                    .currency("currency"),

            // Mail and reviews
            Convention.of("Listrak", PAID)
                    .object("_ltk.Order")
                    .in("_ltk")
                    .id("OrderNumber")
                    .amount("OrderTotal")
                    .taxAndShipping("TaxTotal", "ShippingTotal"),
            Convention.of("Klaviyo", EITHER)
                    .command("_learnq", "track", "Placed Order")
                    .id("2.$event_id")
                    .amount("2.$value")
                    .currency("2.$value_currency"),
            Convention.of("Klaviyo", EITHER)
                    .command("klaviyo.track", "Placed Order")
                    .id("1.$event_id")
                    .amount("1.$value")
                    .currency("1.$value_currency"),
            Convention.of("Salesforce Marketing Cloud", NET)
                    .command("_etmc", "trackConversion")
                    .id("1.order_number")
                    .amount(Sums.ofItems("1.cart", "price", "quantity")),
            Convention.of("Yotpo", EITHER)
                    .object("yotpoTrackConversionData")
                    .id("orderId")
                    .amount("orderAmount")
                    .currency("orderCurrency"),
            Convention.of("Bazaarvoice", EITHER)
                    .command("BV.pixel.trackTransaction")
                    .in("trackTransaction")
                    .calledBack("bvCallback")
                    .id("0.orderId")
                    .amount("0.total")
                    .currency("0.currency")
                    .taxAndShipping("0.tax", "0.shipping"));

    /** A command that names the currency of all others of its function: how it begins, and where the currency is. */
    record Beside(String function, List<String> words, String path) {}

    static final List<Beside> CURRENCIES = List.of(
            new Beside("ga", List.of("set", "&cu"), "2"),
            new Beside("ga", List.of("set", "currencyCode"), "2"),
            new Beside("_gaq", List.of("_set", "currencyCode"), "2"),
            new Beside("gtag", List.of("set", "currency"), "2"),
            new Beside("gtag", List.of("set"), "1.currency"));

    /** Names that plug-ins of shops, or later versions, give a function. */
    static final Map<String, String> OTHER_NAMES = Map.of("__gaTracker", "ga", "klaviyo", "_learnq");

    private Conventions() {}

    /** Whether any of them is about this host and path. */
    static boolean isAddress(String place) {
        return ALL.stream().anyMatch(convention -> convention.isAddress(place));
    }

    private static Convention order(Convention convention) {
        return convention
                .in("orderNumber")
                .when(stated -> Events.isPlaced(stated.textAt("orderStatus")))
                .id("orderNumber")
                .amount("price", "totalPaymentDue.price", "totalPaymentDue.value", "priceSpecification.price")
                .currency(
                        "priceCurrency",
                        "totalPaymentDue.priceCurrency",
                        "totalPaymentDue.currency",
                        "priceSpecification.priceCurrency");
    }

    private static boolean isNoTest(Stated stated, String path) {
        Value test = stated.at(path);
        return !(test instanceof Value.Numeral number && number.number().signum() != 0)
                && !(test instanceof Value.Text text && text.text().strip().matches("(?i)1|true|yes"))
                && !(test instanceof Value.Truth truth && truth.isTrue());
    }
}
