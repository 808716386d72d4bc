package io.roifilter.outbox;

import io.roifilter.api.MethodCall;
import io.roifilter.api.PayloadJson;
import io.roifilter.jdbc.ConnectionSource;
import io.roifilter.text.ApplicationLog;
import io.roifilter.text.LogGuard;
import io.roifilter.text.OneLine;
import io.roifilter.thread.LastingThreads;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.ServiceConfigurationError;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Supplier;

/**
 * Keeps orders on disk from the moment they are accepted until they are delivered: in files of its own, or in a database
 * that several instances share, each of which then delivers what any of them accepted. Thread-safe.
 *
 * <p>Orders come in by {@link #accept} and {@link #refuse}, from any number of threads; one writer thread of the
 * outbox's own commits what they hand in, many at a time. They go out by {@link #claim} and {@link #settle}. An order
 * is known by its id, so that the same order is kept once; one whose {@code ignoreDuplicateOrders} is set is always
 * new.
 *
 * <p><strong>An order is not on disk yet</strong> when {@link #accept} returned {@code false}. Unless the process is
 * killed in that moment, it will be soon, or the whole order is in the log, on a line with {@value #UNSTORED}. While a
 * shared database is away, that moment lasts until it is back.
 */
public final class Outbox {
    /** Marks the log line of every call that the store could not take: see {@link UnstoredLine}. */
    public static final String UNSTORED = LogGuard.UNSTORED;

    /** By which an operator sets levels. */
    static final String LOGGER = "io.roifilter.outbox";

    private static final int MAX_SHOWN = 255;
    private static final int MAX_ORPHANS = 16;

    private final StoreAccess store;
    private final EmbeddedFiles files;
    private final Writer writer;
    private final Unstored unstored;
    private final AcceptedSignal accepted;
    private final Housekeeping housekeeping;
    private final Payloads payloads;
    private final HourlyCounts hours;
    private final LastingThreads threads;
    private final Clock clock;
    private final FreshCalls fresh;
    private final ApplicationLog log;

    /** Of claims that were not returned. */
    private final Queue<String> orphans = new ArrayBlockingQueue<>(MAX_ORPHANS);

    private Outbox(
            StoreAccess store,
            EmbeddedFiles files,
            Writer writer,
            Unstored unstored,
            FreshCalls fresh,
            AcceptedSignal accepted,
            Housekeeping housekeeping,
            HourlyCounts hours,
            LastingThreads threads,
            Clock clock,
            ApplicationLog log) {
        this.store = store;
        this.files = files;
        this.writer = writer;
        this.unstored = unstored;
        this.fresh = fresh;
        this.accepted = accepted;
        this.housekeeping = housekeeping;
        this.hours = hours;
        this.threads = threads;
        this.clock = clock;
        this.log = log;
        payloads = new Payloads(log);
    }

    /**
     * Starts an outbox in files of this instance's own. Returns at once: the file is opened by the writer thread, so
     * that a slow or broken disk delays no deployment. If it cannot be opened, that is tried again and again.
     *
     * @param directory where the files are; several instances may share it, also in other processes
     * @param destination for whom the entries are
     * @param clock says when entries are accepted, due and forgotten
     */
    public static Outbox embedded(Path directory, Destination destination, OutboxOptions options, Clock clock) {
        ApplicationLog log = new ApplicationLog(options.name(), LOGGER);
        EmbeddedFiles files = new EmbeddedFiles(directory, destination, options.former(), clock, log);
        return start(files, files, options, clock, log);
    }

    /**
     * Starts an outbox in a database that several instances share. Returns at once, and if the database is away, that is
     * tried again and again, as with files; but meanwhile orders wait in memory, as many as {@code queueCapacity} says,
     * and go to the log only beyond that and at the end. All times are by the database's clock, so that instances need
     * not agree on theirs.
     *
     * @param source where its connections come from; closed with the outbox
     * @param directory where files of embedded outboxes may have been left; what is for the destination moves to the
     *     database
     * @param destination for whom the entries are; others' in the same database are left alone
     * @param clock says when entries are accepted, and when it is time to keep house
     */
    public static Outbox shared(
            ConnectionSource source, Path directory, Destination destination, OutboxOptions options, Clock clock) {
        ApplicationLog log = new ApplicationLog(options.name(), LOGGER);
        EmbeddedFiles files = new EmbeddedFiles(directory, destination, options.former(), clock, log);
        return start(new SharedOpener(source, destination, options.former(), clock, log), files, options, clock, log);
    }

    /** Finds, at the start and in the background, what orders are read with: the jar may not be there for ever. */
    public void prepare() {
        payloads.json();
    }

