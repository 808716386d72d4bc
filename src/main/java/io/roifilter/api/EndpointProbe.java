package io.roifilter.api;

import io.roifilter.text.Thrown;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds out whether an endpoint takes calls of this account, by one that cannot store anything: roi.insert without any of its
 * arguments. An endpoint looks at the login first, then at whether the account may call the method, then at the arguments: so
 * it says which of them is wrong, and "Missing variables" if none of the first two is. There is no order in it that it could
 * store, no contact and no amount.
 */
public final class EndpointProbe {
    private final URI endpoint;
    private final Credentials credentials;
    private final Duration connectTimeout;
    private final Duration requestTimeout;
    private final Clock clock;

    /** What was found. */
    public enum Kind {
        /** Orders will be taken. */
        WELL,
        /** Nothing was reached that could answer. */
        UNREACHED,
        /** Key, secret or address of this machine are refused. */
        LOGIN,
        /** The account may not call the method. */
        METHOD,
        /** Something answers that is not the API, or is not well. */
        OTHER
    }

    /**
     * What was found.
     *
     * @param text the words of the answer, or what was seen instead of one
     * @param ahead how far the endpoint's clock is ahead of this machine's, to the second; empty if it does not tell
     */
    public record Result(Kind kind, String text, Optional<Duration> ahead) {}

    /** As {@link ApiClient}. */
    public EndpointProbe(
            URI endpoint, Credentials credentials, Duration connectTimeout, Duration requestTimeout, Clock clock) {
        this.endpoint = endpoint;
        this.credentials = credentials;
        this.connectTimeout = connectTimeout;
        this.requestTimeout = requestTimeout;
        this.clock = clock;
    }

    /** Makes the call. */
    public Result run() throws InterruptedException {
        ApiRequest message =
                new ApiRequest(credentials, "xml", true, List.of(new ApiRequest.Call(RoiInsert.METHOD, Map.of())));
        try {
            HttpResponse<byte[]> response = client().send(
                            ApiClient.request(endpoint, requestTimeout, message),
                            answer -> new BoundedBody(ApiClient.MAX_ANSWER_BYTES));
            Optional<Duration> ahead = response.headers()
                    .firstValue("Date")
                    .flatMap(Reply::httpDate)
                    .map(theirs -> Duration.between(Instant.now(clock), theirs));
            Verdict verdict = verdict(message, response);
            return new Result(kind(verdict), verdict.text(), ahead);
        } catch (IOException e) {
            Verdict.Retry verdict = new Failures(endpoint, connectTimeout).verdict(e);
            return new Result(verdict.isUnsent() ? Kind.UNREACHED : Kind.OTHER, verdict.text(), Optional.empty());
        } catch (IllegalArgumentException e) {
            return new Result(Kind.OTHER, Thrown.words(e), Optional.empty());
        }
    }

    private Verdict verdict(ApiRequest message, HttpResponse<byte[]> response) throws IOException {
        HttpHeaders headers = response.headers();
        String body = BodyText.of(
                response.body(),
                headers.firstValue("Content-Encoding"),
                headers.firstValue("Content-Type"),
                ApiClient.MAX_ANSWER_BYTES);
        Reply reply = new Reply(response.statusCode(), Optional.empty(), headers.firstValue("Date"), body);
        return Verdicts.of(message, reply, clock).get(0);
    }

    private static Kind kind(Verdict verdict) {
        if (verdict instanceof Verdict.Rejected) {
            return Kind.WELL;
        }
        if (verdict instanceof Verdict.Blocked blocked && blocked.isAccounts()) {
            return Kind.LOGIN;
        }
        return verdict instanceof Verdict.Blocked && verdict.text().contains("Incorrect Action Specified")
                ? Kind.METHOD
                : Kind.OTHER;
    }

    private HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connectTimeout)
                .build();
    }
}
