package io.roifilter.outbox;

import io.roifilter.api.MethodCall;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Calls that this process stores, until they are claimed, by their payload, which therefore need not be read: most are
 * delivered a moment after they were stored. Whatever has been changed in the store since has another payload, and is read.
 * Thread-safe.
 */
final class FreshCalls {
    /** Some megabytes. What there is no room for is read. */
    static final int MAX = 10_000;

    /** Where there is no room, what is older makes it: it waits for the endpoint, or is nobody's any more. */
    private static final long OLD_NANOS = TimeUnit.MINUTES.toNanos(1);

    private static final long BETWEEN_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final LongSupplier nanoTime;
    private final Map<String, Fresh> calls = new ConcurrentHashMap<>();
    private long clearedOut; // by the writer's thread

    private record Fresh(MethodCall call, long since) {}

    FreshCalls(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        clearedOut = nanoTime.getAsLong();
    }

    /** To be told before it is stored, by the writer's thread. */
    void add(Pending pending) {
        if (pending.rejection() == null) {
            long now = nanoTime.getAsLong();
            if (calls.size() < MAX || clearOut(now)) {
                calls.put(pending.row().payload(), new Fresh(pending.call(), now));
            }
        }
    }

    /** The call of this payload, which is forgotten here; null if it must be read. */
    MethodCall take(String payload) {
        Fresh fresh = payload == null ? null : calls.remove(payload);
        return fresh == null ? null : fresh.call();
    }

    private boolean clearOut(long now) {
        if (now - clearedOut > BETWEEN_NANOS) {
            clearedOut = now;
            calls.values().removeIf(fresh -> now - fresh.since() > OLD_NANOS);
        }
        return calls.size() < MAX;
    }
}
