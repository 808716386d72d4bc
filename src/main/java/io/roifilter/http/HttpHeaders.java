package io.roifilter.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The headers of an answer, by their names in whatever case. */
public final class HttpHeaders {
    private final Map<String, List<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    HttpHeaders() {}

    /** The first value of a header. */
    public Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    /** All values of a header, in their order; none if it is not there. */
    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    void add(String name, String value) {
        values.computeIfAbsent(name, key -> new ArrayList<>(1)).add(value);
    }

    /** Whether a header that is a list, as RFC 9110, section 5.6.1, writes them, has this member. */
    boolean names(String name, String member) {
        return all(name).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .anyMatch(some -> some.strip().equalsIgnoreCase(member));
    }
}
