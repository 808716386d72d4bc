package io.roifilter.command;

import static io.roifilter.testing.Eventually.assertEventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.command.Tool.Result;
import io.roifilter.outbox.Destination;
import io.roifilter.outbox.Entry;
import io.roifilter.outbox.Outbox;
import io.roifilter.outbox.Settlement;
import io.roifilter.testing.CheckedLog;
import io.roifilter.testing.LoopbackEndpoint;
import io.roifilter.testing.OnEachContainer;
import io.roifilter.testing.Sqlite;
import io.roifilter.testing.TestShop;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The commands while the shop runs and holds its file, by way of its status page. */
@OnEachContainer
@Timeout(180)
@DisabledOnOs(OS.WINDOWS)
class ShopCommandsIT {
    private static final String PAGE = "/roi-status";
    private static final String PASSWORD = "Öffne dich: 7";

    /** What would break a query, a form, JSON, CSV or a terminal, were it not escaped. */
    private static final List<String> HOSTILE = List.of(
            "Ä-1 & <2>",
            "日本 €🛒",
            "a=b&entry=1&order=x+y%20z%",
            "\"},{\\\"id\\\":1,'<script>;#?/../",
            "{\"token\":\"x\"}");

    @RegisterExtension
    static final CheckedLog LOG = new CheckedLog();

    @RegisterExtension
    final TestShop shop = new TestShop();

    @TempDir
    private Path directory;

    private final LoopbackEndpoint endpoint = new LoopbackEndpoint();

    @BeforeEach
    void configure() {
        TestShop.ORDER.forEach(shop::setting);
        shop.setting("confirmation", "/thank-you")
                .setting("statusPath", PAGE)
                .setting("endpoint", endpoint.uri().toString())
                .withoutProxy()
                .thankYou("X-1", "1.00")
                .initializer();
    }

    @AfterEach
    void stop() throws Exception {
        shop.stop();
        endpoint.close();
    }

    @Test
    void eachCommandWorks() throws Exception {
        fill(Stream.concat(Stream.of("1123", "1124"), HOSTILE.stream()).toList());
        start();

        Result status = tool().run("status");
        assertEquals("", status.err());
        assertEquals(0, status.exitCode());
        assertTrue(status.out().startsWith(page() + ":\n  "), status.out());
        assertTrue(status.out().contains("            0 waiting\n            8 rejected\n"), status.out());
        assertTrue(status.out().contains("            1 delivered\n"), status.out());
        assertTrue(status.out().contains("  endpoint: UNTRIED since 20"), status.out());
        assertTrue(status.out().contains("  WARN rejected: 8 orders are kept as rejected"), status.out());

        List<String> listed = new ArrayList<>(List.of("1123", "1124"));
        listed.addAll(HOSTILE);
        listed.add("eur");
        assertEquals(listed, ids(tool().run("list", "--state", "rejected", "--format", "json")));
        assertEquals(List.of("done"), ids(tool().run("list", "--state", "delivered", "--format", "json")));
        Result table = tool().run("list");
        assertTrue(table.out().contains("403      ROI Hash, \"it\" does not match echo3-61…"), table.out());

        Result resent = tool().run("resend", HOSTILE.get(0), HOSTILE.get(2), "done", "eur", "nobody's");
        assertEquals("", resent.err());
        assertEquals(
                List.of(
                        "nobody's: there is no such order",
                        HOSTILE.get(0) + ": will be sent",
                        HOSTILE.get(2) + ": will be sent",
                        "done: it has been delivered, and is remembered so that it is not sent twice",
                        "eur: the shop's own rules refused it (currency is \"EUR\"); send it with its amount in US"
                                + " dollars"),
                resent.out().lines().toList());
        assertEquals(1, resent.exitCode());
        assertEquals(
                "eur: will be sent\n",
                tool().run("resend", "eur", "--amount", "$13.6").out());
        assertEventually(
                List.of(HOSTILE.get(0), HOSTILE.get(2), "eur").stream().sorted().toList(),
                () -> endpoint.arrived().sorted().toList());

        Result deleted = tool().run("delete", "--yes", "1123", HOSTILE.get(3));
        assertEquals("1123: deleted\n" + HOSTILE.get(3) + ": deleted\n", deleted.out());
        assertEquals(0, deleted.exitCode());
        Result kept = tool().input("no\n").run("delete", "1124");
        assertTrue(kept.out().endsWith("delete this order for good? yes or no: nothing was deleted\n"), kept.out());
        assertEquals(
                List.of("1124", HOSTILE.get(1), HOSTILE.get(4)),
                ids(tool().run("list", "--state", "rejected", "--format", "json")));
    }

