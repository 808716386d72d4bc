package io.roifilter.admin;

import io.roifilter.outbox.LedgerEntry;
import jakarta.json.stream.JsonGenerator;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

/** Writes what lies on a {@link Desk} into the JSON of a status. */
final class DeskJson {
    private DeskJson() {}

    static void write(JsonGenerator json, DeskView desk, ZoneId zone) {
        if (desk.history().isPresent()) {
            json.writeStartObject("history").write("zone", zone.getId());
            spans(json, "hours", desk.history().get().hours());
            spans(json, "days", desk.history().get().days(zone));
            json.writeEnd();
        }
        entries(json, "rejected", desk.rejected());
        entries(json, "waiting", desk.waiting());
        if (desk.orderId().isPresent()) {
            entries(json, "found", desk.found());
        }
    }

    /** Amounts are texts, so that nobody rounds them. */
    static void entries(JsonGenerator json, String name, List<LedgerEntry> entries) {
        json.writeStartArray(name);
        for (LedgerEntry entry : entries) {
            json.writeStartObject()
                    .write("id", entry.id())
                    .write("endpoint", entry.destination().shownEndpoint())
                    .write("account", entry.destination().account())
                    .write("orderId", entry.orderId())
                    .write("state", entry.state().text())
                    .write("claimed", entry.claimed())
                    .write("attempts", entry.attempts())
                    .write("acceptedAt", entry.acceptedAt().toString())
                    .write("due", entry.due().toString());
            if (entry.settledAt().isPresent()) {
                json.write("settledAt", entry.settledAt().get().toString());
            }
            json.write("code", entry.code())
                    .write("text", entry.text())
                    .write("amount", entry.amount())
                    .write("purchaseDate", entry.purchaseDate())
                    .write("roiData", entry.roiData())
                    .writeEnd();
        }
        json.writeEnd();
    }

    private static void spans(JsonGenerator json, String name, List<History.Span> spans) {
        json.writeStartArray(name);
        for (History.Span span : spans) {
            json.writeStartObject()
                    .write("begins", span.begins().toString())
                    .write("orders", span.orders())
                    .write("revenue", span.revenue().toPlainString())
                    .write("deliveries", span.deliveries())
                    .write("rejections", span.rejections())
                    .writeStartObject("outcomes");
            span.outcomes().forEach((label, count) -> json.write(label.name().toLowerCase(Locale.ROOT), count));
            json.writeEnd().writeEnd();
        }
        json.writeEnd();
    }
}
