package io.roifilter.outbox;

import static io.roifilter.outbox.Orders.order;
import static io.roifilter.testing.Eventually.assertEventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.testing.LogCapture;
import io.roifilter.testing.SettableClock;
import io.roifilter.text.ApplicationLog;
import io.roifilter.thread.LastingThreads;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WriterTest {
    private static final Duration SECONDS = Duration.ofSeconds(20);

    /** The setting's. */
    private static final int DEFAULT_CAPACITY = 100_000;

    @TempDir
    Path directory;

    private final CountDownLatch mayOpen = new CountDownLatch(1);
    private final AtomicBoolean noThreads = new AtomicBoolean();
    private Unstored unstored;
    private final StoreAccess shared = new StoreAccess();

    @Test
    void waitsNoLongerThanAllowedAndWritesAllTheSame() {
        Writer writer = start(10, Duration.ZERO);
        assertFalse(writer.accept(pending("1")));
        mayOpen.countDown();
        writer.close(SECONDS);
        assertEquals(0, unstored.count());
        assertEquals(1, reopened().waiting());
    }

    /** By the default settings, and with a disk that takes nothing before all have come. */
    @ParameterizedTest
    @ValueSource(ints = {1, 32})
    void aBurstLeavesNothingForAnOperator(int customers) throws Exception {
        int orders = 100_000;
        Writer writer = start(DEFAULT_CAPACITY, Duration.ZERO);
        ExecutorService shop = Executors.newFixedThreadPool(customers);
        IntStream.range(0, orders).forEach(i -> shop.execute(() -> writer.accept(pending("" + i))));
        shop.shutdown();
        assertTrue(shop.awaitTermination(1, TimeUnit.MINUTES));
        mayOpen.countDown();
        writer.close(Duration.ofMinutes(1));
        assertEquals(0, unstored.count());
        assertEquals(orders, reopened().waiting());
    }

    @Test
    void ordersThatWaitTakeNoMoreThanTheirShareOfTheHeap() {
        long mebibyte = 1 << 20;
        assertEquals(100_000, Intake.places(100_000, 512 * mebibyte));
        assertEquals(65_536, Intake.places(100_000, 256 * mebibyte));
        assertEquals(10_000, Intake.places(100_000, 16 * mebibyte));
        assertEquals(5, Intake.places(5, 512 * mebibyte));
    }

    @Test
    void whatTheQueueCannotHoldGoesToTheLog() {
        try (LogCapture log = new LogCapture()) {
            Writer writer = start(2, Duration.ZERO);
            for (int i = 0; i < 5; i++) {
                writer.accept(pending("" + i));
            }
            assertEquals(3, log.linesWith("; because the queue is full").size());
            mayOpen.countDown();
            writer.close(SECONDS);
        }
        assertEquals(2, reopened().waiting());
    }

    @Test
    void whatCannotBeWrittenBeforeTheTimeIsOverGoesToTheLog() {
        try (LogCapture log = new LogCapture()) {
            Writer writer = start(10, Duration.ZERO);
            writer.accept(pending("1"));
            writer.close(Duration.ofMillis(1));
            assertEquals(1, log.linesWith(Outbox.UNSTORED).size());
            assertEquals(
                    1,
                    log.linesWith("WARNING shop: the outbox is still being written after 1ms")
                            .size());
            mayOpen.countDown();
            writer.close(SECONDS);
        }
        assertEquals(0, reopened().waiting(), "and the file is free again");
    }

    @Test
    void ordersThatKeepComingDoNotPutOffTheNextOpening() {
        AtomicInteger failures = new AtomicInteger(3);
        try (LogCapture log = new LogCapture()) {
            Writer writer = start("shop", 10, SECONDS, () -> {
                if (failures.getAndDecrement() > 0) {
                    throw new IOException("not yet");
                }
                return files().open();
            });
            long deadline = System.nanoTime() + SECONDS.toNanos();
            boolean stored = false;
            for (int i = 0; !stored && System.nanoTime() < deadline; i++) {
                stored = writer.accept(pending("" + i));
            }
            assertTrue(stored);
            assertEquals(
                    unstored.count(),
                    log.linesWith("; because the outbox is away: not yet").size());
            assertEquals(1, log.linesWith("the outbox is open again").size());
            writer.close(SECONDS);
        }
        assertEquals(1, reopened().waiting());
    }

    @Test
    void anInterruptedRequestWaitsAllTheSameAndStaysInterrupted() {
        mayOpen.countDown();
        Writer writer = start(10, SECONDS);
        for (int i = 0; i < 3; i++) {
            Thread.currentThread().interrupt();
            assertTrue(writer.accept(pending("" + i)));
            assertTrue(Thread.interrupted());
        }
        writer.close(SECONDS);
        assertEquals(3, reopened().waiting());
    }

    @Test
    void anInterruptWhileTheRequestWaitsChangesNothing() throws Exception {
        Writer writer = start(10, SECONDS);
        List<Request> requests = requests(writer, 1);
        Request request = requests.get(0);
        assertEventually(Thread.State.TIMED_WAITING, request.thread()::getState);
        request.thread().interrupt();
        mayOpen.countDown();
        assertTrue(request.stored().get(20, TimeUnit.SECONDS));
        assertTrue(request.interrupted().get());
        writer.close(SECONDS);
    }

    @Test
    void theFirstOrdersWaitForTheOpeningBesideTheirTime() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        Writer writer = start("shop", 100, Duration.ofSeconds(1), () -> {
            await(never, 1500);
            return files().open();
        });
        for (Request request : requests(writer, Waiting.MAX_LONG)) {
            assertTrue(request.stored().get(20, TimeUnit.SECONDS));
        }
        writer.close(SECONDS);
        assertEquals(Waiting.MAX_LONG, reopened().waiting());
    }

    @Test
    void fewWaitLongForTheOpening() throws Exception {
        Writer writer = start(100, SECONDS);
        List<Request> requests = requests(writer, 40);
        assertEventually(24, () -> ended(requests));
        mayOpen.countDown();
        assertEventually(16, () -> stored(requests));
        writer.close(SECONDS);
        assertEquals(40, reopened().waiting());
    }

    @Test
    void fewWaitLongForAFrozenDisk() throws Exception {
        mayOpen.countDown();
        Writer writer = start(100, SECONDS);
        assertTrue(writer.accept(pending("healthy")));
        CountDownLatch thawed = freeze();
        List<Request> requests = requests(writer, 40);
        assertEventually(24, () -> ended(requests));
        assertEquals(0, stored(requests));
        assertFalse(writer.accept(pending("late")), "and would wait for ever");
        thawed.countDown();
        assertEventually(16, () -> stored(requests));
        assertTrue(writer.accept(pending("healthy again")));
        writer.close(SECONDS);
        assertEquals(43, reopened().waiting());
    }

    @Test
    void aThreadThatCannotBeStartedIsWhenTheNextOrderComes() {
        mayOpen.countDown();
        noThreads.set(true);
        try (LogCapture log = new LogCapture()) {
            Writer writer = start(10, SECONDS);
            assertFalse(writer.accept(pending("1")), "and waits for nobody");
            writer.keep(order("2"), null);
            assertEquals(
                    1,
                    log.linesWith("WARNING shop: the thread roi-outbox shop cannot be started now")
                            .size());
            noThreads.set(false);
            assertTrue(writer.accept(pending("3")));
            assertEquals(
                    1,
                    log.linesWith("INFO shop: all threads could be started now").size());
            writer.close(SECONDS);
        }
        assertEquals(0, unstored.count());
        assertEquals(3, reopened().waiting());
    }

    @Test
    void aThreadThatCanBeStartedAtTheEndStoresWhatWaited() {
        mayOpen.countDown();
        noThreads.set(true);
        Writer writer = start(10, SECONDS);
        writer.accept(pending("1"));
        noThreads.set(false);
        writer.close(SECONDS);
        assertEquals(0, unstored.count());
        assertEquals(1, reopened().waiting());
    }

    @Test
    void whoWaitsForTheStoreStartsTheThread() throws Exception {
        mayOpen.countDown();
        noThreads.set(true);
        Writer writer = start(10, SECONDS);
        writer.accept(pending("1"));
        noThreads.set(false);
        assertEventually(1, () -> shared.use(store -> (int) store.counts().waiting()));
        writer.close(SECONDS);
    }

    @Test
    void withoutAnyThreadWhatWaitedGoesToTheLogAtTheEnd() {
        noThreads.set(true);
        try (LogCapture log = new LogCapture()) {
            Writer writer = start(10, SECONDS);
            writer.accept(pending("1"));
            writer.keep(order("2"), null);
            writer.close(SECONDS);
            assertEquals(2, log.linesWith(Outbox.UNSTORED).size());
            writer.accept(pending("3"));
            writer.keep(order("4"), null);
            assertEquals(4, log.linesWith(Outbox.UNSTORED).size(), "as does what comes later");
            noThreads.set(false);
            writer.close(SECONDS);
            assertEquals(4, log.linesWith(Outbox.UNSTORED).size());
        }
        assertEquals(0, reopened().waiting());
    }

    @Test
    void theThreadIsNamedAfterTheApplicationAndEnds() {
        Writer writer = start("boutique", 10, SECONDS);
        Thread thread = Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.getName().equals("roi-outbox boutique"))
                .findAny()
                .orElseThrow();
        assertTrue(thread.isDaemon());
        assertEquals(ClassLoader.getPlatformClassLoader(), thread.getContextClassLoader());
        mayOpen.countDown();
        writer.close(SECONDS);
        assertFalse(thread.isAlive());
    }

    /** Keeps the store from all others, as a disk does that does not answer. */
    private CountDownLatch freeze() throws InterruptedException {
        CountDownLatch frozen = new CountDownLatch(1);
        CountDownLatch thawed = new CountDownLatch(1);
        Thread disk = new Thread(() -> shared.use(store -> {
            frozen.countDown();
            await(thawed, SECONDS.toMillis());
            return null;
        }));
        disk.start();
        assertTrue(frozen.await(20, TimeUnit.SECONDS));
        return thawed;
    }

    /** A request that hands in an order. */
    private record Request(Thread thread, CompletableFuture<Boolean> stored, AtomicBoolean interrupted) {}

    private static List<Request> requests(Writer writer, int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> request(writer, "order " + i))
                .toList();
    }

    private static Request request(Writer writer, String id) {
        CompletableFuture<Boolean> stored = new CompletableFuture<>();
        AtomicBoolean interrupted = new AtomicBoolean();
        Thread thread = new Thread(() -> {
            boolean result = writer.accept(pending(id));
            interrupted.set(Thread.currentThread().isInterrupted());
            stored.complete(result);
        });
        thread.start();
        return new Request(thread, stored, interrupted);
    }

    private static int ended(List<Request> requests) {
        return (int) requests.stream().filter(r -> r.stored().isDone()).count();
    }

    private static int stored(List<Request> requests) {
        return (int) requests.stream().filter(r -> r.stored().getNow(false)).count();
    }

    private static void await(CountDownLatch latch, long millis) {
        try {
            latch.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Writer start(int queueCapacity, Duration acceptTimeout) {
        return start("shop", queueCapacity, acceptTimeout);
    }

    private Writer start(String name, int queueCapacity, Duration acceptTimeout) {
        return start(name, queueCapacity, acceptTimeout, () -> {
            await(mayOpen);
            return files().open();
        });
    }

    private Writer start(String name, int queueCapacity, Duration acceptTimeout, Opener opener) {
        OutboxOptions options = new OutboxOptions(name, queueCapacity, acceptTimeout, Duration.ofDays(30));
        ApplicationLog log = new ApplicationLog(name, Outbox.LOGGER);
        unstored = new Unstored(log, options.seal());
        LastingThreads threads = new LastingThreads(this::startThread, new ThreadLog(log));
        Writer writer = new Writer(
                options,
                shared,
                opener,
                unstored,
                new FreshCalls(System::nanoTime),
                new AcceptedSignal(log),
                threads,
                Clock.systemUTC(),
                log);
        writer.start();
        return writer;
    }

    private void startThread(Thread thread) {
        if (noThreads.get()) {
            throw new OutOfMemoryError("unable to create native thread");
        }
        thread.start();
    }

    private EmbeddedFiles files() {
        return new EmbeddedFiles(
                directory,
                Destination.of(URI.create("https://api.example.com/"), ""),
                Optional.empty(),
                new SettableClock(Instant.parse("2026-11-22T10:15:30.123Z")),
                new ApplicationLog("shop", Outbox.LOGGER));
    }

    private Counts reopened() {
        try {
            Store store = files().open();
            store.close();
            return store.counts();
        } catch (IOException | SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static Pending pending(String id) {
        return new Pending(order(id), null, Instant.parse("2026-11-22T10:15:30Z"));
    }
}
