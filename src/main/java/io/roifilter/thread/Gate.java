package io.roifilter.thread;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Is opened once, and waited for until then. Thread-safe.
 *
 * <p>Waiting takes no memory, so that it ends in time where there is none. The JDK's latches then wait until they are
 * opened, whatever the timeout (since Java 20), or throw.
 *
 * <p>The thread that came last is woken at once, others within {@value #PACE_MILLIS} ms: usually there is one.
 */
public final class Gate {
    static final int PACE_MILLIS = 10;

    private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(PACE_MILLIS);

    private volatile boolean open;
    private volatile Thread waiter;

    /** Opens it for good. */
    public void open() {
        open = true;
        LockSupport.unpark(waiter);
    }

    /** Whether it has been opened. */
    public boolean isOpen() {
        return open;
    }

    /**
     * Waits until it is opened, and not longer than this.
     *
     * @return whether it is open
     * @throws InterruptedException if the thread is interrupted, or was before
     */
    public boolean await(long nanos) throws InterruptedException {
        long deadline = System.nanoTime() + nanos;
        Thread self = Thread.currentThread();
        boolean interrupted = Thread.interrupted();
        for (long left = nanos; !open && !interrupted && left > 0; left = deadline - System.nanoTime()) {
            waiter = self; // again, for one that came later has gone
            if (!open) {
                LockSupport.parkNanos(this, Math.min(left, PACE_NANOS));
            }
            interrupted = Thread.interrupted();
        }
        if (waiter == self) {
            waiter = null; // a thread should not be held by what it once waited for
        }
        if (interrupted && !open) {
            throw new InterruptedException();
        }
        if (interrupted) {
            self.interrupt();
        }
        return open;
    }
}
