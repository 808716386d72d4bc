package io.roifilter.config;

import java.net.URI;
import java.time.Duration;

/**
 * What the replay command needs to know. Immutable. Its text form shows no secret.
 *
 * @param endpoint address of the roi.insert API
 * @param apiKey the API user's key
 * @param sharedSecret the API user's secret
 * @param batchSize calls in one POST
 * @param connectTimeout the longest that establishing a connection may take
 * @param requestTimeout the longest that one POST may take, its answer included
 * @param retryMin the first pause before orders are sent again
 */
public record ReplaySettings(
        URI endpoint,
        String apiKey,
        String sharedSecret,
        int batchSize,
        Duration connectTimeout,
        Duration requestTimeout,
        Duration retryMin) {
    /** Names the endpoint. */
    @Override
    public String toString() {
        return "ReplaySettings[endpoint=" + shownEndpoint() + "]";
    }

    /** The endpoint's address as logs may show it. */
    public String shownEndpoint() {
        return Redaction.ADDRESS.show(endpoint.toString());
    }
}