    /**
     * Hands in an order and waits for it to be on disk, at most for {@code acceptTimeout}; right after the start also for
     * the store to be opened, at most {@value Waiting#OPENING_SECONDS} s. Beyond {@value Waiting#ANY_MILLIS} ms of either,
     * or while the disk has been at a write for longer than that already, only {@value Waiting#MAX_LONG} callers at a time
     * go on waiting; for the others it returns at once, their orders handed in. While a shared database is away, nobody
     * waits. Never throws. An interrupt does not end the wait and stays set.
     *
     * @return whether the order is on disk, or was there already; {@code false} if it is not yet, or went to the log
     */
    public boolean accept(MethodCall call) {
        return handIn(call, Optional.empty()).isStored();
    }

    /**
     * Hands in an order that must not be sent, to be kept as rejected for its reader; otherwise as {@link #accept}.
     *
     * @param reason why, for the operator
     */
    public boolean refuse(MethodCall call, String reason) {
        return handIn(call, Optional.of(reason)).isStored();
    }

    /**
     * Either of the two, for who wants to know whether the order was there already.
     *
     * @param rejection why it must not be sent; empty if it is to be sent
     */
    public Acceptance handIn(MethodCall call, Optional<String> rejection) {
        Pending pending;
        try {
            pending = new Pending(call, rejection.orElse(null), clock.instant());
        } catch (Throwable e) {
            writer.keep(call, rejection.orElse(null));
            return Acceptance.NOT_YET;
        }
        return writer.accept(pending) ? pending.acceptance() : Acceptance.NOT_YET;
    }

    /**
     * The threads that live as long as the outbox, its own and those of whoever empties it. A thread that could not be
     * started is when orders are accepted, by {@link #housekeep}, and by {@link LastingThreads#startMissing}.
     */
    public LastingThreads threads() {
        return threads;
    }

    /**
     * Takes entries that are due, the longest due first. Unless settled before, they fall due again when the lease
     * ends. Right after the start it waits for the store to be opened. An entry that cannot be read (somebody edited
     * it) is settled as rejected and not returned.
     *
     * @param max how many at most
     * @throws OutboxException if the store is away, or the library that reads entries cannot be used; then nothing is
     *     claimed
     */
    public List<Entry> claim(int max, Duration lease) {
        PayloadJson json = payloads.json();
        releaseOrphans();
        String token = UUID.randomUUID().toString();
        boolean returned = false;
        try {
            List<Entry> entries = read(delivering().use(s -> s.claim(token, lease.toMillis(), max)), json, token);
            returned = true;
            return entries;
        } finally {
            if (!returned) {
                orphans.offer(token); // of more than it can hold, the lease will end
            }
        }
    }

    /**
     * What was claimed but not returned, because of an error half way, falls due again now and not with its lease. It waits
     * while the store is away, where that is no reason to claim nothing: see {@link #delivering}.
     */
    private void releaseOrphans() {
        for (String token = orphans.peek(); token != null && store.isOpen(); token = orphans.peek()) {
            String orphan = token;
            store.use(s -> s.release(orphan));
            orphans.remove(orphan);
        }
    }

    private List<Entry> read(List<Row> rows, PayloadJson json, String token) {
        List<Entry> entries = new ArrayList<>(rows.size());
        List<Unreadable> unreadable = new ArrayList<>();
        for (Row row : rows) {
            try {
                MethodCall call = fresh.take(row.payload());
                entries.add(row.entry(call == null ? json.read(row.payload()) : call, token));
            } catch (RuntimeException | LinkageError | ServiceConfigurationError e) {
                payloads.prove();
                unreadable.add(new Unreadable(row, e.getMessage()));
                log.log(
                        Level.WARNING,
                        "the entry of order " + OneLine.of(row.orderId(), MAX_SHOWN)
                                + " cannot be read and is rejected",
                        e);
            }
        }
        if (!unreadable.isEmpty()) {
            delivering().use(s -> {
                s.rejectUnreadable(token, unreadable);
                return null;
            });
        }
        return entries;
    }

    /**
     * Records what became of claimed entries, all in one transaction; on disk when this returns. An entry whose claim
     * is gone, because its lease ended, is passed over: what becomes of it is another's affair.
     *
     * @return those that were not passed over
     * @throws OutboxException if the store is away; the entries fall due again when their lease ends
     */
    public List<Settlement> settle(List<Settlement> settlements) {
        if (settlements.isEmpty()) {
            return List.of();
        }
        List<Settlement> settled = delivering().use(s -> s.settle(settlements));
        if (settled.size() < settlements.size()) {
            log.log(
                    Level.INFO,
                    (settlements.size() - settled.size())
                            + " orders had no longer been claimed when they were answered; they are another instance's");
        }
        return settled;
    }

    /**
     * The endpoint takes orders again: what waits because it did not falls due now, but not what is refused for its own
     * sake.
     *
     * @throws OutboxException if the store is away
     */
    public void endOutage() {
        delivering().use(Store::tryRefused);
    }

