package io.roifilter.api;

import io.roifilter.http.HttpAnswer;
import io.roifilter.text.Thrown;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Finds out whether an endpoint takes calls of this account, by one that cannot store anything: roi.insert without any of its
 * arguments. An endpoint looks at the login first, then at whether the account may call the method, then at the arguments: so
 * it says which of them is wrong, and "Missing variables" if none of the first two is. There is no order in it that it could
 * store, no contact and no amount.
 */
public final class EndpointProbe {
    private final ApiClient client;
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

    /**
     * @param client makes the call; not closed here
     * @param clock this machine's
     */
    public EndpointProbe(ApiClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /** Makes the call. */
    public Result run() throws InterruptedException {
        try {
            return client.probe(this::result);
        } catch (IllegalArgumentException | IllegalStateException e) {
            // An address that is none, or a client that is closed, as the application is being stopped.
            return new Result(Kind.OTHER, Thrown.words(e), Optional.empty());
        }
    }

    private Result result(Optional<HttpAnswer> answer, List<Verdict> verdicts) {
        Verdict verdict = verdicts.get(0);
        if (answer.isEmpty()) {
            boolean isUnreached = verdict instanceof Verdict.Retry retry && retry.isUnsent();
            return new Result(isUnreached ? Kind.UNREACHED : Kind.OTHER, verdict.text(), Optional.empty());
        }
        Optional<Duration> ahead = answer.get()
                .header("Date")
                .flatMap(Reply::httpDate)
                .map(theirs -> Duration.between(Instant.now(clock), theirs));
        return new Result(kind(verdict), verdict.text(), ahead);
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
}
