package io.roifilter.click;

import io.roifilter.api.RoiData;
import io.roifilter.api.RoiInsert;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.codec.binary.Base64;

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

    private static final Pattern TEXT = Pattern.compile("r2\\.([0-9a-z]{1,9})\\.([A-Za-z0-9_-]{4})\\.(.*)");
    private static final String WITHOUT_TIME = "r1.";
    private static final int RADIX = 36;

    /** Whether a cookie's value is one of ours, be it whole or not. */
    static boolean isOurs(String value) {
        return value.startsWith(WITHOUT_TIME) || value.startsWith("r2.");
    }

    /** Empty if it is not a value as we write them: somebody has cut it off, or made it up. */
    static Optional<KeptClick> parse(String value) {
        Matcher matcher = TEXT.matcher(value);
        if (matcher.matches()) {
            return decode(matcher.group(3))
                    .map(roiData -> new KeptClick(roiData, Long.parseLong(matcher.group(1), RADIX), matcher.group(2)));
        }
        return value.startsWith(WITHOUT_TIME)
                ? decode(value.substring(WITHOUT_TIME.length())).map(roiData -> new KeptClick(roiData, 0, ""))
                : Optional.empty();
    }

    /** The roi_data as it stands in a cookie. */
    static String encode(String roiData) {
        return Base64.encodeBase64URLSafeString(roiData.getBytes(StandardCharsets.US_ASCII));
    }

    private static Optional<String> decode(String base64) {
        String text = new String(Base64.decodeBase64(base64), StandardCharsets.ISO_8859_1);
        // The decoder passes over what is not Base64; a value that we have set comes out the same again.
        return RoiInsert.isRoiData(text) && encode(text).equals(base64) ? Optional.of(text) : Optional.empty();
    }

    /** The value of the cookie. */
    String toText() {
        return "r2." + Long.toString(at, RADIX) + "." + scope + "." + encode(roiData);
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
