package io.roifilter.expression;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A read-only map over a pair of servlet methods, one that lists names and one that gets a value by its name. A single
 * look-up touches no other value, and finds a name as the container does, a header's in any case of letters.
 */
final class NamedValues<V> extends AbstractMap<String, V> {
    private final Supplier<Enumeration<String>> names;
    private final Function<String, V> value;

    NamedValues(Supplier<Enumeration<String>> names, Function<String, V> value) {
        this.names = names;
        this.value = value;
    }

    @Override
    public V get(Object name) {
        return name instanceof String text ? value.apply(text) : null;
    }

    @Override
    public boolean containsKey(Object name) {
        return get(name) != null;
    }

    @Override
    public Set<Entry<String, V>> entrySet() {
        Map<String, V> all = new LinkedHashMap<>();
        for (String name : Collections.list(names.get())) {
            all.put(name, value.apply(name));
        }
        return Collections.unmodifiableMap(all).entrySet();
    }
}
