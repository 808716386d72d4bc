package io.roifilter.bench;

import io.roifilter.outbox.Outbox;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long 32 requests, each placing one order after the other, wait for their orders to be on disk, against the least
 * that this can take on the same disk: a median of at most three times {@code bareFile}'s, a 99th percentile of at most
 * six times. A million orders that wait already change nothing. Whatever else uses the disk disturbs it.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Threads(32)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 3, time = 3)
public class GroupCommitBenchmark {
    private static final int MILLION = 1_000_000;

    /** An outbox that is not emptied. */
    @State(Scope.Benchmark)
    public static class OnDisk {
        private final AtomicLong number = new AtomicLong(MILLION);
        private TemporaryDirectory directory;
        private Outbox outbox;

        @Setup
        public void start() throws Exception {
            directory = new TemporaryDirectory();
            leaveBacklogIn(directory.path());
            outbox = Backlog.open(directory.path(), Duration.ofMinutes(1));
        }

        void leaveBacklogIn(Path directory) throws Exception {
            // None.
        }

        @TearDown
        public void stop() throws IOException {
            outbox.close(Duration.ofSeconds(10));
            directory.close();
            if (outbox.logged() > 0) {
                throw new IllegalStateException(outbox.logged() + " orders were not stored");
            }
        }
    }

    /** The same after a long outage. */
    @State(Scope.Benchmark)
    public static class OnDiskBehindAMillion extends OnDisk {
        @Override
        void leaveBacklogIn(Path directory) throws Exception {
            Backlog.leaveIn(directory, MILLION);
        }
    }

    /** A file that is appended to. */
    @State(Scope.Benchmark)
    public static class InFile {
        private final AtomicLong number = new AtomicLong();
        private TemporaryDirectory directory;
        private BareGroupCommit file;

        @Setup
        public void start() throws IOException {
            directory = new TemporaryDirectory();
            file = new BareGroupCommit(directory.path().resolve("orders"));
        }

        @TearDown
        public void stop() throws IOException {
            file.close();
            directory.close();
        }
    }

    @Benchmark
    public void outbox(OnDisk state) {
        accept(state);
    }

    @Benchmark
    public void outboxBehindAMillion(OnDiskBehindAMillion state) {
        accept(state);
    }

    @Benchmark
    public void bareFile(InFile state) throws InterruptedException {
        state.file.accept(Orders.order(state.number.incrementAndGet()));
    }

    /** Where the disk stalls for half a second, only some wait on: their orders are stored all the same. */
    private static void accept(OnDisk state) {
        state.outbox.accept(Orders.order(state.number.incrementAndGet()));
    }
}
