package io.roifilter.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.api.RoiInsert;
import io.roifilter.outbox.Destination;
import io.roifilter.outbox.LineSeal;
import io.roifilter.outbox.Outbox;
import io.roifilter.outbox.OutboxOptions;
import io.roifilter.testing.JavaProcess;
import io.roifilter.testing.LoopbackEndpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.FileHandler;
import java.util.logging.Formatter;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.XMLFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command in the jar as built, on logs that an outbox has written which could not write anywhere else. */
@Timeout(120)
class ReplayIT {
    private static final List<String> IDS = List.of("1123", "Ä😀", "<b>&amp;</b>", "4;7}", "; refused: no; key \"1\"");

    @TempDir
    private Path directory;

    private final LoopbackEndpoint endpoint = new LoopbackEndpoint();

    @AfterEach
    void close() {
        endpoint.close();
    }

    @Test
    void whatTheOutboxCouldNotTakeIsDeliveredFromTheLog() throws Exception {
        Path plain = logOf(IDS, new SimpleFormatter(), "US-ASCII");
        Path xml = logOf(List.of("<&>", "Ä"), new XMLFormatter(), "ISO-8859-1");
        Result result = replay(plain, xml);
        assertEquals(1, result.exitCode, "a refused order is left: " + result);
        List<String> sent = new ArrayList<>(IDS);
        sent.addAll(List.of("<&>", "Ä"));
        assertEquals(sent, endpoint.received().get(0).orderIds());
        assertTrue(result.output.contains("        7 delivered"), result.output);
        assertTrue(result.output.contains("refused, not sent: order EUR ("), result.output);
        assertTrue(result.output.contains("        1 the same as another one"), result.output);
        assertFalse(result.output.contains("WARNING"), result.output);
    }

    @Test
    void itIsDoneWhenAllIsDelivered() throws Exception {
        Path log = logOf(IDS, new SimpleFormatter(), "UTF-8");
        Files.writeString(
                log,
                Files.readString(log)
                        .lines()
                        .filter(line -> !line.contains("refused"))
                        .reduce("", (a, b) -> a + b + "\n"));
        assertEquals(0, replay(log).exitCode);
        assertEquals(0, replay(log).exitCode, "the endpoint knows them all");
        endpoint.close();
        assertEquals(1, replay(log).exitCode);
    }

    @Test
    void withoutACommandTheJarSaysHowItIsUsed() throws Exception {
        Result result = java(Map.of());
        assertEquals(2, result.exitCode);
        assertTrue(result.output.contains("Missing required subcommand"), result.output);
        assertTrue(result.output.contains("  replay "), result.output);
    }

    /** Has an outbox without a directory write these orders to a log, and a refused one. */
    private Path logOf(List<String> orderIds, Formatter formatter, String encoding) throws IOException {
        Path log = Files.createTempFile(directory, "shop", ".log");
        FileHandler handler = new FileHandler(log.toString());
        handler.setFormatter(formatter);
        handler.setEncoding(encoding);
        Logger logger = Logger.getLogger("io.roifilter.outbox");
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        try {
            Outbox outbox = Outbox.embedded(
                    Files.createTempFile(directory, "no", "directory"),
                    Destination.of(endpoint.uri(), ""),
                    new OutboxOptions(
                            "shop",
                            100,
                            Duration.ofSeconds(30),
                            Duration.ofDays(30),
                            LineSeal.of("secret"),
                            Optional.empty()),
                    Clock.systemUTC());
            orderIds.forEach(id -> outbox.accept(order(id)));
            outbox.refuse(order("EUR"), "currency is \"EUR\"; key 1; because €");
            outbox.close(Duration.ofSeconds(30));
        } finally {
            logger.setUseParentHandlers(true);
            logger.removeHandler(handler);
            handler.close();
        }
        return log;
    }

    private static RoiInsert order(String id) {
        return new RoiInsert("http://echo.example.com/?a=b&c=<d>", "152.99", id, false, LocalDate.of(2026, 11, 22));
    }

    private record Result(int exitCode, String output) {}

    private Result replay(Path... logs) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("replay"));
        List.of(logs).forEach(log -> arguments.add(log.toString()));
        return java(
                Map.of(
                        "ROI_ENDPOINT", endpoint.uri().toString(),
                        "ROI_API_KEY", "key",
                        "ROI_SHARED_SECRET", "secret",
                        "ROI_RETRY_MIN", "1ms"),
                arguments.toArray(String[]::new));
    }

    private Result java(Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("-Dfile.encoding=UTF-8", "-jar", System.getProperty("allJar")));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = JavaProcess.of(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output);
    }
}
