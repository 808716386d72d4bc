package io.roifilter.faults;

import static io.roifilter.testing.Eventually.assertEventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.outbox.Outbox;
import io.roifilter.outbox.UnstoredLines;
import io.roifilter.relay.Relay;
import io.roifilter.testing.LoopbackEndpoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Small disks that are full at every stage, or gone, under shops in processes of their own: they live, take orders, and
 * each order is at the endpoint or in the log in the end.
 */
@Timeout(300)
class DiskImageIT {
    private static final int BEFORE = 300;
    private static final int DURING = 50;

    @TempDir
    private Path directory;

    private final LoopbackEndpoint endpoint = new LoopbackEndpoint();
    private final Set<String> ordered = new HashSet<>();
    private final List<Shop> shops = new ArrayList<>();
    private DiskImage disk;

    @AfterEach
    void unmount() throws Exception {
        endpoint.close();
        for (Shop shop : shops) {
            shop.process.destroyForcibly().waitFor();
        }
        if (disk != null) {
            disk.unmount();
        }
    }

    @ParameterizedTest
    @EnumSource
    void twoShopsFillADisk(DiskImage.Kind kind) throws Exception {
        disk = DiskImage.mount(directory, kind);
        endpointIsAway();
        Shop first = new Shop("a");
        Shop second = new Shop("b");
        first.order(BEFORE);
        second.order(BEFORE);
        disk.fill();
        for (int i = 0; i < 20; i++) {
            first.order(DURING);
            second.order(DURING);
        }
        endpoint.behave(LoopbackEndpoint::acceptAll);
        assertEventually(
                true, () -> arrived().containsAll(first.stored) && arrived().containsAll(second.stored));
        first.order(DURING);
        first.end();
        second.end();
        disk.empty();
        drain();
        assertNoneIsLost();
    }

    @ParameterizedTest
    @EnumSource
    void aShopThatWasKilledOnAFullDiskDeliversWhatWaitsWhenItStartsAgain(DiskImage.Kind kind) throws Exception {
        disk = DiskImage.mount(directory, kind);
        endpointIsAway();
        Shop killed = new Shop("killed");
        killed.order(BEFORE);
        disk.fill();
        killed.order(DURING);
        killed.process.destroyForcibly().waitFor();
        disk.fill();
        endpoint.behave(LoopbackEndpoint::acceptAll);
        Shop again = new Shop("again");
        assertEventually(true, () -> arrived().containsAll(killed.stored));
        again.order(DURING);
        disk.empty();
        assertEventually(true, again::orderOne);
        again.end();
        drain();
        assertNoneIsLost();
    }

    @ParameterizedTest
    @EnumSource
    void aShopThatWasStoppedOnAFullDiskDeliversWhatWaitsWhenItStartsAgain(DiskImage.Kind kind) throws Exception {
        disk = DiskImage.mount(directory, kind);
        endpointIsAway();
        Shop stopped = new Shop("stopped");
        stopped.order(BEFORE);
        stopped.end();
        disk.fill();
        endpoint.behave(LoopbackEndpoint::acceptAll);
        Shop again = new Shop("again");
        assertEventually(true, () -> arrived().containsAll(stopped.stored));
        again.order(DURING);
        again.end();
        disk.empty();
        drain();
        assertNoneIsLost();
    }

    @ParameterizedTest
    @EnumSource
    void ofTwoShopsOnAFullDiskOneTakesOverWhatTheOtherLeftOnceThereIsRoom(DiskImage.Kind kind) throws Exception {
        disk = DiskImage.mount(directory, kind);
        endpointIsAway();
        Shop first = new Shop("first");
        Shop second = new Shop("second");
        first.order(BEFORE);
        second.order(BEFORE);
        disk.fill();
        first.process.destroyForcibly().waitFor();
        second.order(DURING);
        endpoint.behave(LoopbackEndpoint::acceptAll);
        assertEventually(true, () -> arrived().containsAll(second.stored));
        disk.empty();
        assertEventually(true, () -> arrived().containsAll(first.stored));
        second.end();
        drain();
        assertNoneIsLost();
    }

