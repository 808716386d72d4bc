package io.roifilter.admin;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * The order that a button is about. Browsers send line breaks of a form as two characters, whatever they were, and others not at all; so
 * a form has the order id URL-encoded, of plain characters alone.
 */
public final class OrderField {
    /** Of forms; {@code order} is for who sends it as it is. */
    static final String NAME = "encodedOrder";

    private OrderField() {}

    static String value(String orderId) {
        return URLEncoder.encode(orderId, StandardCharsets.UTF_8);
    }

    /** The order that is meant by a request. */
    public static String orderId(HttpServletRequest request) {
        String encoded = request.getParameter(NAME);
        try {
            return encoded == null
                    ? String.valueOf(request.getParameter("order"))
                    : URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return encoded; // of no form of ours
        }
    }
}
