package io.roifilter.faults;

import static io.roifilter.testing.Eventually.assertEventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.roifilter.testing.JavaProcess;
import io.roifilter.testing.LoopbackEndpoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The process may have no more threads when the application starts, and may a moment later. */
@Timeout(120)
class WithoutThreadsIT {
    private static final int MAX_THREADS = 150;

    @TempDir
    private Path directory;

    private final LoopbackEndpoint endpoint = new LoopbackEndpoint();
    private final String user = String.valueOf(100_000 + ProcessHandle.current().pid() % 100_000);

    @BeforeEach
    void requireLimit() throws Exception {
        List<String> all = limited();
        all.add("true");
        assumeTrue(
                Command.succeeds(all.toArray(String[]::new)),
                "needs setpriv and prlimit, and the right to become another user: run as root, on Linux");
        Command.require("chown", user, directory.toString());
    }

    @AfterEach
    void close() {
        endpoint.close();
    }

    @Test
    void ordersThatComeMeanwhileAreSentWhenThereAreThreads() throws Exception {
        assertEquals(
                "false\n".repeat(ThreadlessProcess.ORDERS)
                        + "[roi-outbox shop, roi-relay-1 shop, roi-relay-2 shop]\nclosed",
                run("go on"),
                log()::text);
        assertEquals(ids(ThreadlessProcess.ORDERS + 1), arrived());
        assertEquals(Set.of(), log().unstored());
    }

    @Test
    void whatWaitsAtAStopIsInTheLog() throws Exception {
        assertEquals("false\n".repeat(ThreadlessProcess.ORDERS) + "closed", run("stop"), log()::text);
        assertEquals(ids(ThreadlessProcess.ORDERS), log().unstored(), log()::text);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void nothingIsSwitchedOff(int threads) throws Exception {
        Process shop = start("JETTY", String.valueOf(threads));
        try (BufferedReader output = shop.inputReader()) {
            String address = address(output);
            assertEquals(200, order(address, 0), log()::text);
            assertEquals(200, order(address, 1), log()::text);
            assertEventually(ids(2), this::arrived);
            shop.getOutputStream().write('\n');
            shop.getOutputStream().flush();
            assertEquals(
                    "[roi-outbox shop, roi-relay-1 shop, roi-relay-2 shop]\nclosed",
                    output.lines().collect(Collectors.joining("\n")),
                    log()::text);
        } finally {
            shop.destroyForcibly();
        }
        assertFalse(log().text().contains("switched off"), log()::text);
        assertFalse(log().text().contains("not all classes"), log()::text);
    }

    /** The virtual machine itself says there, too, that it can have no thread. */
    private String address(BufferedReader output) throws IOException {
        String line = output.readLine();
        while (line != null && !line.startsWith("http")) {
            line = output.readLine();
        }
        assertTrue(line != null, log()::text);
        return line;
    }

    private static int order(String address, int number) throws Exception {
        URI page = URI.create(address + "/order?order=order-" + number + "&total=9.99&roi_data=echo3-619-295-1856");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private String run(String mode) throws Exception {
        Process shop = start(mode);
        try {
            assertTrue(shop.waitFor(60, TimeUnit.SECONDS), log()::text);
            return shop.inputReader()
                    .lines()
                    .filter(line -> !line.contains("[warning]"))
                    .collect(Collectors.joining("\n"));
        } finally {
            shop.destroyForcibly();
        }
    }

    private Process start(String... arguments) throws IOException {
        List<String> all =
                new ArrayList<>(List.of(directory.toString(), endpoint.uri().toString()));
        all.addAll(List.of(arguments));
        ProcessBuilder java = JavaProcess.of(
                List.of("-Xmx128m", "-XX:+UseSerialGC"), ThreadlessProcess.class, all.toArray(String[]::new));
        List<String> command = limited();
        command.addAll(java.command());
        return java.command(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log().file().toFile()))
                .start();
    }

    /** The limit is a user's, and not root's; the classes are root's to read. */
    private List<String> limited() {
        return new ArrayList<>(List.of(
                "setpriv",
                "--reuid=" + user,
                "--regid=" + user,
                "--clear-groups",
                "--inh-caps=+dac_read_search",
                "--ambient-caps=+dac_read_search",
                "prlimit",
                "--nproc=" + MAX_THREADS));
    }

    private static Set<String> ids(int number) {
        return IntStream.range(0, number).mapToObj(i -> "order-" + i).collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> arrived() {
        return endpoint.arrived().collect(Collectors.toCollection(TreeSet::new));
    }

    private ShopLog log() {
        return new ShopLog(directory.resolve("shop.log"));
    }
}
