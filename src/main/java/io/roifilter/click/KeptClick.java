package io.roifilter.click;

import io.roifilter.api.RoiData;
import io.roifilter.api.RoiInsert;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * What a cookie keeps of a click. Its text:
 *
 * <pre>
 * r2.mh9a4k2v.Qx0d.ZWNobzMtNjE5LTI5NS0xODU2LTEyNDIzNTctMWRhZWNkNjhkZjc5ZTgzYmYxM2YyNDRiOWE4ODBhYjk
 *    └──────┘ └──┘ └──────────────────────────────────────────────────────────────────────────┘
 *    when     scope                     roi_data
 * </pre>
 *
 * <p>When it was is milliseconds since 1970, to the base 36. The roi_data is Base64 for URLs without padding (RFC 4648, section
 * 5): of the characters allowed in it, several, such as the quotation mark and the semicolon, cannot stand in a cookie (RFC
 * 6265, section 4.1.1) or are cut off by servers. Read is also {@code r1.} and the roi_data, without when and scope.
 *
 * @param roiData the value
 * @param at when the click was, in milliseconds since 1970; 0 if that is not known
 * @param scope whose the cookie is and for what it is, see {@link CookieScope}; empty if that is not known
 */
record KeptClick(String roiData, long at, String scope) {
    /** What stands before the roi_data in a cookie of ours, a pattern. */
    static final String ANY_BEFORE = "(?:r1\\.|r2\\.[0-9a-z]{1,9}\\.[A-Za-z0-9_-]{4}\\.)?";

    private static final String WITHOUT_TIME = "r1.";
    private static final String WITH_TIME = "r2.";
    private static final int RADIX = 36;
    private static final int MAX_TIME = 9;
    private static final int SCOPE = 4;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    /** Whether a cookie's value is one of ours, be it whole or not. */
    static boolean isOurs(String value) {
        return value.startsWith(WITHOUT_TIME) || value.startsWith(WITH_TIME);
    }

    /** Empty if it is not a value as we write them: somebody has cut it off, or made it up. */
    static Optional<KeptClick> parse(String value) {
        String roiData = roiData(value);
        if (roiData == null) {
            return Optional.empty();
        }
        int begin = roiDataBegin(value);
        if (begin == WITHOUT_TIME.length()) {
            return Optional.of(new KeptClick(roiData, 0, ""));
        }
        int scope = begin - SCOPE - 1;
        long at = Long.parseLong(value, WITH_TIME.length(), scope - 1, RADIX);
        return Optional.of(new KeptClick(roiData, at, value.substring(scope, begin - 1)));
    }

    /** Of what {@link #parse} finds, the roi_data alone; null if it finds nothing. */
    static String roiData(String value) {
        int begin = roiDataBegin(value);
        return begin < 0 ? null : RoiDataBase64.decode(value, begin);
    }

    /** Whether {@link #parse} finds something, without making it: asked of every page that may confirm an order. */
    static boolean isWhole(String value) {
        int begin = roiDataBegin(value);
        return begin >= 0 && RoiDataBase64.isWhole(value, begin);
    }

    /** The roi_data as it stands in a cookie. */
    static String encode(String roiData) {
        return ENCODER.encodeToString(roiData.getBytes(StandardCharsets.US_ASCII));
    }

    /** Where the Base64 begins; -1 if what stands before it is not as we write it. */
    private static int roiDataBegin(String value) {
        if (value.startsWith(WITHOUT_TIME)) {
            return WITHOUT_TIME.length();
        }
        int end = value.startsWith(WITH_TIME) ? value.indexOf('.', WITH_TIME.length()) : -1;
        int time = end - WITH_TIME.length();
        int begin = end + 1 + SCOPE + 1;
        boolean isOurs = end >= 0
                && time >= 1
                && time <= MAX_TIME
                && value.length() >= begin
                && isTime(value, WITH_TIME.length(), end)
                && RoiDataBase64.areDigits(value, end + 1, begin - 1)
                && value.charAt(begin - 1) == '.';
        return isOurs ? begin : -1;
    }

    private static boolean isTime(String value, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = value.charAt(i);
            if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'z')) {
                return false;
            }
        }
        return true;
    }

    /** The value of the cookie. */
    String toText() {
        return WITH_TIME + Long.toString(at, RADIX) + "." + scope + "." + encode(roiData);
    }

    /** Whether it is to be believed rather than another: a roi_data is, rather than a text that is none; else the newer one. */
    boolean isBetterThan(KeptClick other) {
        boolean published = RoiData.hasPublishedShape(roiData);
        return published == RoiData.hasPublishedShape(other.roiData) ? at > other.at : published;
    }

    /** Keeps the contact out of logs. */
    @Override
    public String toString() {
        return "KeptClick[" + RoiInsert.abbreviate(roiData) + " at " + at + "]";
    }
}
