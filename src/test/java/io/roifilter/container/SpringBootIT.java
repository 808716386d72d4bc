package io.roifilter.container;

import static io.roifilter.testing.Eventually.assertEventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.RawConnection;
import io.roifilter.testing.Clicks;
import io.roifilter.testing.JavaProcess;
import io.roifilter.testing.LoopbackEndpoint;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A shop of Spring Boot with Thymeleaf, its libraries and server as Boot has chosen them, in processes of their own. */
@Tag("container")
@Timeout(180)
class SpringBootIT {
    private static final Path BUILD = Path.of(System.getProperty("springBootShop"));
    private static final Pattern UP = Pattern.compile("up at (http://\\S+)");
    private static final int BOUND_MILLIS = 30_000;

    @TempDir
    private Path directory;

    @Test
    void ordersAreReportedAndPagesAreTheSame() throws Exception {
        try (LoopbackEndpoint endpoint = new LoopbackEndpoint();
                Shop tracked = new Shop(directory.resolve("tracked.log"), settings(endpoint));
                Shop asItIs = new Shop(directory.resolve("as-it-is.log"), List.of())) {
            List<String> requests =
                    List.of("GET /thank-you?id=stated", "GET /bare?id=selected", "POST /api/orders?id=made");
            for (String request : requests) {
                assertEquals(asItIs.answer(request), tracked.answer(request), request);
            }

            assertEventually(List.of("made 64.00", "selected 64.00", "stated 64.00"), () -> calls(endpoint));
            assertTrue(tracked.log().contains("orders: reports orders on /thank-you"), tracked::log);
            assertTrue(tracked.log().contains("reads orderId, amount and currency by convention"), tracked::log);
            assertFalse(tracked.log().contains("ERROR"), tracked::log);
        }
    }

    private List<String> settings(LoopbackEndpoint endpoint) {
        return List.of(
                "--shop.tracked=true",
                parameter("endpoint", endpoint.uri()),
                parameter("apiKey", "key of the shop"),
                parameter("sharedSecret", "secret of the shop"),
                parameter("outboxDirectory", directory.resolve("outbox").toAbsolutePath()));
    }

    private static String parameter(String name, Object value) {
        return "--server.servlet.context-parameters.roi." + name + "=" + value;
    }

    private static List<String> calls(LoopbackEndpoint endpoint) {
        return endpoint.received().stream()
                .flatMap(received -> received.message().calls().stream())
                .map(call -> call.arguments().get("order_id") + " "
                        + call.arguments().get("amount"))
                .sorted()
                .toList();
    }

    private static final class Shop implements AutoCloseable {
        private final Path log;
        private final Process process;
        private final URI address;

        Shop(Path log, List<String> settings) throws Exception {
            this.log = log;
            List<String> command = new ArrayList<>(List.of(
                    "-Xmx256m",
                    "-cp",
                    BUILD.resolve("classes") + File.pathSeparator + BUILD.resolve("lib/*"),
                    "shop.Shop",
                    "--server.port=0",
                    "--server.address=127.0.0.1"));
            command.addAll(settings);
            process = JavaProcess.of(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            try {
                assertEventually(
                        true, () -> !process.isAlive() || UP.matcher(log()).find());
                Matcher up = UP.matcher(log());
                assertTrue(up.find(), this::log);
                address = URI.create(up.group(1));
            } catch (Exception | Error e) {
                close();
                throw e;
            }
        }

        /** The wire itself, but for the date. */
        String answer(String request) throws IOException {
            try (RawConnection connection = new RawConnection(address)) {
                connection.send(request + " HTTP/1.1\r\nHost: shop\r\nContent-Length: 0\r\nCookie: roi_data="
                        + Clicks.inCookie(Clicks.CLICK) + "\r\n");
                assertTrue(connection.arrives(BOUND_MILLIS), () -> request + " has no end");
                return connection.received().replaceAll("\r\nDate: [^\r]*", "");
            }
        }

        String log() {
            try {
                return Files.readString(log);
            } catch (IOException e) {
                return e.toString();
            }
        }

        @Override
        public void close() {
            process.destroyForcibly().onExit().join();
        }
    }
}
