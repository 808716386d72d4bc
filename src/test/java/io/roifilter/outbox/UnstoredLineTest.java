package io.roifilter.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.roifilter.api.PayloadJson;
import io.roifilter.api.RoiInsert;
import io.roifilter.outbox.UnstoredLine.Found;
import jakarta.json.Json;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import java.util.logging.XMLFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class UnstoredLineTest {
    private static final LineSeal SEAL = LineSeal.of("secret-0815");
    private static final String MESSAGE = "shop: " + UnstoredLines.of(order("1123"), null, SEAL, "the queue is full");
    private static final Found EXPECTED = sent(order("1123"), "1123");

    private final PayloadJson json = new PayloadJson();
    private final List<LineSeal> seals = List.of(LineSeal.of("another"), SEAL);

    @Test
    void theLineIsAsTheReadmeAndTheJavadocSay() {
        assertEquals(
                "shop: UNSTORED-ORDER {\"methodName\":\"roi.insert\",\"roi_data\":\"echo3-619\",\"amount\":\"152.99\","
                        + "\"order_id\":\"1123\",\"ignore_duplicate_orders\":false,\"purchase_date\":\"2026-11-22\"};"
                        + " accepted 2026-11-22T10:15:30.123456Z; key 1123; check 01234567; because the queue is full",
                MESSAGE.replaceAll("check [0-9a-f]{32};", "check 01234567;"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s",
                "SEVERE: %s",
                "22-Nov-2026 10:15:30.123 SEVERE [roi-outbox shop] io.roifilter.text.ApplicationLog.log %s",
                "2026-11-22 10:15:30,123 ERROR [roi-outbox shop] i.r.outbox - %s",
                "Nov 22 10:15:30 web1 tomcat[4711]: {context=shop} \"%s",
                "2026-11-22T10:15:30Z stderr F SEVERE: %s\r",
                "ERROR %s io.roifilter.outbox.OutboxException: {}; key 4",
                "\u001b[31mERROR\u001b[m %s\u001b[0m",
            })
    void findsTheOrderInTextOfAnyFormat(String format) {
        assertEquals(List.of(EXPECTED), parse(String.format(format, MESSAGE)));
    }

    @Test
    void findsTheOrderInWhatTheFormattersOfTheJdkWrite() {
        LogRecord logged = new LogRecord(Level.SEVERE, MESSAGE);
        assertEquals(List.of(EXPECTED), parse(new SimpleFormatter().format(logged)));
        assertEquals(List.of(EXPECTED), parse(new XMLFormatter().format(logged)));
    }

    @Test
    void findsTheOrderInLinesOfJsonAndInLinesOfJsonInJson() {
        RoiInsert order = new RoiInsert("a\\u0026\\b", "1.00", "\"1\"", false, LocalDate.of(2026, 11, 22));
        String message = "shop: " + UnstoredLines.of(order, null, SEAL, "because");
        List<Found> expected = List.of(sent(order, "\"1\""));
        assertEquals(expected, parse(message));
        String once = "{\"level\":\"ERROR\",\"message\":" + Json.createValue(message) + "}";
        assertEquals(expected, parse(once));
        assertEquals(expected, parse(once.replace("\\\"", "\\u0022").replace("/", "\\/")));
        String twice = "{\"log\":" + Json.createValue(once + "\n") + ",\"stream\":\"stderr\"}";
        assertEquals(expected, parse(twice));
        String xml = message.replace("&", "&amp;")
                .replace("\"", "&quot;")
                .replace("{", "&#123;")
                .replace("}", "&#x7D;");
        assertEquals(expected, parse("<message>" + xml + "</message>"));
        assertEquals(expected, parse("{\"log\":" + Json.createValue("<message>" + xml + "</message>") + "}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4;7}",
                "{}",
                " 1  2 ",
                "; key 1; because ",
                "}; accepted 2026-11-22T10:15:30Z; key ",
                "; refused: no; key 1",
                "\"quoted\"",
                "back\\slash",
                "\\u0022",
                "&quot;&#34;",
                "%22",
                "😀 Ä",
                "UNSTORED-ORDER {",
            })
    void takesNothingInAnOrderIdForTheEndOfTheOrder(String id) {
        assertEquals(List.of(sent(order(id), id)), parse(UnstoredLines.of(order(id), null, SEAL, "because")));
        assertEquals(
                List.of(new Found.Whole(order(id), id, Optional.of("currency is EUR; 'Ä'"), true)),
                parse(UnstoredLines.of(order(id), "currency is EUR; 'Ä'", SEAL, "because")));
    }

    @Test
    void aReasonCanForgeNothing() {
        String line = UnstoredLines.of(order("1"), "no; key 2; check none; \r\nbecause", SEAL, "x\nUNSTORED-ORDER {");
        assertEquals(1, line.lines().count());
        assertEquals(
                List.of(new Found.Whole(order("1"), "1", Optional.of("no; key 2; check none; because"), true)),
                parse(line));
    }

    @Test
    void ordersThatAreAlwaysNewAreToldApartByTheirKey() {
        RoiInsert order = new RoiInsert("echo3-619", "1.00", "1", true, LocalDate.of(2026, 11, 22));
        String line = UnstoredLines.of(order, null, SEAL, "because");
        String key = line.replaceFirst(".*; key ([0-9a-f-]{36}); check .*", "$1");
        assertEquals(36, key.length());
        assertEquals(List.of(sent(order, key)), parse(line));
    }

    @Test
    void aLineCutAnywhereIsAnOrderOnlyIfAllOfItIsThere() {
        int whole = MESSAGE.indexOf("; because");
        for (int length = MESSAGE.indexOf("UNSTORED") + "UNSTORED-ORDER".length();
                length < MESSAGE.length();
                length++) {
            List<Found> entries = parse(MESSAGE.substring(0, length));
            assertEquals(1, entries.size());
            if (length < whole) {
                assertInstanceOf(Found.Broken.class, entries.get(0), MESSAGE.substring(0, length));
            } else {
                assertEquals(EXPECTED, entries.get(0));
            }
        }
    }

    @Test
    void aWholeOrderBehindABrokenOneIsFound() {
        for (int length = MESSAGE.indexOf("{"); length < MESSAGE.indexOf("; because "); length++) {
            List<Found> entries = parse(MESSAGE.substring(0, length) + "SEVERE: " + MESSAGE);
            assertEquals(2, entries.size(), () -> entries.toString());
            assertInstanceOf(Found.Broken.class, entries.get(0));
            assertEquals(EXPECTED, entries.get(1));
        }
        assertEquals(List.of(EXPECTED, EXPECTED), parse(MESSAGE + MESSAGE));
    }

    @Test
    void anythingChangedIsNotProven() {
        int begin = MESSAGE.indexOf("{");
        int end = MESSAGE.indexOf("; because");
        for (int i = begin; i < end; i++) {
            char other = MESSAGE.charAt(i) == '1' ? '2' : '1';
            String changed = MESSAGE.substring(0, i) + other + MESSAGE.substring(i + 1);
            Found entry = parse(changed).get(0);
            assertFalse(entry instanceof Found.Whole order && order.isProven(), changed);
        }
        String refused = UnstoredLines.of(order("1"), "no", SEAL, "because");
        assertEquals(
                List.of(new Found.Whole(order("1"), "1", Optional.empty(), false)),
                parse(refused.replace("; refused: no", "")));
    }

    @Test
    void anothersLineIsNotProven() {
        Found unproven = new Found.Whole(order("1123"), "1123", Optional.empty(), false);
        for (LineSeal seal : List.of(LineSeal.of("guessed"), LineSeal.none())) {
            assertEquals(List.of(unproven), parse(UnstoredLines.of(order("1123"), null, seal, "because")));
        }
        assertEquals(List.of(unproven), UnstoredLine.in(MESSAGE, json, List.of()));
        assertEquals(List.of(unproven), UnstoredLine.in(MESSAGE, json, List.of(LineSeal.none())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UNSTORED-ORDER",
                "UNSTORED-ORDERS are documented in the README",
                "UNSTORED-ORDER {}; accepted x; key 1; check none; because",
                "UNSTORED-ORDER {\"order_id\":1}; accepted x; key 1; check none; because",
                "UNSTORED-ORDER {\"order_id\":{}}; accepted x; key 1; check none; because",
                "UNSTORED-ORDER {not json}; accepted x; key 1; check none; because",
                "UNSTORED-ORDER {\\",
                "UNSTORED-ORDER {\\\\\\\\\\u12",
                "UNSTORED-ORDER {&#99999999;&#x110000;&",
                "UNSTORED-ORDER {\"methodName\":\"roi.insert\",\"roi_data\":\"secret contact\",\"amount\":\"1\",\"order_id\":\"1\","
                        + "\"purchase_date\":\"2026-11-22\"}; accepted x; key 1; check none; because",
                "UNSTORED-ORDER {\"methodName\":\"roi.insert\",\"roi_data\":\"secret-contact\",\"amount\":\"1\",\"order_id\":\"1\","
                        + "\"purchase_date\":\"2026-11-\"}; accepted x; key 1; check none; because"
            })
    void whatIsNoOrderIsUnreadableForAReasonThatGivesNobodyAway(String line) {
        Found entry = parse(line).get(0);
        String reason = assertInstanceOf(Found.Broken.class, entry).reason();
        assertFalse(reason == null || reason.isBlank() || reason.contains("secret"), reason);
    }

    @Test
    void nothingIsFoundInOtherLinesAndNothingThrowsWhateverTheLine() {
        assertEquals(List.of(), parse(""));
        assertEquals(List.of(), parse("shop: the outbox cannot be written"));
        Random random = new Random(20261122);
        String pieces = "{}\\\";:,u0& xé😀";
        for (int i = 0; i < 5_000; i++) {
            StringBuilder line = new StringBuilder(MESSAGE);
            for (int changes = random.nextInt(6); changes >= 0; changes--) {
                int at = random.nextInt(line.length());
                line.replace(at, Math.min(line.length(), at + random.nextInt(3)), piece(pieces, random));
            }
            parse(line.toString());
        }
    }

    private List<Found> parse(String line) {
        return UnstoredLine.in(line, json, seals);
    }

    private static String piece(String pieces, Random random) {
        int at = random.nextInt(pieces.length());
        return pieces.substring(at, Math.min(pieces.length(), at + random.nextInt(3)));
    }

    private static Found sent(RoiInsert order, String key) {
        return new Found.Whole(order, key, Optional.empty(), true);
    }

    private static RoiInsert order(String id) {
        return new RoiInsert("echo3-619", "152.99", id, false, LocalDate.of(2026, 11, 22));
    }
}
