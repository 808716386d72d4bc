package io.roifilter.expression;

import io.roifilter.text.QueryString;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a filter with {@code report=remember} has read on one page, in the visitor's session until the order is confirmed. What it
 * has not read is empty. Immutable.
 *
 * @param amountIsNumber whether the amount was a number to the shop, which has one reading only
 * @param usedFor the id of the order that this has been used for, where it does not have one itself
 */
public record SessionNote(String orderId, String amount, boolean amountIsNumber, String currency, String usedFor) {
    /** What there is to be named of it. */
    static final Set<String> NAMES = Set.of("orderId", "amount", "currency");

    /** Written as a query string. */
    static SessionNote parse(String line) {
        Map<String, String[]> parts = QueryString.parse(line);
        return new SessionNote(
                part(parts, "orderId"),
                part(parts, "amount"),
                !part(parts, "number").isEmpty(),
                part(parts, "currency"),
                part(parts, "usedFor"));
    }

    String line() {
        return "orderId=" + escaped(orderId) + "&amount=" + escaped(amount) + "&number=" + (amountIsNumber ? "1" : "")
                + "&currency=" + escaped(currency) + "&usedFor=" + escaped(usedFor);
    }

    /** What there is in it. */
    public String names() {
        return Stream.of("orderId", "amount", "currency")
                .filter(name -> value(name) != null)
                .collect(Collectors.joining(", "));
    }

    /** Whether there is nothing in it. */
    public boolean isEmpty() {
        return orderId.isEmpty() && amount.isEmpty() && currency.isEmpty();
    }

    /** Whether it is known which order this is of. */
    boolean isTaken() {
        return !orderId.isEmpty() || !usedFor.isEmpty();
    }

    boolean isOf(String order) {
        return orderId.equals(order) || orderId.isEmpty() && usedFor.equals(order);
    }

    SessionNote usedFor(String order) {
        return new SessionNote(orderId, amount, amountIsNumber, currency, order);
    }

    /** What expressions have of it; null if it does not have that. */
    Object value(String name) {
        String text = switch (name) {
            case "orderId" -> orderId;
            case "amount" -> amount;
            case "currency" -> currency;
            default -> "";
        };
        return text.isEmpty() ? null : name.equals("amount") && amountIsNumber ? number(text) : text;
    }

    private static Object number(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            return text; // NaN, and number classes of libraries that print a fraction
        }
    }

    private static String part(Map<String, String[]> parts, String name) {
        String[] values = parts.get(name);
        return values == null ? "" : values[0];
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
