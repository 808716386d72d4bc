package io.roifilter;

import jakarta.servlet.ServletRequest;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The confirmations of an application that go on asynchronously, by the container's request: after a dispatch it may come
 * without our wrapper around it. No attribute of the request says it, as the application's listeners would hear of that.
 * Thread-safe.
 */
final class AsyncVisits {
    private final Map<ServletRequest, List<Confirmation>> confirmations = new IdentityHashMap<>(); // guarded by this
    private volatile int size; // for a look without a lock, as most requests are in no such visit

    synchronized void begin(ServletRequest key, Confirmation confirmation) {
        confirmations.computeIfAbsent(key, begun -> new ArrayList<>(1)).add(confirmation);
        size = confirmations.size();
    }

    synchronized void end(ServletRequest key, Confirmation confirmation) {
        List<Confirmation> begun = confirmations.get(key);
        if (begun != null && begun.remove(confirmation) && begun.isEmpty()) {
            confirmations.remove(key);
        }
        size = confirmations.size();
    }

    /** What this request is part of, one for each filter that has seen it. */
    List<Confirmation> of(ServletRequest request) {
        return size == 0 ? List.of() : copy(ContainersRequest.of(request));
    }

    private synchronized List<Confirmation> copy(ServletRequest key) {
        return List.copyOf(confirmations.getOrDefault(key, List.of()));
    }
}
