package io.roifilter.outbox;

import io.roifilter.api.MethodCall;
import io.roifilter.text.ApplicationLog;
import io.roifilter.text.Durations;
import io.roifilter.text.Thrown;
import io.roifilter.thread.DaemonThread;
import io.roifilter.thread.LastingThreads;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes what requests hand in, many orders in one commit, on a thread of its own, which also opens the store and
 * closes it. While the store is away, opening is tried again after growing pauses, and orders go to the log or, if the
 * opener says so, wait: a batch that may or may not have been written is then written again, which its duplicate keys
 * make harmless.
 *
 * <p>If the process can have no more threads at the start, the writer's is started later: see {@link LastingThreads}. Until
 * then orders wait in the queue, and no request for them. The thread lives on whatever is thrown in it, and its handling of that takes no memory. An application that has used
 * up the heap for a while costs no order: what can be neither stored nor logged waits, in room made beforehand, until it
 * can, and the log says so afterwards.
 */
final class Writer {
    private static final int MAX_BATCH = 1000;

    /** The longest that the thread sleeps before it looks for what could not be handed in by the queue. */
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** How often each end is tried before the thread is let go: a minute. */
    private static final int END_TRIES = 1200;

    /** Thrown where it is tried again, without the memory that another would take. */
    private static final OutOfMemoryError NO_MEMORY = new OutOfMemoryError("orders wait for memory to be logged");

    private final ApplicationLog log;
    private final StoreAccess shared;
    private final Opening opening;
    private final Unstored unstored;
    private final Intake intake;
    private final Unwritten unwritten = new Unwritten(MAX_BATCH);
    private final Waiting waiting;
    private final LastingThreads threads;
    private final Thread thread;
    private final AcceptedSignal signal;
    private final Setbacks setbacks;
    private final BatchWriter batches;
    private volatile Runnable beforeClosing = () -> {};

    /**
     * @param unstored takes what the store does not
     * @param fresh is told of what is to be stored
     * @param threads starts the writer's
     * @param clock says when orders are accepted
     */
    Writer(
            OutboxOptions options,
            StoreAccess shared,
            Opener opener,
            Unstored unstored,
            FreshCalls fresh,
            AcceptedSignal signal,
            LastingThreads threads,
            Clock clock,
            ApplicationLog log) {
        this.log = log;
        this.shared = shared;
        this.unstored = unstored;
        this.signal = signal;
        this.threads = threads;
        waiting = new Waiting(options.acceptTimeout().toNanos(), shared.triedOnce());
        opening = new Opening(shared, opener, waiting, unstored::count, log);
        intake = new Intake(options.queueCapacity(), unstored, waiting, opening, clock);
        setbacks = new Setbacks(log);
        batches = new BatchWriter(shared, opening, unwritten, fresh, unstored, signal, setbacks);
        thread = DaemonThread.lasting("outbox", options.name(), this::run);
    }

    void start() {
        shared.onFailure(this::storeFailed);
        shared.onWait(threads::startMissing);
        threads.start(thread);
    }

    private void storeFailed(Throwable failure) {
        if (Thread.currentThread() != thread) {
            opening.failedElsewhere(failure);
            wake(); // to open it again
        }
    }

    /** Sets what is done when all is written, before the store is closed. */
    void beforeClosing(Runnable action) {
        beforeClosing = action;
    }

    /** As {@link Intake#accept}; without a thread, the order is handed in, and nobody waits. */
    boolean accept(Pending pending) {
        threads.startMissing();
        return intake.accept(pending, thread.getState() != Thread.State.NEW);
    }

    /** As {@link Intake#keep}. */
    void keep(MethodCall call, String rejection) {
        intake.keep(call, rejection);
        threads.startMissing();
    }

    long duplicates() {
        return batches.duplicates();
    }

    /** Waits until the writer has written all; what it has not begun to write in time goes to the log. */
    void close(Duration timeout) {
        intake.close();
        threads.startMissing();
        if (threads.giveUp(thread)) {
            endWithoutThread(timeout);
            return;
        }
        wake();
        try {
            TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, timeout.toNanos()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            try {
                giveUpOnThread(timeout);
            } catch (OutOfMemoryError e) {
                // The thread goes on, and does it when there is memory.
            } finally {
                shared.triedOnce().open(); // whoever waits for it has its order in the log
            }
        }
    }

