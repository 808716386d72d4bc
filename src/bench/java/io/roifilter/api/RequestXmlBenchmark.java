package io.roifilter.api;

import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What the relay pays to write the message of one full POST: 100 orders, the default batch. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RequestXmlBenchmark {
    private final Credentials credentials = new Credentials("key", "secret");
    private final List<RoiInsert> orders =
            IntStream.range(0, 100).mapToObj(RequestXmlBenchmark::order).toList();

    private static RoiInsert order(int i) {
        return new RoiInsert(
                "http://echo.example.com/ct/3416623:619-295-1856:m:1:97777016:D40E94EF977ACAA8AC1BE3F94318DC58",
                "152.99",
                "A & B-" + i,
                false,
                LocalDate.of(2026, 11, 22));
    }

    @Benchmark
    public String hundredOrders() {
        return ApiRequest.of(credentials, orders).toXml();
    }
}
