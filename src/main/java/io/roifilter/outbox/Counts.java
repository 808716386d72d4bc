package io.roifilter.outbox;

/**
 * How many rows there are in each state. Immutable. Counted when the store is opened and kept up to date from there by
 * the update counts, because counting a million rows takes too long to be asked for now and then.
 */
record Counts(long waiting, long delivered, long rejected) {
    static final Counts NONE = new Counts(0, 0, 0);

    Counts plus(Counts other) {
        return new Counts(waiting + other.waiting, delivered + other.delivered, rejected + other.rejected);
    }

    /** This many of one state. */
    static Counts of(State state, long count) {
        return new Counts(
                state == State.WAITING ? count : 0,
                state == State.DELIVERED ? count : 0,
                state == State.REJECTED ? count : 0);
    }

    /** This many went from waiting to another state. */
    static Counts settled(State state, long count) {
        return of(state, count).plus(of(State.WAITING, -count));
    }

    long total() {
        return waiting + delivered + rejected;
    }

    @Override
    public String toString() {
        return waiting + " waiting, " + rejected + " rejected, " + delivered + " delivered";
    }
}
