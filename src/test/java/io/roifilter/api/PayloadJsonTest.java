package io.roifilter.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadJsonTest {
    private final PayloadJson json = new PayloadJson();

    @Test
    void writesTheNamesOfTheApiOnOneLine() {
        RoiInsert order = new RoiInsert("echo3-1", "152.90", "1123", false, LocalDate.of(2010, 3, 1));
        assertEquals(
                "{\"roi_data\":\"echo3-1\",\"amount\":\"152.90\",\"order_id\":\"1123\","
                        + "\"ignore_duplicate_orders\":false,\"purchase_date\":\"2010-03-01\"}",
                json.write(order));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1123", "A&B<C>\"D\"\\E", "Bestellung-Äöü-ß", "order-😀-𝄞", "\u2028"})
    void readsWhatItWrote(String orderId) {
        RoiInsert order = new RoiInsert("echo3-1", "0.01", orderId, true, LocalDate.of(2024, 2, 29));
        assertEquals(order, json.read(json.write(order)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "not json",
                "{\"roi_data\":\"has space\",\"amount\":\"1.00\",\"order_id\":\"1\",\"purchase_date\":\"2010-03-01\"}",
                "{\"roi_data\":\"r\",\"amount\":\"1.00\",\"order_id\":\"1\",\"purchase_date\":\"yesterday\"}"
            })
    void refusesWhatIsNotAPayload(String text) {
        assertThrows(IllegalArgumentException.class, () -> json.read(text));
    }

    @Test
    void worksOnAThreadWhoseContextClassLoaderKnowsNothing() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try (PayloadJson own = new PayloadJson()) {
            RoiInsert order = new RoiInsert("r", "1.00", "1", false, LocalDate.of(2010, 3, 1));
            assertEquals(order, own.read(own.write(order)));
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
