package io.roifilter.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoiInsertTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 22);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://echo.example.com/ct/3416623:619-295-1856:m:1:97777016:D40E94EF977ACAA8AC1BE3F94318DC58",
                "echo3-619-295-1856-1242357-1daecd68df79e83bf13f244b9a880ab9",
                "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
            })
    void takesPrintableAsciiAsRoiData(String roiData) {
        assertEquals(roiData, new RoiInsert(roiData, "1.00", "1", false, DAY).roiData());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "with space", "tab\there", "line\r\nbreak", "ümlaut", "bell\u0007", "\u007f"})
    void refusesAnythingElseAsRoiData(String roiData) {
        assertFalse(RoiInsert.isRoiData(roiData));
        assertThrows(IllegalArgumentException.class, () -> new RoiInsert(roiData, "1.00", "1", false, DAY));
    }

    @Test
    void boundsTheLengthOfRoiDataAndOrderId() {
        assertTrue(RoiInsert.isRoiData("x".repeat(512)));
        assertFalse(RoiInsert.isRoiData("x".repeat(513)));
        assertTrue(RoiInsert.isOrderId("x".repeat(255)));
        assertFalse(RoiInsert.isOrderId("x".repeat(256)));
        assertFalse(RoiInsert.isOrderId(null));
        assertEquals(
                255,
                new RoiInsert("r", "1.00", "x".repeat(255), false, DAY)
                        .orderId()
                        .length());
        assertThrows(IllegalArgumentException.class, () -> new RoiInsert("r", "1.00", "x".repeat(256), false, DAY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\u0000b", "a\nb", "\ud83d", "\ufffe", "\u0085"})
    void refusesOrderIdsThatXmlCannotCarry(String orderId) {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> new RoiInsert("r", "1.00", orderId, false, DAY));
        assertTrue(refusal.getMessage().startsWith("order_id "), refusal.getMessage());
        assertFalse(RoiInsert.isOrderId(orderId));
    }

    @Test
    void showsOnlyTheBeginningOfRoiDataInItsText() {
        String text = new RoiInsert("http://echo.example.com/ct/1", "1.00", "42", false, DAY).toString();
        assertTrue(text.contains("http://e…") && text.contains("42"), text);
        assertFalse(text.contains("echo.example"), text);
    }
}
