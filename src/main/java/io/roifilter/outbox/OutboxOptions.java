package io.roifilter.outbox;

import java.time.Duration;
import java.util.Optional;

/**
 * What an outbox can be told.
 *
 * @param name the application's, for the names of threads and for log lines
 * @param queueCapacity the most orders that wait for the writer; on a small heap fewer: see {@link Intake#places}
 * @param acceptTimeout the longest that {@link Outbox#accept} waits for an order to be on disk, once the store was
 *     opened or that failed; zero waits not at all
 * @param keepDelivered how long delivered order ids are remembered as duplicates
 * @param seal shows of the log lines of orders that the store could not take who wrote them
 * @param former whose entries are taken over, because they are for the outbox's destination now
 */
public record OutboxOptions(
        String name,
        int queueCapacity,
        Duration acceptTimeout,
        Duration keepDelivered,
        LineSeal seal,
        Optional<Destination> former) {
    /** @throws IllegalArgumentException if the capacity is not positive or a duration is negative */
    public OutboxOptions {
        if (queueCapacity < 1 || acceptTimeout.isNegative() || keepDelivered.isNegative()) {
            throw new IllegalArgumentException("not positive: queueCapacity " + queueCapacity + ", acceptTimeout "
                    + acceptTimeout + ", keepDelivered " + keepDelivered);
        }
    }

    /** Of an outbox whose lines in the log nobody can tell from others', and which takes nothing over. */
    public OutboxOptions(String name, int queueCapacity, Duration acceptTimeout, Duration keepDelivered) {
        this(name, queueCapacity, acceptTimeout, keepDelivered, LineSeal.none(), Optional.empty());
    }
}
