package io.roifilter.bench;

import java.util.Locale;

/**
 * What a {@link Step} came to, as a row of the table.
 *
 * @param calledNanos until the last caller was done
 * @param nanos until the last order was delivered; 0 if none is
 * @param cpuNanos of the whole process with its start and, after filters, with their end
 * @param initNanos of the processor, used by the thread that deploys while it starts the filters
 */
record Result(
        Step step,
        Callers.Cost cost,
        long calledNanos,
        long nanos,
        long cpuNanos,
        long initNanos,
        long delivered,
        long posts,
        String byThread) {
    /** How the lines of a shop's output begin that are for the table, and those that are to be put below it. */
    static final String ROW = "ROW ";

    static final String THREADS = "THREADS ";

    static final String HEAD = "%-34s %8s %9s %9s %9s %9s %9s %10s %8s %8s %8s"
            .formatted(
                    "",
                    "orders",
                    "p50 µs",
                    "p99 µs",
                    "bytes",
                    "calls/s",
                    "CPU s",
                    "delivered",
                    "POSTs",
                    "left",
                    "init CPU");
    static final String UNITS = "%-34s %8s %9s %9s %9s %9s %9s %10s %8s %8s %8s"
            .formatted("", "", "", "", "a call", "", "a 100,000", "/s", "an order", "", "ms");

    void print() {
        boolean calls = cost.nanos().length > 0;
        boolean sent = step.kind() == Step.Kind.DELIVERED || step.kind() == Step.Kind.DRAINED;
        System.out.println(ROW
                + "%-34s %8d %9s %9s %9s %9s %9s %10s %8s %8s %8s"
                        .formatted(
                                step.name(),
                                step.orders(),
                                text(calls, "%.1f", cost.micros(0.50)),
                                text(calls, "%.1f", cost.micros(0.99)),
                                text(calls, "%.0f", (double) cost.bytes() / step.orders()),
                                text(calls, "%.0f", step.orders() * 1e9 / calledNanos),
                                text(true, "%.1f", cpuNanos / 1e9 * 100_000 / step.orders()),
                                text(sent, "%.0f", delivered * 1e9 / nanos),
                                text(sent, "%.3f", (double) posts / step.orders()),
                                text(sent, "%.0f", (double) step.orders() - delivered),
                                text(initNanos > 0, "%.0f", initNanos / 1e6)));
        System.out.println(THREADS + step.name() + ": " + byThread);
    }

    private static String text(boolean known, String format, double value) {
        return known ? String.format(Locale.ROOT, format, value) : "–";
    }
}