    /** As it is printed by the README, with the shop in the place that is named there. */
    @Test
    void doesWhatTheReadmeSays() throws Exception {
        fill(List.of("1123", "1124"));
        shop.setting("statusPassword", PASSWORD);
        start();
        List<List<String>> commands = Tool.readme("url");
        assertEquals(3, commands.size());
        for (List<String> command : commands) {
            String[] words = command.stream()
                    .map(word -> word.equals("https://shop.example.com/roi-status") ? page() : word)
                    .map(word -> word.equals("/etc/roi/status-password") ? passwordFile(PASSWORD, "rw-------") : word)
                    .toArray(String[]::new);
            Result result = new Tool().run(words);
            assertEquals(command.contains("--all-rejected") ? 1 : 0, result.exitCode(), () -> command + ": " + result);
        }
        assertEventually(2L, () -> endpoint.arrived().count());
    }

    @Test
    void severalPagesOfRejectedOrders() throws Exception {
        List<String> many = IntStream.range(0, 1200).mapToObj(i -> "n" + i).toList();
        fill(many);
        start();

        Result list = tool().run("list", "--state", "rejected", "--limit", "2000", "--format", "json");
        assertEquals("", list.err());
        assertEquals(Stream.concat(many.stream(), Stream.of("eur")).toList(), ids(list));
        list = tool().run("list", "--state", "rejected", "--limit", "700", "--format", "json");
        assertEquals(many.subList(0, 700), ids(list));
        assertEquals("there may be more: --limit shows them\n", list.err());

        Result resent = tool().run("resend", "--all-rejected");
        assertEquals("", resent.err());
        assertTrue(resent.out().endsWith("1,200 will be sent, 1 are left as they were\n"), resent.out());
        assertEquals(1, resent.exitCode());
        assertEventually(1200L, () -> endpoint.arrived().distinct().count());
        assertEquals(List.of("eur"), ids(tool().run("list", "--state", "rejected", "--format", "json")));
    }

    /** The page answers in parts then, which need not have any order in them. */
    @Test
    void aFewRejectedAmongManyDelivered() throws Exception {
        fill(List.of("first", "last"));
        try (Connection file = Sqlite.connect(shop.outbox().resolve("outbox-1.db"));
                Statement statement = file.createStatement()) {
            statement.execute("UPDATE roi_outbox_entry SET id = 700000000 WHERE order_id = 'last'");
            statement.execute("WITH RECURSIVE n (i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 600100)"
                    + " INSERT INTO roi_outbox_entry (id, method, duplicate_key, order_id, state, due, attempts,"
                    + " accepted_at, settled_at) SELECT i, 'roi.insert', 'd' || i, 'd' || i, 'delivered', 0, 1,"
                    + " 4102444800000, 4102444800000 FROM n");
        }
        start();

        JsonObject part = json(shop.get(PAGE + "/orders?state=rejected&after=0"));
        assertTrue(part.getInt("next") > 400_000 && part.getInt("next") < 600_000, part.get("next")::toString);
        assertEquals(
                List.of("first", "eur", "last"), ids(tool().run("list", "--state", "rejected", "--format", "json")));
    }

    @Test
    void withAPassword() throws Exception {
        fill(List.of("1123"));
        shop.setting("statusPassword", PASSWORD);
        start();

        assertFailed(
                "it asks for the password of the status page; give a file with that (statusPassword) by --password-file",
                tool(),
                "list");
        Tool wrong = tool().always("--password-file", passwordFile("hush", "rw-------"));
        assertFailed("the password in --password-file is wrong", wrong, "status");
        Tool right = tool().always("--password-file", passwordFile(PASSWORD, "rw-r-----"));
        Result listed = right.run("list", "--format", "json");
        assertEquals("", listed.err());
        assertEquals(List.of("1123", "eur"), ids(listed));
        Result open = tool().always("--password-file", passwordFile(PASSWORD, "rw-r--r--"))
                .run("resend", "1123");
        assertEquals("1123: will be sent\n", open.out());
        assertTrue(
                open.err()
                        .contains(" holds a secret, and every user of this machine can read or change it: chmod o-rwx"),
                open.err());
        assertEquals(0, open.exitCode());
    }

    @Test
    void aFileThatTheShopHoldsIsReachedByItsPage() throws Exception {
        fill(List.of("1123"));
        start();
        Result held = new Tool().run("list", "--directory", shop.outbox().toString());
        assertEquals(1, held.exitCode());
        assertTrue(
                held.err().contains("the shop runs and has it: give --url with the address of its status"), held.err());
        Tool withSetting = tool().with("ROI_OUTBOX_DIRECTORY", shop.outbox().toString());
        assertEquals(List.of("1123", "eur"), ids(withSetting.run("list", "--format", "json")), "options go first");

        shop.stop();
        assertFailed("cannot reach 127.0.0.1:", new Tool().always("--url", "http://127.0.0.1:1" + PAGE), "list");
        assertFailed(
                "Does the shop run, and is --url its address?", new Tool().always("--url", stoppedPage()), "status");
    }

