package io.roifilter.admin;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What is wrong with a set-up by now, by name: there until it is over, and to be logged now and then. Thread-safe. */
final class Warnings {
    private static final Duration DAY = Duration.ofDays(1);

    private static final char OF_FILTER = '/';

    private final Clock clock;

    // Mutable state, guarded by this
    private final Map<String, String> current = new LinkedHashMap<>();
    private final Map<String, Instant> said = new LinkedHashMap<>(); // the last time

    Warnings(Clock clock) {
        this.clock = clock;
    }

    /** The name of what is one filter's. */
    static String of(String name, String filter) {
        return name + OF_FILTER + filter;
    }

    /** What it is called without the filter's. */
    static String kind(String name) {
        int end = name.indexOf(OF_FILTER);
        return end < 0 ? name : name.substring(0, end);
    }

    /** By name. */
    synchronized Map<String, String> current() {
        return Collections.unmodifiableMap(new LinkedHashMap<>(current));
    }

    /** It is there, and said already. */
    synchronized void show(String name, String text) {
        current.put(name, text);
    }

    /** It is there; returns what is to be logged, if it is time. */
    synchronized Optional<String> daily(String name, String text) {
        current.put(name, text);
        Instant now = clock.instant();
        Instant last = said.get(name);
        if (last != null && now.isBefore(last.plus(DAY))) {
            return Optional.empty();
        }
        said.put(name, now);
        return Optional.of(text);
    }

    /** It is to be logged the next time that it is noticed, however short ago it was. */
    synchronized void hurry(String name) {
        said.remove(name);
    }

    /** It is over. */
    synchronized void forget(String name) {
        current.remove(name);
    }
}
