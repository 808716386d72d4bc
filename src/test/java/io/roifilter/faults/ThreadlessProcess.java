package io.roifilter.faults;

import io.roifilter.outbox.Outbox;
import io.roifilter.relay.Relay;
import io.roifilter.testing.Container;
import io.roifilter.testing.TestShop;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** A shop that may have no more threads while it starts, as others of its user have them all. Afterwards it may. */
final class ThreadlessProcess {
    /** Placed while there are no threads. */
    static final int ORDERS = 5;

    private static final int MANY = 20_000;

    private static final List<Thread> HELD = new ArrayList<>();
    private static final List<CountDownLatch> RELEASES = new ArrayList<>();

    private ThreadlessProcess() {}

    /**
     * @param arguments a directory, the endpoint, and {@code go on} or {@code stop} without a server; or a container and how
     *     many threads it may have when it starts the application
     */
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        URI endpoint = URI.create(arguments[1]);
        if (arguments.length == 4) {
            serve(Container.valueOf(arguments[2]), Integer.parseInt(arguments[3]), directory, endpoint);
        } else {
            takeOrders(directory, endpoint, arguments[2].equals("stop"));
        }
        System.out.println("closed");
    }

    private static void takeOrders(Path directory, URI endpoint, boolean stop) {
        starve(0);
        Outbox outbox = ShopProcess.outbox(directory.resolve("outbox"), endpoint, Clock.systemUTC());
        Relay relay = ShopProcess.relay(outbox, endpoint, Clock.systemUTC());
        relay.start();
        for (int i = 0; i < ORDERS; i++) {
            System.out.println(outbox.accept(ShopProcess.order("order-" + i)));
        }
        if (!stop) {
            release();
            // The system may take a moment to know that threads are gone.
            while (!outbox.accept(ShopProcess.order("order-" + ORDERS))
                    || outbox.statistics().waiting() > 0) {
                LockSupport.parkNanos(10_000_000);
            }
            System.out.println(threads());
        }
        ShopProcess.close(relay, outbox);
    }

    private static void serve(Container container, int free, Path directory, URI endpoint) throws Exception {
        TestShop shop = new TestShop(container, directory)
                .listener(new Starving(free))
                .setting("endpoint", endpoint.toString())
                .setting("acceptTimeout", null)
                .setting("apiKey", "key")
                .setting("sharedSecret", "secret")
                .setting("orderId", "${param.order}")
                .setting("amount", "${param.total}")
                .setting("confirmation", "/order")
                .initializer()
                .page("/order", (request, response) -> response.getWriter().print("thanks"))
                .start();
        release();
        System.out.println(shop.address());
        System.in.read();
        System.out.println(threads());
        shop.stop();
    }

    /** Takes all threads that the process may have, but so many. */
    private static void starve(int free) {
        try {
            while (HELD.size() < MANY) {
                CountDownLatch release = new CountDownLatch(1);
                Thread thread = new Thread(() -> awaitQuietly(release));
                thread.setDaemon(true);
                thread.start();
                HELD.add(thread);
                RELEASES.add(release);
            }
            throw new IllegalStateException("the number of threads is not limited");
        } catch (OutOfMemoryError e) {
            release(free);
        }
    }

    private static void release() {
        release(HELD.size());
    }

    private static void release(int number) {
        for (int i = 0; i < number; i++) {
            RELEASES.remove(0).countDown();
            try {
                HELD.remove(0).join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            // It ends.
        }
    }

    private static Set<String> threads() {
        Set<String> names = new TreeSet<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().matches("roi-(outbox|relay).*")) {
                names.add(thread.getName());
            }
        }
        return names;
    }

    /** Takes the threads when the application starts, before its filters do. */
    private record Starving(int free) implements ServletContextListener {
        @Override
        public void contextInitialized(ServletContextEvent event) {
            starve(free);
        }
    }
}
