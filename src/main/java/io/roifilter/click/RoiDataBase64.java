package io.roifilter.click;

import io.roifilter.api.RoiInsert;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the roi_data at the end of a cookie where it stands, in Base64 for URLs without padding (RFC 4648, section 5): at every
 * confirmation page, so without a copy of anything. Only what we have written ourselves is read: digits of that alphabet
 * alone, no bit too many in the last of them, and nothing but what may be roi_data.
 */
final class RoiDataBase64 {
    private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final int BITS = 6;
    private static final byte[] VALUES = values();

    private RoiDataBase64() {}

    /** Null if it is none. */
    static String decode(String text, int from) {
        byte[] bytes = new byte[Math.max(0, decodedLength(text, from))];
        return read(text, from, bytes) ? new String(bytes, StandardCharsets.ISO_8859_1) : null;
    }

    /** Whether {@link #decode} gives something. */
    static boolean isWhole(String text, int from) {
        return read(text, from, null);
    }

    static boolean areDigits(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (value(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    /** @param bytes to be filled; may be null */
    private static boolean read(String text, int from, byte[] bytes) {
        int length = decodedLength(text, from);
        if (length < 1 || length > RoiInsert.MAX_ROI_DATA) {
            return false;
        }
        int bits = 0;
        int left = 0; // so many of them are not in a byte yet
        int at = 0;
        for (int i = from; i < text.length(); i++) {
            int value = value(text.charAt(i));
            bits = bits << BITS | value;
            left += BITS;
            if (value < 0) {
                return false;
            }
            if (left >= Byte.SIZE) {
                left -= Byte.SIZE;
                int c = bits >> left & 0xff;
                if (!RoiInsert.isRoiData(c)) {
                    return false;
                }
                if (bytes != null) {
                    bytes[at++] = (byte) c;
                }
            }
        }
        return left < BITS && (bits & (1 << left) - 1) == 0;
    }

    /** If it is as long as no text can be, -1. */
    private static int decodedLength(String text, int from) {
        int digits = text.length() - from;
        return digits > 2 * RoiInsert.MAX_ROI_DATA ? -1 : digits * BITS / Byte.SIZE;
    }

    private static int value(char c) {
        return c < VALUES.length ? VALUES[c] : -1;
    }

    private static byte[] values() {
        byte[] values = new byte[Byte.MAX_VALUE + 1];
        Arrays.fill(values, (byte) -1);
        for (int i = 0; i < DIGITS.length(); i++) {
            values[DIGITS.charAt(i)] = (byte) i;
        }
        return values;
    }
}
