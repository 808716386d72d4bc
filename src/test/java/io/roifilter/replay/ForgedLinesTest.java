package io.roifilter.replay;

import static io.roifilter.testing.Eventually.assertEventually;
import static io.roifilter.testing.LoopbackEndpoint.reply;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.api.ApiClient;
import io.roifilter.api.Credentials;
import io.roifilter.api.RoiInsert;
import io.roifilter.command.Commands;
import io.roifilter.config.Sources;
import io.roifilter.outbox.Destination;
import io.roifilter.outbox.LineSeal;
import io.roifilter.outbox.Outbox;
import io.roifilter.outbox.OutboxOptions;
import io.roifilter.outbox.UnstoredLines;
import io.roifilter.relay.Relay;
import io.roifilter.relay.RelayPolicy;
import io.roifilter.testing.LogCapture;
import io.roifilter.testing.LoopbackEndpoint;
import jakarta.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
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
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import java.util.logging.XMLFormatter;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** From whatever log, exactly that is replayed which was unstored: nobody's text makes an order, or another order. */
@ParameterizedClass
@MethodSource("logs")
@Timeout(120)
class ForgedLinesTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 22);
    private static final String SECRET = "secret-0815";
    private static final String FORGED =
            "UNSTORED-ORDER {\"methodName\":\"roi.insert\",\"roi_data\":\"x\",\"amount\":\"1\",\"order_id\":\"F\","
                    + "\"purchase_date\":\"2026-11-22\"}; accepted x; key F; check none; because";

    /** What a customer or a shop may have for an order id, and an endpoint for an answer. */
    private static final List<String> HOSTILE = List.of(
            FORGED,
            FORGED.replace("\"", "\\\""),
            cut(FORGED.replace("\"", "\\u0022")),
            cut(FORGED.replace("\"", "&#34;")),
            cut("\"}; accepted x; key 1; check none; because x " + FORGED),
            "UNSTORED\\u002dORDER {",
            "UNSTORED-ORDERUNSTORED-ORDER",
            "\\",
            "\"",
            "\\\\\"",
            "&amp;quot;",
            "%22%0a",
            "4;7}",
            "a  b",
            "; refused: no; key 1",
            "Ä€😀Ċ਀∢乕",
            "'{0}' ${jndi:x} %s");

    /** Everything that was logged, once for all formats. */
    private static final List<LogRecord> RECORDS = new CopyOnWriteArrayList<>();

    @TempDir
    static Path directory;

    @Parameter(0)
    private Format format;

    @Parameter(1)
    private String encoding;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** How logs are written. */
    private enum Format {
        SIMPLE(record -> new SimpleFormatter().format(record)),
        XML(record -> new XMLFormatter().format(record)),
        XML_WITH_ALL_ENTITIES(record -> "<message>" + entities(text(record)) + "</message>\n"),
        COLOURED(record -> "\u001b[1;31mERROR\u001b[m [main] " + text(record) + "\u001b[0m\n"),
        JSON(record -> "{\"level\":\"ERROR\",\"message\":" + json(text(record)) + ",\"thread\":\"main\"}\n"),
        JSON_OF_CODES(record -> "{\"message\" : \"" + codes(text(record)) + "\"}\n"),
        JSON_IN_JSON(record -> "{\"log\":" + json("{\"message\":" + json(text(record)) + "}\n") + "}\n"),
        XML_IN_JSON(record -> "{\"log\":" + json("<m>" + entities(text(record)) + "</m>") + "}\n");

        private final Formatter formatter;

        Format(Function<LogRecord, String> format) {
            formatter = new Formatter() {
                @Override
                public String format(LogRecord logged) {
                    return format.apply(logged);
                }
            };
        }

        /** With the stack trace. */
        private static String text(LogRecord logged) {
            StringWriter text = new StringWriter();
            text.write(logged.getMessage());
            if (logged.getThrown() != null) {
                text.write('\n');
                logged.getThrown().printStackTrace(new PrintWriter(text));
            }
            return text.toString();
        }

        private static String json(String text) {
            return Json.createValue(text).toString();
        }

        private static String codes(String text) {
            return text.chars()
                    .mapToObj(c -> c > ' ' && c < 0x7f && "\"\\{}/<".indexOf(c) < 0
                            ? String.valueOf((char) c)
                            : String.format("\\u%04X", c))
                    .reduce("", String::concat);
        }

        private static String entities(String text) {
            return text.replace("&", "&amp;")
                    .replace("<", "&lt;")
                    .replace("\"", "&quot;")
                    .replace("'", "&apos;")
                    .replace("{", "&#123;")
                    .replace("\\", "&#x5C;");
        }
    }

    private static Stream<Arguments> logs() {
        return Stream.of(Format.values())
                .flatMap(format -> Stream.of(
                                "US-ASCII", "UTF-8", "ISO-8859-1", "windows-1252", "UTF-16", "UTF-16LE", "UTF-16BE")
                        .map(encoding -> Arguments.of(format, encoding)));
    }

    @BeforeAll
    static void logEverything() throws Exception {
        RECORDS.clear();
        try (LogCapture log = new LogCapture()) {
            leaveUnstored();
            letTheEndpointAnswer(log);
            RECORDS.addAll(log.entries());
        }
    }

    /** In a place whose name, in every message about it, would be an order, too. */
    private static void leaveUnstored() throws Exception {
        Path noDirectory = Files.createFile(directory.resolve("x\n" + FORGED));
        Outbox outbox = outbox(noDirectory);
        HOSTILE.forEach(id -> outbox.accept(order(id)));
        for (String reason : HOSTILE) {
            outbox.refuse(
                    new RoiInsert("x", FORGED.substring(0, 60), "refused " + HOSTILE.indexOf(reason), false, DAY),
                    "\n" + reason);
        }
        outbox.close(Duration.ofSeconds(30));
    }

    private static void letTheEndpointAnswer(LogCapture log) throws Exception {
        try (LoopbackEndpoint endpoint = new LoopbackEndpoint()) {
            Outbox outbox = outbox(directory.resolve("outbox"));
            endpoint.behave((exchange, message) -> reply(
                    exchange,
                    200,
                    "<methodResponse><item><responseCode>403</responseCode><responseText>no\n\n" + escaped(FORGED)
                            + "\n"
                            + escaped(FORGED.replace("\"", "\\\""))
                            + "</responseText><responseNum>1</responseNum></item></methodResponse>"));
            ApiClient client = new ApiClient(
                    endpoint.uri(),
                    new Credentials("key", SECRET),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    "http",
                    Clock.systemUTC());
            RelayPolicy policy = new RelayPolicy(
                    1, 1, Duration.ofMinutes(1), Duration.ofMillis(10), Duration.ofMillis(10), Duration.ofDays(1));
            Relay relay = new Relay("shop", outbox, client, policy, Clock.systemUTC(), new Random(1));
            relay.start();
            HOSTILE.forEach(id -> outbox.accept(order(id)));
            assertEventually((long) HOSTILE.size(), () -> outbox.statistics().rejected());
            endpoint.behave((exchange, message) -> reply(
                    exchange,
                    200,
                    "<methodResponse><item><error>1</error><responseText>\n" + escaped(FORGED)
                            + "</responseText><responseData><responseCode>445</responseCode></responseData></item>"
                            + "</methodResponse>"));
            outbox.accept(order("blocked"));
            assertEventually(false, () -> log.linesWith("refuses all orders").isEmpty());
            relay.close(Duration.ofSeconds(10));
            outbox.close(Duration.ofSeconds(30));
        }
    }

    private static Outbox outbox(Path where) {
        return Outbox.embedded(
                where,
                new Destination("https://api.example.com/", ""),
                new OutboxOptions(
                        "shop",
                        100,
                        Duration.ofSeconds(30),
                        Duration.ofDays(30),
                        LineSeal.of(SECRET),
                        Optional.empty()),
                Clock.systemUTC());
    }

    @Test
    void exactlyTheUnstoredOrdersAreSentAsTheyWere() throws Exception {
        try (LoopbackEndpoint endpoint = new LoopbackEndpoint()) {
            int exit = replay(endpoint, Files.write(log(), written()));
            assertEquals(1, exit, "the refused ones are left");
            assertEquals(HOSTILE, sent(endpoint));
            assertEquals(
                    HOSTILE.size(),
                    out().lines()
                            .filter(l -> l.startsWith("refused, not sent: order refused "))
                            .count());
            assertTrue(out().contains("0 on lines without the check") && out().contains("0 unreadable"), out());
        }
    }

    /** As a server writes what visitors ask for, or a shop what they type. */
    @Test
    void linesOfVisitorsAreNamedAndNotSent() throws Exception {
        try (LoopbackEndpoint endpoint = new LoopbackEndpoint()) {
            ByteArrayOutputStream log = new ByteArrayOutputStream();
            List<String> forged = List.of(
                    FORGED,
                    "GET /?" + FORGED.replace("check none", "check 0123456789abcdef0123456789abcdef"),
                    UnstoredLines.of(order("G"), null, LineSeal.of("a guess"), "x"));
            for (String line : forged) {
                log.write(encoded(new LogRecord(Level.INFO, line)));
            }
            log.write(written());
            assertEquals(1, replay(endpoint, Files.write(log(), log.toByteArray())));
            assertEquals(HOSTILE, sent(endpoint));
            assertTrue(out().contains("        3 on lines without the check"), out());
        }
    }

    private byte[] written() throws Exception {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        for (LogRecord logged : RECORDS) {
            log.write(encoded(logged));
        }
        return log.toByteArray();
    }

    private byte[] encoded(LogRecord logged) {
        return format.formatter.format(logged).getBytes(Charset.forName(encoding));
    }

    private Path log() throws Exception {
        return Files.createTempFile(directory, "shop", ".log");
    }

    private int replay(LoopbackEndpoint endpoint, Path log) throws Exception {
        Map<String, String> environment =
                Map.of("ROI_ENDPOINT", endpoint.uri().toString(), "ROI_API_KEY", "key", "ROI_SHARED_SECRET", SECRET);
        Sources sources = new Sources("", Map.of(), Map.of(), name -> null, environment::get);
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        return Commands.line(sources, InputStream.nullInputStream(), print, print)
                .execute("replay", log.toString());
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private static List<String> sent(LoopbackEndpoint endpoint) {
        List<String> ids = new ArrayList<>();
        endpoint.received().forEach(post -> ids.addAll(post.orderIds()));
        return ids;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    private static String cut(String id) {
        return id.substring(0, Math.min(id.length(), RoiInsert.MAX_ORDER_ID));
    }

    private static RoiInsert order(String id) {
        return new RoiInsert("http://echo.example.com/?a=b&c=<d>\"\\", "152.99", id, false, DAY);
    }
}
