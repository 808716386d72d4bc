package io.roifilter.outbox;

import io.roifilter.api.RoiInsert;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;

/** An order on its way to the store, and the request that waits for it. */
final class Pending {
    private final RoiInsert order;
    private final String rejection;
    private final Instant acceptedAt;
    private final CountDownLatch done = new CountDownLatch(1);
    private boolean stored; // written before the latch opens, read after

    /** @param rejection why the order must not be sent; null if it is to be sent */
    Pending(RoiInsert order, String rejection, Instant acceptedAt) {
        this.order = order;
        this.rejection = rejection;
        this.acceptedAt = acceptedAt;
    }

    RoiInsert order() {
        return order;
    }

    String rejection() {
        return rejection;
    }

    Instant acceptedAt() {
        return acceptedAt;
    }

    /** Lets the waiting request go on. */
    void settle(boolean nowStored) {
        stored = nowStored;
        done.countDown();
    }

    /** Reaches zero when what became of the order is known. */
    CountDownLatch done() {
        return done;
    }

    /** Whether the order is known to be stored. */
    boolean isStored() {
        return done.getCount() == 0 && stored;
    }
}
