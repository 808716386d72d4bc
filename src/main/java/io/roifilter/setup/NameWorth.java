package io.roifilter.setup;

import java.util.Locale;
import java.util.regex.Pattern;

/** What the name of a value says of it: a quantity may be equal to a total, and a customer's number to an order's. */
final class NameWorth {
    private static final Pattern WORDS = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+");

    private static final Pattern GOOD_ID = Pattern.compile(
            "\\b(?:order|orders|receipt|invoice|booking|reference|ref|confirmation|purchase|number|no|nr|num|id|code|key|uid|bestellung|bestellnummer|auftrag|commande|pedido|numero)\\b");
    private static final Pattern BEST_ID =
            Pattern.compile("\\border(?: (?:id|number|no|nr|num|code|ref|reference|key))\\b"
                    + "|\\b(?:bestellnummer|auftragsnummer|ordernumber|orderid|orderno|ordernr|receipt number)\\b");
    private static final Pattern BAD_ID = Pattern.compile(
            "\\b(?:price|total|amount|sum|qty|quantity|count|year|month|day|date|time|version|size|zip|postcode|phone|customer|user|"
                    + "account|session|item|items|product|sku|article|line|address|street|payment|transaction|tax|index|page|row|status|cart|basket|weight)\\b");

    private static final Pattern GOOD_AMOUNT = Pattern.compile(
            "\\b(?:total|amount|sum|price|value|revenue|gross|due|paid|cost|payable|summe|betrag|montant|importe)\\b");
    private static final Pattern BEST_AMOUNT = Pattern.compile(
            "\\b(?:(?:grand|order|final|overall)(?: \\w+)? (?:total|amount|price|sum|value)|total(?: (?:price|amount|due|sum|value|paid|gross))?"
                    + "|gesamtbetrag|gesamtsumme)$");
    private static final Pattern BAD_AMOUNT = Pattern.compile(
            "\\b(?:qty|quantity|count|number|id|no|year|month|day|version|size|tax|vat|shipping|discount|sub|net|subtotal|"
                    + "item|items|unit|line|lines|product|weight|balance|points|saved|cart|basket|tip|fee|refund|index|row)\\b");
    private static final Pattern CENTS = Pattern.compile("\\b(?:cent|cents|minor|pence|pennies)\\b");

    private static final int GOOD = 6;
    private static final int BEST = 12;
    private static final int BAD = -25;

    private NameWorth() {}

    static int ofId(String path) {
        return worth(words(path), GOOD_ID, BEST_ID, BAD_ID);
    }

    static int ofAmount(String path) {
        return worth(words(path), GOOD_AMOUNT, BEST_AMOUNT, BAD_AMOUNT);
    }

    /** Whether it says that it is in cents. */
    static boolean saysCents(String path) {
        return CENTS.matcher(words(path)).find();
    }

    private static int worth(String words, Pattern good, Pattern best, Pattern bad) {
        String last = words.substring(words.lastIndexOf('.') + 1);
        int worth = best.matcher(words.replace('.', ' ')).find()
                ? BEST
                : good.matcher(last).find() ? GOOD : 0;
        return worth + (bad.matcher(words).find() ? BAD : 0);
    }

    /** In lower case, with a blank between words and a point between names. */
    private static String words(String path) {
        StringBuilder words = new StringBuilder();
        for (String name : path.split("\\.")) {
            words.append('.').append(String.join(" ", WORDS.split(name)));
        }
        return words.toString().toLowerCase(Locale.ROOT);
    }
}
