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
     */
    record Retry(String text, Duration notBefore) implements Verdict {
        /** Foreign words fit for one line. */
        public Retry {
            text = LogGuard.oneLine(text);
        }

        Retry(String text) {
            this(text, Duration.ZERO);
        }
    }

    /** The whole account or address is refused, not this order: all wait until a person has seen to it. */
    record Blocked(String text) implements Verdict {
        /** Foreign words fit for one line. */
        public Blocked {
            text = LogGuard.oneLine(text);
        }
    }
}
