package io.roifilter.api;

/** JSON out, as far as a payload needs it: one object of texts and truth values, as a JSON library writes it. */
final class JsonText {
    private static final String HEX = "0123456789abcdef";

    private final StringBuilder json = new StringBuilder(256).append('{');

    JsonText add(String name, String value) {
        name(name);
        quote(value);
        return this;
    }

    JsonText add(String name, boolean value) {
        name(name);
        json.append(value);
        return this;
    }

    @Override
    public String toString() {
        return json + "}";
    }

    private void name(String name) {
        if (json.length() > 1) {
            json.append(',');
        }
        quote(name);
        json.append(':');
    }

    private void quote(String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            append(text.charAt(i));
        }
        json.append('"');
    }

    private void append(char c) {
        switch (c) {
            case '"', '\\' -> json.append('\\').append(c);
            case '\b' -> json.append("\\b");
            case '\f' -> json.append("\\f");
            case '\n' -> json.append("\\n");
            case '\r' -> json.append("\\r");
            case '\t' -> json.append("\\t");
            default -> {
                if (c < ' ') {
                    json.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xf));
                } else {
                    json.append(c);
                }
            }
        }
    }
}
