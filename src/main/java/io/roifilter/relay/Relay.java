package io.roifilter.relay;

import io.roifilter.api.ApiClient;
import io.roifilter.api.RoiInsert;
import io.roifilter.api.Verdict;
import io.roifilter.outbox.Entry;
import io.roifilter.outbox.Journal;
import io.roifilter.outbox.Outbox;
import io.roifilter.outbox.OutboxException;
import io.roifilter.outbox.Settlement;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/**
 * Empties the outbox into the endpoint, in the background. As many threads as there are connections each do the same:
 * claim what is due, send it in one POST, settle every entry by its verdict; and sleep until an order is accepted or
 * an entry falls due. Thread-safe.
 *
 * <p>No transaction is open while a POST is under way: a claim is a lease, and an entry whose claimer is gone falls due
 * again. An order may thus be sent twice, which the API discards by its id; none is forgotten.
 *
 * <p>The threads live on whatever is thrown in them. What they had claimed then, and what is known of it, they settle when
 * that can be done again, with room made beforehand for remembering it.
 */
public final class Relay implements AutoCloseable {
    /** The longest sleep, and the longest that full batches follow each other: housekeeping happens at least so often. */
    private static final Duration MAX_SLEEP = Duration.ofSeconds(2);
    /** The pause when the outbox itself fails; it is asked again, not probed. */
    private static final Duration OUTBOX_PAUSE = Duration.ofSeconds(1);

    /** The shortest pause after an error, such as want of memory. */
    private static final long FAILURE_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** The code of an order that could not be delivered in time. */
    static final String EXPIRED = "expired";

    private final String name;
    private final Outbox outbox;
    private final ApiClient client;
    private final RelayPolicy policy;
    private final Clock clock;
    private final Backoff backoff;
    private final Circuit circuit;
    private final EndpointLog log;
    private final Signal signal = new Signal();
    private final Journal journal;

    /** Claimed, and not settled because something failed. */
    private final Queue<Claimed> unsettled;

    private final List<Thread> threads = new ArrayList<>();

    private volatile boolean stopping;
    private volatile boolean outboxAway;
    private volatile long failingSince;

    /**
     * @param name first word of every log entry, and in the name of the threads
     * @param outbox where the entries come from; not closed by the relay
     * @param client sends them; closed by the relay
     * @param random jitter
     */
    public Relay(
            String name, Outbox outbox, ApiClient client, RelayPolicy policy, Clock clock, RandomGenerator random) {
        this.name = name;
        this.outbox = outbox;
        this.client = client;
        this.policy = policy;
        this.clock = clock;
        backoff = new Backoff(policy.retryMin(), policy.retryMax(), random);
        circuit = new Circuit(policy.batchSize(), backoff);
        journal = new Journal(name, Relay.class.getName());
        log = new EndpointLog(journal, clock);
        unsettled = new ArrayBlockingQueue<>(2 * policy.connections());
    }

