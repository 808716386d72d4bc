package io.roifilter.outbox;

import io.roifilter.api.MethodCall;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Room for orders that could be neither handed to the writer nor logged when they came, because there was no memory for
 * it: {@value #SLOTS} places, made beforehand, so that keeping an order takes none. Thread-safe.
 */
final class Kept {
    static final int SLOTS = 1000;

    private static final int FREE = 0;
    private static final int CHANGING = 1;
    private static final int FULL = 2;

    /** One place; its fields belong to whoever has set it to changing. */
    private static final class Slot {
        private final AtomicInteger state = new AtomicInteger(FREE);
        private MethodCall call;
        private String rejection;
    }

    /** What is done with an order that was kept. */
    interface Action {
        /** @return whether it was done; else the order is kept on */
        boolean on(MethodCall call, String rejection);
    }

    private final Slot[] slots = new Slot[SLOTS];
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicLong lost = new AtomicLong();

    Kept() {
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = new Slot();
        }
    }

    /** @return false if there is no room */
    boolean keep(MethodCall call, String rejection) {
        for (int i = 0; i < SLOTS; i++) {
            Slot slot = slots[i];
            if (slot.state.compareAndSet(FREE, CHANGING)) {
                slot.call = call;
                slot.rejection = rejection;
                size.incrementAndGet();
                slot.state.set(FULL);
                return true;
            }
        }
        lost.incrementAndGet();
        return false;
    }

    boolean isEmpty() {
        return size.get() == 0;
    }

    /** How many have found no room. */
    long lost() {
        return lost.get();
    }

    /** Goes through what is kept, as far as it can be done. */
    void drain(Action action) {
        for (int i = 0; i < SLOTS && !isEmpty(); i++) {
            Slot slot = slots[i];
            if (slot.state.compareAndSet(FULL, CHANGING) && !take(slot, action)) {
                return;
            }
        }
    }

    private boolean take(Slot slot, Action action) {
        boolean done = false;
        try {
            done = action.on(slot.call, slot.rejection);
            return done;
        } finally {
            if (done) {
                slot.call = null;
                slot.rejection = null;
                size.decrementAndGet();
            }
            slot.state.set(done ? FREE : FULL);
        }
    }
}
