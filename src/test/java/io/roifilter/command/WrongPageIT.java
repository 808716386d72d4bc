package io.roifilter.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.roifilter.command.Tool.Result;
import io.roifilter.testing.SelfSigned;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An operator who typed {@code --url} wrongly learns what to do, whatever answers there. */
@Timeout(120)
class WrongPageIT {
    @TempDir
    private Path directory;

    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answer("/html", 200, Map.of("Content-Type", "text/html"), "<html>welcome</html>");
        answer("/empty", 200, Map.of("Content-Type", "application/json"), "{}");
        answer("/other", 200, Map.of("Content-Type", "application/json"), "{\"outbox\":1,\"orders\":{},\"token\":[]}");
        answer("/cut", 200, Map.of("Content-Type", "application/json"), "{\"orders\":[");
        answer(
                "/endless",
                200,
                Map.of("Content-Type", "application/json"),
                "{\"instance\":\"\",\"token\":\"\",\"orders\":[],\"next\":0}");
        answer("/moved", 302, Map.of("Location", "https://elsewhere.example.com/login\u009b31m"), "");
        answer("/broken", 500, Map.of("Content-Type", "text/html"), "<html>secret trace</html>");
        answer("/away", 503, Map.of("Content-Type", "text/plain;charset=UTF-8"), "The outbox does not tell: disk.\n");
        answer("/limited", 429, Map.of("Retry-After", "8"), "");
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void whatAnswersIsNoStatusPage() throws Exception {
        for (String path : new String[] {"/html", "/empty", "/other", "/cut", "/endless"}) {
            assertFailed("what answers is no status page of roi-filter (", uri(path), "list");
            assertFailed(
                    "Correct --url: it is the shop's own address and its statusPath",
                    uri(path),
                    "delete",
                    "--yes",
                    "1");
        }
        assertFailed("what answers is no status page of roi-filter (application/json)", uri("/empty"), "status");
        assertFailed("there is nothing there (404). Correct --url", uri("/none"), "status");
        assertFailed("HTTP status 500", uri("/broken"), "resend", "--all-rejected");
    }

    @Test
    void thePagesOwnWordsAreHandedOn() throws Exception {
        assertFailed("HTTP status 503. The outbox does not tell: disk.", uri("/away/"), "list");
        assertFailed("try again in 8 s", uri("/limited"), "list");
    }

    @Test
    void aRedirectIsNamedAndNotFollowed() throws Exception {
        assertFailed("it leads to https://elsewhere.example.com/login", uri("/moved"), "list");
    }

    /** Numbers of entries are each one's own: an order of one must not be changed in the other. */
    @Test
    void twoInstancesBehindOneAddressAreNotMixed() throws Exception {
        AtomicInteger answers = new AtomicInteger();
        server.createContext("/two/orders", exchange -> {
            try (exchange) {
                int number = answers.incrementAndGet();
                byte[] bytes = ("{\"instance\":\"" + number % 2 + "\",\"token\":\"t\",\"orders\":[],\"next\":" + number
                                + "}")
                        .getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
        assertFailed("another instance of the shop answers than before", uri("/two"), "resend", "--all-rejected");
        assertEquals(2, answers.get());
    }

    @Test
    void aCertificateThatNobodyTrusts() throws Exception {
        HttpsServer secure = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        SelfSigned certificate = new SelfSigned(directory);
        secure.setHttpsConfigurator(new HttpsConfigurator(certificate.context()));
        secure.start();
        try {
            int port = secure.getAddress().getPort();
            assertFailed("its certificate is by nobody whom this Java trusts", "https://127.0.0.1:" + port, "list");
            assertFailed("Does the shop run, and is --url its address?", "http://127.0.0.1:" + port, "list");
            Result trusting = new Tool()
                    .option("-Djavax.net.ssl.trustStore=" + certificate.store())
                    .option("-Djavax.net.ssl.trustStorePassword=" + SelfSigned.PASSWORD)
                    .run("list", "--url", "https://127.0.0.1:" + port);
            assertTrue(trusting.err().contains("there is nothing there (404)"), trusting.err());
        } finally {
            secure.stop(0);
        }
    }

    @Test
    void wrongUseIsExplained() throws Exception {
        String page = uri("/html");
        assertWrongUse(
                "--url must be an absolute https address", "list", "--url", "http://shop.example.com/roi-status");
        assertWrongUse("--url must be an absolute https address", "list", "--url", "https://x:hush@127.0.0.1/");
        assertWrongUse("--url must be an absolute https address", "list", "--url", "shop/hush");
        assertWrongUse("without a query", "list", "--url", page + "?order=hush");
        assertWrongUse("--url and --directory exclude each other", "status", "--url", page, "--directory", "x");
        assertWrongUse(
                "--url and --outbox exclude each other", "list", "--url", page, "--outbox", "jdbc:mariadb://h/d");
        assertWrongUse("--url and --driver exclude each other", "resend", "1", "--url", page, "--driver", "x.jar");
        assertWrongUse("--url and --account exclude each other", "delete", "1", "--url", page, "--account", "a");
        assertWrongUse("--password-file is for the status page of --url", "list", "--password-file", "x");
        assertWrongUse("--password-file none: must be the path", "list", "--url", page, "--password-file", "none");
        Path lines = Files.writeString(directory.resolve("lines"), "hush\nhush\n");
        assertWrongUse("--password-file must be ", "list", "--url", page, "--password-file", lines.toString());
    }

    private static void assertFailed(String expected, String page, String... command) throws Exception {
        Result result = new Tool().always("--url", page).run(command);
        assertEquals(1, result.exitCode(), result.toString());
        assertTrue(result.err().contains(expected), result.err());
        assertEquals(1, result.err().lines().count(), result.err());
        assertFalse(result.err().contains("\u001b") || result.err().contains("secret trace"), result.err());
    }

    private static void assertWrongUse(String expected, String... arguments) throws Exception {
        Result result = new Tool().run(arguments);
        assertEquals(2, result.exitCode(), result.toString());
        assertTrue(result.err().contains(expected), result.err());
        assertFalse(result.err().contains("hush"), result.err());
        assertEquals("", result.out());
    }

    private String uri(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private void answer(String path, int status, Map<String, String> headers, String body) {
        server.createContext(path, exchange -> {
            try (exchange) {
                headers.forEach(exchange.getResponseHeaders()::set);
                byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
    }
}
