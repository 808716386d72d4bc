package io.roifilter.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The way of an order that waits: out of the outbox, to an endpoint on the same machine, and settled on disk. At most
 * 50 µs an order, which is 20,000 orders a second, on two cores; and a backlog of a million takes at most a quarter more
 * for each than one of ten thousand. {@code cpuSeconds} is what all cores together spend on 100,000 orders, the sink's part, the
 * compiler's and the collector's included.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 0)
public class RelayBenchmark {
    private static final int FEW = 10_000;
    private static final int MANY = 100_000;
    private static final int MILLION = 1_000_000;

    private static final int SHOTS_OF_FEW = 20;
    private static final int SHOTS_OF_MANY = 5;
    private static final int SHOTS_OF_MILLION = 1;

    /** The waiting orders, and where they go. */
    @State(Scope.Thread)
    public static class Delivery {
        private Sink sink;
        private Backlog backlog;

        /** So that each benchmark finds the code compiled, however short it is. */
        @Setup
        public void warmUp() throws Exception {
            sink = new Sink();
            for (int i = 0; i < 3; i++) {
                try (Backlog first = new Backlog(MANY)) {
                    first.deliverTo(sink);
                }
            }
        }

        @TearDown(Level.Iteration)
        public void remove() throws IOException {
            backlog.close();
        }

        @TearDown
        public void stop() throws IOException {
            sink.close();
        }
    }

    /** A few orders. */
    @State(Scope.Thread)
    public static class Few extends Delivery {
        @Setup(Level.Iteration)
        public void fill() throws Exception {
            super.backlog = new Backlog(FEW);
        }
    }

    /** Orders of an outage of some hours. */
    @State(Scope.Thread)
    public static class Many extends Delivery {
        @Setup(Level.Iteration)
        public void fill() throws Exception {
            super.backlog = new Backlog(MANY);
        }
    }

    /** Orders of a long outage. */
    @State(Scope.Thread)
    public static class Million extends Delivery {
        @Setup(Level.Iteration)
        public void fill() throws Exception {
            super.backlog = new Backlog(MILLION);
        }
    }

    /** What the whole process did meanwhile. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Cost {
        private final OperatingSystemMXBean system =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

        public double cpuSeconds;

        /** Of so many shots; each counts its part, because JMH adds up what they count. */
        private void deliver(Delivery delivery, int orders, int shots) throws Exception {
            long before = system.getProcessCpuTime();
            delivery.backlog.deliverTo(delivery.sink);
            double nanosPerOrder = (double) (system.getProcessCpuTime() - before) / orders;
            cpuSeconds += nanosPerOrder * MANY / TimeUnit.SECONDS.toNanos(1) / shots;
        }
    }

    @Benchmark
    @OperationsPerInvocation(FEW)
    @Measurement(iterations = SHOTS_OF_FEW)
    public void backlogOf10Thousand(Few few, Cost cost) throws Exception {
        cost.deliver(few, FEW, SHOTS_OF_FEW);
    }

    @Benchmark
    @OperationsPerInvocation(MANY)
    @Measurement(iterations = SHOTS_OF_MANY)
    public void backlogOf100Thousand(Many many, Cost cost) throws Exception {
        cost.deliver(many, MANY, SHOTS_OF_MANY);
    }

    @Benchmark
    @OperationsPerInvocation(MILLION)
    @Measurement(iterations = SHOTS_OF_MILLION)
    public void backlogOf1Million(Million million, Cost cost) throws Exception {
        cost.deliver(million, MILLION, SHOTS_OF_MILLION);
    }
}
