package io.roifilter.admin;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Slows those who try passwords: after {@value #FREE} wrong ones in a row an address has to wait before each further try, twice
 * as long each time, up to a minute; and so have all together, whose addresses are not among those that knew the password,
 * after {@value #FREE_OF_ALL}. Nothing waits in here. Thread-safe.
 */
final class AttemptLimit {
    private static final int FREE = 5;
    private static final int FREE_OF_ALL = 100;
    private static final Duration MAX_PAUSE = Duration.ofMinutes(1);
    private static final int MAX_ADDRESSES = 1000;

    /** After this time without a wrong one, those before count no more. */
    private static final Duration FORGOTTEN = Duration.ofMinutes(10);

    private static final Failures NONE = new Failures(0, Instant.MIN, Instant.MIN);

    private final Clock clock;

    // Mutable state, guarded by this
    private final Map<String, Failures> byAddress = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > MAX_ADDRESSES;
        }
    };
    private Failures ofAll;

    AttemptLimit(Clock clock) {
        this.clock = clock;
        ofAll = NONE;
    }

    /** In a row, the last of them, and when the next try is allowed. */
    private record Failures(int count, Instant last, Instant next) {}

    /** How long this one has to wait; empty if not at all. */
    synchronized Optional<Duration> pause(String address) {
        Instant now = clock.instant();
        Failures own = byAddress.get(address);
        Instant next = own == null ? ofAll.next() : own.next();
        return next.isAfter(now) ? Optional.of(Duration.between(now, next)) : Optional.empty();
    }

    synchronized void failed(String address) {
        byAddress.put(address, oneMore(byAddress.getOrDefault(address, NONE), FREE));
        ofAll = oneMore(ofAll, FREE_OF_ALL);
    }

    synchronized void succeeded(String address) {
        byAddress.put(address, NONE);
        ofAll = NONE;
    }

    private Failures oneMore(Failures before, int free) {
        Instant now = clock.instant();
        int count = before.last().isBefore(now.minus(FORGOTTEN)) ? 1 : before.count() + 1;
        if (count < free) {
            return new Failures(count, now, Instant.MIN);
        }
        long seconds = Math.min(MAX_PAUSE.toSeconds(), 1L << Math.min(count - free, 6));
        return new Failures(count, now, now.plusSeconds(seconds));
    }
}