    @ParameterizedTest
    @EnumSource
    void aDiskThatIsFullAtTheVeryMomentHarmsNoStep(DiskImage.Kind kind) throws Exception {
        disk = DiskImage.mount(directory, kind);
        Shop shop = new Shop("stepped", SteppedProcess::start);
        shop.order(BEFORE);
        fullWhile(shop, () -> shop.order(DURING));
        Set<String> delivered = new HashSet<>();
        fullWhile(shop, () -> assertEventually(true, () -> shop.deliver(delivered)));
        assertTrue(ordered.containsAll(delivered));
        shop.order(BEFORE);
        fullWhile(shop, () -> shop.ask(SteppedProcess.HOUSEKEEP)); // a checkpoint
        Shop left = new Shop("left", SteppedProcess::start);
        left.order(BEFORE);
        left.process.destroyForcibly().waitFor();
        fullWhile(shop, () -> shop.ask(SteppedProcess.HOUSEKEEP)); // an adoption
        shop.process.destroyForcibly().waitFor();

        disk.fill();
        Shop opened = new Shop("opened", SteppedProcess::start);
        opened.order(DURING);
        disk.empty();
        assertEventually(true, opened::orderOne);
        opened.end();
        drain();
        ordered.removeAll(delivered);
        assertNoneIsLost();
    }

    private interface Step {
        void run() throws Exception;
    }

    /** Orders go on while the disk is full, and are stored again when it is not. */
    private void fullWhile(Shop shop, Step step) throws Exception {
        disk.fill();
        step.run();
        shop.order(DURING);
        disk.empty();
        assertEventually(true, shop::orderOne);
    }

    @ParameterizedTest
    @EnumSource
    void aDiskThatGoesAwayUnderAnIdleShopAndABusyOneHarmsNeither(DiskImage.Kind kind) throws Exception {
        disk = DiskImage.mount(directory, kind);
        Shop idle = new Shop("idle");
        Shop busy = new Shop("busy");
        idle.order(BEFORE);
        busy.order(BEFORE);
        disk.remove();
        for (int i = 0; i < 20; i++) {
            busy.order(DURING);
        }
        idle.order(DURING);
        assertTrue(idle.process.isAlive() && busy.process.isAlive());
        idle.end();
        busy.end();
        ordered.removeAll(idle.stored); // which may be gone with the disk
        ordered.removeAll(busy.stored);
        assertFalse(ordered.isEmpty(), "the disk has taken no more orders");
        assertNoneIsLost();
    }

    @ParameterizedTest
    @EnumSource
    void filesThatAreOverwrittenCutOrDeletedUnderTwoShopsHarmNeither(Overwriting overwriting) throws Exception {
        disk = DiskImage.mount(directory, DiskImage.Kind.EXT4);
        endpointIsAway();
        Shop first = new Shop("first");
        Shop second = new Shop("second");
        first.order(BEFORE);
        second.order(BEFORE);
        try (Stream<Path> files = Files.list(outbox())) {
            for (Path file : files.filter(each -> each.toString().matches(".*\\.db(-wal)?"))
                    .toList()) {
                overwriting.of(file);
            }
        }
        int before = ordered.size();
        first.order(DURING);
        second.order(DURING);
        endpoint.behave(LoopbackEndpoint::acceptAll);
        first.end();
        second.end();
        drain();
        assertEquals(before + 2 * DURING, ordered.size());
        ordered.removeIf(id -> Integer.parseInt(id.replaceAll(".*-", "")) < BEFORE);
        assertNoneIsLost();
    }