    /**
     * When the next entry falls due, which may be long ago; the end of its lease if it is claimed.
     *
     * @return empty if no entry is waiting
     * @throws OutboxException if the store is away
     */
    public Optional<Instant> nextDue() {
        return instant(delivering().use(Store::nextDue));
    }

    /**
     * Sets what is run whenever there may be something to do for whoever claims: entries were added, the store was
     * opened, or {@link #housekeep} has more to do. Run on the writer thread or on the one that calls
     * {@code housekeep}; it must be quick.
     */
    public void onAccepted(Runnable signal) {
        accepted.set(signal);
    }

    /** How many orders have been stored since the start that are to be sent. */
    public long added() {
        return accepted.added();
    }

    /** @throws OutboxException if the store is away */
    public Statistics statistics() {
        return store.use(this::statistics);
    }

    /**
     * The same for whoever looks in, and must not wait for a disk or a database.
     *
     * @param atMost how long it waits for those who are at work on the store
     * @throws OutboxException if the store is away or not opened yet, or they take longer; the message says which
     */
    public Statistics statistics(Duration atMost) {
        return store.look(atMost, this::statistics);
    }

    /**
     * For whoever looks in, and mends what he finds.
     *
     * @param atMost how long each look waits for those who are at work on the store
     */
    public LiveLedger ledger(Duration atMost) {
        return new LiveLedger(store, hours, accepted, payloads::json, atMost);
    }

    /**
     * Sets the numbers that are kept for each hour, to survive a restart and to add up over the nodes of a shared outbox. They are
     * written down about once a minute, and at the end.
     *
     * @param totals what was counted since the start, by names of at most 64 characters; it must be quick
     */
    public void count(Supplier<Map<String, Long>> totals) {
        hours.follow(totals);
    }

    /** Whether the first attempt to open the store is not over yet. */
    public boolean isBeingOpened() {
        return !store.triedOnce().isOpen();
    }

    /** How many orders went to the log since the start; known even when the store is away. */
    public long logged() {
        return unstored.count();
    }

    /**
     * Forgets delivered order ids that are old enough, takes over the files of instances that are gone, and checkpoints
     * the store when it is idle; each by the clock, so that most calls have nothing to do. To be called between
     * rounds, and once a minute at least. Takes a bounded time; if more is to do, it runs the signal.
     *
     * @throws OutboxException if the store is away
     */
    public void housekeep() {
        threads.startMissing();
        housekeeping.run();
    }

    /**
     * Stops accepting, writes what was handed in, closes the files and lets others have them. What cannot be written in
     * time goes to the log. Nothing more happens the second time.
     *
     * @param timeout the longest this waits; a write that hangs longer ends by itself, with the files closed after it
     */
    public void close(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            writer.close(timeout);
        } finally {
            housekeeping.close(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        }
    }

    /**
     * What is left, for an operator, when {@link #close} has returned, as far as it is known without asking a disk or a
     * database.
     */
    public String left() {
        Store last = store.last();
        String logged = logged() == 0 ? "" : "; " + logged() + " orders went to this log since the start";
        if (last == null) {
            return "how much waits is not known, because the outbox was away or busy at the end; it stays where it is"
                    + logged;
        }
        return last.waitingText() + logged;
    }

    /** Claims go on in memory while a full disk can only be read. */
    private StoreAccess delivering() {
        return files.delivering(store);
    }

    private static Outbox start(
            Opener opener, EmbeddedFiles files, OutboxOptions options, Clock clock, ApplicationLog log) {
        Schemas.read();
        StoreAccess store = new StoreAccess();
        Unstored unstored = new Unstored(log, options.seal());
        AcceptedSignal accepted = new AcceptedSignal(log);
        LastingThreads threads = new LastingThreads(new ThreadLog(log));
        FreshCalls fresh = new FreshCalls(System::nanoTime);
        Writer writer = new Writer(options, store, opener, unstored, fresh, accepted, threads, clock, log);
        HourlyCounts hours = new HourlyCounts(clock);
        writer.beforeClosing(() -> {
            if (store.isOpen()) {
                hours.keep(store);
            }
        });
        Housekeeping housekeeping = new Housekeeping(store, files, accepted, hours, options, clock, log);
        files.onUnstored(unstored::log);
        Outbox outbox =
                new Outbox(store, files, writer, unstored, fresh, accepted, housekeeping, hours, threads, clock, log);
        writer.start(); // last: whatever is thrown here, no thread is left behind
        return outbox;
    }

    private Statistics statistics(Store s) throws SQLException {
        Counts counts = s.currentCounts();
        return new Statistics(
                s.toString(),
                counts.waiting(),
                counts.delivered(),
                counts.rejected(),
                instant(s.oldestWaiting()),
                unstored.count(),
                writer.duplicates());
    }

    private static Optional<Instant> instant(OptionalLong millis) {
        return millis.isPresent() ? Optional.of(Instant.ofEpochMilli(millis.getAsLong())) : Optional.empty();
    }
}
