package io.roifilter.command;

import io.roifilter.outbox.LedgerEntry;
import io.roifilter.outbox.State;
import io.roifilter.text.OneLine;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What is shown of an entry, and how. */
final class EntryText {
    private static final int MAX_TEXT = 500;

    private EntryText() {}

    static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** @param oldest when the first of them was accepted, if that is of interest */
    static String count(long count, State state, Optional<Instant> oldest) {
        return String.format(Locale.ROOT, "    %,9d %s", count, state.text())
                + oldest.map(since -> ", the oldest since " + time(since)).orElse("");
    }

    /** Foreign text on one line, which steers no terminal. */
    static String line(String text) {
        return OneLine.of(text, MAX_TEXT);
    }

    /** By the names of the columns, in their order. */
    static Map<String, String> columns(LedgerEntry entry) {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("state", entry.state().text());
        columns.put("order_id", entry.orderId());
        columns.put("amount", entry.amount());
        columns.put("date", entry.purchaseDate());
        columns.put("accepted", time(entry.acceptedAt()));
        columns.put("due", entry.state() == State.WAITING ? time(entry.due()) : "");
        columns.put("settled", entry.settledAt().map(EntryText::time).orElse(""));
        columns.put("attempts", String.valueOf(entry.attempts()));
        columns.put("code", entry.code());
        columns.put("text", entry.text());
        columns.put("roi_data", entry.roiData());
        columns.put("for", entry.destination().toString());
        return columns;
    }
}
