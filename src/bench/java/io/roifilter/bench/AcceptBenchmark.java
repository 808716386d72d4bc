package io.roifilter.bench;

import io.roifilter.RoiInsertFilter;
import io.roifilter.outbox.Destination;
import io.roifilter.outbox.Outbox;
import io.roifilter.outbox.OutboxOptions;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
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
 * What an order after a click costs the request that places it, when it does not wait for the disk
 * ({@code acceptTimeout} 0): at most 20 µs. A thousand orders at a stroke, none refused; the writer, at work meanwhile,
 * has stored them all before the next stroke.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 50)
@Measurement(iterations = 50)
public class AcceptBenchmark {
    private static final int ORDERS = 1000;

    /** The bean that a shop's confirmation page shows. */
    public static final class Order {
        private String id;

        public String getId() {
            return id;
        }

        public BigDecimal getTotalPrice() {
            return new BigDecimal("152.99");
        }
    }

    /** An outbox on disk. */
    @State(Scope.Thread)
    public static class OnDisk {
        private TemporaryDirectory directory;
        private Outbox outbox;
        private long number;

        @Setup
        public void start() throws IOException {
            directory = new TemporaryDirectory();
            outbox = Outbox.embedded(
                    directory.path(),
                    new Destination("http://127.0.0.1:1/", "bench"),
                    new OutboxOptions("bench", ORDERS, Duration.ZERO, Duration.ofDays(30)),
                    Clock.systemUTC());
        }

        @Setup(Level.Iteration)
        public void awaitStored() throws Exception {
            Until.isTrue(() -> outbox.statistics().waiting() == number);
        }

        @TearDown
        public void stop() throws IOException {
            outbox.close(Duration.ofSeconds(10));
            directory.close();
        }
    }

    /** A filter with its outbox on disk. */
    @State(Scope.Thread)
    public static class InFilter {
        private final RoiInsertFilter filter = new RoiInsertFilter();
        private StubRequest request;
        private final StubResponse response = new StubResponse();
        private final StubChain chain = new StubChain();
        private final Order order = new Order();
        private TemporaryDirectory directory;
        private Path file;
        private long number;

        @Setup
        public void start() throws Exception {
            request = new StubRequest(null, new Cookie("JSESSIONID", "8A3F0C5D9E7B4A1286F1"), Click.cookie());
            directory = new TemporaryDirectory();
            file = directory.path().resolve("outbox-1.db");
            filter.init(StubDeployment.reporting(directory.path(), ORDERS));
            Until.isTrue(() -> Files.exists(file));
        }

        @Setup(Level.Iteration)
        public void awaitStored() throws Exception {
            if (number > 0) {
                Until.isTrue(() -> stored() == number);
            }
        }

        @TearDown
        public void stop() throws IOException {
            filter.destroy();
            directory.close();
        }

        /** In a copy: whoever has the file open lets nobody else read it. */
        private long stored() throws IOException, SQLException {
            Path copy = directory.path().resolve("copy.db");
            Files.copy(Path.of(file + "-wal"), Path.of(copy + "-wal"), StandardCopyOption.REPLACE_EXISTING);
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy);
                    Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery("SELECT MAX(id) FROM roi_outbox")) {
                return result.next() ? result.getLong(1) : 0;
            }
        }
    }

    /** The outbox's part. */
    @Benchmark
    @OperationsPerInvocation(ORDERS)
    public void outbox(OnDisk state) {
        for (int i = 0; i < ORDERS; i++) {
            state.outbox.accept(Orders.order(++state.number));
        }
    }

    /** All of it: the cookie that the capture filter sets, two expressions, the outbox. */
    @Benchmark
    @OperationsPerInvocation(ORDERS)
    public void filter(InFilter state) throws IOException, ServletException {
        for (int i = 0; i < ORDERS; i++) {
            state.order.id = Orders.id(++state.number);
            state.request.recycle();
            state.request.setAttribute("order", state.order);
            state.filter.doFilter(state.request, state.response, state.chain);
        }
    }
}
