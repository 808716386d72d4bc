package io.roifilter.api;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Messages of so many calls, for the orders {@code order-1} and so on, and what answers to them mean. */
final class Messages {
    static final String ROI_DATA = "echo3-619-295-1856-1242357-1daecd68df79e83bf13f244b9a880ab9";

    private Messages() {}

    static ApiRequest of(int calls) {
        return ApiRequest.of(
                new Credentials("the-key", "the-secret"),
                IntStream.rangeClosed(1, calls)
                        .mapToObj(i -> new RoiInsert(ROI_DATA, "1.00", "order-" + i, false, LocalDate.of(2026, 11, 22)))
                        .toList());
    }

    static List<Verdict> verdicts(int calls, int status, Optional<String> retryAfter, String body, Clock clock) {
        return Verdicts.of(of(calls), new Reply(status, retryAfter, Optional.empty(), body), clock);
    }
}
