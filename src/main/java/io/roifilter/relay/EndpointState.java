package io.roifilter.relay;

import java.time.Instant;

/**
 * How the endpoint is, as far as its last answers tell. Immutable.
 *
 * @param health what it does with orders
 * @param since when that began: for an outage its beginning, of whichever kind it was then
 * @param reason what was seen last; empty unless it takes no orders
 */
public record EndpointState(Health health, Instant since, String reason) {
    /** What the endpoint does with orders. */
    public enum Health {
        /** Nothing has been sent yet. */
        UNTRIED,
        /** It takes orders, whatever it thinks of single ones. */
        WELL,
        /** It cannot be reached, or breaks on what it gets; this passes by itself. */
        AWAY,
        /** It refuses every order; a person has to mend that. */
        REFUSING
    }

    /** Before anything was sent. */
    static EndpointState untried(Instant now) {
        return new EndpointState(Health.UNTRIED, now, "");
    }

    /** Whether it takes no orders. */
    public boolean isOutage() {
        return health == Health.AWAY || health == Health.REFUSING;
    }

    /** What follows when it is seen like this. */
    EndpointState then(Health seen, String why, Instant now) {
        EndpointState state = new EndpointState(seen, now, why);
        boolean goesOn = seen == health || isOutage() && state.isOutage();
        boolean clockWasPutBack = since.isAfter(now);
        return goesOn && !clockWasPutBack ? new EndpointState(seen, since, why) : state;
    }
}
