package io.roifilter.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * What an order after a click pays where it is read from the page by convention: at most 500 µs for 64 KiB, at most 1 ms for
 * 240 kB with 1,300 scripts, the tag at the end of both.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class PageOrderBenchmark {
    private static final int SIZE = 64 * 1024;
    private static final String ROW = "<tr class=\"item\" data-sku='%1$d'><td><a href=\"/p/%1$d?ref=thanks&amp;pos=1\">"
            + "Product %1$d &ndash; blue</a></td><td>2</td><td>$ 19.99</td></tr>\n";
    private static final String TAG =
            "<script>gtag('event','purchase',{transaction_id:'BIG-2',value:10.5,currency:'USD'});</script>";

    private final String page = page(ROW);
    /** Of functions that have one of the words in them. */
    private final String pageOfScripts = page(
            "<script>function purchase%1$d(a) { if (a / 2 > 1) { return /x[y]/.test(a.b); } "
                    + "dataLayer.push({event: 'view_item', ecommerce: {items: [{id: '%1$d', price: 9.99}]}}); }</script>\n");

    private String large;

    @Setup
    public void read() throws IOException {
        large = Files.readString(Path.of("src/test/resources/io/roifilter/page/samples/p34-large-page.html"));
    }

    /** Nothing but the tag is script. */
    @Benchmark
    public PageOrder of64KiB() {
        return PageOrders.inHtml(page);
    }

    /** All is script that has to be read. */
    @Benchmark
    public PageOrder of64KiBOfScripts() {
        return PageOrders.inHtml(pageOfScripts);
    }

    @Benchmark
    public PageOrder of240Kilobytes() {
        return PageOrders.inHtml(large);
    }

    private static String page(String part) {
        StringBuilder page =
                new StringBuilder("<!DOCTYPE html><html><head><title>Thank you</title></head><body><table>\n");
        for (int i = 0; page.length() < SIZE - TAG.length(); i++) {
            page.append(part.formatted(i));
        }
        return page.append(TAG).append("</body></html>").toString();
    }
}
