package io.roifilter.outbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What was counted in each hour and is not in the store yet. Whoever counts does so from the start on, and pays nothing for
 * this: what came in an hour is how far the numbers have grown in it. Thread-safe.
 */
final class HourlyCounts {
    private final Clock clock;
    private volatile Supplier<Map<String, Long>> totals = Map::of;

    // Mutable state, guarded by this
    private final Map<String, Long> seen = new HashMap<>();
    private final TreeMap<Long, Map<String, Long>> fresh = new TreeMap<>();

    HourlyCounts(Clock clock) {
        this.clock = clock;
    }

    /** @param newTotals numbers since the start, by their names */
    void follow(Supplier<Map<String, Long>> newTotals) {
        totals = newTotals;
    }

    /** The number of an hour since 1970. */
    static long hour(Instant time) {
        return Math.floorDiv(time.toEpochMilli(), Duration.ofHours(1).toMillis());
    }

    /** When an hour begins. */
    static Instant start(long hour) {
        return Instant.ofEpochMilli(hour * Duration.ofHours(1).toMillis());
    }

    /** Notes what has come since the last time. */
    synchronized void note() {
        long hour = hour(clock.instant());
        totals.get().forEach((name, total) -> {
            Long before = seen.put(name, total);
            long more = total - (before == null ? 0 : before);
            if (more > 0) {
                add(hour, name, more);
            }
        });
        fresh.headMap(hour - CountTable.KEPT_HOURS).clear();
    }

    /** All that was noted, which is the store's from here on. */
    private synchronized SortedMap<Long, Map<String, Long>> take() {
        SortedMap<Long, Map<String, Long>> taken = copy();
        fresh.clear();
        return taken;
    }

    /** What was taken and could not be stored. */
    private synchronized void giveBack(SortedMap<Long, Map<String, Long>> counts) {
        counts.forEach((hour, numbers) -> numbers.forEach((name, number) -> add(hour, name, number)));
    }

    /** All that was noted, and stays. */
    synchronized SortedMap<Long, Map<String, Long>> copy() {
        SortedMap<Long, Map<String, Long>> copy = new TreeMap<>();
        fresh.forEach((hour, numbers) -> copy.put(hour, new TreeMap<>(numbers)));
        return copy;
    }

    /**
     * Hands over to the store what was counted up to now; what it does not take stays.
     *
     * @throws OutboxException if the store is away
     */
    void keep(StoreAccess store) {
        note();
        SortedMap<Long, Map<String, Long>> taken = take();
        if (taken.isEmpty()) {
            return;
        }
        boolean kept = false;
        try {
            store.use(s -> {
                s.addHours(taken);
                return null;
            });
            kept = true;
        } finally {
            if (!kept) {
                giveBack(taken);
            }
        }
    }

    private void add(long hour, String name, long number) {
        fresh.computeIfAbsent(hour, h -> new TreeMap<>()).merge(name, number, Long::sum);
    }
}
