package io.roifilter.bench;

import io.roifilter.RoiCaptureFilter;
import jakarta.servlet.ServletException;
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

/**
 * What every request of the shop pays that is no click in an email: at most 100 ns, and nothing allocated
 * ({@code gc.alloc.rate.norm}).
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CaptureBenchmark {
    private final RoiCaptureFilter filter = new RoiCaptureFilter();
    private final StubRequest plain = new StubRequest(null);
    private final StubRequest search = new StubRequest("q=espresso+machine&category=kitchen&brand=&price_min=100"
            + "&price_max=400&sort=rating&page=3&utm_source=newsletter&utm_medium=email&utm_campaign=autumn"
            + "&gclid=EAIaIQobChMI8f2F0oCJ_AIVlQutBh0yHwJqEAAYASAAEgKz1fD_BwE");
    private final StubResponse response = new StubResponse();
    private final StubChain chain = new StubChain();

    @Setup
    public void start() throws ServletException {
        filter.init(StubDeployment.withoutSettings());
    }

    @TearDown
    public void stop() {
        filter.destroy();
    }

    @Benchmark
    public long withoutQueryString() throws IOException, ServletException {
        filter.doFilter(plain, response, chain);
        return chain.requests();
    }

    /** 200 characters in 11 parameters. */
    @Benchmark
    public long withLongQueryString() throws IOException, ServletException {
        filter.doFilter(search, response, chain);
        return chain.requests();
    }
}
