package io.roifilter.outbox;

import io.roifilter.api.RoiInsert;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

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

    /** @return whether the order is stored; false if that is not known within the time */
    boolean awaitStored(long timeout, TimeUnit unit) {
        try {
            return done.await(timeout, unit) && stored;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the request's business; the write goes on
            return false;
        }
    }
}
