package io.roifilter.admin;

import io.roifilter.order.Outcome;
import io.roifilter.order.Trace;
import io.roifilter.text.OneLine;
import java.time.Instant;

/**
 * What became of one request on a confirmation route. Immutable; nothing personal is in it but what expressions gave.
 *
 * @param at when it was decided
 * @param filter whose route it is
 * @param path as it is {@linkplain #shown shown}, without query
 * @param status of the answer, as far as it was known then
 * @param trace what was read on the way
 * @param outcome what it came to, in a word or two
 * @param kept the same at length
 */
public record SeenConfirmation(
        Instant at, String filter, String path, int status, Trace trace, Outcome.Label outcome, Outcome.Kept kept) {
    private static final int MAX_PATH = 200;
    private static final int MAX_TEXT = 500;

    /** What there is to say of it, on one line: made for those who look, whom most requests do not have. */
    public String text() {
        return OneLine.of(kept.toString(), MAX_TEXT);
    }

    /** A path as it is shown: without its parameters, of which one may be a session's id, on one line, cut. */
    public static String shown(String path) {
        return OneLine.of(path.indexOf(';') < 0 ? path : path.replaceAll(";[^/]*", ""), MAX_PATH);
    }
}