    /** Starts the threads, and has the outbox wake them. To be called once. */
    public void start() {
        outbox.onAccepted(signal::raise);
        for (int i = 1; i <= policy.connections(); i++) {
            Thread thread = new Thread(this::run, "roi-relay-" + i + " " + name);
            thread.setDaemon(true);
            thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    /** Begins no new POST; for the rest of stopping there is {@link #close}. */
    public void stop() {
        stopping = true;
        signal.raise();
    }

    /**
     * Stops: no new POST is begun, those in flight get the time given to end, then they are broken off and their entries
     * stay in the outbox. Idempotent.
     *
     * @param timeout bound on the whole
     */
    public void close(Duration timeout) {
        stop();
        long deadline = System.nanoTime() + timeout.toNanos();
        boolean ended = joinUntil(deadline);
        if (!ended) {
            threads.forEach(Thread::interrupt);
            // The interrupt ends a wait for the network at once; what follows is one short transaction.
            joinUntil(System.nanoTime() + Duration.ofSeconds(1).toNanos());
        }
        client.close(); // which throws nothing
        log.close();
    }

    /** What one POST is about, and what came of it. */
    private static final class Claimed {
        private final List<Entry> entries;
        private final long since = System.nanoTime();
        private List<Verdict> verdicts; // null as long as nothing is known

        Claimed(List<Entry> entries) {
            this.entries = entries;
        }
    }

    @Override
    public void close() {
        close(Duration.ZERO);
    }

    /**
     * One round: claims, sends and settles at most one batch.
     *
     * @return whether a full batch was sent, so that there may be more
     */
    boolean deliver() throws InterruptedException {
        Optional<Circuit.Permit> permit = circuit.tryAcquire(clock.instant());
        return permit.isPresent() && deliver(permit.get());
    }

    private boolean deliver(Circuit.Permit permit) throws InterruptedException {
        boolean reported = false;
        Claimed claimed = null;
        try {
            List<Entry> entries = outbox.claim(permit.maxCalls(), policy.lease());
            if (!entries.isEmpty()) {
                claimed = new Claimed(entries);
                claimed.verdicts = client.send(orders(entries));
                report(permit, claimed.verdicts);
                reported = true;
                settle(claimed);
                claimed = null;
            }
            return entries.size() == permit.maxCalls();
        } finally {
            if (!reported) {
                circuit.unused(permit);
            }
            if (claimed != null) {
                unsettled.offer(claimed); // of what it cannot hold, the lease will end
            }
        }
    }

    private static List<RoiInsert> orders(List<Entry> entries) {
        return entries.stream().map(Entry::order).toList();
    }

    private void settle(Claimed claimed) {
        List<Settlement> settlements =
                claimed.verdicts == null ? givenBack(claimed.entries) : settlements(claimed.entries, claimed.verdicts);
        outbox.settle(settlements).forEach(log::settled);
    }

    /** What became of these is unknown: whoever comes next sends them again. */
    private List<Settlement> givenBack(List<Entry> entries) {
        Instant now = clock.instant();
        return entries.stream()
                .<Settlement>map(entry -> new Settlement.Later(entry, now, "broken off"))
                .toList();
    }

    /** Settles what could not be settled before; if it still cannot, it is kept, and what was thrown is thrown on. */
    private void settleTheUnsettled() {
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

    /** Tells the circuit how the endpoint as a whole is doing. */
    private void report(Circuit.Permit permit, List<Verdict> verdicts) {
        Instant now = clock.instant();
        Optional<Verdict> blocked =
                verdicts.stream().filter(Verdict.Blocked.class::isInstance).findFirst();
        if (blocked.isPresent()) {
            circuit.blocked(permit, now);
            log.blocked(blocked.get().text(), now);
        } else if (verdicts.stream().allMatch(Verdict.Retry.class::isInstance)) {
            Verdict.Retry retry = (Verdict.Retry) verdicts.get(0);
            circuit.failed(permit, now, retry.notBefore());
            log.away(retry.text(), now);
        } else {
            if (circuit.succeeded(permit)) {
                signal.raise();
            }
            log.back(now);
        }
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
            return new Settlement.Rejected(entry, EXPIRED, "expired: " + retry.text());
        }
        Duration pause = longest(backoff.after(entry.attempts()), retry.notBefore());
        return new Settlement.Later(entry, now.plus(pause), retry.text());
    }

    private void run() {
        long seen = 0;
        while (!stopping) {
            try {
                seen = signal.count();
                work(seen);
            } catch (InterruptedException e) {
                // Only close() interrupts these threads; the loop's condition ends them.
            } catch (Throwable e) {
                failed(e, seen);
            }
        }
        try {
            settleTheUnsettled();
        } catch (Throwable e) {
            // The outbox says why; the lease will end.
        }
    }

    private void work(long seen) throws InterruptedException {
        Duration pause = round();
        if (!stopping && pause.compareTo(Duration.ZERO) > 0) {
            signal.await(seen, pause);
        }
    }

    /** Works until nothing is due, or it is time for housekeeping, and says how long to sleep then. */
    private Duration round() throws InterruptedException {
        settleTheUnsettled();
        try {
            outbox.housekeep();
        } finally {
            deliverAll(); // whatever became of the housekeeping
        }
        Duration pause = circuit.isClosed() ? untilDue() : longest(untilDue(), untilProbe());
        if (outboxAway) {
            outboxAway = false;
            journal.log(
                    Level.INFO,
                    "orders are read from the outbox again, after "
                            + Duration.ofNanos(System.nanoTime() - failingSince));
        }
        return pause;
    }

    private void deliverAll() throws InterruptedException {
        long end = System.nanoTime() + MAX_SLEEP.toNanos();
        while (!stopping && deliver() && System.nanoTime() - end < 0) {
            // A full batch: there may be more. A long outage leaves so many that housekeeping cannot wait for the last.
        }
    }

    private Duration untilDue() {
        return outbox.nextDue().map(this::until).orElse(MAX_SLEEP);
    }

    private Duration untilProbe() {
        return circuit.nextProbe().map(this::until).orElse(MAX_SLEEP);
    }

    private Duration until(Instant instant) {
        Duration pause = Duration.between(clock.instant(), instant);
        return pause.compareTo(MAX_SLEEP) < 0 ? pause : MAX_SLEEP;
    }

    private static Duration longest(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    /** The loop must live: whatever it was is logged when it begins, by one of us, and tried again after a pause. */
    private void failed(Throwable failure, long seen) {
        try {
            boolean logged = failure instanceof OutboxException away && away.isLogged();
            if (!logged && !outboxAway && !stopping) {
                failingSince = System.nanoTime();
                outboxAway = true;
                journal.log(
                        Level.ERROR,
                        "orders cannot be read from the outbox or sent; they stay in it, and it is tried again every "
                                + OUTBOX_PAUSE.toSeconds() + " s",
                        failure);
            }
            signal.await(seen, OUTBOX_PAUSE);
        } catch (InterruptedException e) {
            // Only close() interrupts these threads; the loop's condition ends them.
        } catch (Throwable e) {
            // There is no memory for any of it.
        }
        if (failure instanceof Error) {
            LockSupport.parkNanos(this, FAILURE_PAUSE_NANOS); // however often orders wake us
        }
    }

    private boolean joinUntil(long deadline) {
        boolean ended = true;
        for (Thread thread : threads) {
            try {
                long left = deadline - System.nanoTime();
                thread.join(Math.max(1, left / 1_000_000));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
            ended &= !thread.isAlive();
        }
        return ended;
    }
}
