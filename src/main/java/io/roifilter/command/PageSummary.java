package io.roifilter.command;

import io.roifilter.outbox.State;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the command {@code status} says of what a status page says. */
final class PageSummary {
    private PageSummary() {}

    static OutboxLedger.Summary of(JsonObject page) {
        JsonObject outbox = page.getJsonObject("outbox");
        boolean tells = outbox.containsKey("waiting");
        List<String> lines = new ArrayList<>();
        lines.add("  " + EntryText.line(page.getString("application")) + ", roi-filter "
                + EntryText.line(page.getString("version")) + ", " + EntryText.line(page.getString("health")));
        if (tells) {
            for (State state : List.of(State.WAITING, State.REJECTED, State.DELIVERED)) {
                lines.add(EntryText.count(
                        outbox.getJsonNumber(state.text()).longValueExact(),
                        state,
                        state == State.WAITING ? time(outbox, "oldestWaiting") : Optional.empty()));
            }
        }
        if (page.containsKey("endpoint")) {
            lines.add(endpoint(page.getJsonObject("endpoint")));
        }
        for (JsonObject finding : page.getJsonArray("findings").getValuesAs(JsonObject.class)) {
            lines.add("  " + EntryText.line(finding.getString("severity")) + " "
                    + EntryText.line(finding.getString("name")) + ": " + EntryText.line(finding.getString("text")));
        }
        return new OutboxLedger.Summary(
                lines,
                tells
                        ? Optional.empty()
                        : Optional.of("how many orders there are is not known now: "
                                + Optional.of(EntryText.line(outbox.getString("problem")))
                                        .filter(problem -> !problem.isEmpty())
                                        .orElse("no filter reports any, or the outbox is being opened")));
    }

    private static String endpoint(JsonObject endpoint) {
        String reason = EntryText.line(endpoint.getString("reason"));
        return "  endpoint: " + EntryText.line(endpoint.getString("state")) + " since "
                + EntryText.time(Instant.parse(endpoint.getString("since")))
                + (reason.isEmpty() ? "" : ", " + reason)
                + time(endpoint, "nextAttempt")
                        .map(next -> "; next attempt " + EntryText.time(next))
                        .orElse("");
    }

    private static Optional<Instant> time(JsonObject json, String name) {
        return json.containsKey(name) && !json.isNull(name)
                ? Optional.of(Instant.parse(json.getString(name)))
                : Optional.empty();
    }
}
