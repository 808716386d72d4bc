package io.roifilter.faults;

import static io.roifilter.testing.Eventually.assertEventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.jdbc.SqliteFiles;
import io.roifilter.testing.LoopbackEndpoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The outbox's disk is full, or read-only, while orders come in. */
@Timeout(180)
class DiskFaultsIT {
    @TempDir
    private Path directory;

    private final LoopbackEndpoint endpoint = new LoopbackEndpoint();
    private final Set<String> ordered = new TreeSet<>();
    private SmallDisk disk;
    private Path log;
    private Process shop;
    private Writer ids;
    private BufferedReader answers;

    @BeforeEach
    void mount() throws Exception {
        log = Files.createFile(directory.resolve("shop.log"));
        disk = SmallDisk.mount(directory.resolve("disk"));
    }

    @AfterEach
    void unmount() throws Exception {
        endpoint.close();
        if (shop != null) {
            shop.destroyForcibly().waitFor();
        }
        if (disk != null) {
            disk.unmount();
        }
    }

    @Test
    void ordersGoToTheLogWhileTheDiskIsFullAndToTheOutboxAfterwards() throws Exception {
        start();
        for (int i = 0; i < 50; i++) {
            assertTrue(order("before-" + i));
        }
        disk.fill();
        // What SQLite has room for in its files is still stored.
        for (int i = 0; order("full-" + i); i++) {
            assertTrue(i < 10_000, "the disk is not full");
        }
        // The log of SQLite may make room when it is cut, so that some get in now and then.
        for (int i = 0; i < 50; i++) {
            order("still-full-" + i);
        }
        disk.empty();
        assertAllArriveAfterTheDiskIsBack();
    }

    @Test
    void aShopThatStartsOnAFullDiskTakesOrdersAndStoresThemOnceThereIsRoom() throws Exception {
        disk.fill();
        start();
        orderTwentyThatAreNotStored();
        disk.empty();
        assertAllArriveAfterTheDiskIsBack();
    }

    @Test
    void aShopThatStartsOnAReadOnlyDiskTakesOrdersAndStoresThemOnceItMayWrite() throws Exception {
        disk.makeReadOnly();
        start();
        orderTwentyThatAreNotStored();
        disk.makeWritable();
        assertAllArriveAfterTheDiskIsBack();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatWaitsIsDeliveredByAShopThatStartsOnADiskThatIsReadOnlyMeanwhile(boolean killed) throws Exception {
        endpoint.behave(LoopbackEndpoint.replying(503, ""));
        start();
        for (int i = 0; i < 200; i++) {
            assertTrue(order("before-" + i));
        }
        if (killed) {
            shop.destroyForcibly().waitFor();
        } else {
            ids.close();
            assertEquals(0, shop.waitFor());
        }
        disk.makeReadOnly();
        endpoint.behave(LoopbackEndpoint::acceptAll);
        Set<String> before = Set.copyOf(ordered);
        start();
        assertEventually(true, () -> arrived().containsAll(before));
        orderTwentyThatAreNotStored();
        disk.makeWritable();
        assertAllArriveAfterTheDiskIsBack();
        assertEquals(ordered.size(), endpoint.arrived().count(), "none was sent twice");
    }

    /** As under systemd's ProtectSystem=strict, which the packages of Debian and Ubuntu have for Tomcat. */
    @Test
    void whereNothingMayBeWrittenTheOperatorIsToldWhatToDo() throws Exception {
        Path made = Files.createDirectory(disk.root().resolve("made"));
        disk.makeReadOnly();
        for (Path outbox : List.of(made, disk.root().resolve("roi").resolve("shop"))) {
            IOException refused =
                    assertThrows(IOException.class, () -> new SqliteFiles().open(outbox.resolve("outbox-1.db")));
            Path existing = Files.exists(outbox) ? outbox : disk.root();
            assertTrue(
                    refused.getMessage()
                            .contains("this process may not write to " + existing.toRealPath()
                                    + ": name another directory"),
                    refused::getMessage);
            assertTrue(refused.getMessage().contains("StateDirectory="), refused::getMessage);
        }
    }

    private void orderTwentyThatAreNotStored() throws IOException {
        for (int i = 0; i < 20; i++) {
            assertEquals(false, order("not-stored-" + i));
        }
    }

    private void assertAllArriveAfterTheDiskIsBack() throws Exception {
        assertEventually(true, () -> order("after-" + ordered.size()));
        for (int i = 0; i < 50; i++) {
            assertTrue(order("stored-again-" + i));
        }
        ids.close();
        assertEquals(0, shop.waitFor(), "the shop has stayed up");
        ShopProcess.drain(disk.root().resolve("outbox").toString(), endpoint.uri());
        long begun = linesOfTheLogWith("the outbox cannot be written");
        assertTrue(begun >= 1 && begun <= 5, begun + " times, with pauses that grow, and not with each order");
        assertEquals(begun, linesOfTheLogWith("the outbox is open again"), "each time it ends");
        assertEquals(0, ShopProcess.replay(log, endpoint.uri(), directory.resolve("replay.out")));
        assertEquals(ordered, arrived());
    }

    private Set<String> arrived() {
        return endpoint.arrived().collect(Collectors.toCollection(TreeSet::new));
    }

    private void start() throws IOException {
        shop = ShopProcess.startIdle(disk.root().resolve("outbox"), endpoint.uri(), log);
        ids = shop.outputWriter();
        answers = shop.inputReader();
    }

    /** Whether the order is on disk. */
    private boolean order(String id) throws IOException {
        ordered.add(id);
        ids.write(id + "\n");
        ids.flush();
        return Boolean.parseBoolean(answers.readLine());
    }

    private long linesOfTheLogWith(String part) throws IOException {
        return Files.readAllLines(log).stream()
                .filter(line -> line.contains(part))
                .count();
    }
}
