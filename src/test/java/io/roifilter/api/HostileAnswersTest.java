package io.roifilter.api;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that an XML parser might do harm with; for what is merely odd see {@link AnswerFuzzTest}. */
@Timeout(60)
class HostileAnswersTest {
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
        return Messages.verdicts(3, 200, Optional.empty(), body, Clock.systemUTC());
    }
}
