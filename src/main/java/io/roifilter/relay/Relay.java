package io.roifilter.relay;

import io.roifilter.api.ApiClient;
import io.roifilter.api.LogGuard;
import io.roifilter.api.RoiInsert;
import io.roifilter.api.Verdict;
import io.roifilter.outbox.Entry;
import io.roifilter.outbox.Outbox;
import io.roifilter.outbox.OutboxException;
import io.roifilter.outbox.Settlement;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Empties the outbox into the endpoint, in the background. As many threads as there are connections each do the same:
 * claim what is due, send it in one POST, settle every entry by its verdict; and sleep until an order is accepted or
 * an entry falls due. Thread-safe.
 *
 * <p>No transaction is open while a POST is under way: a claim is a lease, and an entry whose claimer is gone falls due
 * again. An order may thus be sent twice, which the API discards by its id; none is forgotten.
 */
public final class Relay implements AutoCloseable {
    /** The longest sleep: housekeeping and adoption happen at least so often. */
    private static final Duration MAX_SLEEP = Duration.ofSeconds(2);
    /** The pause when the outbox itself fails; it is asked again, not probed. */
    private static final Duration OUTBOX_PAUSE = Duration.ofSeconds(1);

    /** The code of an order that could not be delivered in time. */
    static final String EXPIRED = "expired";

    private static final Logger LOGGER = LogGuard.of(Relay.class.getName());

    private final String name;
    private final Outbox outbox;
    private final ApiClient client;
    private final RelayPolicy policy;
    private final Clock clock;
    private final Backoff backoff;
    private final Circuit circuit;
    private final EndpointLog log;
    private final Signal signal = new Signal();
    private final List<Thread> threads = new ArrayList<>();

    private volatile boolean stopping;
    private volatile boolean outboxAway;

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
        log = new EndpointLog(name, clock);
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
        client.close();
        log.close();
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
        try {
            List<Entry> entries = outbox.claim(permit.maxCalls(), policy.lease());
            if (!entries.isEmpty()) {
                List<Verdict> verdicts = send(entries);
                report(permit, verdicts);
                reported = true;
                outbox.settle(settlements(entries, verdicts)).forEach(log::settled);
            }
            return entries.size() == permit.maxCalls();
        } finally {
            if (!reported) {
                circuit.unused(permit);
            }
        }
    }

    private List<Verdict> send(List<Entry> entries) throws InterruptedException {
        List<RoiInsert> orders = entries.stream().map(Entry::order).toList();
        try {
            return client.send(orders);
        } catch (InterruptedException e) {
            giveBack(entries);
            throw e;
        }
    }

    /** What became of these is unknown, and we are about to stop: whoever comes next sends them again. */
    private void giveBack(List<Entry> entries) {
        Instant now = clock.instant();
        outbox.settle(entries.stream()
                .<Settlement>map(entry -> new Settlement.Later(entry, now, "broken off by a shutdown"))
                .toList());
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
        while (!stopping) {
            long seen = signal.count();
            try {
                Duration pause = round();
                if (!stopping && pause.compareTo(Duration.ZERO) > 0) {
                    signal.await(seen, pause);
                }
            } catch (InterruptedException e) {
                // Only close() interrupts these threads; the loop's condition ends them.
            } catch (RuntimeException e) {
                failed(e, seen);
            }
        }
    }

    /** Works until nothing is due, and says how long to sleep then. */
    private Duration round() throws InterruptedException {
        outbox.housekeep();
        while (!stopping && deliver()) {
            // A full batch: there may be more.
        }
        Duration pause = circuit.isClosed() ? untilDue() : longest(untilDue(), untilProbe());
        if (outboxAway) {
            outboxAway = false;
            LOGGER.log(Level.INFO, name + ": the outbox answers again");
        }
        return pause;
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
    private void failed(RuntimeException failure, long seen) {
        boolean logged = failure instanceof OutboxException away && away.isLogged();
        if (!logged && !outboxAway && !stopping) {
            outboxAway = true;
            LOGGER.log(
                    Level.ERROR,
                    name + ": orders cannot be read from the outbox; they stay in it, and it is tried again every "
                            + OUTBOX_PAUSE.toSeconds() + " s",
                    failure);
        }
        try {
            signal.await(seen, OUTBOX_PAUSE);
        } catch (InterruptedException e) {
            // Only close() interrupts these threads; the loop's condition ends them.
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
