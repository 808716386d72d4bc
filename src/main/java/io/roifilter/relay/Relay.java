package io.roifilter.relay;

import io.roifilter.api.ApiClient;
import io.roifilter.api.Verdict;
import io.roifilter.outbox.Entry;
import io.roifilter.outbox.Outbox;
import io.roifilter.outbox.OutboxException;
import io.roifilter.text.ApplicationLog;
import io.roifilter.text.Durations;
import io.roifilter.thread.DaemonThread;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
 * <p>An answer may speak of the endpoint or of one order. {@link Sender} tells them apart by sending less at a time, and
 * {@link Suspects} remembers what it has found; {@link Circuit} hears of the endpoint only.
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

    private final String name;
    private final Outbox outbox;
    private final ApiClient client;
    private final RelayPolicy policy;
    private final Clock clock;
    private final Circuit circuit;
    private final Suspects suspects = new Suspects();
    private final Sender sender;
    private final EndpointLog endpointLog;
    private final Deliveries deliveries = new Deliveries();
    private final Settler settler;
    private final Signal signal = new Signal();
    private final Linger linger;
    private final ApplicationLog log;

    private final List<Thread> threads = new ArrayList<>();

    private volatile boolean stopping;
    private volatile boolean outageEnded; // and the outbox has not been told
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
        Backoff backoff = new Backoff(policy.retryMin(), policy.retryMax(), random);
        circuit = new Circuit(policy.batchSize(), backoff);
        log = new ApplicationLog(name, Relay.class.getName());
        endpointLog = new EndpointLog(log, clock, circuit::nextProbe);
        sender = new Sender(client, suspects, policy.lease(), () -> stopping, clock);
        settler = new Settler(outbox, policy, backoff, suspects, endpointLog, deliveries, clock);
        linger = new Linger(policy.linger().toNanos(), outbox::added, System::nanoTime);
    }

    /** Starts the threads, now or as soon as they can be, and has the outbox wake them. To be called once. */
    public void start() {
        outbox.onAccepted(signal::raise);
        for (int i = 1; i <= policy.connections(); i++) {
            threads.add(DaemonThread.lasting("relay-" + i, name, this::run));
        }
        threads.forEach(outbox.threads()::start);
    }

    /** How it stands, and the endpoint. */
    public RelayState state() {
        EndpointState endpoint = endpointLog.state();
        return new RelayState(
                endpoint,
                endpointLog.lastAnswer(),
                circuit.isClosed() ? Optional.empty() : circuit.nextProbe(),
                deliveries.delivered(),
                deliveries.postponed(),
                deliveries.rejected());
    }

    /** Tries the endpoint now, if that was to be done later, and sends what is due. */
    public void tryNow() {
        circuit.tryNow(clock.instant());
        signal.raise();
    }

    /** Begins no new POST; for the rest of stopping there is {@link #close}. */
    public void stop() {
        stopping = true;
        linger.stop();
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
        threads.forEach(outbox.threads()::giveUp); // those that never were
        long deadline = System.nanoTime() + timeout.toNanos();
        boolean ended = joinUntil(deadline);
        client.close(); // which throws nothing, and ends an exchange at once; what follows is one short transaction
        if (!ended) {
            threads.forEach(Thread::interrupt);
            joinUntil(System.nanoTime() + Duration.ofSeconds(1).toNanos());
        }
        endpointLog.close();
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
        int expected = circuit.isClosed() ? linger.await(policy.batchSize()) : 0;
        Optional<Circuit.Permit> permit = stopping ? Optional.empty() : circuit.tryAcquire(clock.instant());
        return permit.isPresent() && deliver(permit.get(), expected);
    }

    private boolean deliver(Circuit.Permit permit, int expected) throws InterruptedException {
        boolean reported = false;
        Claimed claimed = null;
        try {
            List<Entry> entries = outbox.claim(permit.maxCalls(), policy.lease());
            boolean isFull = entries.size() == permit.maxCalls();
            linger.claimed(expected, entries.size(), isFull);
            if (!entries.isEmpty()) {
                claimed = new Claimed(entries);
                report(permit, sender.send(claimed, permit.probe()));
                reported = true;
                endpointLog.singledOut(claimed, suspects);
                settler.settle(claimed);
                claimed = null;
                tellOfOutagesEnd();
            }
            return isFull;
        } finally {
            if (!reported) {
                circuit.unused(permit);
            }
            if (claimed != null) {
                settler.remember(claimed);
            }
        }
    }

    /** What waits need not do so any longer; again later, if the outbox is away. */
    private void tellOfOutagesEnd() {
        if (outageEnded) {
            outageEnded = false;
            boolean told = false;
            try {
                outbox.endOutage();
                told = true;
            } finally {
                outageEnded |= !told;
            }
            signal.raise();
        }
    }

    /** Tells the circuit how the endpoint as a whole is doing. */
    private void report(Circuit.Permit permit, Sender.Seen seen) {
        Instant now = clock.instant();
        if (seen.isTaken()) {
            if (circuit.succeeded(permit)) {
                outageEnded = true;
                signal.raise();
            }
            if (seen.calls() > 0) {
                circuit.tooMany(seen.calls());
            }
            if (seen.isCutShort()) {
                circuit.atMost(permit.maxCalls() / 2);
            }
            endpointLog.saw(EndpointState.Health.WELL, "", now);
        } else if (seen.failure().isEmpty()) {
            circuit.unused(permit); // orders that have been singled out say nothing of the endpoint
        } else {
            failed(permit, seen, seen.failure().get(), now);
        }
    }

    private void failed(Circuit.Permit permit, Sender.Seen seen, Verdict failure, Instant now) {
        boolean isDoubtful = seen.order().isPresent() && !suspects.areMany();
        if (isDoubtful && !endpointLog.state().isOutage()) {
            failedInDoubt(permit, seen.order().get(), failure, now);
            return;
        }
        String reason = failure.text()
                + seen.order()
                        .map(only -> ", seen with order " + only.call().reference())
                        .orElse("");
        if (failure instanceof Verdict.Blocked blocked) {
            if (blocked.isAccounts() || suspects.areMany()) {
                circuit.blocked(permit, now);
            } else {
                circuit.failed(permit, now, Duration.ZERO); // others are asked soon; this one waits longer
            }
            endpointLog.saw(EndpointState.Health.REFUSING, reason, now);
        } else {
            circuit.failed(permit, now, ((Verdict.Retry) failure).notBefore());
            endpointLog.saw(EndpointState.Health.AWAY, reason, now);
        }
        if (seen.isGeneral()) {
            circuit.atMost(1);
        }
    }

    /** Only one order has been refused so far: it may be that one. Others are asked soon. */
    private void failedInDoubt(Circuit.Permit permit, Entry order, Verdict failure, Instant now) {
        circuit.failed(permit, now, failure instanceof Verdict.Retry retry ? retry.notBefore() : Duration.ZERO);
        circuit.atMost(1);
        endpointLog.doubted(order, failure, suspects.refusals(order));
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
            settler.settleTheUnsettled();
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
        settler.settleTheUnsettled();
        tellOfOutagesEnd();
        try {
            outbox.housekeep();
        } finally {
            deliverAll(); // whatever became of the housekeeping
        }
        Duration pause = circuit.isClosed() ? untilDue() : longest(untilDue(), untilProbe());
        if (outboxAway) {
            outboxAway = false;
            log.log(
                    Level.INFO,
                    "orders are read from the outbox again, after "
                            + Durations.text(Duration.ofNanos(System.nanoTime() - failingSince)));
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
                outboxAway = log.tryLog( // again the next time, if there was no memory for it
                        Level.ERROR,
                        "orders cannot be read from the outbox or sent; those in it stay there, and it is tried again"
                                + " every " + OUTBOX_PAUSE.toSeconds() + " s",
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
