package io.roifilter.relay;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One circuit breaker for the whole endpoint. Closed, all POSTs go; open, none until a pause has passed; then one
 * probe at a time, so that an outage costs single POSTs and not a storm.
 *
 * <p>While the circuit is not closed the batches shrink, to a single call in the end: if it is one call that the endpoint
 * breaks on, the others get past it. Thread-safe.
 */
final class Circuit {
    /** Leave to send one POST of at most so many calls. */
    record Permit(int maxCalls, boolean probe) {}

    /** So many POSTs must go well until one as large is tried again as was refused for its size. */
    private static final int GOOD_POSTS = 100;

    private final int batchSize;
    private final Backoff backoff;

    // Mutable state, guarded by this
    private int failures;
    private int maxCalls;
    private int largest; // that is known to be not too large
    private int goodPosts; // since that was found
    private Instant openSince = Instant.MIN;
    private Instant openUntil = Instant.MIN;
    private boolean probing;

    Circuit(int batchSize, Backoff backoff) {
        this.batchSize = batchSize;
        this.backoff = backoff;
        maxCalls = batchSize;
        largest = batchSize;
    }

    /** Leave to send, to be given back by one of the three methods below; empty while the circuit is open. */
    synchronized Optional<Permit> tryAcquire(Instant now) {
        if (failures == 0) {
            return Optional.of(new Permit(maxCalls, false));
        }
        if (now.isBefore(openSince)) { // the clock was put back: the pause is as long as it was to be
            openUntil = now.plus(Duration.between(openSince, openUntil));
            openSince = now;
        }
        if (probing || now.isBefore(openUntil)) {
            return Optional.empty();
        }
        Optional<Permit> permit = Optional.of(new Permit(maxCalls, true));
        probing = true; // last: a probe that nobody has leave for would never end
        return permit;
    }

    /** Somebody says that it may be worth a try: the pause is over, whatever it was to be. */
    synchronized void tryNow(Instant now) {
        if (openUntil.isAfter(now)) {
            openSince = now;
            openUntil = now;
        }
    }

    /** When it makes sense to ask again; empty if only the end of a probe can tell. */
    synchronized Optional<Instant> nextProbe() {
        return probing ? Optional.empty() : Optional.of(openUntil);
    }

    synchronized boolean isClosed() {
        return failures == 0;
    }

    /** The endpoint does its work, whatever it thinks of single calls. Tells whether this closed the circuit. */
    synchronized boolean succeeded(Permit permit) {
        release(permit);
        boolean wasOpen = failures > 0;
        failures = 0;
        openUntil = Instant.MIN;
        if (largest < batchSize && ++goodPosts >= GOOD_POSTS) {
            largest = Math.min(batchSize, 2 * largest);
            goodPosts = 0;
        }
        maxCalls = Math.min(largest, maxCalls * 2);
        return wasOpen;
    }

    /** So many calls were not taken in one POST, but all were in smaller ones. */
    synchronized void tooMany(int calls) {
        largest = Math.max(1, calls / 2);
        goodPosts = 0;
        maxCalls = Math.min(largest, maxCalls);
    }

    /** For the next POST, as no larger one is of use: it grows again from there. */
    synchronized void atMost(int calls) {
        maxCalls = Math.max(1, Math.min(maxCalls, calls));
    }

    /** The endpoint is away: pauses grow. A POST that was in flight when the circuit opened adds nothing to them. */
    synchronized void failed(Permit permit, Instant now, Duration atLeast) {
        release(permit);
        maxCalls = Math.max(1, maxCalls / 2);
        if (failures == 0 || permit.probe()) {
            failures++;
        }
        Duration pause = backoff.after(failures);
        openFor(pause.compareTo(atLeast) > 0 ? pause : atLeast, now);
    }

    /** The endpoint refuses us altogether: a long pause at once. */
    synchronized void blocked(Permit permit, Instant now) {
        release(permit);
        failures++;
        openFor(backoff.whenBlocked(), now);
    }

    /** Nothing was sent, or nothing is known of what was. */
    synchronized void unused(Permit permit) {
        release(permit);
    }

    private void release(Permit permit) {
        if (permit.probe()) {
            probing = false;
        }
    }

    private void openFor(Duration pause, Instant now) {
        openSince = now;
        if (now.plus(pause).isAfter(openUntil)) {
            openUntil = now.plus(pause);
        }
    }
}
