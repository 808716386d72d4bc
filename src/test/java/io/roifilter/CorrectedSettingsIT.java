package io.roifilter;

import static io.roifilter.testing.Eventually.assertEventually;
import static io.roifilter.testing.LoopbackEndpoint.reply;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.testing.CheckedLog;
import io.roifilter.testing.Clicks;
import io.roifilter.testing.Container;
import io.roifilter.testing.DatabaseServer;
import io.roifilter.testing.LoopbackEndpoint;
import io.roifilter.testing.PostgresServer;
import io.roifilter.testing.TestShop;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What waits when an operator has made a mistake is sent once it is corrected: in a file, and in a shared database. */
@ParameterizedClass
@ValueSource(strings = {"embedded", "PostgreSQL"})
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class CorrectedSettingsIT {
    private static final int ORDERS = 20;
    private static final Map<String, String> ORDER = Map.of("orderId", "${param.id}", "amount", "${'1.00'}");
    private static final String NOT_LOGGED_IN = "<methodResponse><item><error>1</error>"
            + "<responseText>Could not authenticate</responseText>"
            + "<responseData><responseCode>445</responseCode></responseData></item></methodResponse>";

    private static DatabaseServer database;

    @RegisterExtension
    static final CheckedLog LOG = new CheckedLog();

    @Parameter
    private String where;

    @TempDir
    private Path directory;

    private final LoopbackEndpoint endpoint = new LoopbackEndpoint();
    private final Map<String, String> taken = new ConcurrentHashMap<>(); // with the key of its POST
    private final List<TestShop> shops = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (TestShop shop : shops) {
            shop.stop();
        }
        endpoint.close();
        if (database != null) {
            database.execute(
                    "DROP TABLE IF EXISTS roi_outbox, roi_outbox_destination, roi_outbox_count, roi_outbox_meta");
        }
    }

    @AfterAll
    static void stopDatabase() throws Exception {
        if (database != null) {
            database.remove();
            database = null;
        }
    }

    @Test
    void aCorrectedKeySendsWhatWaits() throws Exception {
        onlyKey(TestShop.API_KEY);
        Set<String> ids = waitingFor(shop().setting("apiKey", "mistyped"));
        assertEquals(Map.of(), taken);
        shop().start();
        assertEventually(ids, taken::keySet);
        assertEquals(List.of(), LOG.ours(Level.WARNING), "nothing is passed over");
    }

    @Test
    void aKeyThatWasChangedAtTheEndpointIsChangedHereAndSendsWhatWaits() throws Exception {
        onlyKey("rotated");
        Set<String> ids = waitingFor(shop());
        shop().setting("apiKey", "rotated")
                .setting("sharedSecret", "rotated, too")
                .start();
        assertEventually(ids, taken::keySet);
    }

    @Test
    void anotherSpellingOfTheEndpointSendsWhatWaits() throws Exception {
        onlyKey(TestShop.API_KEY);
        Set<String> ids = waitingFor(shop().setting("apiKey", "mistyped"));
        shop().setting(
                        "endpoint",
                        endpoint.uri().toString().replace("http:", "HTTP:").replace("xmlrpc", "./%78mlrpc"))
                .start();
        assertEventually(ids, taken::keySet);
    }

    @Test
    void accountsWithNamesStayApart() throws Exception {
        onlyKey("key of b");
        Set<String> ids = waitingFor(shop().setting("account", "a").setting("apiKey", "key of a"));
        TestShop b =
                shop().setting("account", "b").setting("apiKey", "key of b").start();
        b.get("/thank-you?id=of-b&roi_data=" + Clicks.CLICK);
        assertEventually(Set.of("of-b"), taken::keySet);
        onlyKey("new key of a");
        shop().setting("account", "a").setting("apiKey", "new key of a").start();
        ids.add("of-b");
        assertEventually(ids, taken::keySet);
        assertEquals("key of b", taken.remove("of-b"));
        assertEquals(Set.of("new key of a"), Set.copyOf(taken.values()));
    }

    @Test
    void aCorrectedEndpointSendsWhatWaitsForTheMistypedOneIfItIsTold() throws Exception {
        String right = endpoint.uri().toString();
        String mistyped = right.replace("index", "indx");
        endpoint.behave((exchange, message) -> reply(exchange, 404, ""));
        Set<String> ids = waitingFor(shop().setting("endpoint", mistyped));
        onlyKey(TestShop.API_KEY);
        TestShop corrected = shop().start();
        corrected.get("/thank-you?id=new&roi_data=" + Clicks.CLICK);
        assertEventually(Set.of("new"), taken::keySet);
        String log = LOG.all();
        assertTrue(log.contains("20 ") && log.contains(" for " + mistyped) && log.contains("formerEndpoint"), log);
        corrected.stop();
        shop().setting("formerEndpoint", mistyped).start();
        ids.add("new");
        assertEventually(ids, taken::keySet);
    }

    @Test
    void anAccountThatGetsANameLaterSendsWhatWaitsWithoutOneIfItIsTold() throws Exception {
        onlyKey(TestShop.API_KEY);
        Set<String> ids = waitingFor(shop().setting("apiKey", "mistyped"));
        shop().setting("account", "b")
                .setting("formerEndpoint", endpoint.uri().toString())
                .start();
        assertEventually(ids, taken::keySet);
    }

    @Test
    void anAccountThatGetsAnotherNameSendsWhatWaitsUnderTheOldOneIfItIsTold() throws Exception {
        onlyKey(TestShop.API_KEY);
        Set<String> ids = waitingFor(shop().setting("account", "a").setting("apiKey", "mistyped"));
        shop().setting("account", "b")
                .setting("formerEndpoint", endpoint.uri() + " a")
                .start();
        assertEventually(ids, taken::keySet);
    }

    /** Has a shop take orders that wait, and stops it. */
    private Set<String> waitingFor(TestShop shop) throws Exception {
        shop.start();
        Set<String> ids = new TreeSet<>();
        for (int i = 0; i < ORDERS; i++) {
            ids.add("order-" + i);
            assertEquals(
                    200,
                    shop.get("/thank-you?id=order-" + i + "&roi_data=" + Clicks.CLICK)
                            .statusCode());
        }
        assertEventually(false, () -> endpoint.received().isEmpty());
        shop.stop();
        LOG.clear();
        return ids;
    }

    private TestShop shop() throws Exception {
        TestShop shop = new TestShop(Container.JETTY, directory)
                .setting("endpoint", endpoint.uri().toString())
                .setting("retryMin", "10ms")
                .setting("retryMax", "50ms")
                .setting("outbox", outbox())
                .report(ORDER)
                .page("/thank-you", (request, response) -> response.getWriter().print("thank you"));
        shops.add(shop);
        return shop;
    }

    private String outbox() throws Exception {
        if (where.equals("embedded")) {
            return where;
        }
        if (database == null) {
            database = new PostgresServer();
        }
        return database.url();
    }

    /** As the endpoint does: a POST with another key is refused as a whole. */
    private void onlyKey(String key) {
        endpoint.behave((exchange, message) -> {
            if (message.credentials().apiKey().equals(key)) {
                message.calls().forEach(call -> taken.put(call.arguments().get("order_id"), key));
                LoopbackEndpoint.acceptAll(exchange, message);
            } else {
                reply(exchange, 200, NOT_LOGGED_IN);
            }
        });
    }
}