    /** There was never one, so nothing is in the store either. */
    private void endWithoutThread(Duration timeout) {
        log.log(
                Level.WARNING,
                "the outbox was never opened, as no thread could be started for it; orders that wait go to this log");
        long tries = Math.min(END_TRIES, Math.max(1, timeout.toNanos() / Setbacks.PAUSE_NANOS));
        end((int) tries);
    }

    private void giveUpOnThread(Duration timeout) {
        log.log(
                Level.WARNING,
                "the outbox is still being written after " + Durations.text(timeout) + "; orders that wait"
                        + " for that go to this log, those that are being written as well, and the store is closed"
                        + " when the write ends");
        unwritten.each(pending -> unstored.log(
                pending, "it was still being written when the outbox was closed, and may be stored all the same"));
        intake.logAll();
    }

    private void run() {
        boolean over = false;
        while (!over) {
            try {
                over = round();
            } catch (Throwable e) {
                failed(e);
            }
        }
        lastWork();
        end(END_TRIES);
    }

    /** Statistics: whatever becomes of them, the rest is more important. */
    private void lastWork() {
        try {
            beforeClosing.run();
        } catch (Throwable e) {
            // The store has said what is the matter with it.
        }
    }

    /** @return whether all is done */
    private boolean round() throws InterruptedException {
        if (intake.isClosing() && intake.isEmpty() && unwritten.isEmpty()) {
            return true;
        }
        threads.startMissing(); // others'
        opening.tellOfFailureElsewhere();
        intake.handInKept();
        if (intake.isClosing() && intake.keepsSome()) {
            setbacks.one();
        }
        openIfDue();
        if (intake.makesWait()) {
            LockSupport.parkNanos(this, opening.nanosToNext());
        } else {
            writeNext();
        }
        if (unwritten.isEmpty() && !intake.keepsSome()) {
            setbacks.over();
        }
        setbacks.tellOfLost(intake.lost());
        return false;
    }

    /** Two ways, because the thread may wait in two: for orders, or for the next opening. */
    private void wake() {
        intake.wake();
        LockSupport.unpark(thread);
    }

    private void openIfDue() {
        if (opening.tryIfDue(intake.isClosing())) {
            signal.run();
        }
    }

    /** Once the thread is gone nobody tries again; but it must not stay for ever in an application that is gone. */
    private void end(int most) {
        int step = 0;
        for (int tries = 0; step < 3 && tries < most; tries++) {
            try {
                endStep(step);
                step++;
            } catch (IOException | RuntimeException e) {
                log.log(Level.WARNING, e.getMessage(), e);
                step++;
            } catch (Throwable e) {
                setbacks.one();
            }
        }
        intake.end();
    }

    private void endStep(int step) throws IOException {
        switch (step) {
            case 0 -> opening.closeStore();
            case 1 -> opening.close();
            default -> {
                intake.end();
                intake.logAll();
                if (!intake.isEmpty()) {
                    throw NO_MEMORY;
                }
            }
        }
    }

    private void writeNext() throws InterruptedException {
        unwritten.dropLogged();
        if (unwritten.isEmpty()) {
            take();
        }
        if (!unwritten.isEmpty()) {
            openIfDue(); // it may have failed in other hands while we waited for orders
            batches.write(intake.isClosing());
        }
    }

    /** Takes what is in the queue, without any memory once there is something. */
    private void take() throws InterruptedException {
        batches.beginAnew();
        waiting.writerIsIdle();
        Pending first = intake.next(shared.isOpen() ? LOOK_NANOS : Math.min(LOOK_NANOS, opening.nanosToNext()));
        waiting.writeBegins();
        if (first != null) {
            intake.moveTo(unwritten, first);
        }
    }

    /** The loop must live. This takes no memory, unless there is some for a line in the log. */
    private void failed(Throwable failure) {
        try {
            if (setbacks.isFirst() && !Thrown.isOutOfMemory(failure)) {
                log.log(Level.ERROR, "the outbox's writer failed and goes on", failure);
            }
            setbacks.one();
        } catch (Throwable e) {
            // There is nothing left to be done but to go on.
        }
    }
}
