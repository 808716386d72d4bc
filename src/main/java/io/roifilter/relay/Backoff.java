package io.roifilter.relay;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Exponential backoff with full jitter: a pause is anything from zero to a bound that doubles with each attempt. */
final class Backoff {
    private final Duration min;
    private final Duration max;
    private final RandomGenerator random;

    Backoff(Duration min, Duration max, RandomGenerator random) {
        this.min = min;
        this.max = max;
        this.random = random;
    }

    /** The pause after so many failed attempts, at least one. */
    Duration after(int attempts) {
        return Duration.ofMillis(random.nextLong(bound(attempts).toMillis() + 1));
    }

    /** A pause for faults that only a person can mend: between half the longest pause and the longest. */
    Duration whenBlocked() {
        long half = max.toMillis() / 2;
        return Duration.ofMillis(half + random.nextLong(half + 1));
    }

    private Duration bound(int attempts) {
        Duration bound = min;
        for (int i = 1; i < attempts && bound.compareTo(max) < 0; i++) {
            bound = bound.multipliedBy(2);
        }
        return bound.compareTo(max) < 0 ? bound : max;
    }
}
