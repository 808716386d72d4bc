package io.roifilter.relay;

import static io.roifilter.testing.LoopbackEndpoint.accepted;
import static io.roifilter.testing.LoopbackEndpoint.reply;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.api.ApiClient;
import io.roifilter.api.ApiRequest;
import io.roifilter.api.Credentials;
import io.roifilter.api.RoiInsert;
import io.roifilter.outbox.Destination;
import io.roifilter.outbox.Outbox;
import io.roifilter.outbox.OutboxOptions;
import io.roifilter.testing.LoopbackEndpoint;
import io.roifilter.testing.OutboxFile;
import io.roifilter.testing.SettableClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A refusal that is due to one order costs the others nothing, and one that is due to the account costs no order. */
@Timeout(60)
class RefusedOrdersTest {
    private static final String ROI_DATA = "echo3-619-295-1856-1242357-1daecd68df79e83bf13f244b9a880ab9";
    private static final String INJECTION = "7' union all select";
    private static final String PAGE =
            "<html><head><title>403</title></head><body><h1>Request blocked</h1> Incident 4711 %s</body></html>";
    private static final Duration RETRY_MAX = Duration.ofMinutes(15);
    private static final Duration RETRY_FOR = Duration.ofDays(7);

    @TempDir
    private Path directory;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T12:00:00Z"));
    private final LoopbackEndpoint endpoint = new LoopbackEndpoint();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger logger = Logger.getLogger(Relay.class.getName());
    private final Handler catching = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            lines.add(entry.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private Outbox outbox;
    private Relay relay;

    @BeforeEach
    void open() {
        logger.addHandler(catching);
        outbox = Outbox.embedded(
                directory,
                Destination.of(endpoint.uri(), ""),
                new OutboxOptions("test", 10_000, Duration.ofSeconds(30), Duration.ofDays(30)),
                clock);
        relay = newRelay();
    }

    @AfterEach
    void close() {
        relay.close();
        outbox.close(Duration.ofSeconds(10));
        endpoint.close();
        logger.removeHandler(catching);
    }

    @Test
    void ofSixOrdersTheOneThatAFirewallRefusesIsSetAside() throws Exception {
        endpoint.behave(refusing(403, PAGE, INJECTION::equals));
        accept("1", "2", "3", INJECTION, "5", "6");
        deliverAll();
        assertEquals(5, outbox.statistics().delivered());

        passTime(Duration.ofHours(1));
        assertEquals(0, outbox.statistics().waiting());
        OutboxFile.Row row = rejected().get(0);
        assertEquals(INJECTION, row.orderId());
        assertEquals("blocked", row.lastCode());
        assertTrue(row.lastText().contains("HTTP status 403 \"Request blocked Incident 4711"), row.lastText());
        assertTrue(row.lastText().contains("echo3-61…") && !row.lastText().contains("secret"), row.lastText());
        assertTrue(endpoint.received().size() <= 25, endpoint.received().size() + " POSTs");
        assertEquals(1, lines("not order " + INJECTION).size(), lines::toString);
        assertEquals(List.of(), lines("refuses all orders"));
        assertTrue(lines.stream().noneMatch(line -> line.contains(ROI_DATA)), lines::toString);
    }

    private static Stream<Arguments> refusals() {
        return Stream.of(403, 406, 404, 414, 302, 401, 500, 502, 429, 408, 200)
                .flatMap(status -> (status % 100 == 3 || status == 500 ? Stream.of(1, 50, 100) : Stream.of(50))
                        .map(guilty -> Arguments.of(status, guilty)));
    }

    @ParameterizedTest(name = "status {0}, order {1} of 100")
    @MethodSource("refusals")
    void othersGetPastIt(int status, int guilty) throws Exception {
        endpoint.behave(refusing(status, PAGE, ("" + guilty)::equals));
        accept(numbered(1, 100));
        deliverAll();
        assertEquals(99, outbox.statistics().delivered(), "at once");
        assertTrue(endpoint.received().size() <= 25, endpoint.received().size() + " POSTs");

        accept("next");
        deliverAll();
        assertEquals(100, outbox.statistics().delivered());
        passTime(Duration.ofHours(2));
        boolean passes = status == 200 || status == 408 || status == 429 || status >= 500;
        assertEquals(passes ? 1 : 0, outbox.statistics().waiting());
        clock.advance(RETRY_FOR);
        passTime(Duration.ofHours(1));
        assertEquals(
                List.of("" + guilty),
                rejected().stream().map(OutboxFile.Row::orderId).toList());
        assertTrue(rejected().get(0).lastText().contains("Request blocked"), rejected()::toString);
    }

    @Test
    void othersGetPastOneForWhichTheConnectionIsReset() throws Exception {
        endpoint.behave((exchange, message) -> {
            if (message.toXml().contains(">50<")) {
                throw new IOException("closed without an answer");
            }
            LoopbackEndpoint.acceptAll(exchange, message);
        });
        accept(numbered(1, 100));
        deliverAll();
        assertEquals(99, outbox.statistics().delivered());
        clock.advance(RETRY_FOR);
        passTime(Duration.ofMinutes(1));
        assertEquals("50", rejected().get(0).orderId());
        assertTrue(rejected().get(0).lastText().startsWith("expired: no whole answer from 127.0.0.1:"));
    }

    /** There is no time for the search: a POST takes a quarter of the lease. */
    @Test
    void othersGetPastOneOnWhichTheEndpointHangs() throws Exception {
        endpoint.behave((exchange, message) -> {
            if (message.toXml().contains(">20<")) {
                endpoint.hang(exchange, message);
            }
            LoopbackEndpoint.acceptAll(exchange, message);
        });
        relay.close();
        relay = newRelay(Duration.ofMillis(300), Duration.ofMillis(1000));
        accept(numbered(1, 40));
        passTime(Duration.ofMinutes(15));
        assertEquals(39, outbox.statistics().delivered());
        int posts = endpoint.received().size();
        assertTrue(posts <= 60, posts + " POSTs");
    }

    @Test
    void manyOfThemAreFound() throws Exception {
        endpoint.behave(refusing(403, PAGE, id -> Integer.parseInt(id) % 40 == 7));
        accept(numbered(1, 300));
        deliverAll();
        passTime(Duration.ofMinutes(20));
        assertEquals(292, outbox.statistics().delivered());
        passTime(Duration.ofHours(2));
        assertEquals(8, rejected().size());
    }

    @Test
    void oneInAQuietShopHoldsUpNobody() throws Exception {
        endpoint.behave(refusing(403, PAGE, INJECTION::equals));
        accept(INJECTION);
        deliverAll();
        for (int i = 1; i <= 10; i++) {
            accept("" + i);
            passTime(Duration.ofMinutes(1));
            assertEquals(i, outbox.statistics().delivered());
        }
        passTime(Duration.ofHours(2));
        assertEquals(INJECTION, rejected().get(0).orderId());
        assertEquals(List.of(), lines("refuses all orders"));
        assertEquals(List.of(), lines("takes orders again"));
        assertEquals(1, lines("not order " + INJECTION).size(), lines::toString);
    }

    @Test
    void theOnlyOrderOfAQuietShopIsNamedNowAndThenWhileItIsRefused() throws Exception {
        endpoint.behave(refusing(403, PAGE, id -> true));
        accept("1");
        passTime(Duration.ofDays(2));
        assertEquals(1, outbox.statistics().waiting());
        assertEquals(List.of(), lines("refuses all orders"));
        assertTrue(lines.get(0).contains("did not take order 1 at 3 attempts: HTTP status 403"), lines::toString);
        assertTrue(lines.size() >= 4 && lines.size() <= 8, lines::toString);
        endpoint.behave(LoopbackEndpoint::acceptAll);
        passTime(RETRY_MAX);
        assertEquals(1, outbox.statistics().delivered());
    }

    @Test
    void thatOneIsSetAsideWithinMinutesAndTheNumbersAgree() throws Exception {
        endpoint.behave(refusing(403, PAGE, INJECTION::equals));
        accept("1", "2", INJECTION, "4");
        deliverAll();
        for (int minute = 0; minute < 15; minute++) {
            passTime(Duration.ofMinutes(1));
        }
        OutboxFile.Row row = rejected().get(0);
        assertTrue(row.attempts() >= 10 && row.attempts() <= 12, row::toString);
        assertTrue(
                row.lastText().startsWith("blocked " + row.attempts() + " times, while others were taken"),
                row.lastText());
    }

    @Test
    void whatARefusalOfAllHasHeldUpIsSentAtTheFirstOrderThatIsTaken() throws Exception {
        endpoint.behave(refusing(403, PAGE, id -> true));
        accept(numbered(1, 250));
        passTime(Duration.ofHours(1));
        endpoint.behave(LoopbackEndpoint::acceptAll);
        for (int second = 0; outbox.statistics().delivered() == 0 && second < 900; second++) {
            passTime(Duration.ofSeconds(1));
        }
        passTime(Duration.ofSeconds(2));
        assertEquals(250, outbox.statistics().delivered());
    }

    @Test
    void whatTheRefusalOfTwoHasHeldUpIsSentAtOnceWhenAnotherIsTaken() throws Exception {
        endpoint.behave(refusing(403, PAGE, id -> true));
        accept("1", "2");
        deliverAll();
        endpoint.behave(LoopbackEndpoint::acceptAll);
        clock.advance(Duration.ofSeconds(2));
        accept("3");
        deliverAll();
        deliverAll();
        assertEquals(3, outbox.statistics().delivered());
    }

    /** Its own fault is over when the limit begins, which lets one POST pass in half a minute. */
    @Test
    void anOrderThatIsMendedIsNotSetAsideByALimitThatIsAnsweredAs403() throws Exception {
        endpoint.behave(refusing(403, PAGE, INJECTION::equals));
        accept("1", INJECTION, "2");
        passTime(Duration.ofSeconds(5));
        Set<Long> windows = ConcurrentHashMap.newKeySet();
        endpoint.behave((exchange, message) -> {
            if (windows.add(clock.instant().getEpochSecond() / 30)) {
                LoopbackEndpoint.acceptAll(exchange, message);
            } else {
                reply(exchange, 403, PAGE);
            }
        });
        for (int i = 0; i < 240; i++) {
            accept("a" + i);
            for (int third = 0; third < 3; third++) {
                deliverAll();
                clock.advance(Duration.ofSeconds(5));
            }
        }
        assertEquals(List.of(), rejected());
        endpoint.behave(LoopbackEndpoint::acceptAll);
        passTime(RETRY_MAX.multipliedBy(2));
        assertEquals(243, outbox.statistics().delivered());
    }

    @Test
    void whatARefusalOfAllHasHeldUpIsSentAtOnceAfterARestart() throws Exception {
        endpoint.behave(refusing(403, PAGE, id -> true));
        accept(numbered(1, 250));
        passTime(Duration.ofMinutes(30));
        endpoint.behave(LoopbackEndpoint::acceptAll);
        relay.close();
        outbox.close(Duration.ofSeconds(10));
        open();
        deliverAll();
        assertEquals(250, outbox.statistics().delivered());
    }

    @Test
    void theEndOfAnOutageDoesNotShortenThePausesOfAnOrderRefusedForItsOwnSake() throws Exception {
        endpoint.behave(refusing(500, PAGE, INJECTION::equals));
        accept("1", INJECTION, "3");
        passTime(Duration.ofHours(6));
        int before = endpoint.received().size();
        for (int i = 0; i < 20; i++) {
            endpoint.behave(LoopbackEndpoint.replying(401, ""));
            accept("a" + i, "b" + i, "c" + i);
            deliverAll();
            endpoint.behave(refusing(500, PAGE, INJECTION::equals));
            clock.advance(Duration.ofSeconds(20));
            deliverAll();
        }
        long posts = endpoint.received().stream()
                .skip(before)
                .filter(received -> received.message().toXml().contains("union all"))
                .count();
        assertTrue(posts <= 5, posts + " POSTs of it in 7 minutes");
    }

    /** So many POSTs in a minute are taken, all others are answered as a firewall does. */
    @Test
    void aLimitThatIsAnsweredAs403SetsNoOrderAside() throws Exception {
        Map<Long, Integer> posts = new ConcurrentHashMap<>();
        endpoint.behave((exchange, message) -> {
            boolean tooMany = posts.merge(clock.millis() / 60_000, 1, Integer::sum) > 2;
            if (tooMany) {
                reply(exchange, 403, PAGE);
            } else {
                LoopbackEndpoint.acceptAll(exchange, message);
            }
        });
        for (int i = 0; i < 200; i++) {
            accept("a" + i, "b" + i, "c" + i);
            passTime(Duration.ofSeconds(10));
        }
        passTime(Duration.ofHours(4));
        assertEquals(List.of(), rejected());
        endpoint.behave(LoopbackEndpoint::acceptAll);
        passTime(RETRY_MAX.multipliedBy(2));
        assertEquals(600, outbox.statistics().delivered());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 50, 100})
    void othersGetPastOneForWhichWeAreAskedToWait(int guilty) throws Exception {
        endpoint.behave((exchange, message) -> {
            if (message.calls().stream()
                    .anyMatch(call -> call.arguments().get("order_id").equals("" + guilty))) {
                exchange.getResponseHeaders().set("Retry-After", "120");
                reply(exchange, 503, "");
            } else {
                LoopbackEndpoint.acceptAll(exchange, message);
            }
        });
        accept(numbered(1, 100));
        passTime(Duration.ofMinutes(16));
        assertEquals(99, outbox.statistics().delivered());
    }

