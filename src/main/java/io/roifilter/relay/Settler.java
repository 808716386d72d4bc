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
    private final Suspects suspects;
    private final EndpointLog log;
    private final Deliveries deliveries;
    private final Clock clock;
    private final Queue<Claimed> unsettled;

    Settler(
            Outbox outbox,
            RelayPolicy policy,
            Backoff backoff,
            Suspects suspects,
            EndpointLog log,
            Deliveries deliveries,
            Clock clock) {
        this.outbox = outbox;
        this.policy = policy;
        this.backoff = backoff;
        this.suspects = suspects;
        this.log = log;
        this.deliveries = deliveries;
        this.clock = clock;
        unsettled = new ArrayBlockingQueue<>(2 * policy.connections());
    }

    void settle(Claimed claimed) {
        List<Settlement> settlements = new ArrayList<>(claimed.size());
        for (int i = 0; i < claimed.size(); i++) {
            settlements.add(settlement(claimed.entry(i), claimed.verdict(i)));
        }
        List<Settlement> settled = outbox.settle(settlements);
        deliveries.add(settled);
        settled.stream()
                .filter(Settlement.Rejected.class::isInstance)
                .map(Settlement::entry)
                .forEach(suspects::forget);
        log.settled(settled);
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
                if (!settled && claimed.nanos() < policy.lease().toNanos()) {
                    unsettled.offer(claimed); // later it is another's affair
                }
            }
        }
    }

    /** @param verdict null if it was not sent, or nobody knows what became of it: whoever comes next sends it again */
    private Settlement settlement(Entry entry, Verdict verdict) {
        if (verdict instanceof Verdict.Delivered delivered) {
            return new Settlement.Delivered(entry, delivered.text());
        }
        if (verdict instanceof Verdict.Rejected rejected) {
            return new Settlement.Rejected(entry, rejected.code(), rejected.text());
        }
        if (verdict instanceof Verdict.Blocked blocked) {
            return refused(entry, blocked);
        }
        if (verdict instanceof Verdict.Retry retry) {
            boolean isItsOwn = suspects.isSingledOut(entry);
            Duration pause = backoff.after(isItsOwn ? suspects.ownRefusals(entry) : entry.attempts());
            Duration longer = pause.compareTo(retry.notBefore()) > 0 ? pause : retry.notBefore();
            return retry.isOnThisSide()
                    ? new Settlement.Postponed(entry, clock.instant().plus(longer), retry.text(), isItsOwn)
                    : later(entry, longer, retry.text(), isItsOwn);
        }
        boolean waits = suspects.goesAlone(entry); // for its turn to be sent alone
        return new Settlement.Postponed(
                entry,
                clock.instant().plus(waits ? backoff.after(1) : Duration.ZERO),
                "broken off, or not sent yet",
                waits);
    }

    /**
     * While the account may be meant, an order never ends by that. Once it has been singled out, it may, sooner than others do:
     * that a firewall refuses what is in it will not pass.
     */
    private Settlement refused(Entry entry, Verdict.Blocked blocked) {
        int refusals = suspects.refusals(entry);
        if (!suspects.isSingledOut(entry) || !suspects.areTheOnlyOnes()) {
            Duration pause = refusals == 0 ? backoff.after(1) : backoff.whenBlocked();
            return new Settlement.Postponed(entry, clock.instant().plus(pause), blocked.text());
        }
        if (!suspects.mayEnd(entry)) {
            return later(entry, backoff.after(suspects.ownRefusals(entry)), blocked.text(), true);
        }
        String attempts = entry.attempts() == refusals ? "" : " in " + entry.attempts() + " attempts";
        return new Settlement.Rejected(
                entry,
                RelayPolicy.BLOCKED,
                "blocked " + refusals + " times" + attempts + ", while others were taken: " + blocked.text());
    }

    /** Unless its time is over. (While it is our own way out that has to be mended, it is not asked for here.) */
    private Settlement later(Entry entry, Duration pause, String text, boolean isItsOwn) {
        Instant now = clock.instant();
        return now.isBefore(entry.acceptedAt().plus(policy.retryFor()))
                ? new Settlement.Postponed(entry, now.plus(pause), text, isItsOwn)
                : new Settlement.Rejected(entry, RelayPolicy.EXPIRED, "expired: " + text);
    }
}
