package io.roifilter.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.roifilter.testing.SelfSigned;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whoever reads the log learns which host and port cannot be reached, and why. */
@Timeout(60)
class UnreachableEndpointTest {
    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir
    private Path directory;

    @Test
    void nobodyListens() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertEquals(
                "cannot reach 127.0.0.1:" + port + ": connection refused (correct endpoint, have the firewall let this"
                        + " machine out, or set proxy)",
                unsent("http://127.0.0.1:" + port + "/x?y=z"));
    }

    @Test
    void theNameIsUnknown() throws Exception {
        assertEquals(
                "cannot reach no-such-host.invalid:443: the name of the host is unknown here (correct endpoint or this"
                        + " machine's name server, or set proxy)",
                unsent("https://no-such-host.invalid/"));
    }

    /** The queue of connections that nobody takes is full. */
    @Test
    void connectingTakesTooLong() throws Exception {
        List<Socket> queue = new ArrayList<>();
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < 4; i++) {
                Socket socket = new Socket();
                queue.add(socket);
                connect(socket, busy);
            }
            int port = busy.getLocalPort();
            assertEquals(
                    "cannot reach 127.0.0.1:" + port + ": no connection within 300ms (correct endpoint, have the"
                            + " firewall let this machine out, or set proxy)",
                    unsent("http://127.0.0.1:" + port + "/", SHORT));
        } finally {
            for (Socket socket : queue) {
                socket.close();
            }
        }
    }

    private static void connect(Socket socket, ServerSocket server) throws IOException {
        try {
            socket.connect(server.getLocalSocketAddress(), 200);
        } catch (SocketTimeoutException e) {
            // It is full.
        }
    }

    /** As web servers answer who speaks TLS where they do not. */
    @Test
    void itDoesNotSpeakTls() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> answerInPlainText(plain));
            server.start();
            int port = plain.getLocalPort();
            String text = unsent("https://127.0.0.1:" + port + "/");
            assertTrue(
                    text.startsWith("cannot reach 127.0.0.1:" + port + ": it does not speak TLS on this port"), text);
        }
    }

    private static void answerInPlainText(ServerSocket server) {
        try (Socket socket = server.accept()) {
            socket.getInputStream().read();
            socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            socket.getInputStream().readAllBytes();
        } catch (IOException e) {
            // It has gone.
        }
    }

    @Test
    void itsCertificateIsOfNobodyKnown() throws Exception {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(new SelfSigned(directory).context()));
        server.start();
        try {
            int port = server.getAddress().getPort();
            String text = unsent("https://127.0.0.1:" + port + "/");
            assertTrue(
                    text.startsWith("cannot reach 127.0.0.1:" + port
                            + ": its certificate is by nobody whom this Java trusts: "),
                    text);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void theProxyIsNamed() throws Exception {
        ProxySelector before = ProxySelector.getDefault();
        ProxySelector.setDefault(new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                return List.of(new Proxy(Proxy.Type.HTTP, new InetSocketAddress("no-such-proxy.invalid", 3128)));
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
        });
        try {
            String text = unsent("http://192.0.2.1/");
            assertTrue(
                    text.startsWith(
                            "cannot reach 192.0.2.1:80 by way of the proxy no-such-proxy.invalid:3128: the name of the proxy's"
                                    + " host is unknown here (correct -Dhttp.proxyHost and -Dhttp.proxyPort"),
                    text);
        } finally {
            ProxySelector.setDefault(before);
        }
    }

    private static String unsent(String endpoint) throws InterruptedException {
        return unsent(endpoint, Duration.ofSeconds(20));
    }

    private static String unsent(String endpoint, Duration connectTimeout) throws InterruptedException {
        try (ApiClient client = new ApiClient(
                URI.create(endpoint),
                new Credentials("key", "secret"),
                connectTimeout,
                Duration.ofSeconds(30),
                "test",
                Clock.systemUTC())) {
            Verdict verdict = client.send(
                            List.of(new RoiInsert("echo3-1", "1.00", "1", false, LocalDate.of(2026, 11, 22))))
                    .get(0);
            assertTrue(assertInstanceOf(Verdict.Retry.class, verdict).isUnsent(), verdict::toString);
            return verdict.text();
        }
    }
}
