package io.roifilter.bench;

import io.roifilter.RoiInsertFilter;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Warmup;

/** What a confirmation page pays without a click before it, as most are: at most 1 µs. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ConfirmationBenchmark {
    private static final int QUEUE_CAPACITY = 10;

    private final RoiInsertFilter filter = new RoiInsertFilter();
    private final StubRequest plain = request(null);
    private final StubRequest withQuery = request("order=2026-11-22-4711&step=done&lang=en");
    private final StubResponse response = new StubResponse();
    private final StubChain chain = new StubChain();
    private TemporaryDirectory directory;

    @Setup
    public void start() throws IOException, ServletException {
        directory = new TemporaryDirectory();
        filter.init(StubDeployment.reporting(directory.path(), QUEUE_CAPACITY));
    }

    @TearDown
    public void stop() throws IOException {
        filter.destroy();
        directory.close();
    }

    @Benchmark
    public long withoutQueryString() throws IOException, ServletException {
        return confirm(plain);
    }

    @Benchmark
    public long withQueryString() throws IOException, ServletException {
        return confirm(withQuery);
    }

    private long confirm(StubRequest request) throws IOException, ServletException {
        request.recycle();
        filter.doFilter(request, response, chain);
        return chain.requests();
    }

    private static StubRequest request(String queryString) {
        return new StubRequest(
                queryString, new Cookie("JSESSIONID", "8A3F0C5D9E7B4A1286F1"), new Cookie("theme", "dark"));
    }
}
