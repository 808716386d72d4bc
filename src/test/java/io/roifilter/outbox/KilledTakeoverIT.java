package io.roifilter.outbox;

import static io.roifilter.outbox.Orders.claimAll;
import static io.roifilter.outbox.Orders.ids;
import static io.roifilter.outbox.Orders.order;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of an instance that takes over what another has left. */
class KilledTakeoverIT {
    private static final int ROUNDS = 8;

    private final Random random = new Random();

    @TempDir
    Path directory;

    @Test
    void aTakeoverKilledAtAnyMomentLosesAndDoublesNothing() throws Exception {
        Path left = directory.resolve("left");
        Outbox going = ChildProcess.open(left);
        IntStream.range(0, 5000).forEach(i -> going.accept(order("left " + i, i % 2 == 0)));
        List<String> expected =
                IntStream.range(0, 5000).mapToObj(i -> "left " + i).sorted().toList();
        going.close(Duration.ofSeconds(20));
        Path shared = Files.createDirectory(directory.resolve("shared"));
        ChildProcess.open(shared).close(Duration.ofSeconds(20));
        Files.copy(left.resolve("outbox-1.db"), shared.resolve("outbox-2.db"), StandardCopyOption.REPLACE_EXISTING);
        for (int round = 0; round < ROUNDS; round++) {
            Process child = ChildProcess.start(ChildProcess.HOUSEKEEP, shared.toString());
            assertTrue(child.inputReader().readLine().startsWith("open "));
            child.onExit()
                    .completeOnTimeout(null, random.nextInt(150), TimeUnit.MILLISECONDS)
                    .join();
            child.destroyForcibly().onExit().join();
        }
        Process last = ChildProcess.start(ChildProcess.HOUSEKEEP, shared.toString());
        assertEquals(0, last.onExit().get().exitValue());
        assertFalse(Files.exists(shared.resolve("outbox-2.db")));
        Outbox outbox = ChildProcess.open(shared);
        assertEquals(expected, ids(claimAll(outbox)));
        outbox.close(Duration.ofSeconds(20));
    }
}
