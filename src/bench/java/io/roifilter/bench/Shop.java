package io.roifilter.bench;

import io.roifilter.RoiCaptureFilter;
import io.roifilter.RoiInsertFilter;
import io.roifilter.api.RoiInsert;
import io.roifilter.outbox.Destination;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A shop in a process of its own, in which one {@link Step} of {@link WholeWayBenchmark} runs. */
public final class Shop {
    private static final URI AWAY = URI.create("http://127.0.0.1:1/");

    /** When nothing more comes for so long, nothing more will. */
    private static final long IN_VAIN_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final long PAUSE_MILLIS = 10;

    private final Step step;
    private final URI sink;
    private final Path directory;

    private Shop(Step step, URI sink, Path directory) {
        this.step = step;
        this.sink = sink;
        this.directory = directory;
    }

    /** What a confirmation page shows. */
    public static final class Order {
        private static final BigDecimal TOTAL = new BigDecimal("152.99");

        private final String id;

        Order(String id) {
            this.id = id;
        }

        public String getId() {
            return id;
        }

        public BigDecimal getTotalPrice() {
            return TOTAL;
        }
    }

    /** Endpoint, directory, and the step's own. */
    public static void main(String[] arguments) throws Exception {
        Step step = Step.of(Arrays.copyOfRange(arguments, 2, arguments.length));
        new Shop(step, URI.create(arguments[0]), Path.of(arguments[1])).run();
    }

    private void run() throws Exception {
        if (step.kind() == Step.Kind.LEFT) {
            Backlog.leaveIn(directory, step.orders(), Destination.of(sink, ""));
        } else if (step.kind() == Step.Kind.BARE) {
            placeBare();
        } else {
            serve();
        }
    }

    private void placeBare() throws Exception {
        try (BareGroupCommit file = new BareGroupCommit(directory.resolve("orders"))) {
            long begin = System.nanoTime();
            Callers.Cost cost = new Callers(step).run(() -> new Append(file));
            long nanos = System.nanoTime() - begin;
            new Result(step, cost, nanos, 0, Cpu.nanos(), 0, 0, 0, Cpu.byThread(cost.cpuNanos())).print();
        }
    }

    /** As a container does, from the first filter to the last. */
    private void serve() throws Exception {
        boolean away = step.kind() == Step.Kind.AWAY;
        Sink.Counts before = Sink.Counts.of(sink);
        RoiCaptureFilter capture = new RoiCaptureFilter();
        RoiInsertFilter insert = new RoiInsertFilter();
        StubDeployment deployment = StubDeployment.of(settings(away ? AWAY : sink));
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        capture.init(deployment.beside());
        insert.init(deployment);
        long init = threads.getCurrentThreadCpuTime() - start;
        Cookie cookie = Click.cookie(capture);
        long begin = System.nanoTime();
        Callers.Cost cost = step.kind() == Step.Kind.DRAINED
                ? new Callers.Cost(new long[0], 0, 0)
                : new Callers(step).run(() -> new Visit(capture, insert, cookie));
        long called = System.nanoTime() - begin;
        long delivered = away ? 0 : awaitDelivered(before.calls());
        long nanos = System.nanoTime() - begin;
        String byThread = Cpu.byThread(cost.cpuNanos());
        insert.destroy();
        capture.destroy();
        Sink.Counts after = Sink.Counts.of(sink);
        new Result(step, cost, called, nanos, Cpu.nanos(), init, delivered, after.posts() - before.posts(), byThread)
                .print();
    }

    private Map<String, String> settings(URI endpoint) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "failFast",
                "true",
                "endpoint",
                endpoint.toString(),
                "apiKey",
                "key",
                "sharedSecret",
                "secret",
                "orderId",
                "${order.id}",
                "amount",
                "${order.totalPrice}",
                "outboxDirectory",
                directory.toString()));
        if (!step.durable()) {
            settings.put("acceptTimeout", "0s");
        }
        return settings;
    }

    /** Answers one request of a customer after another; both filters are in its way. */
    private static final class Visit implements Callers.Call {
        private final StubRequest request;
        private final StubResponse response = new StubResponse();
        private final StubPage page = new StubPage();
        private final RoiCaptureFilter capture;
        private final FilterChain chain;

        Visit(RoiCaptureFilter capture, RoiInsertFilter insert, Cookie cookie) {
            this.capture = capture;
            request = new StubRequest(null, new Cookie("JSESSIONID", "8A3F0C5D9E7B4A1286F1"), cookie);
            chain = (asked, answer) -> insert.doFilter(asked, answer, page);
        }

        @Override
        public void prepare(int number) {
            request.recycle();
            page.show(new Order(Orders.id(number)));
        }

        @Override
        public void place() throws IOException, ServletException {
            capture.doFilter(request, response, chain);
        }
    }

    /** Appends one order after another to a file. */
    private static final class Append implements Callers.Call {
        private final BareGroupCommit file;
        private RoiInsert order;

        Append(BareGroupCommit file) {
            this.file = file;
        }

        @Override
        public void prepare(int number) {
            order = Orders.order(number);
        }

        @Override
        public void place() throws InterruptedException {
            file.accept(order);
        }
    }

    /** @return how many have been, when all have or no more come */
    private long awaitDelivered(long before) throws IOException, InterruptedException {
        long delivered = 0;
        long since = System.nanoTime();
        while (delivered < step.orders() && System.nanoTime() - since < IN_VAIN_NANOS) {
            Thread.sleep(PAUSE_MILLIS);
            long now = Sink.Counts.of(sink).calls() - before;
            since = now == delivered ? since : System.nanoTime();
            delivered = now;
        }
        return delivered;
    }
}
