package io.roifilter.thread;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DaemonThreadTest {
    @Test
    void aLastingOneEndsByReturningOnly() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        Thread thread = DaemonThread.lasting("role", "shop", () -> {
            if (runs.incrementAndGet() < 3) {
                throw new OutOfMemoryError("as if");
            }
        });
        thread.start();
        thread.join(20_000);
        assertEquals(3, runs.get());
        assertEquals("roi-role shop", thread.getName());
    }
}
