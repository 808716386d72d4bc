package io.roifilter.relay;

import static io.roifilter.testing.Eventually.assertEventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.roifilter.api.ApiClient;
import io.roifilter.api.Credentials;
import io.roifilter.api.RoiInsert;
import io.roifilter.http.HttpProxy;
import io.roifilter.http.OutgoingWay;
import io.roifilter.outbox.Destination;
import io.roifilter.outbox.Outbox;
import io.roifilter.outbox.OutboxOptions;
import io.roifilter.testing.FreePort;
import io.roifilter.testing.LogCapture;
import io.roifilter.testing.LoopbackEndpoint;
import io.roifilter.testing.LoopbackProxy;
import io.roifilter.testing.SelfSigned;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What this machine's way out is in want of ends no order, however old it is; what is the endpoint's may. */
@Timeout(120)
class OutgoingWayFaultsTest {
    private static final String PASSWORD = "p@ss-w0rd";

    @TempDir
    private Path directory;

    private final LoopbackEndpoint endpoint = new LoopbackEndpoint();
    private Outbox outbox;
    private Relay relay;

    @AfterEach
    void end() {
        relay.close(Duration.ofSeconds(10));
        outbox.close(Duration.ofSeconds(10));
        endpoint.close();
    }

    @Test
    void anEndpointThatRefusesConnectionsLetsOrdersExpire() throws Exception {
        start(URI.create("http://127.0.0.1:" + FreePort.find() + "/"), Optional.empty());
        assertEventually(1L, () -> outbox.statistics().rejected());
    }

    @Test
    void aCertificateThatIsNotTrusted() throws Exception {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(new SelfSigned(directory).context()));
        server.start();
        try {
            start(URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/"), Optional.empty());
            assertKept("its certificate is by nobody whom this Java trusts: ", "cacerts, by keytool -importcert)");
        } finally {
            server.stop(0);
        }
    }

    /** As of one that takes TLS apart: what answers in its tunnel is not whom we asked for. */
    @Test
    void aCertificateOfAProxys() throws Exception {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(new SelfSigned(directory).context()));
        server.start();
        try (LoopbackProxy proxy = new LoopbackProxy("shop:" + PASSWORD)) {
            start(
                    URI.create("https://api.invalid:" + server.getAddress().getPort() + "/"),
                    Optional.of(proxy(proxy).withLogin("shop", PASSWORD)));
            assertKept(
                    "by way of the proxy 127.0.0.1:" + proxy.port() + ": its certificate is by nobody",
                    "a proxy that opens TLS signs by itself");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aProxyThatWantsALogin() throws Exception {
        try (LoopbackProxy proxy = new LoopbackProxy("shop:" + PASSWORD)) {
            start(URI.create("https://api.invalid/"), Optional.of(proxy(proxy)));
            assertKept("the proxy refuses: HTTP status 407", "(give proxyUser and the password in proxyPasswordFile)");
        }
    }

    @Test
    void aProxyThatWantsALoginForPlainHttp() throws Exception {
        try (LoopbackProxy proxy = new LoopbackProxy("shop:" + PASSWORD)) {
            start(endpoint.uri(), Optional.of(proxy(proxy).withLogin("shop", "w" + PASSWORD)));
            assertKept(
                    "the proxy refuses: HTTP status 407", "(correct proxyUser and the password in proxyPasswordFile)");
        }
    }

    @Test
    void aProxyThatRefusesUntilItDoesNot() throws Exception {
        try (LoopbackProxy proxy = new LoopbackProxy("shop:" + PASSWORD);
                LogCapture log = new LogCapture()) {
            proxy.refuse("403 Forbidden");
            start(URI.create("https://api.invalid/"), Optional.of(proxy(proxy).withLogin("shop", PASSWORD)));
            assertKept("the proxy refuses: HTTP status 403 Forbidden", "(have the proxy let this machine through");
            assertFalse(log.all().contains(PASSWORD), log::all);
        }
    }

    @Test
    void aProxyThatIsNotThere() throws Exception {
        start(URI.create("https://api.invalid/"), Optional.of(HttpProxy.at("127.0.0.1", FreePort.find())));
        assertKept("the proxy cannot be reached: connection refused", "(correct proxy, or see to the proxy)");
    }

    @Test
    void byTheRightLoginOrdersArrive() throws Exception {
        try (LoopbackProxy proxy = new LoopbackProxy("shop:" + PASSWORD)) {
            start(endpoint.uri(), Optional.of(proxy(proxy).withLogin("shop", PASSWORD)));
            assertEventually(1L, () -> outbox.statistics().delivered());
            assertTrue(proxy.heads().get(0).startsWith("POST http://127.0.0.1:"), proxy.heads()::toString);
        }
    }

    private static HttpProxy proxy(LoopbackProxy proxy) {
        return HttpProxy.at("127.0.0.1", proxy.port());
    }

    /** Tried again and again, although it has long been older than orders may become. */
    private void assertKept(String... words) throws Exception {
        assertEventually(true, () -> relay.state().endpoint().isOutage());
        String text = relay.state().endpoint().reason();
        for (String word : words) {
            assertTrue(text.contains(word), text);
        }
        assertEventually(true, () -> relay.state().postponed() >= 4);
        assertEquals(0, outbox.statistics().rejected());
        assertEquals(1, outbox.statistics().waiting());
        assertFalse(text.contains(PASSWORD), text);
    }

    private void start(URI address, Optional<HttpProxy> proxy) {
        outbox = Outbox.embedded(
                directory,
                Destination.of(address, ""),
                new OutboxOptions("test", 100, Duration.ofSeconds(30), Duration.ofDays(30)),
                Clock.systemUTC());
        outbox.accept(new RoiInsert("echo3-1", "1.00", "1123", false, LocalDate.of(2026, 11, 22)));
        Duration timeout = Duration.ofSeconds(20);
        relay = new Relay(
                "test",
                outbox,
                new ApiClient(
                        address,
                        OutgoingWay.by(proxy),
                        new Credentials("key", "secret"),
                        timeout,
                        timeout,
                        "test",
                        Clock.systemUTC()),
                new RelayPolicy(
                        100,
                        1,
                        RelayPolicy.leaseFor(timeout),
                        Duration.ofMillis(10),
                        Duration.ofMillis(10),
                        Duration.ofMillis(1)),
                Clock.systemUTC(),
                new Random(42));
        relay.start();
    }
}
