package io.roifilter.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.time.LocalDate;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadJsonTest {
    private final PayloadJson json = new PayloadJson();

    @Test
    void writesTheNamesOfTheApiOnOneLine() {
        RoiInsert order = new RoiInsert("echo3-1", "152.90", "1123", false, LocalDate.of(2010, 3, 1));
        assertEquals(
                "{\"methodName\":\"roi.insert\",\"roi_data\":\"echo3-1\",\"amount\":\"152.90\",\"order_id\":\"1123\","
                        + "\"ignore_duplicate_orders\":false,\"purchase_date\":\"2010-03-01\"}",
                order.toJson());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1123", "A&B<C>\"D\"\\E", "Bestellung-Äöü-ß", "order-😀-𝄞", "\u2028"})
    void readsWhatItWrote(String orderId) {
        RoiInsert order = new RoiInsert("echo3-1", "0.01", orderId, true, LocalDate.of(2024, 2, 29));
        assertEquals(order, json.read(order.toJson()));
    }

    /** As people's tools write and read it. */
    @Test
    void writesWhatAJsonLibraryWrites() {
        Random random = new Random(4711);
        for (int i = 0; i < 2000; i++) {
            String orderId = random.ints(20, 0x20, i % 2 == 0 ? 0x100 : 0x1f700)
                    .mapToObj(Character::toString)
                    .filter(RoiInsert::isOrderId)
                    .collect(Collectors.joining());
            RoiInsert order =
                    new RoiInsert("r\"\\/", "<1>", orderId + "x", i % 3 == 0, LocalDate.of(2024, 2, 1 + i % 28));
            JsonObject library = Json.createObjectBuilder()
                    .add("methodName", "roi.insert")
                    .add("roi_data", order.roiData())
                    .add("amount", order.amount())
                    .add("order_id", order.orderId())
                    .add("ignore_duplicate_orders", order.ignoreDuplicateOrders())
                    .add("purchase_date", order.purchaseDate().toString())
                    .build();
            assertEquals(library.toString(), order.toJson());
            assertEquals(order, json.read(order.toJson()));
        }
    }

    /** SQL of databases sorts names, puts spaces between, and people leave quotation marks out. */
    @ParameterizedTest
    @ValueSource(strings = {"""
                {"amount": 152.90, "order_id": 1123, "roi_data": "echo3-1", "methodName": "roi.insert",
                 "purchase_date": "2010-03-01", "ignore_duplicate_orders": false}
                """, """
                {"amount": "152.90", "order_id": "1123", "roi_data": "echo3-1", "methodName": "roi.insert",
                 "purchase_date": "2010-03-01", "ignore_duplicate_orders": null, "note": {"by": ["me"]}}
                """, """
                {"amount": "152.90", "order_id": "1123", "roi_data": "echo3-1", "methodName": "roi.insert",
                 "purchase_date": "2010-03-01"}
                """})
    void readsWhatWasEdited(String edited) {
        assertEquals(new RoiInsert("echo3-1", "152.90", "1123", false, LocalDate.of(2010, 3, 1)), json.read(edited));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "not json",
                "null",
                "{\"methodName\":\"roi.insert\"}",
                "{\"methodName\":\"roi.insert\",\"roi_data\":\"has space\",\"amount\":\"1.00\",\"order_id\":\"1\","
                        + "\"purchase_date\":\"2010-03-01\"}",
                "{\"methodName\":\"roi.insert\",\"roi_data\":\"r\",\"amount\":\"1.00\",\"order_id\":\"1\","
                        + "\"purchase_date\":\"yesterday\"}",
                "{\"methodName\":\"roi.unknown\",\"roi_data\":\"r\",\"amount\":\"1.00\",\"order_id\":\"1\","
                        + "\"purchase_date\":\"2010-03-01\"}",
                "{\"methodName\":7,\"roi_data\":\"r\",\"amount\":\"1.00\",\"order_id\":\"1\","
                        + "\"purchase_date\":\"2010-03-01\"}",
                "{\"roi_data\":\"r\",\"amount\":\"1.00\",\"order_id\":\"1\",\"purchase_date\":\"2010-03-01\"}"
            })
    void refusesWhatIsNotAPayload(String text) {
        assertThrows(IllegalArgumentException.class, () -> json.read(text));
    }

    @Test
    void worksOnAThreadWhoseContextClassLoaderKnowsNothing() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try {
            RoiInsert order = new RoiInsert("r", "1.00", "1", false, LocalDate.of(2010, 3, 1));
            assertEquals(order, new PayloadJson().read(order.toJson()));
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
