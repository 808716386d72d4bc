package io.roifilter.api;

import static io.roifilter.testing.LoopbackEndpoint.accepted;
import static io.roifilter.testing.LoopbackEndpoint.answer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is in an order goes out as text and nothing else; whatever comes back ends in a verdict. */
@Timeout(60)
class HostileMessagesTest {
    private static final Credentials CREDENTIALS = new Credentials("key", "secret");
    private static final String[] PIECES = {
        "</order_id>",
        "<order_id>",
        "</methodCall><methodCall>",
        "]]>",
        "<![CDATA[",
        "<!--",
        "-->",
        "&lt;",
        "&#0;",
        "&x;",
        "<!DOCTYPE a [",
        "<?x ?>",
        "\"",
        "'",
        "Ä",
        "😀",
        " ",
        "\u0085",
        "\ufffe",
        "\ud83d",
        "<item>",
        "</item>",
        "\u0000",
        "403",
        "<responseNum>2</responseNum>",
        "<error>1</error>"
    };

    @Test
    void anOrderIdCannotChangeTheMessageAroundIt() throws MalformedXmlException {
        Random random = new Random(20261122);
        int sent = 0;
        for (int i = 0; i < 5_000; i++) {
            String id = hostile(random).strip();
            if (RoiInsert.isOrderId(id)) {
                sent++;
                RoiInsert order = new RoiInsert("echo3-1", "1.00", id, false, LocalDate.of(2026, 11, 22));
                ApiRequest message = ApiRequest.inserting(CREDENTIALS, List.of(order, order));
                assertEquals(message, ApiRequest.fromXml(message.toXml()));
            }
        }
        assertTrue(sent > 1_000, sent + " sent");
    }

    @Test
    void everyAnswerEndsInOneVerdictForEachCall() {
        Random random = new Random(20261122);
        String honest = answer(3, accepted());
        for (int i = 0; i < 5_000; i++) {
            StringBuilder body = new StringBuilder(honest);
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                int at = random.nextInt(body.length());
                body.replace(at, Math.min(body.length(), at + random.nextInt(30)), hostile(random));
            }
            assertEquals(3, verdicts(body.toString()).size());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE methodResponse [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]><methodResponse>&b;"
                        + "</methodResponse>",
                "<!DOCTYPE methodResponse SYSTEM \"http://127.0.0.1:1/x.dtd\"><methodResponse/>",
                "<!DOCTYPE methodResponse [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><methodResponse><item><responseText>"
                        + "&x;</responseText></item></methodResponse>",
                "<methodResponse xmlns:xi=\"http://www.w3.org/2001/XInclude\"><xi:include href=\"file:///etc/passwd\""
                        + " parse=\"text\"/></methodResponse>"
            })
    void entitiesAndInclusionsAreNotFollowed(String body) {
        for (Verdict verdict : verdicts(body)) {
            assertTrue(verdict instanceof Verdict.Retry, verdict.toString());
            assertTrue(!verdict.text().contains("root:"), verdict.text());
        }
    }

    @Test
    void deepAndManyElementsAreRefused() {
        assertTrue(verdicts("<methodResponse>" + "<a>".repeat(300_000)).get(0) instanceof Verdict.Retry);
        assertTrue(
                verdicts("<methodResponse>" + "<item/>".repeat(140_000) + "</methodResponse>")
                                .get(0)
                        instanceof Verdict.Retry);
    }

    private static List<Verdict> verdicts(String body) {
        return Verdicts.of(3, 200, Optional.empty(), body, Clock.systemUTC());
    }

    private static String hostile(Random random) {
        StringBuilder text = new StringBuilder();
        for (int pieces = random.nextInt(5); pieces >= 0; pieces--) {
            text.append(
                    random.nextInt(4) > 0
                            ? PIECES[random.nextInt(PIECES.length)]
                            : Character.toString(random.nextInt(Character.MAX_CODE_POINT)));
        }
        return text.toString();
    }
}
