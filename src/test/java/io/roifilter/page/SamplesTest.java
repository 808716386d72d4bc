package io.roifilter.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pages in the shapes of shops seen in public, with all values invented, and what each of them states. */
class SamplesTest {
    private static final Path SAMPLES = Path.of("src/test/resources/io/roifilter/page/samples");

    /** What must be read exactly; the others are read or declined, and never read wrongly. */
    private static final Set<String> FLOOR = Set.of("literal", "html", "variables");

    static Stream<String> samples() throws IOException {
        return expected().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void isReadAsExpected(String name) throws IOException {
        JsonObject expected = expected().getJsonObject(name);
        Charset charset = name.contains("latin1") ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
        PageOrder order = PageOrders.inHtml(Files.readString(SAMPLES.resolve(name), charset));
        String level = expected.getString("level");
        List<String> ids = expected.getJsonArray("orders").stream()
                .map(one -> one.asJsonObject().getString("id"))
                .toList();
        switch (expected.getString("status")) {
            case "order" -> {
                if (order instanceof PageOrder.Stated stated) {
                    assertStates(expected.getJsonArray("orders").getJsonObject(0), stated);
                } else {
                    assertTrue(!FLOOR.contains(level), () -> "not read: " + order);
                }
            }
            case "several" ->
                assertEquals(ids, assertIs(PageOrder.Several.class, order).ids());
            default -> assertIs(PageOrder.None.class, order);
        }
    }

    private static void assertStates(JsonObject expected, PageOrder.Stated stated) {
        assertEquals(expected.getString("id"), stated.id());
        assertEquals(
                0,
                new BigDecimal(expected.getString("amount"))
                        .compareTo(stated.amount().orElseThrow()),
                stated::toString);
        assertEquals(
                expected.isNull("currency") ? Optional.empty() : Optional.of(expected.getString("currency")),
                stated.currency());
    }

    private static <T> T assertIs(Class<T> type, Object value) {
        assertTrue(type.isInstance(value), String.valueOf(value));
        return type.cast(value);
    }

    private static JsonObject expected() throws IOException {
        try (JsonReader reader = Json.createReader(Files.newBufferedReader(SAMPLES.resolve("expected.json")))) {
            return reader.readObject();
        }
    }
}
