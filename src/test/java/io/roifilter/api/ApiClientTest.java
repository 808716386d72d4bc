package io.roifilter.api;

import static io.roifilter.testing.LoopbackEndpoint.accepted;
import static io.roifilter.testing.LoopbackEndpoint.answer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.api.Verdict.Blocked;
import io.roifilter.api.Verdict.Delivered;
import io.roifilter.api.Verdict.Retry;
import io.roifilter.testing.LoopbackEndpoint;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ApiClientTest {
    private static final RoiInsert ORDER =
            new RoiInsert("echo3-1", "152.99", "Ä&<😀>", false, LocalDate.of(2026, 11, 22));

    private final LoopbackEndpoint endpoint = new LoopbackEndpoint();
    private ApiClient client = client(endpoint.uri(), Duration.ofSeconds(30));

    @AfterEach
    void close() {
        client.close();
        endpoint.close();
    }

    @Test
    void postsTheMessageInTheFormFieldData() throws InterruptedException {
        assertInstanceOf(Delivered.class, client.send(List.of(ORDER)).get(0));
        LoopbackEndpoint.Received received = endpoint.received().get(0);
        assertEquals("application/x-www-form-urlencoded", received.contentType());
        assertTrue(received.body().startsWith("data=%3C%3Fxml"), received.body());
        assertEquals("Ä&<😀>", received.orderIds().get(0));
        assertEquals(new Credentials("key", "secret"), received.message().credentials());
        assertTrue(received.message().noHalt());
    }

    @Test
    void escapesAsFormsDo() throws InterruptedException {
        client.send(List.of(new RoiInsert("echo3-1", "USD 1", "+ ü€😀&=%*-._~", false, LocalDate.of(2026, 11, 22))));
        String message = endpoint.received().get(0).body().substring("data=".length());
        assertEquals(URLEncoder.encode(URLDecoder.decode(message, UTF_8), UTF_8), message);
    }

    /** Old servers refuse, or lose, a body that comes in chunks. */
    @Test
    void saysTheLengthOfTheMessageBeforeIt() throws InterruptedException {
        AtomicReference<String> length = new AtomicReference<>();
        endpoint.behave((exchange, message) -> {
            length.set(exchange.getRequestHeaders().getFirst("Content-Length"));
            LoopbackEndpoint.acceptAll(exchange, message);
        });
        send();
        assertEquals(String.valueOf(endpoint.received().get(0).body().length()), length.get());
    }

    @Test
    void sendsManyCallsInOnePost() throws InterruptedException {
        List<Verdict> verdicts = client.send(Collections.nCopies(100, ORDER));
        assertEquals(100, verdicts.size());
        assertTrue(verdicts.stream().allMatch(Delivered.class::isInstance));
        assertEquals(1, endpoint.received().size());
    }

    @Test
    void refusedConnectionIsRetried() throws InterruptedException {
        endpoint.close();
        Retry retry = assertInstanceOf(Retry.class, send());
        assertTrue(retry.isUnsent());
    }

    @Test
    void silenceIsRetriedAfterTheRequestTimeout() throws InterruptedException {
        client.close();
        client = client(endpoint.uri(), Duration.ofMillis(300));
        endpoint.behave(endpoint::hang);
        assertInstanceOf(Retry.class, send());
    }

    @Test
    void requestTimeoutCoversTheBodyToo() throws InterruptedException {
        client.close();
        client = client(endpoint.uri(), Duration.ofMillis(300));
        endpoint.behave(endpoint::hangInBody);
        assertEquals(new Retry("no complete answer within 300ms"), send());
    }

    @Test
    void brokenConnectionIsRetried() throws InterruptedException {
        endpoint.behave(LoopbackEndpoint::truncate);
        assertInstanceOf(Retry.class, send());
    }

    @Test
    void endlessBodyIsGivenUp() throws InterruptedException {
        endpoint.behave(LoopbackEndpoint::sendWithoutEnd);
        Verdict verdict = send();
        assertInstanceOf(Retry.class, verdict);
        assertTrue(verdict.text().contains("longer than 1048576 bytes"), verdict.text());
    }

    @Test
    void hundredMegabytesAreNotReadToTheirEnd() throws Exception {
        CompletableFuture<Integer> sent = new CompletableFuture<>();
        endpoint.behave((exchange, message) -> {
            exchange.sendResponseHeaders(200, 100 << 20);
            int bytes = 0;
            try {
                for (byte[] spaces = new byte[8192]; bytes < 100 << 20; bytes += spaces.length) {
                    exchange.getResponseBody().write(spaces);
                }
            } finally {
                sent.complete(bytes);
            }
        });
        Verdict verdict = send();
        assertTrue(verdict.text().contains("longer than 1048576 bytes"), verdict.text());
        int bytes = sent.get(30, TimeUnit.SECONDS);
        assertTrue(bytes < 50 << 20, bytes + " bytes sent, by far the most of them into the buffers between");
    }

    @Test
    void redirectIsNotFollowedWithTheCredentials() throws InterruptedException {
        endpoint.behave((exchange, message) -> {
            exchange.getResponseHeaders().set("Location", endpoint.uri().toString());
            LoopbackEndpoint.reply(exchange, 302, "");
        });
        assertInstanceOf(Blocked.class, send());
        assertEquals(1, endpoint.received().size());
    }

    @Test
    void retryAfterReachesTheVerdict() throws InterruptedException {
        endpoint.behave((exchange, message) -> {
            exchange.getResponseHeaders().set("Retry-After", "120");
            LoopbackEndpoint.reply(exchange, 429, "");
        });
        assertEquals(new Retry("HTTP status 429", Duration.ofMinutes(2)), send());
    }

    @Test
    void isUsableAgainAfterEachFailure() throws InterruptedException {
        endpoint.behave(LoopbackEndpoint::truncate);
        send();
        endpoint.behave(LoopbackEndpoint.replying(200, answer(1, accepted())));
        assertInstanceOf(Delivered.class, send());
    }

    @Test
    void closedClientSendsNothing() {
        client.close();
        client.close();
        assertThrows(IllegalStateException.class, this::send);
        assertTrue(endpoint.received().isEmpty());
    }

    private Verdict send() throws InterruptedException {
        return client.send(List.of(ORDER)).get(0);
    }

    private static ApiClient client(URI endpoint, Duration requestTimeout) {
        return new ApiClient(
                endpoint,
                new Credentials("key", "secret"),
                Duration.ofSeconds(10),
                requestTimeout,
                "api-client-test",
                Clock.systemUTC());
    }
}
