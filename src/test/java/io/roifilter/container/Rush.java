package io.roifilter.container;

import static io.roifilter.testing.Eventually.assertEventually;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Customers who buy again and again, whether the shop is there or not. */
final class Rush {
    private static final int CUSTOMERS = 2;
    private static final int PAUSE_MILLIS = 20;

    private final Set<String> confirmed = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(CUSTOMERS);

    /** They come by a link in an email to a shop that is there. */
    Rush(URI shop) throws Exception {
        List<Customer> customers = new ArrayList<>();
        for (int i = 0; i < CUSTOMERS; i++) {
            customers.add(new Customer(shop).click());
        }
        customers.forEach(customer ->
                threads.scheduleWithFixedDelay(() -> buy(customer), 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS));
    }

    /** The ids of orders whose whole and healthy page was answered. */
    Set<String> confirmed() {
        return confirmed;
    }

    /** Returns when some more have been confirmed. */
    void awaitOrders() throws Exception {
        int before = confirmed.size();
        assertEventually(true, () -> confirmed.size() > before + CUSTOMERS);
    }

    /** Returns when nobody buys any more. */
    void stop() throws InterruptedException {
        threads.shutdown();
        assertTrue(threads.awaitTermination(60, TimeUnit.SECONDS));
    }

    private void buy(Customer customer) {
        try {
            confirmed.add(customer.buy());
        } catch (IOException | AssertionError e) {
            // There is no shop at the moment, or only half of one: such an order was not confirmed.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
