package io.roifilter.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.page.CopiedText.None;
import io.roifilter.page.CopiedText.Page;
import io.roifilter.page.CopiedText.Why;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is copied, what is not, and why; by the rows of what goes wrong when an answer is copied. */
class AnswerCopyTest {
    private static final int LIMIT = 64 * 1024;
    private static final String PAGE = "<p>d\u00e4nke \u20ac \ud83d\ude80</p>";

    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private int status = 200;
    private final AnswerCopy copy = new AnswerCopy(LIMIT, response(), false);

    @Test
    void charactersNeedNoCharset() {
        headers.put("Content-Type", "text/html;charset=ISO-8859-1");
        copy.append(PAGE, 0, PAGE.length());
        assertPage(PAGE);
    }

    @Test
    void everyWayToWriteCharactersIsCopied() {
        copy.append('a');
        copy.append("xbcx", 1, 2);
        copy.append("xdex".toCharArray(), 1, 2);
        copy.format(Locale.GERMANY, "%.2f %s", 1.5, "f");
        copy.append('\ud83d');
        copy.append('\ude80');
        copy.append("\ud83d", 0, 1);
        copy.append("\ude80!", 0, 2);
        copy.append("\ud83d lonely", 0, 8);
        assertPage("abcde1,50 f\ud83d\ude80\ud83d\ude80!? lonely");
    }

    @Test
    void aLongTextIsNotCutWithinACharacter() {
        String text = "x" + "\ud83d\ude80".repeat(10_000);
        copy.append(text, 0, text.length());
        copy.append(text.toCharArray(), 0, text.length());
        AnswerCopy whole = new AnswerCopy(1024 * 1024, response(), false);
        whole.append(text, 0, text.length());
        whole.append(text.toCharArray(), 0, text.length());
        assertEquals(text + text, ((Page) whole.text()).text());
        assertFalse(((Page) copy.text()).isWhole());
    }

    /** No fewer than the container writes, as the end of an answer is known by them. */
    @Test
    void theBytesOfCharactersAreCounted() {
        String[] pieces = {"abc", "\u00e4\u20ac", "\ud83d", "\ude80x", "\ud83d\ude80", "\ud83d", "y", "\ude80"};
        long counted = 0;
        for (String piece : pieces) {
            counted += copy.append(piece, 0, piece.length());
            counted += copy.append(piece.toCharArray(), 0, piece.length());
        }
        assertEquals(((Page) copy.text()).text().getBytes(StandardCharsets.UTF_8).length, counted);
        assertEquals(AnswerCopy.UNCOUNTED, copy.append("abc", 2, 2));
        copy.close();
        assertEquals(AnswerCopy.UNCOUNTED, copy.append("abc", 0, 3));
    }

