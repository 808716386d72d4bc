package io.roifilter.faults;

import io.roifilter.outbox.Destination;
import io.roifilter.outbox.LineSeal;
import io.roifilter.outbox.Outbox;
import io.roifilter.outbox.OutboxOptions;
import io.roifilter.text.LogGuard;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Logger;

/**
 * A shop whose orders cannot be stored, and which stops as embedded servers do: by a hook of its own, at the end of the
 * virtual machine. Its hook comes late, when the log has been taken apart.
 */
final class StoppedProcess {
    static final int ORDERS = 10;
    static final String STOPPED = "shop: stopped";

    static final Destination DESTINATION = Destination.of(URI.create("http://127.0.0.1:1/"), "");

    private static final int BEFORE = 5;
    private static final long BOUND_NANOS = TimeUnit.SECONDS.toNanos(20);

    private StoppedProcess() {}

    static String id(int number) {
        return "order-" + number;
    }

    /** @param arguments the outbox, as for {@link ShopProcess#outbox(String, URI, Clock)}, and where a shared one has its files */
    public static void main(String[] arguments) {
        System.Logger logger = LogGuard.of("io.roifilter.stopped");
        Outbox outbox = ShopProcess.outbox(
                arguments[0],
                Path.of(arguments[1]),
                DESTINATION,
                new OutboxOptions(
                        "shop",
                        100,
                        Duration.ofMillis(500),
                        Duration.ofDays(30),
                        LineSeal.of("secret"),
                        Optional.empty()),
                Clock.systemUTC());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            awaitLogGone();
            order(outbox, BEFORE, ORDERS - 1);
            outbox.close(Duration.ofSeconds(5));
            order(outbox, ORDERS - 1, ORDERS);
            logger.log(Level.INFO, STOPPED);
        }));
        order(outbox, 0, BEFORE);
        System.out.println("ordered");
        LockSupport.parkNanos(3 * BOUND_NANOS);
    }

    private static void order(Outbox outbox, int from, int to) {
        for (int i = from; i < to; i++) {
            outbox.accept(ShopProcess.order(id(i)));
        }
    }

    private static void awaitLogGone() {
        long end = System.nanoTime() + BOUND_NANOS;
        while (Logger.getLogger("").getHandlers().length > 0 && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(1_000_000);
        }
    }
}
