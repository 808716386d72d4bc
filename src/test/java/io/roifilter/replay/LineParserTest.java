package io.roifilter.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.roifilter.api.PayloadJson;
import io.roifilter.api.RoiInsert;
import jakarta.json.Json;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import java.util.logging.XMLFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class LineParserTest {
    private static final String ORDER = "{\"roi_data\":\"echo3-619\",\"amount\":\"152.99\",\"order_id\":\"1123\","
            + "\"ignore_duplicate_orders\":false,\"purchase_date\":\"2026-11-22\"}";
    private static final String MESSAGE = "shop: UNSTORED-ORDER " + ORDER
            + "; accepted 2026-11-22T10:15:30.123456Z; key 1123; because the queue is full";
    private static final LogEntry EXPECTED = sent(order("1123"), "1123");

    private final PayloadJson json = new PayloadJson();
    private final LineParser parser = new LineParser(json);

    @AfterEach
    void close() {
        json.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s",
                "SEVERE: %s",
                "22-Nov-2026 10:15:30.123 SEVERE [shop-roi-outbox] io.roifilter.outbox.Journal.log %s",
                "2026-11-22 10:15:30,123 ERROR [shop-roi-outbox] i.r.outbox - %s",
                "Nov 22 10:15:30 web1 tomcat[4711]: {context=shop} \"%s",
                "2026-11-22T10:15:30Z stderr F SEVERE: %s\r",
                "ERROR %s io.roifilter.outbox.OutboxException: {}; key 4",
            })
    void findsTheOrderInTextOfAnyFormat(String format) {
        assertEquals(List.of(EXPECTED), parser.parse(String.format(format, MESSAGE)));
    }

    @Test
    void findsTheOrderInWhatTheFormattersOfTheJdkWrite() {
        LogRecord logged = new LogRecord(Level.SEVERE, MESSAGE);
        assertEquals(List.of(EXPECTED), parser.parse(new SimpleFormatter().format(logged)));
        assertEquals(List.of(EXPECTED), parser.parse(new XMLFormatter().format(logged)));
    }

    @Test
    void findsTheOrderInLinesOfJsonAndInLinesOfJsonInJson() {
        String message = MESSAGE.replace("echo3-619", "a\\\\u0026\\\\b");
        LogEntry expected = parser.parse(message).get(0);
        assertEquals("a\\u0026\\b", ((LogEntry.Order) expected).order().roiData());
        String once = "{\"level\":\"ERROR\",\"message\":" + Json.createValue(message) + "}";
        assertEquals(List.of(expected), parser.parse(once));
        String twice = "{\"log\":" + Json.createValue(once + "\n") + ",\"stream\":\"stderr\"}";
        assertEquals(List.of(expected), parser.parse(twice));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4;7}",
                "{}",
                "; key 1; because ",
                "}; accepted 2026-11-22T10:15:30Z; key ",
                "; refused: no; key 1",
                "\"quoted\"",
                "back\\slash",
                "😀 Ä",
                "UNSTORED-ORDER {",
                "UNSTORED-ORDER " + ORDER + "; accepted x; key 1"
            })
    void takesNothingInAnOrderIdForTheEndOfTheOrder(String id) {
        assertEquals(List.of(sent(order(id), id)), parser.parse(line(order(id), "")));
        assertEquals(
                List.of(new LogEntry.Order(order(id), id, Optional.of("currency is EUR"))),
                parser.parse(line(order(id), "; refused: currency is EUR")));
    }

    @Test
    void ordersThatAreAlwaysNewAreToldApartByTheirKey() {
        RoiInsert order = new RoiInsert("echo3-619", "1.00", "1", true, LocalDate.of(2026, 11, 22));
        String key = "123e4567-e89b-12d3-a456-426614174000";
        String line =
                "UNSTORED-ORDER " + json.write(order) + "; accepted 2026-11-22T10:15:30Z; key " + key + "; because";
        assertEquals(List.of(sent(order, key)), parser.parse(line));
    }

    @Test
    void theIdIsThatOfTheOrderWhereTheLogsEncodingHasSpoiledTheKey() {
        String line = MESSAGE.replace("\"1123\"", "\"\\u00c4\\ud83d\\ude00\"").replace("key 1123", "key ??");
        assertEquals(List.of(sent(order("Ä😀"), "Ä😀")), parser.parse(line));
    }

    @Test
    void aLineCutAnywhereIsAnOrderOnlyIfItIsKnownWhetherToSendIt() {
        int known = MESSAGE.indexOf("; key ") + "; key ".length();
        for (int length = MESSAGE.indexOf("UNSTORED") + "UNSTORED-ORDER".length();
                length < MESSAGE.length();
                length++) {
            List<LogEntry> entries = parser.parse(MESSAGE.substring(0, length));
            assertEquals(1, entries.size());
            if (length < known) {
                assertInstanceOf(LogEntry.Unreadable.class, entries.get(0), MESSAGE.substring(0, length));
            } else {
                assertEquals(EXPECTED, entries.get(0));
            }
        }
    }

    @Test
    void aWholeOrderBehindABrokenOneIsFound() {
        for (int length = MESSAGE.indexOf("{"); length < MESSAGE.indexOf("; key "); length++) {
            List<LogEntry> entries = parser.parse(MESSAGE.substring(0, length) + "SEVERE: " + MESSAGE);
            assertEquals(2, entries.size(), () -> entries.toString());
            assertInstanceOf(LogEntry.Unreadable.class, entries.get(0));
            assertEquals(EXPECTED, entries.get(1));
        }
        assertEquals(List.of(EXPECTED, EXPECTED), parser.parse(MESSAGE + MESSAGE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UNSTORED-ORDER",
                "UNSTORED-ORDERS are documented in the README",
                "UNSTORED-ORDER {}; accepted x; key 1; because",
                "UNSTORED-ORDER {\"order_id\":1}; accepted x; key 1; because",
                "UNSTORED-ORDER {\"order_id\":{}}; accepted x; key 1; because",
                "UNSTORED-ORDER {not json}; accepted x; key 1; because",
                "UNSTORED-ORDER {\\",
                "UNSTORED-ORDER {\\\\\\\\\\u12",
                "UNSTORED-ORDER {\"roi_data\":\"secret contact\",\"amount\":\"1\",\"order_id\":\"1\","
                        + "\"purchase_date\":\"2026-11-22\"}; accepted x; key 1; because",
                "UNSTORED-ORDER {\"roi_data\":\"secret-contact\",\"amount\":\"1\",\"order_id\":\"1\","
                        + "\"purchase_date\":\"2026-11-\"}; accepted x; key 1; because"
            })
    void whatIsNoOrderIsUnreadableForAReasonThatGivesNobodyAway(String line) {
        LogEntry entry = parser.parse(line).get(0);
        String reason = assertInstanceOf(LogEntry.Unreadable.class, entry).reason();
        assertFalse(reason == null || reason.isBlank() || reason.contains("secret"), reason);
    }

    @Test
    void nothingIsFoundInOtherLinesAndNothingThrowsWhateverTheLine() {
        assertEquals(List.of(), parser.parse(""));
        assertEquals(List.of(), parser.parse("shop: the outbox cannot be written"));
        Random random = new Random(20261122);
        String pieces = "{}\\\";:,u0 xé😀";
        for (int i = 0; i < 5_000; i++) {
            StringBuilder line = new StringBuilder(MESSAGE);
            for (int changes = random.nextInt(6); changes >= 0; changes--) {
                int at = random.nextInt(line.length());
                line.replace(at, Math.min(line.length(), at + random.nextInt(3)), piece(pieces, random));
            }
            parser.parse(line.toString());
        }
    }

    private static String piece(String pieces, Random random) {
        int at = random.nextInt(pieces.length());
        return pieces.substring(at, Math.min(pieces.length(), at + random.nextInt(3)));
    }

    private String line(RoiInsert order, String refused) {
        return "SEVERE: shop: UNSTORED-ORDER " + json.write(order) + "; accepted 2026-11-22T10:15:30Z" + refused
                + "; key " + order.orderId() + "; because the outbox failed: [SQLITE_FULL]";
    }

    private static LogEntry sent(RoiInsert order, String key) {
        return new LogEntry.Order(order, key, Optional.empty());
    }

    private static RoiInsert order(String id) {
        return new RoiInsert("echo3-619", "152.99", id, false, LocalDate.of(2026, 11, 22));
    }
}
