package io.roifilter.api;

import io.roifilter.text.LogGuard;
import java.time.Duration;

/** What an answer means for one call. */
public sealed interface Verdict {
    /** The words of the answer, or what was seen instead of one; for logs and the outbox. */
    String text();

    /** The API took the order, now or when it was sent before. */
    record Delivered(String text) implements Verdict {
        /** Foreign words fit for one line. */
        public Delivered {
            text = LogGuard.oneLine(text);
        }
    }

    /**
     * The API refused this order for good; sending it again unchanged would not help.
     *
     * @param code the API's response code, empty if it gave none
     * @param text the API's words
     */
    record Rejected(String code, String text) implements Verdict {
        /** Foreign words fit for one line. */
        public Rejected {
            code = LogGuard.oneLine(code);
            text = LogGuard.oneLine(text);
        }
    }

    /**
     * Unclear or temporary: send this call again.
     *
     * @param text what was seen
     * @param notBefore the pause the endpoint asked for by {@code Retry-After}; zero if it did not
     * @param isUnsent whether the endpoint has not seen it, so that no order can be the reason
     * @param isOnThisSide whether it is this machine's way out that somebody has to mend: a proxy that refuses, a certificate
     *     that is not trusted, a name that is unknown here
     */
    record Retry(String text, Duration notBefore, boolean isUnsent, boolean isOnThisSide) implements Verdict {
        /** Foreign words fit for one line. */
        public Retry {
            text = LogGuard.oneLine(text);
        }

        Retry(String text) {
            this(text, Duration.ZERO);
        }

        /** Of what nobody on this side can mend. */
        public Retry(String text, Duration notBefore, boolean isUnsent) {
            this(text, notBefore, isUnsent, false);
        }

        /** Of what the endpoint has seen, or may have. */
        public Retry(String text, Duration notBefore) {
            this(text, notBefore, false);
        }
    }

    /**
     * Something refused what was sent: the account or the address, so that all wait until a person has seen to it, or an
     * order in it, as a firewall does. Which of them it is, a single answer cannot tell, unless it says so.
     *
     * @param isAccounts whether it says that the account is refused
     */
    record Blocked(String text, boolean isAccounts) implements Verdict {
        /** What a person has to look at if the account or the address is meant, to follow the word check. */
        public static final String TO_CHECK =
                "endpoint, apiKey, sharedSecret, and whether this machine's IP address is on the"
                        + " account's allow list";

        /** Foreign words fit for one line. */
        public Blocked {
            text = LogGuard.oneLine(text);
        }

        Blocked(String text) {
            this(text, false);
        }
    }

    /** Whether the endpoint has dealt with the order, whatever it thinks of it: so it does its work. */
    default boolean isSettled() {
        return this instanceof Delivered || this instanceof Rejected;
    }
}
