package io.roifilter.relay;

import io.roifilter.api.Verdict;
import io.roifilter.outbox.Entry;
import io.roifilter.outbox.Outbox;
import io.roifilter.outbox.Settlement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Settles what was claimed, by its verdicts. What cannot be settled now is remembered, in room made beforehand, and settled
 * when it can be. Thread-safe.
 */
final class Settler {
    private final Outbox outbox;
    private final RelayPolicy policy;
    private final Backoff backoff;
    private final EndpointLog log;
    private final Clock clock;
    private final Queue<Claimed> unsettled;

    Settler(Outbox outbox, RelayPolicy policy, Backoff backoff, EndpointLog log, Clock clock) {
        this.outbox = outbox;
        this.policy = policy;
        this.backoff = backoff;
        this.log = log;
        this.clock = clock;
        unsettled = new ArrayBlockingQueue<>(2 * policy.connections());
    }

    /** What one POST is about, and what came of it. */
    static final class Claimed {
        private final List<Entry> entries;
        private final long since = System.nanoTime();
        private List<Verdict> verdicts; // null as long as nothing is known

        Claimed(List<Entry> entries) {
            this.entries = entries;
        }

        void answered(List<Verdict> newVerdicts) {
            verdicts = newVerdicts;
        }
    }

    void settle(Claimed claimed) {
        List<Settlement> settlements =
                claimed.verdicts == null ? givenBack(claimed.entries) : settlements(claimed.entries, claimed.verdicts);
        outbox.settle(settlements).forEach(log::settled);
    }

    /** Takes no memory; of what it cannot hold, the lease will end. */
    void remember(Claimed claimed) {
        unsettled.offer(claimed);
    }

    /** Settles what could not be settled before; if it still cannot, it is kept, and what was thrown is thrown on. */
    void settleTheUnsettled() {
        for (Claimed claimed = unsettled.poll(); claimed != null; claimed = unsettled.poll()) {
            boolean settled = false;
            try {
                settle(claimed);
                settled = true;
            } finally {
                if (!settled
                        && System.nanoTime() - claimed.since < policy.lease().toNanos()) {
                    unsettled.offer(claimed); // later it is another's affair
                }
            }
        }
    }

    /** What became of these is unknown: whoever comes next sends them again. */
    private List<Settlement> givenBack(List<Entry> entries) {
        Instant now = clock.instant();
        return entries.stream()
                .<Settlement>map(entry -> new Settlement.Later(entry, now, "broken off"))
                .toList();
    }

    private List<Settlement> settlements(List<Entry> entries, List<Verdict> verdicts) {
        List<Settlement> settlements = new ArrayList<>(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            settlements.add(settlement(entries.get(i), verdicts.get(i)));
        }
        return settlements;
    }

    private Settlement settlement(Entry entry, Verdict verdict) {
        Instant now = clock.instant();
        if (verdict instanceof Verdict.Delivered delivered) {
            return new Settlement.Delivered(entry, delivered.text());
        }
        if (verdict instanceof Verdict.Rejected rejected) {
            return new Settlement.Rejected(entry, rejected.code(), rejected.text());
        }
        if (verdict instanceof Verdict.Blocked blocked) {
            return new Settlement.Later(entry, now.plus(backoff.after(1)), blocked.text());
        }
        Verdict.Retry retry = (Verdict.Retry) verdict;
        if (!now.isBefore(entry.acceptedAt().plus(policy.retryFor()))) {
            return new Settlement.Rejected(entry, RelayPolicy.EXPIRED, "expired: " + retry.text());
        }
        Duration pause = backoff.after(entry.attempts());
        Duration longest = pause.compareTo(retry.notBefore()) > 0 ? pause : retry.notBefore();
        return new Settlement.Later(entry, now.plus(longest), retry.text());
    }
}
