package io.roifilter.page;

import java.util.ArrayList;
import java.util.List;

/** Finds the items of a type that a page is about, and none that it only talks about, in a list or as a part of another. */
final class SchemaOrg {
    private static final int MAX_ITEMS = 100;
    private static final int MAX_NESTING = 4;

    private SchemaOrg() {}

    /** In a value as JSON-LD has it: alone, in an array, in a graph, or as what a page is about. */
    static List<Value> items(Value value, String type) {
        List<Value> found = new ArrayList<>();
        collect(value, type, found, 0);
        return found;
    }

    private static void collect(Value value, String type, List<Value> found, int nesting) {
        if (nesting > MAX_NESTING || found.size() >= MAX_ITEMS) {
            return;
        }
        if (value instanceof Value.Items items) {
            items.items().forEach(item -> collect(item, type, found, nesting + 1));
        } else if (value instanceof Value.Fields fields) {
            Value types = fields.fields().getOrDefault("@type", Value.NOTHING);
            if (isOf(types, type)) {
                found.add(value);
                return;
            }
            collect(fields.fields().getOrDefault("@graph", Value.NOTHING), type, found, nesting + 1);
            if (isPage(types)) {
                collect(fields.fields().getOrDefault("mainEntity", Value.NOTHING), type, found, nesting + 1);
            }
        }
    }

    private static boolean isOf(Value types, String type) {
        if (types instanceof Value.Items several) {
            return several.items().stream().anyMatch(one -> one instanceof Value.Text && isOf(one, type));
        }
        return types instanceof Value.Text text
                && text.text().matches("(?:https?://(?:www\\.)?schema\\.org/|schema:)?" + type);
    }

    private static boolean isPage(Value types) {
        return types instanceof Value.Text text && text.text().endsWith("Page");
    }
}
