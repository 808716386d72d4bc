package io.roifilter.outbox;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.roifilter.api.RoiInsert;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FreshCallsTest {
    private long now;
    private final FreshCalls fresh = new FreshCalls(() -> now);

    @Test
    void whatWasStoredIsThereOnce() {
        RoiInsert order = add("1");
        assertSame(order, fresh.take(order.toJson()));
        assertNull(fresh.take(order.toJson()));
        assertNull(fresh.take(null));
    }

    @Test
    void whatHasAnotherPayloadIsAnother() {
        RoiInsert order = add("1");
        assertNull(fresh.take(order.toJson().replace("152.99", "99.99")));
    }

    @Test
    void whatIsRefusedIsNeverClaimed() {
        RoiInsert order = Orders.order("1");
        fresh.add(new Pending(order, "another currency", Instant.EPOCH));
        assertNull(fresh.take(order.toJson()));
    }

    @Test
    void holdsSoManyAndNoMore() {
        RoiInsert first = add("0");
        for (int i = 1; i < FreshCalls.MAX; i++) {
            add("" + i);
        }
        assertNull(fresh.take(add("one more").toJson()));
        assertSame(first, fresh.take(first.toJson()));
        RoiInsert next = add("in its place");
        assertSame(next, fresh.take(next.toJson()));
    }

    @Test
    void whatIsOldMakesRoom() {
        RoiInsert old = add("old");
        now = TimeUnit.SECONDS.toNanos(61);
        for (int i = 1; i < FreshCalls.MAX; i++) {
            add("" + i);
        }
        RoiInsert next = add("one more");
        assertSame(next, fresh.take(next.toJson()));
        assertNull(fresh.take(old.toJson()));
    }

    private RoiInsert add(String id) {
        RoiInsert order = Orders.order(id);
        fresh.add(new Pending(order, null, Instant.EPOCH));
        return order;
    }
}
