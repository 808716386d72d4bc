package io.roifilter.outbox;

import java.time.Instant;

/**
 * How many entries of one destination are in one state. Immutable.
 *
 * @param oldest when the first of them was accepted
 * @param nextDue when the first of them is to be sent, if they wait
 */
public record Standing(Destination destination, State state, long count, Instant oldest, Instant nextDue) {}
