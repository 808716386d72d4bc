package io.roifilter.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FormFieldTest {
    private static final int[] CHARACTERS = {
        ' ', 'a', 'Z', '0', '9', '.', '-', '*', '_', '+', '~', '<', '&', '%', '\n', 0x7f, 0x80, 'é', 0x7ff, 0x800, '€',
        0xffff, 0x1f600, 0x10ffff
    };

    @Test
    void encodesAsTheJdkDoesInWhateverPiecesItIsWritten() throws Exception {
        Random random = new Random(13);
        for (int round = 0; round < 5000; round++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(40); length > 0; length--) {
                text.appendCodePoint(CHARACTERS[random.nextInt(CHARACTERS.length)]);
            }
            FormField field = new FormField("data");
            int at = 0;
            while (at < text.length()) {
                int piece = 1 + random.nextInt(text.length() - at);
                field.write(text.toString(), at, piece);
                at += piece;
            }
            assertEquals("data=" + URLEncoder.encode(text.toString(), StandardCharsets.UTF_8), ascii(field.toBytes()));
        }
    }

    /** Of which Java versions make this or that. */
    @Test
    void halfACharacterBecomesAQuestionMark() throws Exception {
        FormField field = new FormField("data");
        field.write("a\ud83db\ude00\ud83d\ud83d\ude00c\ud83d");

        assertEquals("data=a%3Fb%3F%3F%F0%9F%98%80c%3F", ascii(field.toBytes()));
    }

    @Test
    void holdsALongMessageAsTheTextOfIt() {
        ApiRequest.Call call = new ApiRequest.Call("roi.insert", Map.of("order_id", "é<&>\"' \u1234".repeat(2000)));
        ApiRequest request = new ApiRequest(new Credentials("k", "s&c"), "xml", true, List.of(call, call));
        String encoded = URLEncoder.encode(request.toXml(), StandardCharsets.UTF_8);
        assertEquals("data=" + encoded, ascii(request.toForm()));
    }

    private static String ascii(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
