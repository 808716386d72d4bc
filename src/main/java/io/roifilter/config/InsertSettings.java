package io.roifilter.config;

import java.util.Optional;

/**
 * What {@code RoiInsertFilter} needs to know to read an order. Expressions are texts here; whether their syntax is right
 * is found by who parses them. Immutable.
 *
 * @param orderId expression giving the order id
 * @param amount expression giving the order total in US dollars
 * @param purchaseDate expression giving the date; empty: now
 * @param currency expression giving the currency; empty: US dollars
 * @param when expression, {@code true} or {@code false}: whether there is an order to report
 * @param roiData expression that replaces the search for roi_data; empty: parameter, then cookie
 * @param ignoreDuplicateOrders whether the API shall accept further entries with the same order id
 * @param parameter name of the link's query parameter
 * @param cookie name of the cookie
 * @param consent expression, {@code true} or {@code false}: whether the visitor may be tracked
 */
public record InsertSettings(
        String orderId,
        String amount,
        Optional<String> purchaseDate,
        Optional<String> currency,
        String when,
        Optional<String> roiData,
        boolean ignoreDuplicateOrders,
        String parameter,
        String cookie,
        String consent) {}
