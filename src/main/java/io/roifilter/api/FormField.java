package io.roifilter.api;

import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The one field of a form, URL-encoded as {@link java.net.URLEncoder} does it in UTF-8, as its value is written: a message of
 * many orders exists once, as the bytes that are sent. Half a character becomes a question mark. Not thread-safe.
 */
final class FormField extends Writer {
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
    private static final int USUAL = 1 << 13;

    private byte[] bytes = new byte[USUAL];
    private int length;
    private char high; // the first half of a character whose second is to come; 0 if there is none

    /** @param name of letters */
    FormField(String name) {
        for (int i = 0; i < name.length(); i++) {
            put(name.charAt(i));
        }
        put('=');
    }

    /** All that was written. */
    byte[] toBytes() {
        close();
        return Arrays.copyOf(bytes, length);
    }

    @Override
    public void write(char[] text, int offset, int count) {
        for (int i = offset; i < offset + count; i++) {
            write(text[i]);
        }
    }

    @Override
    public void write(String text, int offset, int count) {
        for (int i = offset; i < offset + count; i++) {
            write(text.charAt(i));
        }
    }

    @Override
    public void write(int c) {
        write((char) c);
    }

    @Override
    public void flush() {
        // It stays here.
    }

    @Override
    public void close() {
        endHalf();
    }

    private void write(char c) {
        if (high != 0 && Character.isLowSurrogate(c)) {
            encode(Character.toCodePoint(high, c));
            high = 0;
            return;
        }
        endHalf();
        if (Character.isHighSurrogate(c)) {
            high = c;
        } else {
            encode(Character.isLowSurrogate(c) ? '?' : c);
        }
    }

    private void endHalf() {
        if (high != 0) {
            high = 0;
            encode('?');
        }
    }

    private void encode(int c) {
        if (c == ' ') {
            put('+');
        } else if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || isLeft(c)) {
            put(c);
        } else if (c < 0x80) {
            escape(c);
        } else if (c < 0x800) {
            escape(0xc0 | c >> 6);
            escapeRest(c);
        } else if (c < 0x10000) {
            escape(0xe0 | c >> 12);
            escapeRest(c >> 6);
            escapeRest(c);
        } else {
            escape(0xf0 | c >> 18);
            escapeRest(c >> 12);
            escapeRest(c >> 6);
            escapeRest(c);
        }
    }

    private static boolean isLeft(int c) {
        return c == '.' || c == '-' || c == '*' || c == '_';
    }

    private void escapeRest(int c) {
        escape(0x80 | c & 0x3f);
    }

    private void escape(int b) {
        put('%');
        put(HEX[b >> 4]);
        put(HEX[b & 0xf]);
    }

    private void put(int b) {
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * length);
        }
        bytes[length++] = (byte) b;
    }
}
