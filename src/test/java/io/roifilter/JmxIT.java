package io.roifilter;

import static io.roifilter.testing.Eventually.assertEventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.testing.CheckedLog;
import io.roifilter.testing.JmxClient;
import io.roifilter.testing.LoopbackEndpoint;
import io.roifilter.testing.OnEachContainer;
import io.roifilter.testing.TestShop;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** An operator looks at a shop by JMX. */
@OnEachContainer
class JmxIT {
    private static final String TRACKER = "io.roifilter:type=Tracker,context=/shop";
    private static final String TRACKERS = "io.roifilter:type=Tracker,*";

    @RegisterExtension
    static final CheckedLog LOG = new CheckedLog();

    @RegisterExtension
    final TestShop shop = new TestShop().thankYou("1123", "152.99");

    @TempDir
    private Path directory;

    private JmxClient jmx;

    @BeforeEach
    void connect() throws Exception {
        jmx = new JmxClient();
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        shop.stop();
        assertEquals(Set.of(), jmx.names(TRACKERS));
        jmx.close();
    }

    @Test
    void whatWaitsAndWhyIsToBeSeen() throws Exception {
        shop.report(TestShop.ORDER).capture(Map.of()).start();
        assertRegistered();
        shop.order();
        shop.order();

        assertEventually(true, () -> (long) attributes().get("DeliveriesPostponed") >= 1);
        Map<String, Object> seen = attributes();
        assertEquals("shop", seen.get("Application"));
        assertTrue(((String) seen.get("Version")).matches("\\d+\\.\\S+"), seen::toString);
        assertEquals(1L, seen.get("OrdersWaiting"), "the page was loaded twice");
        assertEquals(1L, seen.get("OrdersRepeated"));
        assertTrue((long) seen.get("OldestWaitingSeconds") >= 0, seen::toString);
        assertEquals(0L, seen.get("OrdersRejected"));
        assertEquals(0L, seen.get("OrdersLogged"));
        assertEquals(0L, seen.get("DeliveriesDelivered"));
        assertEquals("AWAY", seen.get("EndpointState"));
        assertEquals(1L, seen.get("OrdersAccepted"));
        assertTrue(((String) seen.get("LastConfirmation")).contains("/shop/thank-you: "), seen::toString);
        assertTrue(((String) seen.get("EndpointReason")).contains("127.0.0.1:1"), seen::toString);
        assertTrue(Instant.parse((String) seen.get("EndpointNextAttempt")).isAfter(startedAt(seen)), seen::toString);
        assertTrue(!Instant.parse((String) seen.get("EndpointLastAnswer")).isBefore(startedAt(seen)), seen::toString);
        assertEquals(shop.outbox().resolve("outbox-1.db").toRealPath().toString(), seen.get("Outbox"));
        assertEquals("", seen.get("OutboxProblem"));
        assertEquals(
                Set.of(
                        "roi-capture (RoiCaptureFilter): keeps clicks on /*",
                        "roi-insert (RoiInsertFilter): reports orders on /thank-you"),
                Set.of((String[]) seen.get("Filters")));
        assertEquals(0, seen.get("FiltersOff"));
    }

    @Test
    void whatIsDeliveredIsToBeSeen() throws Exception {
        try (LoopbackEndpoint endpoint = new LoopbackEndpoint().behave(LoopbackEndpoint::acceptAll)) {
            shop.setting("endpoint", endpoint.uri().toString())
                    .report(TestShop.ORDER)
                    .start();
            assertRegistered();
            assertEquals("UNTRIED", attributes().get("EndpointState"));
            shop.order();

            assertEventually(1L, () -> attributes().get("OrdersDelivered"));
            Map<String, Object> seen = attributes();
            assertEquals("WELL", seen.get("EndpointState"));
            assertEquals("", seen.get("EndpointReason"));
            assertEquals("", seen.get("EndpointNextAttempt"));
            assertEquals(1L, seen.get("DeliveriesDelivered"));
            assertEquals(0L, seen.get("OrdersWaiting"));
            assertEquals(0L, seen.get("OldestWaitingSeconds"));
            shop.stop();
        }
    }

