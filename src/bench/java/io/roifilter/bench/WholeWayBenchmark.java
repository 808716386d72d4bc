package io.roifilter.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The whole way of an order as a user has it, with nothing that flatters: each row of the table that is printed is a process
 * of its own from a cold start, with both filters, the cookie that the capture filter has set, the outbox on disk and
 * deliveries running beside acceptance, to an endpoint in another process on the same processors. The virtual machine's
 * start, its compiler and collector and the end of the filters are in the CPU seconds. What JMH prints below is how long the
 * whole took, and nothing else.
 *
 * <p>Sizes: {@code -Dbench.orders} (100,000; of the bursts and of those that wait for the disk), {@code -Dbench.seconds} (10;
 * of the steady rates) and {@code -Dbench.drain} (100,000; of those that wait at the start). {@code -Dbench.strace=true} has
 * strace count the forced writes, of the process, by the kernel: that costs CPU, so the other figures of such a run are not
 * to be quoted. {@code -Dbench.steps} is a regular expression of the rows.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class WholeWayBenchmark {
    private static final int ORDERS = Integer.getInteger("bench.orders", 100_000);
    private static final int SECONDS = Integer.getInteger("bench.seconds", 10);
    private static final int DRAIN = Integer.getInteger("bench.drain", 100_000);
    private static final boolean STRACE = Boolean.getBoolean("bench.strace");
    private static final Pattern CHOSEN = Pattern.compile(System.getProperty("bench.steps", ""));
    private static final Pattern FORCED = Pattern.compile("(\\d+)(?:\\s+\\d+)?\\s+(?:fsync|fdatasync)$");

    private static final List<Step> STEPS = List.of(
            new Step("steady 200/s", 200 * SECONDS, 1, 200, false, Step.Kind.DELIVERED),
            new Step("steady 2,000/s", 2000 * SECONDS, 1, 2000, false, Step.Kind.DELIVERED),
            new Step("steady 2,000/s, durable, 32 threads", 2000 * SECONDS, 32, 2000, true, Step.Kind.DELIVERED),
            new Step("burst, 1 thread", ORDERS, 1, 0, false, Step.Kind.DELIVERED),
            new Step("burst, 32 threads", ORDERS, 32, 0, false, Step.Kind.DELIVERED),
            new Step("bare group commit, 32 threads", ORDERS, 32, 0, true, Step.Kind.BARE),
            new Step("durable, 32 threads", ORDERS, 32, 0, true, Step.Kind.DELIVERED),
            new Step("the same, endpoint away", ORDERS, 32, 0, true, Step.Kind.AWAY),
            new Step("drain", DRAIN, 0, 0, false, Step.Kind.DRAINED));

    /** All rows, one after the other. */
    @Benchmark
    public void table() throws Exception {
        List<String> threads = new ArrayList<>();
        Process endpoint = java(List.of(), Sink.class).start();
        try {
            String address = endpoint.inputReader().readLine();
            System.out.println("\n\n" + Result.HEAD + "\n" + Result.UNITS);
            for (Step step : STEPS) {
                if (CHOSEN.matcher(step.name()).find()) {
                    run(step, address, threads);
                }
            }
        } finally {
            endpoint.destroy();
            endpoint.waitFor();
        }
        System.out.println("\nCPU s by thread:");
        threads.forEach(System.out::println);
    }

    private static void run(Step step, String address, List<String> threads) throws Exception {
        try (TemporaryDirectory directory = new TemporaryDirectory()) {
            Path outbox = Files.createDirectory(directory.path().resolve("outbox"));
            if (step.kind() == Step.Kind.DRAINED) {
                Step before = new Step("fill", step.orders(), 0, 0, false, Step.Kind.LEFT);
                run(before, address, outbox, directory.path().resolve("forced"));
            }
            Path forced = directory.path().resolve("forced");
            for (String line : run(step, address, outbox, forced)) {
                if (line.startsWith(Result.ROW)) {
                    System.out.println(line.substring(Result.ROW.length()) + forced(forced, step));
                } else if (line.startsWith(Result.THREADS)) {
                    threads.add(line.substring(Result.THREADS.length()));
                }
            }
        }
    }

    /** @return what the shop has printed */
    private static List<String> run(Step step, String address, Path outbox, Path forced) throws Exception {
        ProcessBuilder shop = java(tracer(forced), Shop.class, address, outbox.toString());
        shop.command().addAll(Arrays.asList(step.arguments()));
        Process process = shop.start();
        List<String> lines;
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            lines = out.lines().toList();
        }
        if (process.waitFor() != 0) {
            throw new IllegalStateException("failed: " + step + "; see " + errors());
        }
        return lines;
    }

    private static List<String> tracer(Path forced) {
        return STRACE
                ? List.of(
                        "strace", "-f", "--seccomp-bpf", "-qq", "-c", "-e", "trace=fsync,fdatasync", "-o", "" + forced)
                : List.of();
    }

    private static String forced(Path forced, Step step) throws IOException {
        if (!Files.exists(forced)) {
            return "";
        }
        long count = Files.readAllLines(forced).stream()
                .map(FORCED::matcher)
                .filter(Matcher::find)
                .mapToLong(line -> Long.parseLong(line.group(1)))
                .sum();
        return "   %d forced writes, %.3f an order".formatted(count, (double) count / step.orders());
    }

    /** The same Java with the same classes. */
    private static ProcessBuilder java(List<String> before, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of("--enable-native-access=ALL-UNNAMED", "-Dstdout.encoding=UTF-8", "-Dfile.encoding=UTF-8"));
        command.addAll(List.of("-classpath", System.getProperty("java.class.path"), main.getName()));
        command.addAll(Arrays.asList(arguments));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(errors().toFile()));
    }

    /** What shops log: the orders that they could not keep, too. */
    private static Path errors() {
        return Path.of("target", "whole-way.log").toAbsolutePath();
    }
}
