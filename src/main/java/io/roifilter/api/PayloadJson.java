package io.roifilter.api;

import io.roifilter.text.Thrown;
import io.roifilter.thread.ContextClassLoader;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;

/** A {@link MethodCall} from its JSON form. Thread-safe. */
public final class PayloadJson {
    private final JsonReaderFactory readers;

    /** Finds the JSON library beside this class, whatever the calling thread's context class loader is. */
    public PayloadJson() {
        readers =
                ContextClassLoader.during(PayloadJson.class.getClassLoader(), () -> Json.createReaderFactory(Map.of()));
    }

    /**
     * Reads what {@link MethodCall#toJson} wrote, or what a person edited since: a number or truth value is taken for its
     * text, and what is not known is passed over.
     *
     * @throws IllegalArgumentException if the text is not such JSON, names a method that is not known, or breaks a rule of
     *     its record; the message says which
     */
    public MethodCall read(String json) {
        if (json == null) {
            throw new IllegalArgumentException("not the JSON of a call: it is null");
        }
        Map<String, String> arguments = arguments(json);
        String method = arguments.get(MethodCall.METHOD_NAME);
        if (!RoiInsert.METHOD.equals(method)) {
            throw new IllegalArgumentException(
                    "not the JSON of a call: " + MethodCall.METHOD_NAME + " must be \"" + RoiInsert.METHOD + '"');
        }
        return RoiInsert.of(arguments);
    }

    private Map<String, String> arguments(String json) {
        try (JsonReader reader = readers.createReader(new StringReader(json))) {
            JsonObject object = reader.readObject();
            Map<String, String> arguments = new HashMap<>();
            object.forEach((name, value) -> {
                if (value != JsonValue.NULL) {
                    arguments.put(name, value instanceof JsonString text ? text.getString() : value.toString());
                }
            });
            return arguments;
        } catch (JsonException | IllegalStateException e) {
            throw new IllegalArgumentException("not the JSON of a call: " + Thrown.words(e), e);
        }
    }
}
