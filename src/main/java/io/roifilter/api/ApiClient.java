package io.roifilter.api;

import io.roifilter.http.BlockingHttpClient;
import io.roifilter.http.ClosedException;
import io.roifilter.http.HttpAnswer;
import io.roifilter.http.OutgoingWay;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes calls at an endpoint. Thread-safe: each {@link #send} is one POST, made by the calling thread. */
public final class ApiClient implements AutoCloseable {
    /** The most that is read of an answer, in bytes: an endpoint gone wrong must not fill the shop's memory. */
    private static final int MAX_ANSWER_BYTES = 1 << 20;

    private static final Map<String, String> HEADERS = Map.of(
            "Content-Type", "application/x-www-form-urlencoded",
            "Accept", "text/xml, application/xml",
            "User-Agent", "roi-filter");

    private final Credentials credentials;
    private final Failures failures;
    private final Duration requestTimeout;
    private final Clock clock;
    private final BlockingHttpClient http;
    private final String target;

    /**
     * @param endpoint address of the API
     * @param credentials sent with every message
     * @param connectTimeout the longest that establishing a connection may take
     * @param requestTimeout the longest that one POST may take from its start to the last byte of the answer
     * @param application whose name is in the name of the client's thread
     * @param clock reads a {@code Retry-After} that is a date
     */
    public ApiClient(
            URI endpoint,
            Credentials credentials,
            Duration connectTimeout,
            Duration requestTimeout,
            String application,
            Clock clock) {
        this(endpoint, OutgoingWay.ofThisProcess(), credentials, connectTimeout, requestTimeout, application, clock);
    }

    /**
     * The same by another way than that of the Java runtime or the environment.
     *
     * @param way by which the endpoint is reached
     */
    public ApiClient(
            URI endpoint,
            OutgoingWay way,
            Credentials credentials,
            Duration connectTimeout,
            Duration requestTimeout,
            String application,
            Clock clock) {
        this.credentials = credentials;
        failures = new Failures(endpoint, "endpoint", way, connectTimeout);
        this.requestTimeout = requestTimeout;
        this.clock = clock;
        http = new BlockingHttpClient(
                endpoint,
                way,
                new BlockingHttpClient.Limits(connectTimeout, requestTimeout, MAX_ANSWER_BYTES),
                application);
        target = BlockingHttpClient.target(endpoint);
    }

    /**
     * Makes these calls in one POST and says what became of each. Any failure of the exchange is a verdict too.
     *
     * @return one verdict per call, in their order
     * @throws InterruptedException if the client was closed while the answer was waited for; what the endpoint did is then
     *     unknown
     * @throws IllegalStateException if the client is closed
     */
    public List<Verdict> send(List<? extends MethodCall> calls) throws InterruptedException {
        ApiRequest message = ApiRequest.of(credentials, calls);
        return exchange(message, (answer, verdicts) -> verdicts);
    }

    /** What is made of an answer, and of what it says of each call; of none, if the exchange failed. */
    interface OnAnswer<T> {
        T of(Optional<HttpAnswer> answer, List<Verdict> verdicts);
    }

    /** A call that cannot store anything: see {@link EndpointProbe}. */
    <T> T probe(OnAnswer<T> onAnswer) throws InterruptedException {
        ApiRequest.Call empty = new ApiRequest.Call(RoiInsert.METHOD, Map.of());
        return exchange(new ApiRequest(credentials, "xml", true, List.of(empty)), onAnswer);
    }

    private <T> T exchange(ApiRequest message, OnAnswer<T> onAnswer) throws InterruptedException {
        if (http.isClosed()) {
            throw new IllegalStateException("the client is closed");
        }
        try {
            HttpAnswer answer = http.post(target, HEADERS, message.toForm());
            return onAnswer.of(Optional.of(answer), verdicts(message, answer));
        } catch (ClosedException e) {
            throw new InterruptedException(e.getMessage());
        } catch (SocketTimeoutException e) {
            return onAnswer.of(Optional.empty(), same(message, failures.late(requestTimeout)));
        } catch (IOException e) {
            return onAnswer.of(Optional.empty(), same(message, failures.verdict(e)));
        }
    }

    private static List<Verdict> same(ApiRequest message, Verdict verdict) {
        return Verdicts.same(message.calls().size(), verdict);
    }

    /** Ends what is under way. Does not wait, and throws nothing. */
    @Override
    public void close() {
        http.close();
    }

    private List<Verdict> verdicts(ApiRequest message, HttpAnswer answer) {
        try {
            String body = BodyText.of(
                    answer.body(), answer.header("Content-Encoding"), answer.header("Content-Type"), MAX_ANSWER_BYTES);
            Reply reply = new Reply(answer.status(), answer.header("Retry-After"), answer.header("Date"), body);
            return Verdicts.of(message, reply, clock);
        } catch (IOException e) {
            return same(message, failures.verdict(e));
        }
    }
}
