package io.roifilter.relay;

import io.roifilter.outbox.Settlement;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Counts what became of what was sent, since the start. Thread-safe. */
final class Deliveries {
    private final LongAdder delivered = new LongAdder();
    private final LongAdder postponed = new LongAdder();
    private final LongAdder rejected = new LongAdder();

    /** To be told when they are on disk, and of nothing that another node has settled meanwhile. */
    void add(List<Settlement> settled) {
        for (Settlement settlement : settled) {
            counter(settlement).increment();
        }
    }

    long delivered() {
        return delivered.sum();
    }

    long postponed() {
        return postponed.sum();
    }

    long rejected() {
        return rejected.sum();
    }

    private LongAdder counter(Settlement settlement) {
        if (settlement instanceof Settlement.Delivered) {
            return delivered;
        }
        return settlement instanceof Settlement.Rejected ? rejected : postponed;
    }
}
