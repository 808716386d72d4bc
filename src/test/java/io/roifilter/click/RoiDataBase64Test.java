package io.roifilter.click;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.roifilter.api.RoiInsert;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RoiDataBase64Test {
    private static final String ALPHABET = "ABCXYZabcxyz0189-_+/=. é\u2003\n";

    @Test
    void readsWhatTheJdkHasWrittenAndNothingThatItWouldWriteDifferently() {
        Random random = new Random(13);
        for (int round = 0; round < 20_000; round++) {
            String text = mutated(written(random), random);
            String expected = byTheJdk(text);
            assertEquals(expected, RoiDataBase64.decode("r1." + text, 3), text);
            assertEquals(expected != null, RoiDataBase64.isWhole("r1." + text, 3), text);
        }
    }

    @Test
    void refusesWhatIsTooLongOrNoRoiData() {
        assertEquals("x".repeat(512), RoiDataBase64.decode(encoded("x".repeat(512)), 0));
        assertNull(RoiDataBase64.decode(encoded("x".repeat(513)), 0));
        assertNull(RoiDataBase64.decode(encoded("x".repeat(5_000_000)), 0));
        assertNull(RoiDataBase64.decode("", 0));
        assertNull(RoiDataBase64.decode(encoded("a b"), 0));
        assertNull(RoiDataBase64.decode(encoded("a\u007f"), 0));
    }

    private static String byTheJdk(String text) {
        try {
            String decoded = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.ISO_8859_1);
            return RoiInsert.isRoiData(decoded) && encoded(decoded).equals(text) ? decoded : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String written(Random random) {
        StringBuilder roiData = new StringBuilder();
        for (int length = random.nextInt(40); length >= 0; length--) {
            roiData.append((char) ('!' + random.nextInt('~' - '!' + 1)));
        }
        return encoded(roiData.toString());
    }

    private static String mutated(String text, Random random) {
        int at = random.nextInt(text.length());
        char other = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
        return switch (random.nextInt(5)) {
            case 0 -> text.substring(0, at) + other + text.substring(at + 1);
            case 1 -> text.substring(0, at);
            case 2 -> text + other;
            case 3 -> text.substring(0, text.length() - 1) + other;
            default -> text;
        };
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
