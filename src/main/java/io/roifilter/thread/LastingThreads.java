package io.roifilter.thread;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Threads that must live as long as what they belong to. One that cannot be started, because the process may have no more
 * threads or no memory at the moment, is started as soon as it can be: whoever has something for it, or comes by, tries
 * again. Thread-safe.
 */
public final class LastingThreads {
    /** Told when a thread cannot be started, and when all could be after that; not for every attempt. */
    public interface Witness {
        void missing(Thread thread, Throwable failure);

        void complete();
    }

    private final Consumer<Thread> starter;
    private final Witness witness;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Thread> missing = new ArrayList<>(); // guarded by lock
    private boolean told; // guarded by lock
    private volatile boolean complete = true;

    public LastingThreads(Witness witness) {
        this(Thread::start, witness);
    }

    /** @param starter starts a thread, or throws */
    public LastingThreads(Consumer<Thread> starter, Witness witness) {
        this.starter = starter;
        this.witness = witness;
    }

    /** Starts it, now or later. */
    public void start(Thread thread) {
        lock.lock();
        try {
            missing.add(thread);
            complete = false;
        } finally {
            lock.unlock();
        }
        startMissing();
    }

    /** Starts what could not be started yet; next to no work if there is nothing. Never throws, and takes no memory. */
    public void startMissing() {
        if (!complete && lock.tryLock()) {
            try {
                startAll();
            } catch (Throwable e) {
                // The witness has no memory for it, either.
            } finally {
                lock.unlock();
            }
        }
    }

    /** @return whether it was never started; then it never will be */
    public boolean giveUp(Thread thread) {
        lock.lock();
        try {
            boolean was = missing.remove(thread);
            complete = missing.isEmpty();
            return was;
        } finally {
            lock.unlock();
        }
    }

    private void startAll() {
        while (!missing.isEmpty()) {
            Thread thread = missing.get(0); // in their order
            try {
                starter.accept(thread);
            } catch (Throwable e) {
                if (thread.getState() == Thread.State.NEW) {
                    tellOfMissing(thread, e);
                    return;
                }
            }
            missing.remove(0);
        }
        complete = true;
        if (told) {
            told = false;
            witness.complete();
        }
    }

    private void tellOfMissing(Thread thread, Throwable failure) {
        if (!told) {
            told = true;
            witness.missing(thread, failure);
        }
    }
}
