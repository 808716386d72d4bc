package io.roifilter.setup;

import java.util.Map;

/**
 * All that is kept of one request of the operator's browser. Never compared.
 *
 * @param path within the application, as a url-pattern is compared with it
 * @param contextPath of the application
 * @param parameters after the application has answered
 * @param before the application had it
 * @param after it has answered
 * @param taken attributes that it has taken away or replaced meanwhile, as they were before that
 */
record Visited(
        RecordedVisit seen,
        String path,
        String contextPath,
        Map<String, String> parameters,
        Moment before,
        Moment after,
        Moment taken,
        RecordedAnswer answer) {

    /** How much it takes, about. */
    long characters() {
        int each = 60; // for a name and all that is around a value
        return answer.source().length()
                + before.characters()
                + after.characters()
                + taken.characters()
                + (long) each * (before.values() + after.values() + taken.values() + parameters.size());
    }
}
