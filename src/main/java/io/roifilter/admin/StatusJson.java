package io.roifilter.admin;

import io.roifilter.config.SettingInEffect;
import io.roifilter.order.Trace;
import io.roifilter.outbox.Statistics;
import io.roifilter.relay.RelayState;
import io.roifilter.thread.ContextClassLoader;
import jakarta.json.Json;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonGeneratorFactory;
import java.io.StringWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A status as JSON: all that the page shows, and a word of its health. Times are ISO-8601 in UTC. Thread-safe. */
public final class StatusJson {
    private final JsonGeneratorFactory generators;

    /** Finds the JSON library beside this class, whatever the calling thread's context class loader is. */
    public StatusJson() {
        generators = ContextClassLoader.during(
                StatusJson.class.getClassLoader(), () -> Json.createGeneratorFactory(Map.of()));
    }

    /**
     * All of it.
     *
     * @param desk empty where no filter reports orders
     */
    public String status(TrackerStatus status, Optional<Desk> desk, PageRequest request) {
        return write(json -> {
            json.write("application", status.application())
                    .write("version", status.version())
                    .write("now", status.now().toString())
                    .write("startedAt", status.startedAt().toString());
            assessment(json, Assessment.of(status));
            filters(json, status);
            outbox(json, status);
            status.relay().ifPresent(relay -> endpoint(json, relay));
            confirmations(json, status);
            desk.ifPresent(found -> DeskJson.write(json, found.look(request.orderId()), request.zone()));
        });
    }

    /**
     * In the form of MicroProfile Health 4.0, which knows no {@code WARN}: that is in the data, with what is wrong, and its
     * status is {@code UP}.
     */
    public String health(TrackerStatus status) {
        Assessment assessment = Assessment.of(status);
        String word = assessment.health() == Health.DOWN ? "DOWN" : "UP";
        return write(json -> {
            json.write("status", word).writeStartArray("checks").writeStartObject();
            json.write("name", "roi-filter").write("status", word).writeStartObject("data");
            json.write("health", assessment.health().name());
            texts(assessment).forEach(json::write);
            json.writeEnd().writeEnd().writeEnd();
        });
    }

    /** What came of a button. */
    public String answer(Desk.Answer answer) {
        return write(json -> json.write("done", answer.isDone()).write("text", answer.text()));
    }

    String write(Consumer<JsonGenerator> content) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = generators.createGenerator(text)) {
            json.writeStartObject();
            content.accept(json);
            json.writeEnd();
        }
        return text.toString();
    }

    private static void assessment(JsonGenerator json, Assessment assessment) {
        json.write("health", assessment.health().name()).writeStartArray("findings");
        for (Finding finding : assessment.findings()) {
            json.writeStartObject()
                    .write("name", finding.name())
                    .write("severity", finding.severity().name())
                    .write("text", finding.text())
                    .writeEnd();
        }
        json.writeEnd();
    }

    private static Map<String, String> texts(Assessment assessment) {
        Map<String, String> texts = new LinkedHashMap<>();
        assessment.findings().forEach(finding -> texts.merge(finding.name(), finding.text(), (a, b) -> a + " " + b));
        return texts;
    }

    private static void filters(JsonGenerator json, TrackerStatus status) {
        json.writeStartArray("filters");
        for (FilterStatus filter : status.filters()) {
            json.writeStartObject()
                    .write("name", filter.name())
                    .write("type", filter.type())
                    .write("on", filter.isOn())
                    .write("does", filter.does())
                    .writeStartArray("settings");
            for (SettingInEffect setting : filter.settings()) {
                json.writeStartObject()
                        .write("name", setting.name())
                        .write("value", setting.value())
                        .write("source", setting.source())
                        .writeEnd();
            }
            json.writeEnd().writeEnd();
        }
        json.writeEnd();
    }

    private static void strings(JsonGenerator json, String name, List<String> values) {
        json.writeStartArray(name);
        values.forEach(json::write);
        json.writeEnd();
    }

    private static void outbox(JsonGenerator json, TrackerStatus status) {
        json.writeStartObject("outbox").write("problem", status.outboxProblem()).write("logged", status.logged());
        json.write("unstored", status.unstored().orders());
        strings(json, "unstoredFiles", status.unstored().files());
        strings(json, "unstoredAside", status.unstored().aside());
        if (status.outbox().isPresent()) {
            Statistics outbox = status.outbox().get();
            json.write("place", outbox.place())
                    .write("waiting", outbox.waiting())
                    .write("delivered", outbox.delivered())
                    .write("rejected", outbox.rejected())
                    .write("repeated", outbox.duplicates());
            time(json, "oldestWaiting", outbox.oldestWaiting());
        }
        json.writeEnd();
    }

    private static void endpoint(JsonGenerator json, RelayState relay) {
        json.writeStartObject("endpoint")
                .write("state", relay.endpoint().health().name())
                .write("since", relay.endpoint().since().toString())
                .write("reason", relay.endpoint().reason());
        time(json, "lastAnswer", relay.lastAnswer());
        time(json, "nextAttempt", relay.nextAttempt());
        json.writeStartObject("deliveries")
                .write("delivered", relay.delivered())
                .write("retry", relay.postponed())
                .write("rejected", relay.rejected())
                .writeEnd()
                .writeEnd();
    }

    private static void confirmations(JsonGenerator json, TrackerStatus status) {
        json.writeStartObject("outcomes");
        status.outcomes().forEach((outcome, count) -> json.write(outcome.toString(), count));
        json.writeEnd().writeStartArray("confirmations");
        for (SeenConfirmation seen : status.confirmations()) {
            json.writeStartObject()
                    .write("at", seen.at().toString())
                    .write("filter", seen.filter())
                    .write("path", seen.path())
                    .write("status", seen.status())
                    .write("roiData", seen.trace().roiData())
                    .write("outcome", seen.outcome().toString())
                    .write("text", seen.text())
                    .writeStartArray("read");
            for (Trace.Value value : seen.trace().values()) {
                json.writeStartObject()
                        .write("setting", value.setting())
                        .write(value.isProblem() ? "problem" : "value", value.text())
                        .writeEnd();
            }
            json.writeEnd().writeEnd();
        }
        json.writeEnd();
    }

    private static void time(JsonGenerator json, String name, Optional<Instant> time) {
        if (time.isPresent()) {
            json.write(name, time.get().toString());
        } else {
            json.writeNull(name);
        }
    }
}
