package io.roifilter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.servlet.ServletException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DeploymentTest {
    private final AtomicInteger attempts = new AtomicInteger();

    @Test
    void aStartThatFindsNoMemoryIsTriedAgain() throws ServletException {
        Deployment.start(
                null,
                config -> {
                    if (attempts.incrementAndGet() < 4) {
                        throw new IllegalStateException(new OutOfMemoryError("for a moment"));
                    }
                },
                new TrackerMembership());
        assertEquals(4, attempts.get());
    }

    @Test
    void aWrongSettingIsWrongAtOnce() {
        assertThrows(
                ServletException.class,
                () -> Deployment.start(
                        null,
                        config -> {
                            attempts.incrementAndGet();
                            throw new ServletException("failFast");
                        },
                        new TrackerMembership()));
        assertEquals(1, attempts.get());
    }
}
