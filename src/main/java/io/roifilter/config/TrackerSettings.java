package io.roifilter.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What the tracker of a web application needs to know: the API, the outbox between, and the pace. Immutable. Its text
 * form shows no secret.
 *
 * @param endpoint address of the roi.insert API
 * @param apiKey the API user's key
 * @param sharedSecret the API user's secret
 * @param account keeps accounts at one endpoint apart; empty: there is one
 * @param formerEndpoint for whom else to send what waits; empty: nobody
 * @param outbox where the outbox is kept
 * @param outboxDirectory where the embedded outbox's files are, an absolute path; empty: the container's place for them
 * @param acceptTimeout the longest that the end of an answer is held for the durable write; zero: not at all
 * @param queueCapacity orders waiting for the writer
 * @param batchSize calls in one POST
 * @param connections POSTs in flight
 * @param connectTimeout the longest that establishing a connection may take
 * @param requestTimeout the longest that one POST may take, its answer included
 * @param retryMin the first pause between attempts
 * @param retryMax the longest pause between attempts, at least {@code retryMin}
 * @param retryFor how long an order is tried before it is rejected as expired, at least {@code retryMax}
 * @param keepDelivered how long delivered order ids are remembered as duplicates
 * @param shutdownTimeout bound on stopping; zero: do not wait for what is under way
 */
public record TrackerSettings(
        URI endpoint,
        String apiKey,
        String sharedSecret,
        Optional<String> account,
        Optional<FormerEndpoint> formerEndpoint,
        OutboxLocation outbox,
        Optional<Path> outboxDirectory,
        Duration acceptTimeout,
        int queueCapacity,
        int batchSize,
        int connections,
        Duration connectTimeout,
        Duration requestTimeout,
        Duration retryMin,
        Duration retryMax,
        Duration retryFor,
        Duration keepDelivered,
        Duration shutdownTimeout) {
    /** Names the endpoint and the outbox. */
    @Override
    public String toString() {
        return "TrackerSettings[endpoint=" + Redaction.ADDRESS.show(endpoint.toString()) + ", outbox=" + outbox + "]";
    }
}
