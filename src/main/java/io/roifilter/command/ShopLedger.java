package io.roifilter.command;

import io.roifilter.admin.StatusSite;
import io.roifilter.outbox.Destination;
import io.roifilter.outbox.LedgerChange;
import io.roifilter.outbox.LedgerEntry;
import io.roifilter.outbox.LiveLedger;
import io.roifilter.outbox.State;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** The outbox of a shop that runs, by way of its status page. */
final class ShopLedger implements OutboxLedger {
    /** Containers take forms of 200,000 bytes and 1,000 fields at most, if not told otherwise. */
    private static final int CHANGES_AT_ONCE = 50;

    private final StatusSite site;
    private String token = ""; // as last read
    private String instance; // null before the first answer

    ShopLedger(StatusSite site) {
        this.site = site;
    }

    /** What the page has to say of its orders, and in how good a state it thinks that all is. */
    @Override
    public Summary summary(Predicate<Destination> concerned) throws FailedException {
        return get("/", PageSummary::of);
    }

    @Override
    public LiveLedger.Page page(State state, long after) throws FailedException {
        return read("/orders?state=" + state.text() + "&after=" + after, after);
    }

    @Override
    public List<LedgerEntry> find(String orderId) throws FailedException {
        return read("/orders?order=" + encoded(orderId), 0).entries();
    }

    @Override
    public List<LedgerChange> resend(List<LedgerEntry> entries, Optional<String> amount) throws FailedException {
        return change(
                "/orders/resend", entries, amount.map(text -> "&amount=" + text).orElse(""));
    }

    @Override
    public List<LedgerChange> delete(List<LedgerEntry> entries) throws FailedException {
        return change("/orders/delete", entries, "");
    }

    @Override
    public void close() {
        // Nothing is kept open.
    }

    @Override
    public String toString() {
        return site.toString();
    }

    /** What was read of one instance must not be taken for another's, as numbers of entries are each one's own. */
    private LiveLedger.Page read(String below, long after) throws FailedException {
        JsonObject answer = get(below, json -> {
            json.getString("token");
            json.getString("instance");
            page(json, after);
            return json;
        });
        token = answer.getString("token");
        String answering = answer.getString("instance");
        if (instance != null && !instance.equals(answering)) {
            throw new FailedException(site
                    + ": another instance of the shop answers than before: it was started again, or there are several"
                    + " behind this address, each with orders of its own. Run the command again, for each of them by"
                    + " its own address.");
        }
        instance = answering;
        return page(answer, after);
    }

    private static LiveLedger.Page page(JsonObject json, long after) {
        List<LedgerEntry> entries = json.getJsonArray("orders").getValuesAs(ShopLedger::entry);
        OptionalLong next = json.containsKey("next")
                ? OptionalLong.of(json.getJsonNumber("next").longValueExact())
                : OptionalLong.empty();
        if (next.isPresent() && next.getAsLong() <= after) {
            throw new IllegalArgumentException("it would never end");
        }
        return new LiveLedger.Page(entries, next);
    }

    private static LedgerEntry entry(JsonObject json) {
        return new LedgerEntry(
                json.getJsonNumber("id").longValueExact(),
                new Destination(json.getString("endpoint"), json.getString("account")),
                json.getString("orderId"),
                State.valueOf(json.getString("state").toUpperCase(Locale.ROOT)),
                json.getBoolean("claimed"),
                json.getInt("attempts"),
                Instant.parse(json.getString("acceptedAt")),
                Instant.parse(json.getString("due")),
                Optional.ofNullable(json.getString("settledAt", null)).map(Instant::parse),
                json.getString("code"),
                json.getString("text"),
                json.getString("amount"),
                json.getString("purchaseDate"),
                json.getString("roiData"));
    }

    private List<LedgerChange> change(String below, List<LedgerEntry> entries, String more) throws FailedException {
        List<LedgerChange> changes = new ArrayList<>();
        for (int i = 0; i < entries.size(); i += CHANGES_AT_ONCE) {
            List<LedgerEntry> some = entries.subList(i, Math.min(entries.size(), i + CHANGES_AT_ONCE));
            StringBuilder form =
                    new StringBuilder("token=").append(encoded(token)).append(more);
            for (LedgerEntry entry : some) {
                form.append("&entry=").append(entry.id()).append("&order=").append(encoded(entry.orderId()));
            }
            changes.addAll(post(below, form.toString(), json -> changes(some, json)));
        }
        return changes;
    }

    private static List<LedgerChange> changes(List<LedgerEntry> entries, JsonObject json) {
        List<JsonValue> refusals = json.getJsonArray("refusals");
        if (refusals.size() != entries.size()) {
            throw new IllegalArgumentException("not one for each");
        }
        List<LedgerChange> changes = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            JsonValue refusal = refusals.get(i);
            changes.add(new LedgerChange(
                    entries.get(i),
                    refusal == JsonValue.NULL
                            ? Optional.empty()
                            : Optional.of(EntryText.line(((JsonString) refusal).getString()))));
        }
        return changes;
    }

    private <T> T get(String below, StatusSite.Reading<T> reading) throws FailedException {
        try {
            return site.get(below, reading);
        } catch (StatusSite.UnusableException e) {
            throw new FailedException(e.getMessage());
        }
    }

    private <T> T post(String below, String form, StatusSite.Reading<T> reading) throws FailedException {
        try {
            return site.post(below, form, reading);
        } catch (StatusSite.UnusableException e) {
            throw new FailedException(e.getMessage());
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
