package io.roifilter.command;

import io.roifilter.outbox.LedgerEntry;
import io.roifilter.outbox.State;
import io.roifilter.text.OneLine;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is shown of an entry, and how. */
final class EntryText {
    private static final int MAX_TEXT = 500;

    private EntryText() {}

    static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
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
