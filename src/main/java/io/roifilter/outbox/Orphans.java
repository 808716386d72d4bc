package io.roifilter.outbox;

import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * What was claimed but not returned, because of an error half way: it falls due again when that can be done, and not with its
 * lease. Thread-safe.
 */
final class Orphans {
    private static final int MAX = 16;

    private final StoreAccess store;
    private final Queue<String> claims = new ArrayBlockingQueue<>(MAX);

    Orphans(StoreAccess store) {
        this.store = store;
    }

    /** Takes no memory; of more than it can hold, the lease will end. */
    void add(String claim) {
        claims.offer(claim);
    }

    /** Waits while the store is away, where that is no reason to claim nothing: see {@link EmbeddedFiles#delivering}. */
    void release() {
        for (String claim = claims.peek(); claim != null && store.isOpen(); claim = claims.peek()) {
            String orphan = claim;
            store.use(s -> s.release(orphan));
            claims.remove(orphan);
        }
    }
}
