package io.roifilter.api;

import io.roifilter.api.ApiResponse.Item;
import io.roifilter.text.OneLine;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Decides, in this one place, what an answer of the API means for every call that was sent. */
final class Verdicts {
    /** A server that asks for more is not obeyed to the letter: an order should not wait for a typing error. */
    static final Duration MAX_RETRY_AFTER = Duration.ofDays(1);

    private static final int MAX_TEXT = 200;

    private Verdicts() {}

    /** One verdict per call, all alike: the HTTP exchange itself failed, or its status or body speaks for all. */
    static List<Verdict> same(int calls, Verdict verdict) {
        return Collections.nCopies(calls, verdict);
    }

    /**
     * @param calls how many calls were sent
     * @param status the HTTP status
     * @param retryAfter the {@code Retry-After} header, if there is one
     * @param body the response body
     */
    static List<Verdict> of(int calls, int status, Optional<String> retryAfter, String body, Clock clock) {
        if (status >= 200 && status < 300) {
            return ofBody(calls, body);
        }
        String seen = "HTTP status " + status;
        boolean temporary = status >= 500 || status == 408 || status == 429;
        return same(
                calls,
                temporary
                        ? new Verdict.Retry(
                                seen,
                                retryAfter.map(value -> pause(value, clock)).orElse(Duration.ZERO))
                        : new Verdict.Blocked(seen));
    }

    private static List<Verdict> ofBody(int calls, String body) {
        List<Item> items;
        try {
            items = ApiResponse.fromXml(body).items();
        } catch (MalformedXmlException e) {
            return same(calls, new Verdict.Retry("the answer is not the API's: " + e.getMessage()));
        }
        Optional<Item> refusal = items.stream().filter(Verdicts::isRefusedLogin).findFirst();
        if (refusal.isPresent()) {
            return same(calls, new Verdict.Blocked(text(refusal.get())));
        }
        return perCall(calls, items);
    }

    /** Key, secret or IP address are refused: that one item speaks for every call in the message. */
    private static boolean isRefusedLogin(Item item) {
        return isError(item)
                && (item.responseText().equalsIgnoreCase("Could not authenticate")
                        || "445".equals(item.responseData().get("responseCode")));
    }

    private static List<Verdict> perCall(int calls, List<Item> items) {
        List<Verdict> verdicts =
                new ArrayList<>(same(calls, new Verdict.Retry("the answer has no item for this call")));
        boolean[] seen = new boolean[calls];
        for (int i = 0; i < items.size(); i++) {
            OptionalInt index = index(items.get(i), i, calls);
            if (index.isEmpty()) {
                continue;
            }
            Verdict verdict = of(items.get(i));
            int call = index.getAsInt();
            if (!seen[call]) {
                verdicts.set(call, verdict);
            } else if (!verdicts.get(call).getClass().equals(verdict.getClass())) {
                verdicts.set(call, new Verdict.Retry("the answer has two items for this call that disagree"));
            }
            seen[call] = true;
        }
        return verdicts;
    }

    /** Where an item belongs: by its number; by its place only where it has none. */
    private static OptionalInt index(Item item, int place, int calls) {
        if (item.responseNum().isEmpty()) {
            return place < calls ? OptionalInt.of(place) : OptionalInt.empty();
        }
        return IntStream.range(0, calls)
                .filter(call -> item.responseNum().equals(String.valueOf(call + 1)))
                .findFirst();
    }

    private static Verdict of(Item item) {
        if (isError(item)) {
            return ofError(item);
        }
        return switch (item.responseCode()) {
            case "201" -> new Verdict.Delivered(text(item));
            case "402", "403" -> new Verdict.Rejected(item.responseCode(), text(item));
            // The published example of a success has no code, and a text that ends like the one beside 201.
            case "" ->
                item.responseText().contains("will be saved and processed later")
                        ? new Verdict.Delivered(text(item))
                        : new Verdict.Retry(text(item));
            default -> new Verdict.Retry(text(item));
        };
    }

    private static Verdict ofError(Item item) {
        if (item.responseText().equalsIgnoreCase("Missing variables")
                || item.responseCode().equals("402")
                || item.responseCode().equals("403")) {
            return new Verdict.Rejected(item.responseCode(), text(item));
        }
        return item.responseText().equalsIgnoreCase("Incorrect Action Specified")
                ? new Verdict.Blocked(text(item))
                : new Verdict.Retry(text(item));
    }

    private static boolean isError(Item item) {
        return !item.error().isEmpty() && !item.error().equals("0");
    }

    private static String text(Item item) {
        StringBuilder text = new StringBuilder();
        if (!item.responseCode().isEmpty()) {
            text.append(item.responseCode()).append(' ');
        }
        text.append(item.responseText().isEmpty() ? "an item without responseText" : item.responseText());
        if (item.responseData().containsKey("missing_vars")) {
            text.append(": ").append(item.responseData().get("missing_vars"));
        }
        // It goes to logs and to the outbox: what an endpoint says must not look like something else there.
        return OneLine.of(text.toString(), MAX_TEXT);
    }

    /** {@code Retry-After} in either of its forms (RFC 9110, section 10.2.3); zero if it is neither. */
    private static Duration pause(String retryAfter, Clock clock) {
        Duration pause;
        try {
            pause = retryAfter.strip().matches("\\d{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(retryAfter.strip()))
                    : Duration.between(clock.instant(), httpDate(retryAfter.strip()));
        } catch (DateTimeException e) {
            return Duration.ZERO;
        }
        if (pause.isNegative()) {
            return Duration.ZERO;
        }
        return pause.compareTo(MAX_RETRY_AFTER) > 0 ? MAX_RETRY_AFTER : pause;
    }

    private static Instant httpDate(String text) {
        return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    }
}