    @Test
    void everyWayToWriteBytesIsCopied() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(4).put(new byte[] {'x', 'd', 'e', 'x'});
        buffer.position(1).limit(3);
        copy.add('a');
        copy.add(0x100 + 'b');
        copy.add(new byte[] {'x', 'c', 'x'}, 1, 1);
        copy.add(buffer);
        copy.addPrinted("f\r\n", false);
        assertPage("abcdef\r\n");
        assertEquals(2, buffer.remaining());
    }

    @Test
    void whatIsPrintedIntoAStreamBecomesTheBytesThatTheContainerMakesOfIt() {
        headers.put("Content-Type", "text/html;charset=UTF-8");
        copy.addPrinted("d\u00e4nke ", true);
        copy.addPrinted("d\u00e4nke", false);
        assertPage("d\u00e4nke d\ufffdnke");
    }

    @Test
    void whatCannotBeWrittenIsNoPartOfTheAnswer() {
        copy.add(null, 0, 0);
        copy.add(new byte[3], 2, 2);
        copy.add(new byte[3], -1, 2);
        copy.add((ByteBuffer) null);
        copy.append((String) null, 0, 0);
        copy.append("abc", 2, Integer.MAX_VALUE);
        copy.append(new char[3], 0, -1);
        copy.format(Locale.ROOT, "whole");
        assertPage("whole");
    }

    @ParameterizedTest
    @CsvSource({
        "text/html;charset=UTF-8, UTF-8",
        "text/html; Charset=\"windows-1252\", windows-1252",
        "text/html;charset=iso-8859-1, windows-1252",
        "application/json, UTF-8",
        "text/html;charset=UTF-16, UTF-16",
        "text/html;charset=Shift_JIS, Shift_JIS",
        ", UTF-8",
        "text/html, windows-1252"
    })
    void bytesAreReadInTheCharsetOfTheAnswer(String type, String charset) {
        headers.put("Content-Type", type);
        String text =
                new String("d\u00e4nke \u20ac \u65e5".getBytes(Charset.forName(charset)), Charset.forName(charset));
        bytes(text.replace("\ufeff", "").getBytes(Charset.forName(charset)));
        assertPage(text.replace("\ufeff", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<meta charset=\"windows-1251\">",
                "<META Charset=windows-1251>",
                "<?xml version=\"1.0\" encoding='windows-1251'?>",
                "<!doctype html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=windows-1251\">"
            })
    void elseInTheOneThatThePageDeclares(String declaration) {
        headers.put("Content-Type", "text/html");
        String page = declaration + "<p>\u0441\u043f\u0430\u0441\u0438\u0431\u043e</p>";
        bytes(page.getBytes(Charset.forName("windows-1251")));
        assertPage(page);
    }

    @Test
    void aPageThatDeclaresWhatItCannotBeInIsUtf8() {
        bytes(("<meta charset=utf-16>" + PAGE).getBytes(StandardCharsets.UTF_8));
        assertPage("<meta charset=utf-16>" + PAGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16BE", "UTF-16LE"})
    void aByteOrderMarkOutweighsWhatIsDeclared(String charset) {
        headers.put("Content-Type", "text/html;charset=windows-1252");
        bytes(("\ufeff" + PAGE).getBytes(Charset.forName(charset)));
        assertPage(PAGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html",
                "application/xhtml+xml",
                "application/vnd.shop.order+json; charset=utf-8",
                "TEXT/PLAIN",
                "application/javascript",
                "application/problem+json"
            })
    void textIsCopied(String type) {
        headers.put("Content-Type", type);
        bytes("x".getBytes(StandardCharsets.UTF_8));
        assertPage("x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/event-stream",
                "image/svg+xml",
                "image/png",
                "application/octet-stream",
                "application/pdf",
                "video/mp4",
                "text/csv"
            })
    void whatIsNoPageIsNot(String type) {
        headers.put("Content-Type", type);
        bytes("x".getBytes(StandardCharsets.UTF_8));
        assertNone(Why.NO_TEXT);
    }

    @Test
    void aTypeThatComesBeforeTheFirstByteDecides() {
        headers.put("Content-Type", "image/png");
        headers.put("Content-Type", "text/html");
        bytes("x".getBytes(StandardCharsets.UTF_8));
        assertPage("x");
    }

    @Test
    void aTypeThatComesLateDecidesToo() {
        bytes("x".getBytes(StandardCharsets.UTF_8));
        headers.put("Content-Type", "image/png");
        assertNone(Why.NO_TEXT);
    }

    @Test
    void aFileToBeKeptIsNotCopied() {
        headers.put("Content-Type", "text/html");
        headers.put("Content-Disposition", "Attachment; filename=invoice.html");
        bytes("x".getBytes(StandardCharsets.UTF_8));
        assertNone(Why.DOWNLOAD);
    }

    @ParameterizedTest
    @CsvSource({
        "101, NO_BODY",
        "204, NO_BODY",
        "304, NO_BODY",
        "206, PARTIAL",
        "302, REDIRECT",
        "308, REDIRECT",
        "404, ERROR",
        "500, ERROR"
    })
    void someStatusesHaveNoPage(int answered, Why why) {
        status = answered;
        bytes("x".getBytes(StandardCharsets.UTF_8));
        assertNone(why);
    }

    @Test
    void neitherHasAnAnswerToHead() {
        AnswerCopy toHead = new AnswerCopy(LIMIT, response(), true);
        toHead.append("x", 0, 1);
        assertEquals(Why.NO_BODY, ((None) toHead.text()).why());
    }

    @Test
    void whatTheApplicationCompressesIsInflated() throws IOException {
        String page = PAGE.repeat(500);
        for (boolean inPieces : new boolean[] {false, true}) {
            copy.reset();
            copy.header("Content-Encoding", "gzip");
            compressed(new GZIPOutputStream(passing(inPieces)), page);
            assertPage(page);

            copy.reset();
            copy.header("content-encoding", "deflate");
            compressed(new DeflaterOutputStream(passing(inPieces)), page);
            assertPage(page);

            copy.reset();
            copy.header("Content-Encoding", "deflate");
            compressed(new DeflaterOutputStream(passing(inPieces), new Deflater(1, true)), page);
            assertPage(page);
        }
    }

    /** RFC 1952, section 2.3. */
    @Test
    void allThatAHeaderOfGzipMayHaveIsPassedOver() throws IOException {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        compressed(new GZIPOutputStream(plain), PAGE);
        byte[] gzip = plain.toByteArray();
        gzip[3] = 2 + 4 + 8 + 16;
        byte[] more = {2, 0, 'e', 'x', 'n', 0, 'c', 0, 1, 2};
        for (int piece : new int[] {1, 7, 1000}) {
            copy.reset();
            copy.header("Content-Encoding", "x-gzip");
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.write(gzip, 0, 10);
            all.write(more);
            all.write(gzip, 10, gzip.length - 10);
            byte[] bytes = all.toByteArray();
            for (int i = 0; i < bytes.length; i += piece) {
                copy.add(bytes, i, Math.min(piece, bytes.length - i));
            }
            assertPage(PAGE);
        }
    }

    @Test
    void whatInflatesWithoutEndIsDeclined() throws IOException {
        copy.header("Content-Encoding", "gzip");
        try (OutputStream bomb = new GZIPOutputStream(passing(false))) {
            bomb.write(new byte[LIMIT * 20]);
        }
        assertNone(Why.ENCODED);
        assertTrue(
                copy.trouble().text().contains("16 times pageLimit"),
                copy.trouble().text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "zstd", "gzip, br", "compress", "gzip"})
    void whatCannotBeInflatedIsDeclinedAndTold(String encoding) {
        copy.header("Content-Encoding", encoding);
        bytes("not compressed, or not so".getBytes(StandardCharsets.UTF_8));
        assertNone(Why.ENCODED);
        assertTrue(copy.trouble().text().contains(encoding), copy.trouble().text());
    }

    @Test
    void anEncodingThatIsNoneOrThatTheServerAddsChangesNothing() {
        headers.put("Content-Encoding", "gzip");
        copy.header("Content-Encoding", "identity");
        bytes("x".getBytes(StandardCharsets.UTF_8));
        assertPage("x");
    }

    @Test
    void anEncodingSaidTooLateIsDeclined() {
        bytes("x".getBytes(StandardCharsets.UTF_8));
        copy.header("Content-Encoding", "gzip");
        assertNone(Why.ENCODED);
    }

    @Test
    void whatIsResetIsForgotten() {
        bytes("lost".getBytes(StandardCharsets.UTF_8));
        copy.resetBuffer();
        copy.append("kept", 0, 4);
        assertPage("kept");
        copy.header("Content-Encoding", "br");
        copy.reset();
        copy.append("anew", 0, 4);
        assertPage("anew");
    }

    @Test
    void aContainerThatForwardsMayForgetTheOtherKindWithoutAWord() {
        bytes("lost".getBytes(StandardCharsets.UTF_8));
        copy.append("kept", 0, 4);
        assertPage("kept");
    }

    @Test
    void aTypeThatWasRefusedIsForgottenWithTheRest() {
        headers.put("Content-Type", "image/png");
        bytes(new byte[] {1, 2, 3});
        headers.put("Content-Type", "text/html");
        copy.reset();
        bytes("page".getBytes(StandardCharsets.UTF_8));
        assertPage("page");
    }

    @Test
    void anErrorHasNoPage() {
        bytes("lost".getBytes(StandardCharsets.UTF_8));
        copy.sendError();
        bytes("ignored".getBytes(StandardCharsets.UTF_8));
        assertNone(Why.ERROR);
    }

    @Test
    void aRedirectHasNoPageUnlessTheContainerRefusesIt() {
        bytes("moved".getBytes(StandardCharsets.UTF_8));
        copy.redirect(303, "/orders/1");
        assertNone(Why.REDIRECT);
        assertEquals("303 /orders/1", copy.status() + " " + copy.header("location"));
        copy.noRedirect();
        assertPage("moved");
        assertEquals("200 null", copy.status() + " " + copy.header("location"));
    }

    @Test
    void whatIsWrittenAfterTheEndIsNotSent() {
        bytes("page".getBytes(StandardCharsets.UTF_8));
        copy.close();
        bytes("too late".getBytes(StandardCharsets.UTF_8));
        assertPage("page");
    }

    @Test
    void whatWasNotSeenIsTold() {
        assertNone(Why.NO_BODY);
        assertNull(copy.trouble());
        copy.mayBeUnseen();
        assertNone(Why.UNSEEN);
        assertTrue(copy.trouble().text().contains("startAsync"), copy.trouble().text());
        bytes("seen after all".getBytes(StandardCharsets.UTF_8));
        assertPage("seen after all");
        assertNull(copy.trouble());
    }

    @Test
    void whatIsReadBeforeTheEndIsReadAnew() {
        copy.append("one", 0, 3);
        assertPage("one");
        copy.append(", two", 0, 5);
        assertPage("one, two");
    }

    @Test
    void ourOwnFailureEndsTheCopyAlone() {
        AnswerCopy failing = new AnswerCopy(LIMIT, failing(), false);
        failing.add('x');
        failing.append("x", 0, 1);
        failing.append('x');
        failing.append(new char[] {'x'}, 0, 1);
        failing.add(new byte[] {'x'}, 0, 1);
        failing.add(ByteBuffer.wrap(new byte[] {'x'}));
        failing.addPrinted("x", true);
        failing.format(null, "x");
        failing.resetBuffer();
        failing.append("x", 0, 1);
        assertFalse(failing.isOn());
        assertEquals(Why.FAILED, ((None) failing.text()).why());
        assertTrue(
                failing.trouble().text().contains("StackOverflowError"),
                failing.trouble().text());
    }

    @Test
    void aCopyThatIsNotAskedForAsksForNothing() {
        AnswerCopy none = AnswerCopy.none(failing());
        none.append("x", 0, 1);
        none.add('x');
        none.header("Content-Encoding", "br");
        none.reset();
        none.add(new byte[] {'x'}, 0, 1);
        assertEquals(Why.NOT_ASKED, ((None) none.text()).why());
        assertFalse(none.isOn());
        assertNull(none.trouble());
    }

    @Test
    void statusAndHeadersCanBeReadAfterwards() {
        headers.put("Location", "/orders/1123");
        status = 201;
        assertEquals(201, copy.status());
        assertEquals("/orders/1123", copy.header("location"));
        assertNull(copy.header("X-Shop"));
        assertTrue(copy.headerNames().contains("Location"));
    }

    @Test
    void ofJsonAPartSaysNothing() {
        headers.put("Content-Type", "application/json");
        bytes(new byte[LIMIT + 1]);
        assertNone(Why.TOO_LARGE);
        assertTrue(copy.trouble().text().contains("pageLimit"));
    }

    @Test
    void ofALongerPageTheFirstHalfAndTheLastAreRead() {
        StringBuilder page = new StringBuilder();
        for (int i = 0; page.length() < 10 * LIMIT; i++) {
            page.append("<p>line ").append(i).append(" \u00e4\u20ac</p>\n");
        }
        byte[] bytes = page.toString().getBytes(StandardCharsets.UTF_8);
        for (int piece : new int[] {1, 1000, 8192, bytes.length}) {
            copy.reset();
            for (int i = 0; i < bytes.length; i += piece) {
                copy.add(bytes, i, Math.min(piece, bytes.length - i));
            }
            Page read = (Page) copy.text();
            assertFalse(read.isWhole());
            String[] halves = read.text().split("\n<p>line (?=\\d{5})", 2);
            assertTrue(page.indexOf(read.text().substring(0, LIMIT / 4)) == 0);
            assertTrue(
                    page.toString().endsWith(read.text().substring(read.text().length() - LIMIT / 4)));
            assertTrue(read.text().getBytes(StandardCharsets.UTF_8).length <= LIMIT + 1, () -> "" + halves.length);
            assertFalse(read.text().contains("\ufffd"));
            assertTrue(copy.trouble().text().contains("first half"));
        }
    }

    @Test
    void aPageOfTheLimitIsWhole() {
        String page = "x".repeat(LIMIT);
        copy.append(page, 0, LIMIT);
        assertPage(page);
    }

    private void assertPage(String expected) {
        CopiedText text = copy.text();
        assertTrue(text instanceof Page, text::toString);
        assertEquals(expected, ((Page) text).text());
        assertTrue(((Page) text).isWhole());
    }

    private void assertNone(Why why) {
        CopiedText text = copy.text();
        assertTrue(text instanceof None, text::toString);
        assertEquals(why, ((None) text).why());
    }

    private void bytes(byte[] bytes) {
        copy.add(bytes, 0, bytes.length);
    }

    private static void compressed(OutputStream to, String page) throws IOException {
        try (to) {
            to.write(page.getBytes(StandardCharsets.UTF_8));
        }
    }

    private OutputStream passing(boolean inPieces) {
        return new OutputStream() {
            @Override
            public void write(int b) {
                copy.add(b);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                if (inPieces) {
                    super.write(bytes, offset, length);
                } else {
                    copy.add(bytes, offset, length);
                }
            }
        };
    }

    private HttpServletResponse response() {
        return proxy((name, arguments) -> switch (name) {
            case "getStatus" -> status;
            case "getContentType" -> headers.get("Content-Type");
            case "getCharacterEncoding" -> "UTF-8";
            case "getHeader" -> headers.get((String) arguments[0]);
            case "getHeaderNames" -> headers.keySet();
            default -> throw new AssertionError("unexpected " + name);
        });
    }

    private static HttpServletResponse failing() {
        return proxy((name, arguments) -> {
            throw new StackOverflowError("as if");
        });
    }

    private interface Answer {
        Object to(String method, Object[] arguments);
    }

    private static HttpServletResponse proxy(Answer answer) {
        return (HttpServletResponse) Proxy.newProxyInstance(
                AnswerCopyTest.class.getClassLoader(),
                new Class<?>[] {HttpServletResponse.class},
                (proxy, method, arguments) -> answer.to(method.getName(), arguments));
    }
}
