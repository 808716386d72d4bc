package io.roifilter.receiver;

import io.roifilter.api.ApiRequest;
import io.roifilter.api.ApiResponse;
import io.roifilter.api.Credentials;
import io.roifilter.thread.ContextClassLoader;
import jakarta.json.Json;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonGeneratorFactory;
import jakarta.json.stream.JsonParserFactory;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The API's messages as JSON, an extension of this endpoint; {@link RoiApiServlet} shows both. The form follows from
 * the XML: an element with elements is an object, one that holds a list of equal elements an array, a text a string.
 * Requests may also have numbers and booleans ({@code true} is {@code 1}). Thread-safe.
 */
final class JsonMessages {
    private final JsonParserFactory parsers;
    private final JsonGeneratorFactory generators;

    /** Finds the JSON library beside this class, whatever the calling thread's context class loader is. */
    JsonMessages() {
        ClassLoader loader = JsonMessages.class.getClassLoader();
        parsers = ContextClassLoader.during(loader, () -> Json.createParserFactory(Map.of()));
        generators = ContextClassLoader.during(loader, () -> Json.createGeneratorFactory(Map.of()));
    }

    /**
     * Reads a message. Unknown names are passed over, texts are trimmed, as in XML. A message that does not name its
     * {@code response_type} is answered in its own form.
     *
     * @throws MalformedJsonException if it is not JSON of this form
     */
    ApiRequest read(String json) throws MalformedJsonException {
        Map<?, ?> root = object(JsonTree.parse(parsers, new StringReader(json)), "The message");
        Map<?, ?> authentication = object(root.get("authentication"), "authentication");
        List<ApiRequest.Call> calls = new ArrayList<>();
        for (Object call : array(root.get("data"))) {
            calls.add(call(object(call, "An entry of data")));
        }
        String responseType = text(authentication, "response_type");
        return new ApiRequest(
                new Credentials(text(authentication, "api_key"), text(authentication, "shared_secret")),
                responseType.isEmpty() ? "json" : responseType,
                text(authentication, "no_halt").equals("1"),
                calls);
    }

    /** The answer as one line of JSON. */
    String write(ApiResponse response) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = generators.createGenerator(text)) {
            json.writeStartObject().writeStartArray("methodResponse");
            for (ApiResponse.Item item : response.items()) {
                json.writeStartObject();
                write(json, item.elements());
                json.writeEnd();
            }
            json.writeEnd().writeEnd();
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, Map<String, ?> elements) {
        elements.forEach((name, value) -> {
            if (value instanceof Map<?, ?> children) {
                json.writeStartObject(name);
                children.forEach((childName, text) -> json.write((String) childName, (String) text));
                json.writeEnd();
            } else {
                json.write(name, (String) value);
            }
        });
    }

    private static ApiRequest.Call call(Map<?, ?> call) {
        Map<String, String> arguments = new LinkedHashMap<>();
        for (Object name : call.keySet()) {
            arguments.put((String) name, text(call, name));
        }
        return new ApiRequest.Call(text(call, "methodName"), arguments);
    }

    /** The text under a name; empty if there is none, or an object or array in its place. */
    private static String text(Map<?, ?> object, Object name) {
        return object.get(name) instanceof String text ? text.strip() : "";
    }

    private static Map<?, ?> object(Object value, String what) throws MalformedJsonException {
        if (value == null) {
            return Map.of();
        }
        if (value instanceof Map<?, ?> object) {
            return object;
        }
        throw new MalformedJsonException(what + " must be a JSON object");
    }

    private static List<?> array(Object value) throws MalformedJsonException {
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> array) {
            return array;
        }
        throw new MalformedJsonException("data must be a JSON array of method calls");
    }
}
