package io.roifilter.http;

import static io.roifilter.testing.Eventually.assertEventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.testing.SelfSigned;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class BlockingHttpClientTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private WireServer server;
    private BlockingHttpClient client;

    @AfterEach
    void end() throws IOException {
        if (client != null) {
            client.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Test
    void sendsWhatItIsGiven() throws IOException {
        server = WireServer.answering(OK);
        HttpAnswer answer = post("/api?x=1", "data=ä");
        assertEquals(200, answer.status());
        assertEquals("ok", text(answer));
        assertEquals(
                "POST /api?x=1 HTTP/1.1\r\nHost: 127.0.0.1:" + server.port()
                        + "\r\nX-Header: value\r\nContent-Length: 7\r\n\r\ndata=ä",
                server.requests().get(0));
        get("/");
        assertEquals(
                "GET / HTTP/1.1\r\nHost: 127.0.0.1:" + server.port() + "\r\n\r\n",
                server.requests().get(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://shop.example.com | /",
                "http://shop.example.com/ | /",
                "http://shop.example.com?a=b | /?a=b",
                "https://shop.example.com:8443/a%20b/c?d=%26&e#f | /a%20b/c?d=%26&e",
                "https://shop.example.com/bücher?ä=ö | /b%C3%BCcher?%C3%A4=%C3%B6",
                "https://shop.example.com//double | //double",
            })
    void asksForThePathAndQueryOfAnAddress(String addressAndTarget) {
        String[] both = addressAndTarget.split(" \\| ");
        assertEquals(both[1], BlockingHttpClient.target(URI.create(both[0])));
    }

    @Test
    void keepsItsConnection() throws IOException {
        server = WireServer.answering(OK);
        for (int i = 0; i < 5; i++) {
            assertEquals("ok", text(post("/", "" + i)));
        }
        assertEquals(1, server.connections());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nConnection: x, Close\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok and more than it said",
            })
    void keepsNoConnectionThatWillNotDo(String answer) throws IOException {
        server = WireServer.answering(answer);
        assertEquals("ok", text(post("/", "1")));
        assertEquals("ok", text(post("/", "2")));
        assertEquals(2, server.connections());
    }

    @Test
    void keepsTheConnectionToAnOldServerThatOffersIt() throws IOException {
        server = WireServer.answering("HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 2\r\n\r\nok");
        assertEquals("ok", text(post("/", "1")));
        assertEquals("ok", text(post("/", "2")));
        assertEquals(1, server.connections());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\nContent-Length: 2\n\nok",
                "HTTP/1.1 200 OK\r\ncontent-length:2\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nno header at all\r\n: nor this\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nX: a\r\n  b\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n1;a=b\r\no\r\n01 \r\nk\r\n0\r\nTrailer: x\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 9\r\n\r\n2\r\nok\r\n0\r\n\r\n",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nX: y\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
            })
    void readsAnswersAsServersWriteThem(String answer) throws IOException {
        server = WireServer.answeringOnce(answer);
        HttpAnswer read = post("/", "1");
        assertEquals(200, read.status());
        assertEquals("ok", text(read));
    }

    @Test
    void headersAreFoundInWhateverCase() throws IOException {
        server = WireServer.answeringOnce(
                "HTTP/1.1 429 Too many\r\nRETRY-after:  12 \r\nRetry-After: 13\r\nContent-Length: 0\r\n\r\n");
        HttpAnswer answer = post("/", "1");
        assertEquals(429, answer.status());
        assertEquals("12", answer.header("Retry-After").orElseThrow());
        assertTrue(answer.header("Date").isEmpty());
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void someAnswersHaveNoBodyWhateverTheySay(int status) throws IOException {
        server = WireServer.answering("HTTP/1.1 " + status + " x\r\nContent-Length: 200\r\n\r\n");
        assertEquals(0, post("/", "1").body().length);
        assertEquals(status, post("/", "2").status());
        assertEquals(1, server.connections());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.6\r\n | does not speak HTTP/1.1",
                "HTTP/2 200\r\n\r\n | does not speak HTTP/1.1",
                " | the connection ended before the answer did",
                "HTTP/1.1 200 OK\r\nContent-Length: 3 | the connection ended before the answer did",
                "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok | after 2 of its 3 bytes",
                "HTTP/1.1 200 OK\r\nContent-Length: -3\r\n\r\nok | the answer's length is none",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok | the answer's length is none",
                "HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n | longer than 1000 bytes",
                "HTTP/1.1 200 OK\r\nContent-Length: 9999999999999\r\n\r\n | longer than 1000 bytes",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n | an encoding that was not asked for",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n | has no size",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n | has no size",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFF\r\n | longer than 1000 bytes",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nokay\r\n0\r\n\r\n | does not end where it should",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n | ended before the answer did",
            })
    void whatIsNoWholeAnswerIsNone(String answerAndTrouble) throws IOException {
        int bar = answerAndTrouble.lastIndexOf(" | ");
        server = WireServer.answeringOnce(answerAndTrouble.substring(0, bar));
        IOException failure = assertThrows(IOException.class, () -> post("/", "1"));
        assertTrue(failure.getMessage().contains(answerAndTrouble.substring(bar + 3)), failure::toString);
        assertEquals(1, server.connections(), "it is not asked again");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX: ",
                "HTTP/1.1 100 Continue\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: ",
            })
    void nothingIsReadWithoutEnd(String beginning) throws Exception {
        CompletableFuture<Integer> sent = new CompletableFuture<>();
        String more = beginning.contains("100 Continue") ? beginning : "x".repeat(8000);
        server = new WireServer(peer -> {
            peer.takeRequest();
            int bytes = 0;
            try {
                peer.say(beginning);
                for (; bytes < 100_000_000; bytes += more.length()) {
                    peer.say(more);
                }
            } finally {
                sent.complete(bytes);
            }
        });
        assertThrows(IOException.class, () -> post("/", "1"));
        assertTrue(sent.get(30, TimeUnit.SECONDS) < 50_000_000);
    }

    /** As one does that refuses a long message: nobody reads the rest. */
    @Test
    void readsAnAnswerThatComesBeforeTheEndOfTheRequest() throws IOException {
        CountDownLatch over = new CountDownLatch(1);
        server = new WireServer(peer -> {
            peer.socket.getInputStream().read();
            peer.say("HTTP/1.1 413 Too long\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
            over.await();
        });
        client = client(Duration.ofSeconds(1), LONG);
        assertThrows(
                SocketTimeoutException.class, () -> post("/", "x".repeat(20_000_000)), "it does not take the rest");
        over.countDown();
        assertEquals(413, post("/", "x").status());
    }

    @Test
    void asksAgainOnANewConnectionIfTheKeptOneHasBeenClosed() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        server = new WireServer(peer -> {
            peer.takeRequest();
            peer.say(OK);
            if (peer.number == 1) {
                peer.socket.close();
                closed.countDown();
                return;
            }
            peer.takeRequest();
            peer.say(OK);
        });
        post("/", "1");
        closed.await();
        assertEquals("ok", text(post("/", "2")));
        assertEquals("ok", text(post("/", "3")));
        assertEquals(2, server.connections());
        assertEquals(3, server.requests().size());
    }

    @Test
    void anAnswerThatHasBegunIsNotAskedForAgain() throws IOException {
        server = new WireServer(peer -> {
            peer.takeRequest();
            peer.say(OK);
            peer.takeRequest();
            peer.say("HTTP/1.1 2");
        });
        post("/", "1");
        assertThrows(EOFException.class, () -> post("/", "2"));
        assertEquals(1, server.connections());
    }

    @Test
    void dripsDoNotKeepItWaiting() throws IOException {
        CountDownLatch over = new CountDownLatch(1);
        server = new WireServer(peer -> {
            peer.takeRequest();
            peer.say("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
            for (int i = 0; i < 1000 && !over.await(20, TimeUnit.MILLISECONDS); i++) {
                peer.say("x");
            }
        });
        client = client(Duration.ofMillis(300), LONG);
        assertThrows(SocketTimeoutException.class, () -> post("/", "1"));
        over.countDown();
    }

    @Test
    void aServerThatTakesNoBytesDoesNotKeepItWaiting() throws IOException {
        CountDownLatch over = new CountDownLatch(1);
        server = new WireServer(peer -> over.await());
        client = client(Duration.ofMillis(300), LONG);
        assertThrows(SocketTimeoutException.class, () -> post("/", "x".repeat(50_000_000)));
        over.countDown();
    }

    @Test
    void whatIsUnderWayEndsWithTheClient() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        server = new WireServer(peer -> over.await());
        client();
        CompletableFuture<HttpAnswer> answer = CompletableFuture.supplyAsync(() -> {
            try {
                return post("/", "1");
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        assertEventually(1, server::connections);
        client.close();
        ExecutionException failure = assertThrows(ExecutionException.class, () -> answer.get(30, TimeUnit.SECONDS));
        assertInstanceOf(ClosedException.class, failure.getCause().getCause());
        assertThrows(ClosedException.class, () -> post("/", "2"));
        over.countDown();
    }

    @Test
    void whatNobodyNeedsIsClosed() throws Exception {
        CompletableFuture<Integer> end = new CompletableFuture<>();
        server = new WireServer(peer -> {
            peer.takeRequest();
            peer.say(OK);
            end.complete(peer.socket.getInputStream().read());
        });
        client = client(LONG, Duration.ofMillis(100));
        post("/", "1");
        assertEquals(-1, end.get(30, TimeUnit.SECONDS));
    }

    @Test
    void itsThreadEndsWithIt() throws Exception {
        server = WireServer.answering(OK);
        post("/", "1");
        assertEventually(1L, BlockingHttpClientTest::threads);
        client.close();
        assertEventually(0L, BlockingHttpClientTest::threads);
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("roi-http client-test"))
                .count();
    }

    @Test
    void aProxyIsGivenTheWholeAddress() throws Exception {
        server = WireServer.answering(OK);
        byProxy(server.port(), () -> {
            client = new BlockingHttpClient(
                    URI.create("http://api.invalid:81/"), OutgoingWay.ofThisProcess(), limits(LONG), "client-test");
            assertEquals("ok", text(client.post("/x", Map.of(), new byte[0])));
        });
        assertTrue(
                server.requests()
                        .get(0)
                        .startsWith("POST http://api.invalid:81/x HTTP/1.1\r\nHost: api.invalid:81\r\n"),
                server.requests().get(0));
    }

    @Test
    void aProxysRefusalIsNotTheServers() throws Exception {
        server = WireServer.answeringOnce("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
        byProxy(server.port(), () -> {
            client = new BlockingHttpClient(
                    URI.create("https://api.invalid/"), OutgoingWay.ofThisProcess(), limits(LONG), "client-test");
            UnsentException failure =
                    assertThrows(UnsentException.class, () -> client.post("/x", Map.of(), new byte[0]));
            assertEquals("HTTP status 407 Proxy Authentication Required", failure.getMessage());
            assertEquals(
                    407,
                    assertInstanceOf(ProxyRefusedException.class, failure.getCause())
                            .status());
        });
        assertEquals(
                "CONNECT api.invalid:443 HTTP/1.1\r\nHost: api.invalid:443\r\n\r\n",
                server.requests().get(0));
    }

    @Test
    void speaksTlsThroughAProxysTunnel() throws Exception {
        SelfSigned certificate = new SelfSigned(directory);
        SSLContext before = SSLContext.getDefault();
        SSLContext.setDefault(trusting(certificate));
        try (WireServer secure = new WireServer(
                        certificate.context().getServerSocketFactory().createServerSocket(0), peer -> {
                            while (true) {
                                peer.takeRequest();
                                peer.say(OK);
                            }
                        });
                WireServer proxy = new WireServer(peer -> tunnel(peer, secure.port()))) {
            byProxy(proxy.port(), () -> {
                client = new BlockingHttpClient(
                        URI.create("https://127.0.0.1:" + secure.port()),
                        OutgoingWay.ofThisProcess(),
                        limits(LONG),
                        "client-test");
                assertEquals("ok", text(client.post("/x", Map.of(), new byte[3])));
                assertEquals("ok", text(client.post("/y", Map.of(), new byte[3])));
            });
            assertEquals(1, secure.connections());
            assertTrue(proxy.requests().get(0).startsWith("CONNECT 127.0.0.1:" + secure.port()));
            client.close();
            client = new BlockingHttpClient(
                    URI.create("https://localhost:" + secure.port()),
                    OutgoingWay.ofThisProcess(),
                    limits(LONG),
                    "client-test");
            UnsentException another =
                    assertThrows(UnsentException.class, () -> client.get("/", Map.of()), "it is for 127.0.0.1");
            assertTrue(another.getMessage().contains("localhost"), another::toString);
        } finally {
            SSLContext.setDefault(before);
        }
    }

    private static void tunnel(WireServer.Peer peer, int port) throws Exception {
        peer.takeRequest();
        try (Socket behind = new Socket("127.0.0.1", port)) {
            peer.say("HTTP/1.1 200 Connection established\r\n\r\n");
            Thread back = new Thread(() -> {
                try {
                    behind.getInputStream().transferTo(peer.socket.getOutputStream());
                } catch (IOException e) {
                    // It is closed.
                }
            });
            back.start();
            peer.socket.getInputStream().transferTo(behind.getOutputStream());
        }
    }

    private static SSLContext trusting(SelfSigned certificate) throws Exception {
        KeyStore store = KeyStore.getInstance(certificate.store().toFile(), SelfSigned.PASSWORD.toCharArray());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null);
        trusted.setCertificateEntry("x", store.getCertificate("x"));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    private interface Action {
        void run() throws Exception;
    }

    private static void byProxy(int port, Action action) throws Exception {
        ProxySelector before = ProxySelector.getDefault();
        ProxySelector.setDefault(new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                return List.of(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("127.0.0.1", port)));
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
        });
        try {
            action.run();
        } finally {
            ProxySelector.setDefault(before);
        }
    }

    private HttpAnswer post(String target, String body) throws IOException {
        return client().post(target, Map.of("X-Header", "value"), body.getBytes(StandardCharsets.UTF_8));
    }

    private HttpAnswer get(String target) throws IOException {
        return client().get(target, Map.of());
    }

    private BlockingHttpClient client() {
        if (client == null) {
            client = client(LONG, LONG);
        }
        return client;
    }

    private BlockingHttpClient client(Duration exchange, Duration idle) {
        return new BlockingHttpClient(server.uri(), OutgoingWay.ofThisProcess(), limits(exchange), "client-test", idle);
    }

    private static BlockingHttpClient.Limits limits(Duration exchange) {
        return new BlockingHttpClient.Limits(LONG, exchange, 1000);
    }

    private static String text(HttpAnswer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
