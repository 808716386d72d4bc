package io.roifilter.faults;

import io.roifilter.api.RoiInsert;
import io.roifilter.outbox.Outbox;
import io.roifilter.relay.Relay;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * A shop whose application uses up the heap again and again, for seconds, while orders come in and go out. They are there
 * beforehand: what a request has no memory to read is not what is asked here. Says at the end which threads live, then
 * stops in order.
 */
final class StarvedProcess {
    static final int ORDERS = 2000;

    private static final int CUSTOMERS = 4;
    private static final int FAMINES = 3;
    private static final long FAMINE_NANOS = 2_500_000_000L;
    private static final long BETWEEN_NANOS = 1_000_000_000L;

    private StarvedProcess() {}

    static String id(int number) {
        return "order-" + number;
    }

    /** @param arguments the outbox's directory, the endpoint, and {@code stop} to be stopped in the middle of a famine */
    public static void main(String[] arguments) throws Exception {
        URI endpoint = URI.create(arguments[1]);
        boolean stop = arguments.length > 2;
        List<RoiInsert> orders = IntStream.range(0, ORDERS)
                .mapToObj(i -> ShopProcess.order(id(i)))
                .toList();
        Outbox outbox = ShopProcess.outbox(Path.of(arguments[0]), endpoint, Clock.systemUTC());
        Relay relay = ShopProcess.relay(outbox, endpoint, Clock.systemUTC());
        relay.start();
        outbox.accept(ShopProcess.order("warm"));
        while (!stop && outbox.statistics().delivered() == 0) {
            LockSupport.parkNanos(1_000_000);
        }
        LockSupport.parkNanos(1); // so that customers need no memory for finding that class
        AtomicInteger next = new AtomicInteger();
        List<Thread> customers = IntStream.range(0, CUSTOMERS)
                .mapToObj(i -> new Thread(() -> buy(outbox, orders, next)))
                .toList();
        List<Thread> application = IntStream.range(0, 2)
                .mapToObj(i -> new Thread(StarvedProcess::useUpAllHeap))
                .toList();
        application.forEach(Thread::start);
        customers.forEach(Thread::start);
        join(customers);
        if (!stop) {
            join(application);
            tellOfThreads();
            while (outbox.statistics().waiting() > 0) {
                LockSupport.parkNanos(10_000_000);
            }
        }
        ShopProcess.close(relay, outbox);
        join(application);
        System.out.println("closed");
    }

    private static void join(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void buy(Outbox outbox, List<RoiInsert> orders, AtomicInteger next) {
        for (int i = next.getAndIncrement(); i < ORDERS; i = next.getAndIncrement()) {
            outbox.accept(orders.get(i));
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static void tellOfThreads() {
        Set<String> names = new TreeSet<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().contains("shop") && !thread.getName().startsWith("roi-http")) {
                names.add(thread.getName());
            }
        }
        System.out.println(names);
    }

    private static void useUpAllHeap() {
        for (int i = 0; i < FAMINES; i++) {
            long end = System.nanoTime() + FAMINE_NANOS;
            Object[] all = null;
            for (int size = 1 << 20; System.nanoTime() - end < 0; ) {
                try {
                    Object[] more = new Object[size];
                    more[0] = all;
                    all = more;
                } catch (OutOfMemoryError e) {
                    size = Math.max(1, size / 4);
                    if (size == 1) {
                        LockSupport.parkNanos(1_000_000); // for the others to try
                    }
                }
            }
            all = null;
            LockSupport.parkNanos(BETWEEN_NANOS);
        }
    }
}
