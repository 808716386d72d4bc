package io.roifilter.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.testing.Container;
import io.roifilter.testing.DatabaseServer;
import io.roifilter.testing.LoopbackEndpoint;
import io.roifilter.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * {@code kill -9} of a shop at its default settings while customers buy, from its first page on: whoever has the whole
 * page has an order that arrives, in whatever way the application answered. Unless it was held for all of
 * {@code acceptTimeout}: nothing is promised then, and a page that took that long for other reasons is not told from it.
 *
 * <p>{@code -Dkill.rounds=200} kills more often than in every build, {@code -Dkill.answers=FORWARD,ASYNC} in these ways of
 * answering alone. What came of it is in {@code target/killed-pages.txt}.
 */
class KilledPageIT {
    private static final int ROUNDS = Integer.getInteger("kill.rounds", 5);
    private static final List<Answer> ANSWERS = answers(System.getProperty("kill.answers", ""));
    /** The answer does not go out while a thread is interrupted, or its connection would be closed. */
    private static final List<Answer> WHILE_INTERRUPTED = List.of(Answer.WRITER, Answer.STREAM, Answer.INCLUDE);

    private static final int CUSTOMERS = 12;
    private static final int MAX_PAGES = 1500;
    /** In every other round the shop is killed before it has given more: while it starts. */
    private static final int FIRST_PAGES = 40;

    private static final Path REPORT = Path.of("target", "killed-pages.txt");
    private static final int MOST_SHOWN = 50;

    @TempDir
    private Path directory;

    private final LoopbackEndpoint endpoint = new LoopbackEndpoint();
    private final Random random = new Random();
    /** Orders whose page has arrived whole, by their ids. */
    private final Map<String, Whole> whole = new ConcurrentHashMap<>();

    private PageShop shop;
    private DatabaseServer database;

    /**
     * @param number of the page among those of its round
     * @param millis since the shop could be reached
     * @param took until it was there; no less than it was held
     */
    private record Whole(Answer answer, int round, int number, long millis, Duration took) {
        /** What the shop promises only so long: {@code acceptTimeout}, by its default. */
        boolean isHeldToTheEnd() {
            return took.toMillis() >= 500;
        }
    }

