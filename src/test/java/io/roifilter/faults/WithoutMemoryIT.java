package io.roifilter.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.outbox.Entry;
import io.roifilter.outbox.Outbox;
import io.roifilter.testing.LoopbackEndpoint;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The application leaves nobody any heap for a while, again and again, and then does. */
@Timeout(240)
class WithoutMemoryIT {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"-XX:+UseG1GC, 64m", "-XX:+UseParallelGC, 64m"})
    void deliveryGoesOnWhenThereIsMemoryAgain(String collector, String heap) throws Exception {
        try (LoopbackEndpoint endpoint = new LoopbackEndpoint()) {
            String output = run(collector, heap, endpoint.uri().toString());
            assertEquals("[roi-outbox shop, roi-relay-1 shop, roi-relay-2 shop]\nclosed", output, log()::text);
            assertOneFile();
            Set<String> found = log().unstored(directory.resolve("outbox"));
            endpoint.received().forEach(post -> found.addAll(post.orderIds()));
            assertAllIn(found);
        }
    }

    @Test
    void aStopInTheMiddleOfItLosesNothing() throws Exception {
        String output = run("-XX:+UseG1GC", "64m", "http://127.0.0.1:1/", "stop");
        assertEquals("closed", output, log()::text);
        assertOneFile();
        Set<String> found = log().unstored(directory.resolve("outbox"));
        Outbox outbox =
                ShopProcess.outbox(directory.resolve("outbox"), URI.create("http://127.0.0.1:1/"), Clock.systemUTC());
        for (List<Entry> some = claim(outbox); !some.isEmpty(); some = claim(outbox)) {
            some.forEach(entry -> found.add(entry.call().reference()));
        }
        outbox.close(Duration.ofSeconds(20));
        assertAllIn(found);
    }

    private static List<Entry> claim(Outbox outbox) {
        return outbox.claim(500, Duration.ofHours(1));
    }

    private String run(String collector, String heap, String... arguments) throws Exception {
        String outbox = directory.resolve("outbox").toString();
        String[] all = arguments.length == 1
                ? new String[] {outbox, arguments[0]}
                : new String[] {outbox, arguments[0], arguments[1]};
        Process shop = ShopProcess.start(List.of(collector, "-Xmx" + heap), StarvedProcess.class, log().file(), all);
        try {
            assertTrue(shop.waitFor(200, TimeUnit.SECONDS), log()::text);
            return new String(shop.getInputStream().readAllBytes()).strip();
        } finally {
            shop.destroyForcibly();
        }
    }

    /** Whatever ends half way for want of memory, the file is used again: one that stayed held would be nobody's. */
    private void assertOneFile() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("outbox"))) {
            assertEquals(
                    List.of("outbox-1.db", "outbox-1.db.lock"),
                    files.map(file -> file.getFileName().toString())
                            .filter(name -> !name.startsWith("unstored-"))
                            .sorted()
                            .toList(),
                    log()::text);
        }
    }

    private void assertAllIn(Set<String> found) {
        Set<String> missing = new TreeSet<>();
        for (int i = 0; i < StarvedProcess.ORDERS; i++) {
            missing.add(StarvedProcess.id(i));
        }
        missing.removeAll(found);
        assertEquals(Set.of(), missing, log()::text);
    }

    private ShopLog log() {
        return new ShopLog(directory.resolve("shop.log"));
    }
}