    @Test
    void aStopInTheMiddleOfASearchLosesAndDoublesNothing() throws Exception {
        List<String> taken = new CopyOnWriteArrayList<>();
        LoopbackEndpoint.Behaviour firewall = refusing(403, PAGE, INJECTION::equals);
        endpoint.behave((exchange, message) -> {
            if (endpoint.received().size() == 4) {
                relay.stop();
            }
            if (!message.toXml().contains("union all")) {
                message.calls().forEach(call -> taken.add(call.arguments().get("order_id")));
            }
            firewall.answer(exchange, message);
        });
        accept(numbered(1, 50));
        accept(INJECTION);
        accept(numbered(51, 90));
        deliverAll();
        assertTrue(outbox.statistics().delivered() < 90);
        relay.close();
        outbox.close(Duration.ofSeconds(10));
        open();
        deliverAll();
        assertEquals(90, outbox.statistics().delivered());
        assertEquals(90, taken.size());
        assertEquals(1, outbox.statistics().waiting());
    }

    /** An account that is refused, an order among its own that is refused anyway. */
    @Test
    void anAccountThatIsRefusedWithOneThatWouldBeAnywayLosesNothing() throws Exception {
        endpoint.behave(refusing(403, PAGE, id -> true));
        accept("1", INJECTION, "3", "4", "5");
        for (int day = 0; day < 10; day++) {
            clock.advance(Duration.ofDays(1));
            passTime(Duration.ofHours(1));
        }
        assertEquals(5, outbox.statistics().waiting());
        endpoint.behave(refusing(403, PAGE, INJECTION::equals));
        passTime(Duration.ofHours(1));
        assertEquals(4, outbox.statistics().delivered());
        assertEquals(INJECTION, rejected().get(0).orderId());
        assertEquals(1, lines("takes orders again").size(), lines::toString);
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404, 302})
    void anAccountThatIsReallyRefusedLosesNothingAndIsNotHammered(int status) throws Exception {
        endpoint.behave(refusing(status, PAGE, id -> true));
        accept(numbered(1, 250));
        for (int day = 0; day < 10; day++) {
            clock.advance(Duration.ofDays(1));
            int before = endpoint.received().size();
            passTime(Duration.ofHours(1));
            accept("order of day " + day);
            int posts = endpoint.received().size() - before;
            assertTrue(posts <= 12, posts + " POSTs in an hour");
        }
        assertEquals(260, outbox.statistics().waiting());
        assertEquals(0, outbox.statistics().rejected());

        endpoint.behave(LoopbackEndpoint::acceptAll);
        passTime(RETRY_MAX.multipliedBy(2));
        assertEquals(260, outbox.statistics().delivered());
    }

    @Test
    void anAccountThatIsRefusedWhileAnOrderIsSuspectedRejectsNeither() throws Exception {
        endpoint.behave(refusing(403, PAGE, INJECTION::equals));
        accept("1", INJECTION, "3", "4");
        deliverAll();
        assertEquals(3, outbox.statistics().delivered());
        endpoint.behave(refusing(403, PAGE, id -> true));
        accept("5", "6", "7");
        for (int day = 0; day < 10; day++) {
            clock.advance(Duration.ofDays(1));
            passTime(Duration.ofHours(1));
        }
        assertEquals(4, outbox.statistics().waiting());
        endpoint.behave(LoopbackEndpoint::acceptAll);
        passTime(RETRY_MAX.multipliedBy(2));
        assertEquals(7, outbox.statistics().delivered());
    }

    @Test
    void aRestartMakesItNoWorse() throws Exception {
        endpoint.behave(refusing(403, PAGE, INJECTION::equals));
        accept(INJECTION);
        for (int i = 1; i <= 20; i++) {
            accept("a" + i, "b" + i);
            passTime(Duration.ofMinutes(2));
            relay.close();
            relay = newRelay();
        }
        accept("last but one");
        passTime(Duration.ofHours(1));
        accept("last");
        passTime(Duration.ofHours(1));
        assertEquals(42, outbox.statistics().delivered());
        assertEquals(INJECTION, rejected().get(0).orderId());
        assertTrue(endpoint.received().size() <= 200, endpoint.received().size() + " POSTs");
    }

    @Test
    void ofPostsThatAreTooLargeThePartsAreSentAndTheNextOnesAreSmaller() throws Exception {
        endpoint.behave((exchange, message) -> {
            if (message.calls().size() > 30) {
                reply(exchange, 413, "");
            } else {
                LoopbackEndpoint.acceptAll(exchange, message);
            }
        });
        accept(numbered(1, 1000));
        deliverAll();
        assertEquals(1000, outbox.statistics().delivered());
        assertTrue(endpoint.received().size() <= 70, endpoint.received().size() + " POSTs");
        assertEquals(List.of(), lines);
    }

    /** Each of them alone, others before and behind it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<responseCode>499</responseCode><responseText>Something new</responseText>",
                "<error>1</error><responseText>Incorrect Action Specified</responseText>",
                "<error>1</error><responseText>Could not authenticate</responseText>"
                        + "<responseData><responseCode>445</responseCode></responseData>"
            })
    void anItemSpeaksOfItsOrderAndTheLogNamesIt(String item) throws Exception {
        endpoint.behave((exchange, message) -> reply(exchange, 200, items(message, INJECTION, item)));
        accept("1", INJECTION, "3");
        deliverAll();
        for (int i = 0; i < 27; i++) {
            accept("order " + i);
            passTime(Duration.ofSeconds(2));
        }
        assertEquals(29, outbox.statistics().delivered());
        assertEquals(List.of(), lines("takes orders again"));
        assertEquals(1, lines.size(), lines::toString);
        assertTrue(lines.get(0).contains("not order " + INJECTION), lines::toString);
    }

    @Test
    void everyOrderRejectedAlikeIsSaidOnce() throws Exception {
        endpoint.behave(
                (exchange, message) -> reply(
                        exchange,
                        200,
                        LoopbackEndpoint.answer(
                                message.calls().size(),
                                "<responseCode>403</responseCode><responseText>Insert failed: ROI Hash does not match</responseText>")));
        for (int i = 1; i <= 40; i++) {
            accept("" + i);
            passTime(Duration.ofSeconds(1));
        }
        assertEquals(40, outbox.statistics().rejected());
        assertEquals(1, lines("every order since 2026-11-22T12:00:0").size(), lines::toString);
        assertEquals(Rejections.MANY, lines.size(), lines::toString);
        clock.advance(Duration.ofHours(1));
        accept("41");
        deliverAll();
        assertTrue(lines.get(Rejections.MANY).contains("41 so far"), lines::toString);

        endpoint.behave(LoopbackEndpoint::acceptAll);
        accept("42");
        deliverAll();
        assertTrue(lines.get(Rejections.MANY + 1).contains("no longer rejects every order alike"), lines::toString);
        assertFalse(outbox.statistics().waiting() > 0);
    }

    private static LoopbackEndpoint.Behaviour refusing(int status, String page, Predicate<String> guilty) {
        return (exchange, message) -> {
            if (message.calls().stream()
                    .map(call -> call.arguments().get("order_id"))
                    .anyMatch(guilty)) {
                reply(exchange, status, page.formatted(message.toXml()));
            } else {
                LoopbackEndpoint.acceptAll(exchange, message);
            }
        };
    }

    private static String items(ApiRequest message, String guilty, String item) {
        StringBuilder items = new StringBuilder("<methodResponse>");
        for (int i = 0; i < message.calls().size(); i++) {
            boolean isGuilty =
                    message.calls().get(i).arguments().get("order_id").equals(guilty);
            items.append("<item>")
                    .append(isGuilty ? item : accepted())
                    .append("<responseNum>" + (i + 1) + "</responseNum></item>");
        }
        return items + "</methodResponse>";
    }

    private List<String> lines(String part) {
        return lines.stream().filter(line -> line.contains(part)).toList();
    }

    private List<OutboxFile.Row> rejected() throws Exception {
        return OutboxFile.in(directory).rows().stream()
                .filter(row -> row.state().equals("rejected"))
                .toList();
    }

    /** As the relay's threads do while it passes. */
    private void passTime(Duration duration) throws InterruptedException {
        Duration step = duration.compareTo(Duration.ofMinutes(2)) > 0 ? Duration.ofMinutes(1) : Duration.ofSeconds(1);
        for (Duration passed = Duration.ZERO; passed.compareTo(duration) < 0; passed = passed.plus(step)) {
            deliverAll();
            clock.advance(step);
        }
        deliverAll();
    }

    private void deliverAll() throws InterruptedException {
        while (relay.deliver()) {
            // Full batches.
        }
    }

    private static String[] numbered(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(String::valueOf).toArray(String[]::new);
    }

    private void accept(String... orderIds) {
        for (String id : orderIds) {
            outbox.accept(new RoiInsert(ROI_DATA, "1.00", id, false, LocalDate.of(2026, 11, 22)));
        }
    }

    private Relay newRelay() {
        Duration timeout = Duration.ofSeconds(20);
        return newRelay(timeout, RelayPolicy.leaseFor(timeout));
    }

    private Relay newRelay(Duration timeout, Duration lease) {
        return new Relay(
                "test",
                outbox,
                new ApiClient(endpoint.uri(), new Credentials("key", "secret"), timeout, timeout, "test", clock),
                new RelayPolicy(100, 2, lease, Duration.ofSeconds(1), RETRY_MAX, RETRY_FOR),
                clock,
                new Random(42));
    }
}
