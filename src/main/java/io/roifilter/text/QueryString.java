package io.roifilter.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads query strings as HTML forms write them: {@code name=value&name=value}, {@code +} for a space, {@code %} and two
 * hexadecimal digits for a byte of UTF-8. What is not such an escape stands for itself.
 */
public final class QueryString {
    private QueryString() {}

    /**
     * Where the next value of a parameter begins, or -1. Allocates nothing: this runs on every request of the shop.
     * Names are compared as they stand, because no mail program escapes letters.
     *
     * @param query may be null, as {@code HttpServletRequest.getQueryString()} gives it
     * @param assignment the parameter's name and an equals sign
     * @param from 0, or what was returned for the value before
     */
    public static int nextValue(String query, String assignment, int from) {
        if (query == null) {
            return -1;
        }
        // A search for the whole, which the JVM does many characters at a time, rather than a look at each parameter.
        int start = query.indexOf(assignment, from);
        while (start > 0 && query.charAt(start - 1) != '&') {
            start = query.indexOf(assignment, start + 1);
        }
        return start < 0 ? -1 : start + assignment.length();
    }

    /** The decoded value that begins here. */
    public static String value(String query, int start) {
        int end = query.indexOf('&', start);
        return decodeForm(query.substring(start, end < 0 ? query.length() : end));
    }

    /** All parameters with their values in their order, as {@code HttpServletRequest.getParameterMap()} has them. */
    public static Map<String, String[]> parse(String query) {
        Map<String, String[]> parameters = new LinkedHashMap<>();
        for (String pair : query == null ? new String[0] : query.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                parameters.merge(decodeForm(name), new String[] {decodeForm(value)}, QueryString::concatenate);
            }
        }
        return Collections.unmodifiableMap(parameters);
    }

    private static String decodeForm(String text) {
        return decodePercent(text.replace('+', ' '));
    }

    /** Tells whether every percent sign begins an escape. */
    public static boolean isPercentEncoded(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '%' && !isEscape(bytes, i)) {
                return false;
            }
        }
        return true;
    }

    /** Decodes escapes alone, as JavaScript's {@code encodeURIComponent} writes them. */
    public static String decodePercent(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (isEscape(bytes, i)) {
                decoded.write(Character.digit(bytes[i + 1], 16) << 4 | Character.digit(bytes[i + 2], 16));
                i += 2;
            } else {
                decoded.write(bytes[i]);
            }
        }
        return decoded.toString(StandardCharsets.UTF_8);
    }

    private static boolean isEscape(byte[] bytes, int i) {
        return bytes[i] == '%'
                && i + 2 < bytes.length
                && Character.digit(bytes[i + 1], 16) >= 0
                && Character.digit(bytes[i + 2], 16) >= 0;
    }

    private static String[] concatenate(String[] some, String[] more) {
        String[] all = Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }
}
