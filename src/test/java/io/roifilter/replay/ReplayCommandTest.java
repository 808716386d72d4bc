package io.roifilter.replay;

import static io.roifilter.testing.LoopbackEndpoint.accepted;
import static io.roifilter.testing.LoopbackEndpoint.reply;
import static io.roifilter.testing.LoopbackEndpoint.replying;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import io.roifilter.api.ApiRequest;
import io.roifilter.api.RoiInsert;
import io.roifilter.command.Commands;
import io.roifilter.config.Sources;
import io.roifilter.outbox.LineSeal;
import io.roifilter.outbox.UnstoredLines;
import io.roifilter.testing.LoopbackEndpoint;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ReplayCommandTest {
    private static final String ROI_DATA = "http://echo.example.com/ct/3416623:619";

    @TempDir
    private Path directory;

    private final LoopbackEndpoint endpoint = new LoopbackEndpoint();
    private final Map<String, String> environment = new HashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private LineSeal seal = LineSeal.of("secret-0815");
    private InputStream in = InputStream.nullInputStream();

    @BeforeEach
    void settings() throws IOException {
        environment.put("ROI_ENDPOINT", endpoint.uri().toString());
        environment.put(
                "ROI_API_KEY_FILE",
                Files.writeString(directory.resolve("key"), "key-4711\n").toString());
        environment.put("ROI_SHARED_SECRET", "secret-0815");
        environment.put("ROI_RETRY_MIN", "1ms");
    }

    @AfterEach
    void showsNoSecretAndNoContact() {
        endpoint.close();
        for (String hidden : List.of("key-4711", "secret-0815", ROI_DATA)) {
            assertFalse(out().contains(hidden), out());
            assertFalse(err().contains(hidden), err());
        }
    }

    @Test
    void sendsEachOrderOnceInBatches() throws Exception {
        Path log = log(lines(1, 250) + lines(200, 260) + "another line\n");
        assertEquals(ReplayCommand.DONE, run("replay", log.toString()));
        assertEquals(
                List.of(100, 100, 60),
                endpoint.received().stream().map(post -> post.orderIds().size()).toList());
        assertEquals(260, received().size());
        assertEquals("2026-11-22", call().arguments().get("purchase_date"));
        assertEquals("sending to " + endpoint.uri() + "\n" + """
                        312 lines read, with 311 orders in them:
                              260 delivered, or known to the endpoint already
                                0 rejected by the endpoint
                                0 refused by the shop's own rules, not sent
                                0 on lines without the check of this sharedSecret, not sent
                               51 the same as another one above, not sent again
                                0 still to do
                        0 unreadable
                        """, out());
        assertEquals("", err(), "no progress for what takes no time");
    }

    @Test
    void readsCompressedFilesAndStandardInput() throws Exception {
        Path packed = directory.resolve("shop.log.1.gz");
        try (OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(packed))) {
            gzip.write(lines(1, 30).getBytes(StandardCharsets.UTF_8));
        }
        in = new ByteArrayInputStream(lines(31, 40).getBytes(StandardCharsets.UTF_8));
        assertEquals(ReplayCommand.DONE, run("replay", packed.toString(), "-"));
        assertEquals(40, received().size());
    }

    @Test
    void whatNeedsAnEyeIsListedWithItsPlaceAndTheRestGoesOn() throws Exception {
        endpoint.behave((exchange, message) -> reply(
                exchange,
                200,
                "<methodResponse><item><responseCode>403</responseCode><responseText>Insert failed: ROI Hash does not"
                        + " match</responseText><responseNum>1</responseNum></item><item>" + accepted()
                        + "<responseNum>2</responseNum></item></methodResponse>"));
        Path log = log(line("A", null) + line("B", "currency is EUR")
                + line("C", null).substring(0, 60) + "\n" + line("D", null));
        assertEquals(ReplayCommand.LEFT_OVER, run("replay", log.toString()));
        assertEquals(Set.of("A", "D"), received());
        assertTrue(
                out().contains("rejected: order A (" + log + ":1): 403 Insert failed: ROI Hash does not match\n"),
                out());
        assertTrue(out().contains("refused, not sent: order B (" + log + ":2): currency is EUR\n"), out());
        assertTrue(out().contains("unreadable: " + log + ":3: the line is cut off, or not as it was written\n"), out());
        assertTrue(out().contains("        1 delivered"), out());
    }

    @Test
    void aCompressedFileThatEndsEarlyIsReadAsFarAsItGoes() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed, 512, true)) {
            gzip.write(lines(1, 10).getBytes(StandardCharsets.UTF_8));
            gzip.flush();
            gzip.write(lines(11, 20).getBytes(StandardCharsets.UTF_8));
        }
        Path file = directory.resolve("cut.gz");
        Files.write(file, Arrays.copyOf(packed.toByteArray(), packed.size() - 20));
        assertEquals(
                ReplayCommand.LEFT_OVER,
                run("replay", file.toString(), log(lines(30, 31)).toString()));
        assertTrue(received().size() >= 12, out());
        assertTrue(out().contains("unreadable: " + file + ": it cannot be read any further: "), out());
    }

    @Test
    void oneOrderOnWhichTheEndpointBreaksIsSetAsideAlone() throws Exception {
        endpoint.behave((exchange, message) -> breakOn("order-37", exchange, message));
        assertEquals(ReplayCommand.LEFT_OVER, run("replay", log(lines(1, 300)).toString()));
        assertTrue(out().contains("      299 delivered"), out());
        assertTrue(out().contains("still to do: order order-37 ("), out());
        assertTrue(out().contains("HTTP status 500"), out());
        assertTrue(endpoint.received().size() < 40, endpoint.received().size() + " POSTs");
    }

    @Test
    void unansweredOrdersAreSentAgainOnceAllOthersWere() throws Exception {
        Set<String> seen = ConcurrentHashMap.newKeySet();
        endpoint.behave((exchange, message) -> {
            String first = message.calls().get(0).arguments().get("order_id");
            int answered = seen.add(first)
                    ? message.calls().size() / 2
                    : message.calls().size();
            reply(exchange, 200, LoopbackEndpoint.answer(answered, accepted()));
        });
        assertEquals(ReplayCommand.LEFT_OVER, run("replay", log(lines(1, 200)).toString()));
        assertTrue(out().contains("      150 delivered"), out());
        assertTrue(out().contains("       50 still to do"), out());
        seen.clear();
        endpoint.behave(LoopbackEndpoint::acceptAll);
        out.reset();
        assertEquals(ReplayCommand.DONE, run("replay", log(lines(1, 200)).toString()), "to be run again");
    }

    @Test
    void anEndpointThatIsAwayEndsItAfterABoundedNumberOfPosts() throws Exception {
        endpoint.behave(replying(503, ""));
        assertEquals(ReplayCommand.LEFT_OVER, run("replay", log(lines(1, 1000)).toString()));
        assertEquals(11, endpoint.received().size(), "100, 50, 25, 12, 6, 3, 1, then two more, the last and another");
        assertTrue(out().contains("     1,000 still to do") || out().contains("    1,000 still to do"), out());
        assertTrue(out().contains("still to do: order order-4 ("), out());
        assertFalse(out().contains("order-5"), "not one line for each");
        assertTrue(err().contains("sending ends: the endpoint does not take orders: HTTP status 503"), err());
    }

    @Test
    void anEndpointThatComesBackGetsThemAll() throws Exception {
        endpoint.behave((exchange, message) -> {
            if (endpoint.received().size() <= 5) {
                reply(exchange, 503, "");
            } else {
                LoopbackEndpoint.acceptAll(exchange, message);
            }
        });
        assertEquals(ReplayCommand.DONE, run("replay", log(lines(1, 120)).toString()));
        assertTrue(err().startsWith("HTTP status 503; the next attempt is in 1ms\n"), err());
    }

    @Test
    void anOrderThatAFirewallRefusesKeepsNoOtherFromBeingSent() throws Exception {
        endpoint.behave((exchange, message) -> {
            if (message.calls().stream()
                    .anyMatch(call -> call.arguments().get("order_id").equals("order-57"))) {
                reply(exchange, 403, "<html>Request blocked");
            } else {
                LoopbackEndpoint.acceptAll(exchange, message);
            }
        });
        assertEquals(ReplayCommand.LEFT_OVER, run("replay", log(lines(1, 200)).toString()));
        assertTrue(out().contains("      199 delivered"), out());
        assertTrue(out().contains("still to do: order order-57 ("), out());
        assertTrue(out().contains("HTTP status 403 \"Request blocked\""), out());

        endpoint.behave(replying(403, ""));
        int before = endpoint.received().size();
        assertEquals(ReplayCommand.LEFT_OVER, run("replay", log(lines(1, 200)).toString()));
        assertEquals(6, endpoint.received().size() - before, "all, three alone, the last and another");
        assertTrue(err().contains("refuses all orders: HTTP status 403. Check endpoint, apiKey"), err());
    }

    @Test
    void ordersInARowThatAFirewallRefusesKeepNoOtherFromBeingSent() throws Exception {
        endpoint.behave((exchange, message) -> {
            if (message.calls().stream()
                    .anyMatch(call -> call.arguments().get("order_id").matches("order-5[0-9]|order-100|order-101"))) {
                reply(exchange, 403, "<html>Request blocked");
            } else {
                LoopbackEndpoint.acceptAll(exchange, message);
            }
        });
        assertEquals(ReplayCommand.LEFT_OVER, run("replay", log(lines(1, 200)).toString()));
        assertTrue(out().contains("      188 delivered"), out() + err());
        assertFalse(err().contains("sending ends"), err());
    }

    @Test
    void aRefusedLoginAndALongRetryAfterEndItAtOnce() throws Exception {
        endpoint.behave(replying(
                200,
                "<methodResponse><item><error>1</error><responseText>Could not authenticate</responseText>"
                        + "<responseData><responseCode>445</responseCode></responseData></item></methodResponse>"));
        assertEquals(ReplayCommand.LEFT_OVER, run("replay", log(lines(1, 300)).toString()));
        assertEquals(1, endpoint.received().size());
        assertTrue(err().contains("refuses all orders: Could not authenticate. Check endpoint, apiKey"), err());

        endpoint.behave((exchange, message) -> {
            exchange.getResponseHeaders().set("Retry-After", "3600");
            reply(exchange, 429, "");
        });
        assertEquals(ReplayCommand.LEFT_OVER, run("replay", log(lines(1, 300)).toString()));
        assertEquals(2, endpoint.received().size());
        assertTrue(err().contains("asks to wait 60m"), err());
    }

    @Test
    void aDryRunSendsNothingAndNeedsNothingButTheSecret() throws Exception {
        environment.keySet().retainAll(Set.of("ROI_SHARED_SECRET"));
        assertEquals(
                ReplayCommand.DONE, run("replay", "--dry-run", log(lines(1, 2)).toString()));
        assertEquals(0, endpoint.received().size());
        assertTrue(out().contains("would be sent: order order-1 ("), out());
        assertTrue(out().contains("amount=1.00, purchaseDate=2026-11-22, roiData=http://e…"), out());
    }

    @Test
    void linesWithoutTheChecksOfTheSecretAreNamedAndNotSent() throws Exception {
        seal = LineSeal.of("somebody else's");
        String forged = lines(1, 3);
        seal = LineSeal.of("secret-0815");
        Path log = log(forged + lines(3, 4));
        assertEquals(ReplayCommand.LEFT_OVER, run("replay", log.toString()));
        assertEquals(Set.of("order-3", "order-4"), received());
        assertTrue(
                out().contains("not proven, not sent: order order-1 (" + log + ":1): its line was not written"), out());
        assertTrue(out().contains("        3 on lines without the check"), out());
        assertEquals(ReplayCommand.DONE, run("replay", "--send-unproven", log.toString(), "--dry-run"));
        assertEquals(2, received().size());
        assertEquals(ReplayCommand.DONE, run("replay", "--send-unproven", log.toString()));
        assertEquals(4, received().size());
    }

    @Test
    void thousandsOfForgedLinesAreNotAllNamed() throws Exception {
        seal = LineSeal.none();
        assertEquals(ReplayCommand.LEFT_OVER, run("replay", log(lines(1, 3000)).toString()));
        assertEquals(
                101, out().lines().filter(line -> line.startsWith("not proven")).count());
        assertTrue(out().contains("    3,000 on lines without the check"), out());
    }

    @Test
    void aDryRunWithoutTheSecretSaysThatNothingIsProven() throws Exception {
        environment.clear();
        assertEquals(
                ReplayCommand.DONE, run("replay", "--dry-run", log(lines(1, 1)).toString()));
        assertTrue(
                err().contains("sharedSecret is not set, so that no check can be tried: what is shown may be"), err());
        assertTrue(out().contains("would be sent: order order-1 ("), out());
    }

    @Test
    void linesOfTheTimeBeforeTheSecretWasChangedAreSentWithTheNewOne() throws Exception {
        seal = LineSeal.of("old secret");
        Path log = log(lines(1, 2));
        Path old = Files.writeString(directory.resolve("old"), "old secret\n");
        assertEquals(ReplayCommand.LEFT_OVER, run("replay", log.toString()));
        assertEquals(ReplayCommand.DONE, run("replay", "--written-with", old.toString(), log.toString()));
        assertEquals(2, received().size());
        assertEquals(
                "secret-0815",
                endpoint.received().get(0).message().credentials().sharedSecret());
        assertEquals(ReplayCommand.WRONG_USE, run("replay", log.toString(), "--written-with", "missing"));
        assertTrue(err().contains("--written-with missing: must be the path of a file with the value"), err());
        assertEquals(ReplayCommand.WRONG_USE, run("replay", log.toString(), "--written-with"));
    }

    @Test
    void anOrderThatWasRefusedAndThenReadWellIsSent() throws Exception {
        Path log = log(line("A", "amount is pending") + line("B", "no") + line("A", null) + line("B", "no"));
        assertEquals(ReplayCommand.LEFT_OVER, run("replay", log.toString()));
        assertEquals(Set.of("A"), received());
        assertTrue(out().contains("refused, not sent: order B (" + log + ":2): no\n"), out());
        assertFalse(out().contains("order A"), out());
        assertTrue(out().contains("        2 the same as another one"), out());
    }

    @Test
    void wrongUseIsExplainedAndSendsNothing() throws Exception {
        Path log = log(lines(1, 1));
        assertEquals(ReplayCommand.WRONG_USE, run());
        assertEquals(ReplayCommand.WRONG_USE, run("resent", log.toString()));
        assertEquals(ReplayCommand.WRONG_USE, run("replay"));
        assertTrue(err().endsWith("no FILE is given\n--help says more\n"), err());
        assertEquals(
                ReplayCommand.WRONG_USE, run("replay", log.toString(), "--force", directory.toString(), "missing"));
        assertTrue(err().contains("there is no option --force\nnot a file that can be read: " + directory), err());
        environment.remove("ROI_SHARED_SECRET");
        environment.put("ROI_BATCH_SIZE", "many");
        assertEquals(ReplayCommand.WRONG_USE, run("replay", log.toString()));
        assertTrue(err().contains("2 problems in the settings of replay:"), err());
        assertEquals(0, endpoint.received().size());
        assertEquals("", out());
        assertEquals(ReplayCommand.DONE, run("replay", "--help"));
        assertTrue(out().contains("replay [OPTION...] FILE..."), out());
    }

    @Test
    void saysEveryFewSecondsHowFarItIs() {
        long[] now = {0};
        Progress progress = new Progress(new PrintStream(err, true, StandardCharsets.UTF_8), () -> now[0]);
        for (int second = 0; second <= 11; second++) {
            now[0] = second * 1_000_000_000L;
            String text = "second " + second;
            progress.show(() -> text);
        }
        assertEquals("second 5\nsecond 10\n", err());
    }

    @Test
    void aLineWithoutEndFillsNoMemory() throws Exception {
        byte[] spaces = " ".repeat(LogFile.MAX_LINE + 10).getBytes(StandardCharsets.US_ASCII);
        try (LogFile file = new LogFile(new ByteArrayInputStream(spaces))) {
            assertEquals(LogFile.MAX_LINE, file.next().orElseThrow().length());
            assertTrue(file.next().isEmpty());
            assertEquals(spaces.length, file.bytes());
        }
    }

    private int run(String... arguments) throws InterruptedException {
        Sources sources = new Sources("", Map.of(), Map.of(), name -> null, environment::get);
        return Commands.line(sources, in, print(out), print(err)).execute(arguments);
    }

    private static PrintStream print(OutputStream stream) {
        return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private Path log(String text) throws IOException {
        return Files.writeString(Files.createTempFile(directory, "shop", ".log"), text);
    }

    private String lines(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(number -> line("order-" + number, null))
                .collect(Collectors.joining());
    }

    private String line(String id, String refused) {
        RoiInsert order = new RoiInsert(ROI_DATA, "1.00", id, false, LocalDate.of(2026, 11, 22));
        return "SEVERE: shop: " + UnstoredLines.of(order, refused, seal, "the queue is full") + "\n";
    }

    private Set<String> received() {
        return endpoint.received().stream()
                .flatMap(post -> post.orderIds().stream())
                .collect(Collectors.toSet());
    }

    private ApiRequest.Call call() {
        return endpoint.received().get(0).message().calls().get(0);
    }

    private static void breakOn(String orderId, HttpExchange exchange, ApiRequest message) throws IOException {
        if (message.calls().stream()
                .anyMatch(call -> call.arguments().get("order_id").equals(orderId))) {
            reply(exchange, 500, "");
        } else {
            LoopbackEndpoint.acceptAll(exchange, message);
        }
    }
}