    @AfterEach
    void close() throws Exception {
        if (shop != null) {
            shop.kill();
        }
        endpoint.close();
        if (database != null) {
            database.remove();
        }
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void everyPageThatArrivedHasItsOrderInAFile(Container container) throws Exception {
        assertNothingLost(container, false, ANSWERS, directory.resolve("outbox").toString());
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void everyPageThatArrivedHasItsOrderInASharedDatabase(Container container) throws Exception {
        database = new PostgresServer();
        assertNothingLost(container, false, ANSWERS, database.url());
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void soHasThePageOfAThreadThatIsInterruptedAndStaysSo(Container container) throws Exception {
        assertNothingLost(
                container, true, WHILE_INTERRUPTED, directory.resolve("outbox").toString());
        assertEquals(List.of(), logged(PageShop.FLAG_LOST));
    }

    private void assertNothingLost(Container container, boolean interrupted, List<Answer> answers, String outbox)
            throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            killWhileCustomersBuy(container, interrupted, answers, outbox, round);
        }
        if (database != null) {
            // As if the claims of those that were killed had run out.
            database.execute("UPDATE roi_outbox SET due = 0 WHERE state = 'waiting'");
        }
        ShopProcess.drain(outbox, endpoint.uri());
        // What a process was killed over in the log cannot be read.
        assertTrue(
                ShopProcess.replay(log(), endpoint.uri(), directory.resolve("replay.out")) <= 1, "orders are replayed");
        Set<String> arrived = new HashSet<>();
        endpoint.received().forEach(post -> arrived.addAll(post.orderIds()));
        Map<String, Whole> lost = new TreeMap<>(whole);
        lost.keySet().removeAll(arrived);
        String report = report(
                container + (interrupted ? ", interrupted, " : ", ") + (database == null ? "file" : "database"), lost);
        assertTrue(lost.values().stream().allMatch(Whole::isHeldToTheEnd), report);
    }

    private void killWhileCustomersBuy(
            Container container, boolean interrupted, List<Answer> answers, String outbox, int round) throws Exception {
        shop = PageShop.start(container, interrupted, directory.resolve("server"), outbox, endpoint.uri(), log());
        AtomicInteger pages = new AtomicInteger();
        int last = 1 + random.nextInt(round % 2 == 0 ? FIRST_PAGES : MAX_PAGES);
        long start = System.nanoTime();
        ExecutorService customers = Executors.newFixedThreadPool(CUSTOMERS);
        try {
            List<Callable<Void>> buying = new ArrayList<>();
            for (int i = 0; i < CUSTOMERS; i++) {
                String prefix = round + "-" + i + "-";
                buying.add(() -> {
                    buyUntilTheShopIsGone(new Round(shop.port(), prefix, answers, round, start, pages, last));
                    return null;
                });
            }
            for (Future<Void> gone : customers.invokeAll(buying)) {
                gone.get();
            }
        } finally {
            customers.shutdownNow();
        }
        shop.awaitEnd();
        assertTrue(pages.get() >= last, () -> "round " + round + " ended by itself: " + log());
    }

    private record Round(
            int port, String prefix, List<Answer> answers, int number, long start, AtomicInteger pages, int last) {}

    private void buyUntilTheShopIsGone(Round round) throws IOException {
        try (PageCustomer customer = new PageCustomer(round.port())) {
            Random choice = new Random();
            for (int i = 0; shop.isAlive(); i++) {
                String orderId = round.prefix() + i;
                Answer answer =
                        round.answers().get(choice.nextInt(round.answers().size()));
                long asked = System.nanoTime();
                try {
                    PageCustomer.Page page = customer.post(PageShop.order(answer, orderId), answer.httpVersion());
                    if (page.status() < 400 && (page.saysItsEnd() || Answer.isWhole(page.body()))) {
                        arrived(round, orderId, answer, Duration.ofNanos(System.nanoTime() - asked));
                    }
                } catch (IOException e) {
                    // The shop has been killed, or its server closes a connection that we wanted to use again.
                }
            }
        }
    }

    private void arrived(Round round, String orderId, Answer answer, Duration took) {
        int number = round.pages().incrementAndGet();
        long millis = Duration.ofNanos(System.nanoTime() - round.start()).toMillis();
        whole.put(orderId, new Whole(answer, round.number(), number, millis, took));
        if (number == round.last()) {
            shop.kill();
        }
    }

    /** By way of answering; and each that is lost. */
    private String report(String what, Map<String, Whole> lost) throws IOException {
        Map<Integer, Integer> firstStored = new HashMap<>();
        whole.forEach((id, page) -> {
            if (!lost.containsKey(id)) {
                firstStored.merge(page.round(), page.number(), Math::min);
            }
        });
        Map<Answer, int[]> counts = new EnumMap<>(Answer.class);
        whole.values().forEach(page -> counts.computeIfAbsent(page.answer(), answer -> new int[4])[0]++);
        for (Whole page : lost.values()) {
            int[] count = counts.get(page.answer());
            count[1]++;
            count[2] += page.number() < firstStored.getOrDefault(page.round(), Integer.MAX_VALUE) ? 1 : 0;
            count[3] += page.isHeldToTheEnd() ? 1 : 0;
        }
        StringBuilder report = new StringBuilder(String.format(
                "%s, %d rounds: %d pages whole, %d orders lost%n%-34s%8s%8s%28s%28s%n",
                what,
                ROUNDS,
                whole.size(),
                lost.size(),
                "",
                "whole",
                "lost",
                "before any was stored",
                "held for acceptTimeout"));
        counts.forEach((answer, count) ->
                report.append(String.format("%-34s%8d%8d%28d%28d%n", answer, count[0], count[1], count[2], count[3])));
        Files.writeString(REPORT, report + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        lost.values().stream().limit(MOST_SHOWN).forEach(page -> report.append(page + "\n"));
        return report.toString();
    }

    private List<String> logged(String words) throws IOException {
        try (Stream<String> lines = Files.lines(log())) {
            return lines.filter(line -> line.contains(words)).toList();
        }
    }

    private Path log() {
        return directory.resolve("shop.log");
    }

    private static List<Answer> answers(String names) {
        return names.isEmpty()
                ? List.of(Answer.values())
                : Stream.of(names.split(",")).map(Answer::valueOf).toList();
    }
}
