package io.roifilter.api;

import static io.roifilter.testing.LoopbackEndpoint.accepted;
import static io.roifilter.testing.LoopbackEndpoint.answer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.InRange;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import com.code_intelligence.jazzer.mutation.annotation.WithUtf8Length;
import io.roifilter.api.Verdict.Retry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever an endpoint answers ends in one verdict for each call. */
@Tag("fuzz")
class AnswerFuzzTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T07:00:00Z"), ZoneOffset.UTC);

    static Stream<Arguments> seeds() {
        return Stream.of(
                arguments(3, 200, "", answer(3, accepted())),
                arguments(1, 200, "", answer(1, "<responseCode>403</responseCode><responseText>Hash</responseText>")),
                arguments(
                        2,
                        200,
                        "",
                        answer(
                                2,
                                "<error>1</error><responseText>Missing variables</responseText>"
                                        + "<responseData><missing_vars>amount</missing_vars></responseData>")),
                arguments(1, 503, "120", ""),
                arguments(1, 429, "Sun, 22 Nov 2026 08:49:37 GMT", "<html>"),
                arguments(1, 429, "+999999999-12-31", ""),
                arguments(1, 503, "-1", ""),
                // What an XML parser must not do for anybody.
                arguments(1, 200, "", "<!DOCTYPE a [<!ENTITY a \"aaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]><a>&b;</a>"),
                arguments(1, 200, "", "<!DOCTYPE methodResponse SYSTEM \"http://127.0.0.1:1/x.dtd\"><methodResponse/>"),
                arguments(1, 200, "", "<methodResponse>" + "<a>".repeat(5_000)));
    }

    @MethodSource("seeds")
    @DictionaryEntries({
        "<methodResponse>",
        "</methodResponse>",
        "<item>",
        "</item>",
        "<responseNum>2</responseNum>",
        "<error>1</error>",
        "<error>0</error>",
        "<responseCode>",
        "201",
        "402",
        "403",
        "445",
        "]]>",
        "<![CDATA[",
        "<!--",
        "-->",
        "&lt;",
        "&#0;",
        "&x;",
        "<!DOCTYPE a [",
        "<!ENTITY x SYSTEM 'file:///etc/passwd'>",
        "<?x ?>",
        "\\xc2\\x85",
        "\\xef\\xbf\\xbe",
        "xmlns:a='b'",
        "a:"
    })
    @FuzzTest(maxExecutions = 2_000, maxDuration = "30s")
    void everyCallGetsItsVerdict(
            @InRange(min = 1, max = 140) int calls,
            @InRange(min = 100, max = 599) int status,
            @NotNull @WithUtf8Length(max = 100) String retryAfter,
            @NotNull @WithUtf8Length(max = 20_000) String body) {
        List<Verdict> verdicts = Messages.verdicts(calls, status, Optional.of(retryAfter), body, CLOCK);
        assertEquals(calls, verdicts.size());
        for (Verdict verdict : verdicts) {
            assertTrue(!verdict.text().isEmpty() && verdict.text().length() <= 1000, verdict.text());
            if (verdict instanceof Retry retry) {
                assertTrue(!retry.notBefore().isNegative(), retry.toString());
                assertTrue(retry.notBefore().compareTo(Reply.MAX_RETRY_AFTER) <= 0, retry.toString());
            }
        }
    }
}
