package io.roifilter.api;

import static io.roifilter.testing.LoopbackEndpoint.accepted;
import static io.roifilter.testing.LoopbackEndpoint.answer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.api.Verdict.Blocked;
import io.roifilter.api.Verdict.Delivered;
import io.roifilter.api.Verdict.Rejected;
import io.roifilter.api.Verdict.Retry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of the API's answers, row by row. */
class VerdictsTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);

    static Stream<Arguments> itemsThatSpeakForOneCall() {
        return Stream.of(
                Arguments.of(accepted(), Delivered.class),
                Arguments.of("<responseCode>201</responseCode>", Delivered.class),
                Arguments.of("<responseText>Insert will be saved and processed later.</responseText>", Delivered.class),
                Arguments.of(
                        "<error>0</error><responseText>Insert will be saved and processed later.</responseText>",
                        Delivered.class),
                Arguments.of(
                        "<responseCode>402</responseCode>"
                                + "<responseText>Insert failed: invalid purchase date, unable to parse</responseText>",
                        Rejected.class),
                Arguments.of(
                        "<responseCode>403</responseCode><responseText>Insert failed: ROI Hash does not match</responseText>",
                        Rejected.class),
                Arguments.of("<error>1</error><responseCode>403</responseCode>", Rejected.class),
                Arguments.of(
                        "<error>1</error><responseText>Missing variables</responseText>"
                                + "<responseData><missing_vars>amount</missing_vars></responseData>"
                                + "<totalRequests>1</totalRequests><totalCompleted>0</totalCompleted>",
                        Rejected.class),
                Arguments.of("<error>1</error><responseText>Incorrect Action Specified</responseText>", Blocked.class),
                Arguments.of(
                        "<error>1</error><responseText>Could not authenticate</responseText>"
                                + "<responseData><responseCode>445</responseCode></responseData>",
                        Blocked.class),
                Arguments.of("<error>1</error><responseText>Database is busy</responseText>", Retry.class),
                Arguments.of("<responseText>Something new</responseText>", Retry.class),
                Arguments.of("<responseCode>500</responseCode>", Retry.class),
                Arguments.of(
                        "<error>1</error><responseText>could not: will be saved and processed later</responseText>",
                        Retry.class),
                Arguments.of(
                        "<responseText>Nothing of it will be saved and processed later</responseText>", Retry.class),
                Arguments.of(
                        "<responseText>Insert failed: it will be saved and processed later</responseText>",
                        Retry.class),
                Arguments.of("<responseCode>201</responseCode><responseCode>500</responseCode>", Retry.class),
                Arguments.of("<responseCode>201</responseCode><responseCode>201</responseCode>", Delivered.class),
                Arguments.of("<responseCode>201</responseCode><error/><error>1</error>", Retry.class),
                Arguments.of("", Retry.class));
    }

    @ParameterizedTest
    @MethodSource("itemsThatSpeakForOneCall")
    void itemDecides(String item, Class<? extends Verdict> expected) {
        assertInstanceOf(expected, verdicts(1, answer(1, item)).get(0));
    }

    @Test
    void rejectionKeepsCodeAndWords() {
        String item =
                "<responseCode>403</responseCode><responseText>Insert failed: ROI Hash does not match</responseText>";
        assertEquals(
                new Rejected("403", "403 Insert failed: ROI Hash does not match"),
                verdicts(1, answer(1, item)).get(0));
        String missing = "<error>1</error><responseText>Missing variables</responseText>"
                + "<responseData><missing_vars>amount</missing_vars></responseData>";
        assertEquals(
                new Rejected("", "Missing variables: amount"),
                verdicts(1, answer(1, missing)).get(0));
    }

    @Test
    void refusedLoginSpeaksForTheWholePost() {
        String body = "<methodResponse><item><error>1</error><responseText>Could not authenticate</responseText>"
                + "<responseData><responseCode>445</responseCode></responseData></item></methodResponse>";
        assertEquals(
                List.of(Blocked.class, Blocked.class, Blocked.class),
                verdicts(3, body).stream().map(Object::getClass).toList());
    }

    @Test
    void callsWithoutAnItemAreRetried() {
        List<Verdict> verdicts = verdicts(3, answer(2, accepted()));
        assertInstanceOf(Delivered.class, verdicts.get(0));
        assertInstanceOf(Delivered.class, verdicts.get(1));
        assertInstanceOf(Retry.class, verdicts.get(2));
        assertInstanceOf(Retry.class, verdicts(1, "<methodResponse/>").get(0));
    }

    @Test
    void itemsBelongToTheCallOfTheirNumberInAnyOrder() {
        String body = "<methodResponse>" + numbered(3, "<responseCode>403</responseCode>") + numbered(1, accepted())
                + numbered(99, accepted()) + numbered(0, accepted()) + numbered(-1, accepted()) + "</methodResponse>";
        List<Verdict> verdicts = verdicts(3, body);
        assertInstanceOf(Delivered.class, verdicts.get(0));
        assertInstanceOf(Retry.class, verdicts.get(1));
        assertInstanceOf(Rejected.class, verdicts.get(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"01", "+1", "1.0", "１", "4294967297", "99999999999999999999", "one"})
    void itemsWithWhatIsNoNumberOfACallBelongToNone(String number) {
        String item = "<item>" + accepted() + "<responseNum>" + number + "</responseNum></item>";
        assertInstanceOf(
                Retry.class,
                verdicts(1, "<methodResponse>" + item + "</methodResponse>").get(0));
    }

    @Test
    void twoItemsForOneCallCountOnlyIfTheyAgree() {
        String rejected = "<responseCode>403</responseCode>";
        String agreeing = "<methodResponse>" + numbered(1, accepted()) + numbered(1, accepted()) + "</methodResponse>";
        String disagreeing = "<methodResponse>" + numbered(1, accepted()) + numbered(1, rejected) + "</methodResponse>";
        assertInstanceOf(Delivered.class, verdicts(1, agreeing).get(0));
        assertInstanceOf(Retry.class, verdicts(1, disagreeing).get(0));
    }

    @Test
    void itemsWithoutNumbersGoByTheirPlace() {
        String item = "<item>" + accepted() + "</item>";
        List<Verdict> verdicts = verdicts(2, "<methodResponse>" + item + item + item + "</methodResponse>");
        assertTrue(verdicts.stream().allMatch(Delivered.class::isInstance));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html><h1>We are back soon</h1></html>", "OK", "<methodResponse><item>"})
    void bodyThatIsNotTheApisIsRetried(String body) {
        assertInstanceOf(Retry.class, verdicts(1, body).get(0));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504, 599})
    void temporaryStatusIsRetried(int status) {
        assertEquals(List.of(new Retry("HTTP status " + status)), of(status, Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 301, 302, 307, 400, 401, 403, 404, 405, 410, 451})
    void otherStatusBlocksAll(int status) {
        assertEquals(List.of(new Blocked("HTTP status " + status)), of(status, Optional.of("5")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"120", " 120 ", "Sun, 22 Nov 2026 12:02:00 GMT"})
    void retryAfterIsObeyedInBothItsForms(String value) {
        assertEquals(List.of(new Retry("HTTP status 503", Duration.ofMinutes(2))), of(503, Optional.of(value)));
    }

    /** Ours may be wrong by any amount; what is asked for is a time that passes. */
    @Test
    void retryAfterAsADateIsTakenByTheEndpointsOwnClock() {
        Reply reply = new Reply(
                503, Optional.of("Sat, 22 Nov 2036 13:02:00 GMT"), Optional.of("Sat, 22 Nov 2036 13:00:00 GMT"), "");
        assertEquals(
                new Retry("HTTP status 503", Duration.ofMinutes(2)),
                Verdicts.of(Messages.of(1), reply, CLOCK).get(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-5", "1e3", "Sun, 22 Nov 2026 11:00:00 GMT", "99999999999999999999"})
    void retryAfterThatSaysNothingUsefulIsNoPause(String value) {
        assertEquals(List.of(new Retry("HTTP status 429")), of(429, Optional.of(value)));
    }

    @Test
    void retryAfterIsBounded() {
        assertEquals(List.of(new Retry("HTTP status 429", Duration.ofDays(1))), of(429, Optional.of("999999999")));
    }

    @Test
    void textsOfTheAnswerAreBounded() {
        String item = "<responseCode>403</responseCode><responseText>" + "x".repeat(10_000) + "</responseText>";
        assertEquals(200, verdicts(1, answer(1, item)).get(0).text().length());
    }

    private static String numbered(int num, String item) {
        return "<item>" + item + "<responseNum>" + num + "</responseNum></item>";
    }

    private static List<Verdict> verdicts(int calls, String body) {
        return Messages.verdicts(calls, 200, Optional.empty(), body, CLOCK);
    }

    private static List<Verdict> of(int status, Optional<String> retryAfter) {
        return Messages.verdicts(1, status, retryAfter, answer(1, accepted()), CLOCK);
    }
}
