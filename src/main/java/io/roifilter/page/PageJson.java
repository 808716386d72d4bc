package io.roifilter.page;

import io.roifilter.thread.ContextClassLoader;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads JSON into what Expression Language can walk through. Numbers are exact. */
final class PageJson {
    private static volatile JsonReaderFactory found; // null until it is needed

    private PageJson() {}

    /** Empty if it is no JSON, or only {@code null}. */
    static Optional<Object> read(String text) {
        try (JsonReader reader = readers().createReader(new StringReader(text))) {
            return Optional.ofNullable(value(reader.readValue()));
        } catch (RuntimeException | StackOverflowError e) {
            return Optional.empty(); // libraries differ in what they throw
        }
    }

    /** Found beside this class, whatever the calling thread's context class loader is. */
    private static JsonReaderFactory readers() {
        JsonReaderFactory readers = found;
        if (readers == null) {
            readers = ContextClassLoader.during(
                    PageJson.class.getClassLoader(), () -> Json.createReaderFactory(Map.of()));
            found = readers;
        }
        return readers;
    }

    private static Object value(JsonValue value) {
        return switch (value.getValueType()) {
            case OBJECT -> map((JsonObject) value);
            case ARRAY -> list((JsonArray) value);
            case STRING -> ((JsonString) value).getString();
            case NUMBER -> ((JsonNumber) value).bigDecimalValue();
            case TRUE -> true;
            case FALSE -> false;
            case NULL -> null;
        };
    }

    private static Map<String, Object> map(JsonObject object) {
        Map<String, Object> map = new LinkedHashMap<>();
        object.forEach((name, value) -> map.put(name, value(value)));
        return map;
    }

    private static List<Object> list(JsonArray array) {
        List<Object> list = new ArrayList<>(array.size());
        array.forEach(value -> list.add(value(value)));
        return list;
    }
}