    /** Numbers of entries are given again; what was listed is meant, and nothing else. */
    @Test
    void anotherOrdersEntryIsLeftAlone() throws Exception {
        fill(List.of("1123", "1124"));
        start();
        JsonObject orders = json(shop.get(PAGE + "/orders?state=rejected"));
        long id = orders.getJsonArray("orders").getJsonObject(0).getInt("id");
        String token = "token=" + orders.getString("token");

        assertEquals(
                "{\"refusals\":[\"it is gone\"]}", text(200, change("delete", token + "&entry=" + id + "&order=1124")));
        assertEquals(
                "{\"refusals\":[\"it is gone\",null]}",
                text(200, change("delete", token + "&entry=99&order=1123&entry=" + id + "&order=1123")));
        text(400, change("delete", token + "&entry=" + id));
        text(400, change("delete", token + "&entry=x&order=1124"));
        text(400, change("delete", token));
        text(400, change("resend", token + "&entry=" + (id + 1) + "&order=1124&amount=1.299"));
        text(403, change("delete", "entry=" + (id + 1) + "&order=1124"));
        text(404, change("other", token + "&entry=" + (id + 1) + "&order=1124"));
        assertEquals(400, shop.get(PAGE + "/orders?state=gone").statusCode());
        assertEquals(400, shop.get(PAGE + "/orders?state=rejected&after=-1").statusCode());
        JsonArray left = json(shop.get(PAGE + "/orders?state=rejected")).getJsonArray("orders");
        assertEquals(2, left.size());
        assertEquals(
                1,
                json(shop.get(PAGE, "Accept", "application/json"))
                        .getJsonObject("outbox")
                        .getInt("delivered"));
        assertEquals(
                2,
                json(shop.get(PAGE, "Accept", "application/json"))
                        .getJsonObject("outbox")
                        .getInt("rejected"));
    }

    /** Until its outbox is open. */
    private void start() throws Exception {
        shop.start();
        assertEventually(false, () -> shop.get(PAGE + "/orders?state=waiting").statusCode() == 503);
    }

    private void fill(List<String> rejected) throws Exception {
        Outbox outbox = Outbox.embedded(
                shop.outbox(), Destination.of(endpoint.uri(), ""), OutboxCommandsContract.options(), Clock.systemUTC());
        for (List<String> some : parts(rejected)) {
            some.forEach(id -> assertTrue(outbox.accept(OutboxCommandsContract.order(id, "152.99"))));
            settle(outbox, entry -> new Settlement.Rejected(entry, "403", "ROI Hash, \"it\" does not match"));
        }
        assertTrue(outbox.accept(OutboxCommandsContract.order("done", "152.99")));
        settle(outbox, entry -> new Settlement.Delivered(entry, "201"));
        outbox.refuse(OutboxCommandsContract.order("eur", "12.50"), "currency is \"EUR\"");
        outbox.close(OutboxCommandsContract.CLOSE);
    }

    private interface Settling {
        Settlement of(Entry entry);
    }

    private static void settle(Outbox outbox, Settling settling) {
        List<Settlement> settlements = new ArrayList<>();
        for (Entry entry : outbox.claim(1000, Duration.ofMinutes(10))) {
            settlements.add(settling.of(entry));
        }
        assertEquals(settlements.size(), outbox.settle(settlements).size());
    }

    /** No more than the outbox has a queue for. */
    private static List<List<String>> parts(List<String> all) {
        return IntStream.iterate(0, i -> i < all.size(), i -> i + 50)
                .mapToObj(i -> all.subList(i, Math.min(all.size(), i + 50)))
                .toList();
    }

    /** For a terminal that takes any character. */
    private Tool tool() {
        return new Tool().with("LC_ALL", "C.UTF-8").always("--url", page());
    }

    private String page() {
        return shop.address() + PAGE;
    }

    private static String stoppedPage() {
        return "http://localhost:1" + PAGE + "/";
    }

    private String passwordFile(String password, String rights) {
        try {
            Path file = Files.writeString(Files.createTempFile(directory, "status", "password"), password + "\n");
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights))
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertFailed(String expected, Tool tool, String command) throws Exception {
        Result result = tool.run(command);
        assertEquals(1, result.exitCode(), result.toString());
        assertTrue(result.err().contains(expected), result.err());
        assertEquals(1, result.err().lines().count(), result.err());
        assertFalse(result.err().contains("hush") || result.err().contains(PASSWORD), result.err());
    }

    private HttpResponse<byte[]> change(String what, String form) throws Exception {
        return shop.post(
                PAGE + "/orders/" + what,
                "application/x-www-form-urlencoded",
                form.getBytes(StandardCharsets.UTF_8),
                "Accept",
                "application/json");
    }

    private static String text(int status, HttpResponse<byte[]> answer) {
        assertEquals(status, answer.statusCode(), TestShop.text(answer));
        return TestShop.text(answer);
    }

    private static JsonObject json(HttpResponse<byte[]> answer) {
        return Json.createReader(new StringReader(text(200, answer))).readObject();
    }

    private static List<String> ids(Result list) {
        assertEquals(0, list.exitCode(), list.toString());
        return Json.createReader(new StringReader(list.out())).readArray().stream()
                .map(JsonValue::asJsonObject)
                .map(order -> order.getString("order_id"))
                .toList();
    }
}
