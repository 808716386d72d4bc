package io.roifilter;

import jakarta.servlet.ServletRequest;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The visits of an application that go on asynchronously, by the container's request: after a dispatch it may come
 * without our wrapper around it. No attribute of the request says it, as the application's listeners would hear of that.
 * Thread-safe.
 */
final class AsyncVisits {
    private final Map<ServletRequest, List<HeldVisit>> visits = new IdentityHashMap<>(); // guarded by this
    private volatile int size; // for a look without a lock, as most requests are in no such visit

    synchronized void begin(ServletRequest key, HeldVisit visit) {
        visits.computeIfAbsent(key, begun -> new ArrayList<>(1)).add(visit);
        size = visits.size();
    }

    synchronized void end(ServletRequest key, HeldVisit visit) {
        List<HeldVisit> begun = visits.get(key);
        if (begun != null && begun.remove(visit) && begun.isEmpty()) {
            visits.remove(key);
        }
        size = visits.size();
    }

    /** What this request is part of, one for each filter that has seen it. */
    List<HeldVisit> of(ServletRequest request) {
        return size == 0 ? List.of() : copy(ContainersRequest.of(request));
    }

    private synchronized List<HeldVisit> copy(ServletRequest key) {
        return List.copyOf(visits.getOrDefault(key, List.of()));
    }
}
