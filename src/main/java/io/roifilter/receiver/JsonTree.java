package io.roifilter.receiver;

import jakarta.json.stream.JsonLocation;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import jakarta.json.stream.JsonParserFactory;
import jakarta.json.stream.JsonParsingException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON in, as maps, lists and strings. Safe with hostile input: bounded depth and number of values, no name twice in an
 * object, and numbers stay the text they are, so that {@code 152.90} keeps its zero and {@code 1e999999999} costs
 * nothing; the caller bounds the size.
 */
final class JsonTree {
    private static final int MAX_DEPTH = 16;
    private static final int MAX_VALUES = 50_000;

    private final JsonParser parser;
    private int values;

    private JsonTree(JsonParser parser) {
        this.parser = parser;
    }

    /**
     * Reads a whole document.
     *
     * @return a map, a list, a string, or null for JSON's null
     */
    static Object parse(JsonParserFactory parsers, Reader json) throws MalformedJsonException {
        try (JsonParser parser = parsers.createParser(json)) {
            Object root = new JsonTree(parser).value(parser.next(), 1);
            if (parser.hasNext()) {
                throw new MalformedJsonException("There is something after the end of the JSON message");
            }
            return root;
        } catch (JsonParsingException e) {
            throw new MalformedJsonException("The message is not well-formed JSON" + position(e.getLocation()), e);
        } catch (RuntimeException e) {
            // An end too early and the parser's own bounds come as exceptions of many kinds.
            throw new MalformedJsonException("The message is not well-formed JSON", e);
        }
    }

    private Object value(Event event, int depth) throws MalformedJsonException {
        if (depth > MAX_DEPTH) {
            throw new MalformedJsonException("The JSON message is nested too deeply");
        }
        if (++values > MAX_VALUES) {
            throw new MalformedJsonException("The JSON message has too many values");
        }
        return switch (event) {
            case START_OBJECT -> object(depth);
            case START_ARRAY -> array(depth);
            case VALUE_STRING, VALUE_NUMBER -> parser.getString();
            case VALUE_TRUE -> "1";
            case VALUE_FALSE -> "0";
            case VALUE_NULL -> null;
            case KEY_NAME, END_OBJECT, END_ARRAY -> throw new IllegalStateException("not a value: " + event);
        };
    }

    private Map<String, Object> object(int depth) throws MalformedJsonException {
        Map<String, Object> object = new LinkedHashMap<>();
        while (parser.next() == Event.KEY_NAME) {
            String name = parser.getString();
            if (object.containsKey(name)) {
                throw new MalformedJsonException("A name occurs twice in one object of the JSON message");
            }
            object.put(name, value(parser.next(), depth + 1));
        }
        return object;
    }

    private List<Object> array(int depth) throws MalformedJsonException {
        List<Object> array = new ArrayList<>();
        for (Event event = parser.next(); event != Event.END_ARRAY; event = parser.next()) {
            array.add(value(event, depth + 1));
        }
        return array;
    }

    private static String position(JsonLocation location) {
        return ": line " + location.getLineNumber() + ", column " + location.getColumnNumber();
    }
}
