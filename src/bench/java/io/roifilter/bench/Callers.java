package io.roifilter.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The threads of a shop that place orders: at a steady rate or as fast as they can. */
final class Callers {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Step step;

    Callers(Step step) {
        this.step = step;
    }

    /** Places one order; each thread has its own. */
    interface Call {
        /** What a shop does anyway, and is not counted. */
        void prepare(int number);

        void place() throws Exception;
    }

    /**
     * What it was for those who called.
     *
     * @param nanos of each call, in ascending order
     * @param bytes allocated by all calls
     * @param cpuNanos of the threads that called
     */
    record Cost(long[] nanos, long bytes, long cpuNanos) {
        double micros(double share) {
            return nanos.length == 0 ? 0 : nanos[(int) Math.min(nanos.length - 1, nanos.length * share)] / 1e3;
        }

        private static Cost ofAll(List<Future<Cost>> parts, int orders) throws Exception {
            long[] nanos = new long[orders];
            int at = 0;
            long bytes = 0;
            long cpuNanos = 0;
            for (Future<Cost> part : parts) {
                Cost cost = part.get();
                System.arraycopy(cost.nanos, 0, nanos, at, cost.nanos.length);
                at += cost.nanos.length;
                bytes += cost.bytes;
                cpuNanos += cost.cpuNanos;
            }
            long[] sorted = Arrays.copyOf(nanos, at);
            Arrays.sort(sorted);
            return new Cost(sorted, bytes, cpuNanos);
        }
    }

    /** @param call makes one for each thread */
    Cost run(Callable<Call> call) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(step.threads());
        try {
            List<Future<Cost>> parts = new ArrayList<>();
            for (int thread = 0; thread < step.threads(); thread++) {
                int first = thread;
                parts.add(threads.submit(() -> run(call.call(), first)));
            }
            return Cost.ofAll(parts, step.orders());
        } finally {
            threads.shutdown();
        }
    }

    /** Every so manieth order, beginning with this. */
    private Cost run(Call call, int first) throws Exception {
        long[] nanos = new long[(step.orders() - first + step.threads() - 1) / step.threads()];
        long start = System.nanoTime();
        long bytes = 0;
        for (int i = 0; i < nanos.length; i++) {
            int number = first + i * step.threads();
            awaitTurn(start, number);
            call.prepare(number);
            long before = THREADS.getCurrentThreadAllocatedBytes();
            long begin = System.nanoTime();
            call.place();
            nanos[i] = System.nanoTime() - begin;
            bytes += THREADS.getCurrentThreadAllocatedBytes() - before;
        }
        return new Cost(nanos, bytes, THREADS.getCurrentThreadCpuTime());
    }

    private void awaitTurn(long start, int number) {
        if (step.perSecond() > 0) {
            long turn = start + number * TimeUnit.SECONDS.toNanos(1) / step.perSecond();
            for (long wait = turn - System.nanoTime(); wait > 0; wait = turn - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
        }
    }
}
