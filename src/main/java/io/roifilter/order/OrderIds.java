package io.roifilter.order;

import io.roifilter.api.RoiInsert;
import io.roifilter.text.OneLine;
import org.apache.commons.codec.digest.DigestUtils;

/** Order ids where the shop's own is not known, or cannot be sent as it is. */
final class OrderIds {
    /** How the order id of an order begins whose order id could not be read: {@value}. */
    static final String UNKNOWN = "unknown-";

    private static final int FINGERPRINT_LENGTH = 12;

    private OrderIds() {}

    /** For an order of which all that is known is this; the same each time. */
    static String unknown(String known) {
        return UNKNOWN + fingerprint(known);
    }

    static boolean isUnknown(String orderId) {
        return orderId.startsWith(UNKNOWN);
    }

    /** As much of an order id as can be kept, and which one it was: another may begin like it. */
    static String usable(String orderId) {
        String fingerprint = "~" + fingerprint(orderId);
        return OneLine.of(orderId, RoiInsert.MAX_ORDER_ID - fingerprint.length()) + fingerprint;
    }

    private static String fingerprint(String text) {
        return DigestUtils.sha256Hex(text).substring(0, FINGERPRINT_LENGTH);
    }
}
