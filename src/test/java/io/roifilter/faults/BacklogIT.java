package io.roifilter.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roifilter.outbox.Entry;
import io.roifilter.outbox.Outbox;
import io.roifilter.outbox.Settlement;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The endpoint has been away for a long time. */
@Timeout(180)
class BacklogIT {
    private static final int ORDERS = 1_000_000;
    /** As many as there are threads of a busy server, so that the writer's batches are large. */
    private static final int THREADS = 200;

    private static final int DRAINED = 20_000;

    @TempDir
    private Path directory;

    @Test
    void aMillionOrdersThatWaitNeedNoMoreHeapThanAFew() throws Exception {
        Path log = directory.resolve("shop.log");
        Process shop = ShopProcess.start(
                List.of("-Xmx64m"),
                Filling.class,
                log,
                directory.resolve("outbox").toString());
        String waiting = new String(shop.getInputStream().readAllBytes()).strip();
        assertEquals(0, shop.waitFor(), new ShopLog(log)::text);
        assertEquals(ORDERS - DRAINED + " waiting, " + DRAINED + " delivered, 0 logged", waiting);
    }

    /** Takes all orders, then delivers some, and reads how it stands. */
    static final class Filling {
        private static final URI ENDPOINT = URI.create("http://127.0.0.1:1/");

        public static void main(String[] arguments) throws InterruptedException {
            Outbox outbox = ShopProcess.outbox(Path.of(arguments[0]), ENDPOINT, Clock.systemUTC());
            AtomicInteger next = new AtomicInteger();
            List<Thread> threads = IntStream.range(0, THREADS)
                    .mapToObj(i -> new Thread(() -> fill(outbox, next)))
                    .toList();
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            for (int drained = 0; drained < DRAINED; ) {
                List<Entry> entries = outbox.claim(100, Duration.ofMinutes(1));
                outbox.settle(entries.stream()
                        .<Settlement>map(entry -> new Settlement.Delivered(entry, "saved"))
                        .toList());
                drained += entries.size();
                outbox.housekeep();
            }
            System.out.println(outbox.statistics().waiting() + " waiting, "
                    + outbox.statistics().delivered() + " delivered, " + outbox.logged() + " logged");
            outbox.close(Duration.ofSeconds(20));
        }

        private static void fill(Outbox outbox, AtomicInteger next) {
            for (int i = next.incrementAndGet(); i <= ORDERS; i = next.incrementAndGet()) {
                outbox.accept(ShopProcess.order("order-" + i));
            }
        }
    }
}