    @Test
    void anOrderIsSentAgainAndTheEndpointTried() throws Exception {
        try (LoopbackEndpoint endpoint = new LoopbackEndpoint()) {
            endpoint.behave(LoopbackEndpoint.replying(
                    200,
                    LoopbackEndpoint.answer(
                            1,
                            "<methodName>roi.insert</methodName><error>1</error>"
                                    + "<responseText>Missing variables</responseText>")));
            shop.setting("endpoint", endpoint.uri().toString())
                    .report(TestShop.ORDER)
                    .start();
            assertRegistered();
            String name = jmx.names(TRACKERS).iterator().next().toString();
            String well = (String) jmx.invoke(name, "probeEndpoint");
            assertTrue(well.startsWith("ok, endpoint: takes roi.insert of this account"), well);
            shop.order();
            assertEventually(1L, () -> attributes().get("OrdersRejected"));
            endpoint.behave(LoopbackEndpoint::acceptAll);

            assertEquals("Order 1123 is sent again.", jmx.invoke(name, "resend", "1123"));
            assertEventually(1L, () -> attributes().get("OrdersDelivered"));
            assertEquals("Order none is not in the outbox.", jmx.invoke(name, "resend", "none"));
            shop.stop();
        }
    }

    @Test
    void aFilterThatIsSwitchedOffIsToBeSeenWithoutSecrets() throws Exception {
        shop.setting("endpoint", "ftp://example.com/").report(TestShop.ORDER).start();

        Map<String, Object> seen = attributes();
        assertEquals(1, seen.get("FiltersOff"));
        String[] filters = (String[]) seen.get("Filters");
        assertEquals(1, filters.length);
        assertTrue(
                filters[0].startsWith(
                        "roi-insert (RoiInsertFilter): is switched off: endpoint = \"ftp://example.com/\""),
                filters[0]);
        assertEquals("", seen.get("EndpointState"));
        assertEquals(0L, seen.get("OrdersWaiting"));
        assertNoSecrets(seen);
    }

    @Test
    void aDirectoryThatCannotBeUsedIsToBeSeen() throws Exception {
        Path file = Files.createFile(directory.resolve("outbox"));
        shop.setting("outboxDirectory", file.toString()).report(TestShop.ORDER).start();
        assertRegistered();

        assertEventually(true, () -> ((String) attributes().get("OutboxProblem")).contains(file.toString()));
        shop.order();
        assertEventually(1L, () -> attributes().get("OrdersLogged"));
        Map<String, Object> seen = attributes();
        assertEquals(-1L, seen.get("OrdersWaiting"));
        assertEquals(-1L, seen.get("OldestWaitingSeconds"));
        assertNoSecrets(seen);
    }

    @Test
    void applicationsOfOneContextPathAreTwo() throws Exception {
        shop.report(TestShop.ORDER).start();
        assertRegistered();
        TestShop other = new TestShop(shop.container(), directory).thankYou("1124", "1.00");
        other.report(TestShop.ORDER).start();
        try {
            assertEventually(
                    Set.of(TRACKER, TRACKER + ",instance=2"),
                    () -> jmx.names(TRACKERS).stream().map(ObjectName::toString).collect(Collectors.toSet()));
        } finally {
            other.stop();
        }
        assertEquals(Set.of(new ObjectName(TRACKER)), jmx.names(TRACKERS));
    }

    /** It is done in the background. */
    private void assertRegistered() throws Exception {
        assertEventually(Set.of(new ObjectName(TRACKER)), () -> jmx.names(TRACKERS));
    }

    private Map<String, Object> attributes() throws Exception {
        return jmx.attributes(TRACKER);
    }

    private static Instant startedAt(Map<String, Object> seen) {
        return Instant.parse((String) seen.get("StartedAt"));
    }

    private static void assertNoSecrets(Map<String, Object> seen) {
        List<String> texts = seen.values().stream()
                .map(value -> value instanceof Object[] several ? Arrays.toString(several) : value.toString())
                .toList();
        for (String secret : TestShop.SECRETS) {
            assertTrue(texts.stream().noneMatch(text -> text.contains(secret)), texts::toString);
        }
    }
}