    /** What others may do to a file. */
    enum Overwriting {
        CUT {
            @Override
            void of(Path file) throws IOException {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.truncate(0);
                }
            }
        },
        NOISE {
            @Override
            void of(Path file) throws IOException {
                byte[] noise = new byte[(int) Files.size(file)];
                new Random(1).nextBytes(noise);
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.write(ByteBuffer.wrap(noise));
                }
            }
        },
        DELETED {
            @Override
            void of(Path file) throws IOException {
                Files.delete(file);
            }
        };

        abstract void of(Path file) throws IOException;
    }

    private void endpointIsAway() {
        endpoint.behave(LoopbackEndpoint.replying(503, ""));
    }

    private Path outbox() {
        return disk.root().resolve("outbox");
    }

    private Set<String> arrived() {
        return endpoint.arrived().collect(Collectors.toSet());
    }

    private void drain() throws Exception {
        Clock later = Clock.offset(Clock.systemUTC(), Duration.ofHours(1)); // than any shop's
        Outbox outbox = ShopProcess.outbox(outbox(), endpoint.uri(), later);
        try (Relay relay = ShopProcess.relay(outbox, endpoint.uri(), later)) {
            relay.start();
            assertEventually(List.of("outbox-1.db"), this::databases);
            assertEventually(List.of(), () -> UnstoredLines.in(outbox())); // which are in the database then
            assertEventually(0L, () -> outbox.statistics().waiting());
        } finally {
            outbox.close(Duration.ofSeconds(20));
        }
    }

    private List<String> databases() throws IOException {
        try (var files = Files.list(outbox())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name ->
                            name.matches("outbox-[0-9]+\\.db(\\.damaged-[0-9]+(-wal)?)?")) // nor one to be read yet
                    .toList();
        }
    }

    /** Each is at the endpoint, or whole in the log, from where it can be replayed. */
    private void assertNoneIsLost() throws IOException {
        Set<String> lost = new HashSet<>(ordered);
        lost.removeAll(arrived());
        for (Shop shop : shops) {
            List<String> lines = new ArrayList<>(Files.readAllLines(shop.log));
            lines.addAll(UnstoredLines.in(outbox()));
            for (String line : lines) {
                int at = line.indexOf(Outbox.UNSTORED);
                if (at >= 0) {
                    lost.removeIf(id -> line.indexOf("\"" + id + "\"", at) >= 0);
                }
            }
        }
        assertEquals(Set.of(), lost, () -> shops.stream().map(Shop::tail).collect(Collectors.joining("\n==\n")));
    }

    private interface Start {
        Process start(Path outbox, URI endpoint, Path log) throws IOException;
    }

    /** A shop in a process of its own. */
    private final class Shop {
        private final String name;
        private final Path log;
        private final Process process;
        private final Writer ids;
        private final BufferedReader answers;
        private final Set<String> stored = new HashSet<>();
        private int number;

        Shop(String name) throws IOException {
            this(name, ShopProcess::startIdle);
        }

        Shop(String name, Start start) throws IOException {
            this.name = name;
            log = Files.createFile(directory.resolve(name + ".log"));
            process = start.start(outbox(), endpoint.uri(), log);
            ids = process.outputWriter();
            answers = process.inputReader();
            shops.add(this);
        }

        void order(int count) throws IOException {
            for (int i = 0; i < count; i++) {
                orderOne();
            }
        }

        /** Whether the order is on disk. */
        boolean orderOne() throws IOException {
            String id = name + "-" + number++;
            ordered.add(id);
            boolean isStored = Boolean.parseBoolean(ask(id));
            if (isStored) {
                stored.add(id);
            }
            return isStored;
        }

        /** What it answers to a line. */
        String ask(String line) throws IOException {
            ids.write(line + "\n");
            ids.flush();
            String answer = answers.readLine();
            assertTrue(answer != null, () -> "the process has ended: " + tail());
            return answer;
        }

        /** Whether a {@link SteppedProcess} has anything to deliver, and can. */
        boolean deliver(Set<String> delivered) throws IOException {
            String claimed = ask(SteppedProcess.DELIVER);
            return !claimed.isEmpty() && delivered.addAll(List.of(claimed.split(",")));
        }

        void end() throws Exception {
            ids.close();
            assertEquals(0, process.waitFor(), this::tail);
        }

        private String tail() {
            try {
                List<String> lines = Files.readAllLines(log);
                return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
            } catch (IOException e) {
                return e.toString();
            }
        }
    }
}
