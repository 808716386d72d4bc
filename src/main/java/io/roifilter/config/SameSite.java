package io.roifilter.config;

import java.util.Arrays;
import java.util.Optional;

/** Values of a cookie's {@code SameSite} attribute (RFC 6265bis, section 5.6.7). */
public enum SameSite {
    /** Sent with requests of the own site and when a link leads there. */
    LAX("Lax"),
    /** Sent with requests of the own site only. */
    STRICT("Strict"),
    /** Always sent; browsers accept it on HTTPS only. */
    NONE("None");

    private final String attribute;

    SameSite(String attribute) {
        this.attribute = attribute;
    }

    /** The value as it stands in {@code Set-Cookie}. */
    public String attribute() {
        return attribute;
    }

    static Optional<SameSite> of(String text) {
        return Arrays.stream(values())
                .filter(value -> value.attribute.equals(text))
                .findFirst();
    }
}
