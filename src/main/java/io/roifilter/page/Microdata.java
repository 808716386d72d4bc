package io.roifilter.page;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gathers items of schema.org that attributes of the markup describe ({@code itemscope}, {@code itemprop}), in the form in
 * which JSON-LD has them. Only those that are no property of another.
 */
final class Microdata {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_TEXT = 1_000;
    private static final Set<String> VOID = Set.of(
            "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr");
    /** Their end tags may be left out before another one. */
    private static final Set<String> REPEATED = Set.of("li", "p", "dd", "dt", "td", "th", "tr", "option");

    private final String page;
    private final List<Value> items = new ArrayList<>();
    private final Deque<Element> open = new ArrayDeque<>();
    private boolean isTooDeep;

    /** An element that is open in an item; what it describes is null if it is nothing. */
    private record Element(String name, Map<String, Value> scope, String property, StringBuilder text) {}

    Microdata(String page) {
        this.page = page;
    }

    /** Those that are complete. */
    List<Value> items() {
        return items;
    }

    void startTag(Tag tag, boolean holdsMarkup) {
        if (open.isEmpty() && !tag.has("itemscope")) {
            return;
        }
        String name = tag.name();
        if (REPEATED.contains(name) && !open.isEmpty() && open.peek().name().equals(name)) {
            close(open.pop());
        }
        if (open.size() >= MAX_DEPTH) {
            isTooDeep = true;
            return;
        }
        Element element = element(tag, name);
        if (holdsMarkup && !VOID.contains(name)) {
            open.push(element);
        } else {
            close(element);
        }
    }

    void endTag(Tag tag) {
        if (open.isEmpty()) {
            return;
        }
        String name = tag.name();
        if (open.stream().anyMatch(element -> element.name().equals(name))) {
            while (!open.peek().name().equals(name)) {
                close(open.pop());
            }
            close(open.pop());
        }
    }

    void text(int from, int to) {
        if (open.isEmpty()) {
            return;
        }
        for (Element element : open) {
            StringBuilder text = element.text();
            if (text != null && text.length() < MAX_TEXT) {
                text.append(page, from, Math.min(to, from + MAX_TEXT));
            }
        }
    }

    private Element element(Tag tag, String name) {
        String property = tag.attribute("itemprop");
        Map<String, Value> scope = null;
        if (tag.has("itemscope")) {
            scope = new LinkedHashMap<>();
            String type = tag.attribute("itemtype");
            scope.put("@type", new Value.Text(type == null ? "" : type.strip()));
        }
        String content = content(tag);
        if (property == null || scope != null) {
            return new Element(name, scope, property, null);
        }
        if (content != null) {
            put(property, new Value.Text(content));
            return new Element(name, null, null, null);
        }
        return new Element(name, null, property, new StringBuilder());
    }

    /** What stands in an attribute; null if the text is what counts. */
    private static String content(Tag tag) {
        for (String attribute : List.of("content", "value", "href", "src")) {
            if (tag.has(attribute)) {
                return tag.attribute(attribute);
            }
        }
        return null;
    }

    private void close(Element element) {
        if (element.scope() != null) {
            Value item = new Value.Fields(element.scope());
            if (element.property() != null && !open.isEmpty()) {
                put(element.property(), item);
            } else if (open.isEmpty() && !isTooDeep && element.property() == null) {
                items.add(item);
            }
        } else if (element.property() != null && element.text() != null) {
            String text = CharacterReferences.read(element.text().toString());
            put(element.property(), new Value.Text(text.replaceAll("\\s+", " ").strip()));
        }
        isTooDeep &= !open.isEmpty();
    }

    /** The first of a name counts. */
    private void put(String properties, Value value) {
        for (Element element : open) {
            if (element.scope() != null) {
                for (String property : properties.strip().split("\\s+")) {
                    element.scope().putIfAbsent(property, value);
                }
                return;
            }
        }
    }
}
