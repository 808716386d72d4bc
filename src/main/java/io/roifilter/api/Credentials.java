package io.roifilter.api;

import java.util.Objects;

/**
 * The API user's key and secret. Its text form never shows them.
 *
 * @param apiKey the {@code api_key} of the message's {@code authentication}
 * @param sharedSecret the {@code shared_secret}
 */
public record Credentials(String apiKey, String sharedSecret) {
    /** @throws NullPointerException if either is missing */
    public Credentials {
        Objects.requireNonNull(apiKey, "apiKey");
        Objects.requireNonNull(sharedSecret, "sharedSecret");
    }

    @Override
    public String toString() {
        return "Credentials[…]";
    }
}
