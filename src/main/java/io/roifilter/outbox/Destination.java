package io.roifilter.outbox;

import java.net.URI;
import java.util.Objects;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * For whom an outbox's entries are: nobody else may deliver them. Immutable.
 *
 * @param endpoint address of the API
 * @param account tells accounts at the same endpoint apart without giving their key away
 */
public record Destination(String endpoint, String account) {
    private static final int FINGERPRINT_LENGTH = 12;

    /** @throws NullPointerException if either is missing */
    public Destination {
        Objects.requireNonNull(endpoint, "endpoint");
        Objects.requireNonNull(account, "account");
    }

    /** The account is the beginning of the key's SHA-256. */
    public static Destination of(URI endpoint, String apiKey) {
        return new Destination(
                endpoint.toString(), DigestUtils.sha256Hex(apiKey).substring(0, FINGERPRINT_LENGTH));
    }

    /**
     * Written out, because until Java 19 the JDK keeps the generated one of a record (asTypeCache of MethodHandle), and
     * with it the class loader of an application that has gone.
     */
    @Override
    public boolean equals(Object other) {
        return other instanceof Destination that && endpoint.equals(that.endpoint) && account.equals(that.account);
    }

    @Override
    public int hashCode() {
        return Objects.hash(endpoint, account);
    }

    @Override
    public String toString() {
        return endpoint + " (account " + account + ")";
    }
}
