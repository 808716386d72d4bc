package io.roifilter.config;

import java.net.URI;
import java.util.Objects;
import java.util.Optional;

/**
 * What {@code endpoint} and {@code account} were before they were corrected or replaced. Immutable.
 *
 * <p>Equality is written out, because until Java 19 the JDK keeps the generated one of a record (asTypeCache of
 * MethodHandle), and with it the class loader of an application that has gone.
 *
 * @param endpoint address of the API
 * @param account empty if none was given
 */
public record FormerEndpoint(URI endpoint, Optional<String> account) {
    /** Names the endpoint. */
    @Override
    public String toString() {
        return Redaction.ADDRESS.show(endpoint.toString())
                + account.map(name -> " " + name).orElse("");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FormerEndpoint that && endpoint.equals(that.endpoint) && account.equals(that.account);
    }

    @Override
    public int hashCode() {
        return Objects.hash(endpoint, account);
    }
}
