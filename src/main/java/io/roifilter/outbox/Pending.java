package io.roifilter.outbox;

import io.roifilter.api.MethodCall;
import io.roifilter.thread.Gate;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/** A call on its way to the store, and the request that waits for it. Thread-safe. */
final class Pending {
    private final MethodCall call;
    private final String rejection;
    private final Instant acceptedAt;
    private final Gate done = new Gate();
    private final AtomicBoolean taken = new AtomicBoolean();
    private Row row; // guarded by this; null until it is needed
    private boolean stored; // written before the gate opens, read after
    private boolean repeat; // the same

    /** @param rejection why the order must not be sent; null if it is to be sent */
    Pending(MethodCall call, String rejection, Instant acceptedAt) {
        this.call = call;
        this.rejection = rejection;
        this.acceptedAt = acceptedAt;
    }

    MethodCall call() {
        return call;
    }

    String rejection() {
        return rejection;
    }

    Instant acceptedAt() {
        return acceptedAt;
    }

    /** Always the same: the log then names the key under which the order may have reached the store. */
    synchronized Row row() {
        if (row == null) {
            row = Row.accepted(
                    call, call.duplicateKey().orElseGet(() -> UUID.randomUUID().toString()), rejection, acceptedAt);
        }
        return row;
    }

    /** Whether it is the caller's to log: true for one only, until that one gives it back. */
    boolean takeForLog() {
        return !taken.getAndSet(true);
    }

    /** The log could not have it. */
    void giveBackFromLog() {
        taken.set(false);
    }

    boolean isTakenForLog() {
        return taken.get();
    }

    /** Lets the waiting request go on. */
    void settle(boolean nowStored) {
        stored = nowStored;
        done.open();
    }

    /** To be told before it is settled, if that is known. */
    void isRepeat(boolean known) {
        repeat = known;
    }

    /** What its caller is told. */
    Acceptance acceptance() {
        if (!isStored()) {
            return Acceptance.NOT_YET;
        }
        return repeat ? Acceptance.REPEATED : Acceptance.STORED;
    }

    /** Opens when what became of the order is known. */
    Gate done() {
        return done;
    }

    /** Whether the order is known to be stored. */
    boolean isStored() {
        return done.isOpen() && stored;
    }
}
