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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is put around an answer, or done to it: read where there is no doubt, and never taken for delivered where there is. */
class AnswerTest {
    private static final String NOTICE =
            "<br />\n<b>Notice</b>:  Undefined index: x in <b>/var/www/index.php</b> on line <b>33</b><br />\n";
    private static final String MAX = "" + (1 << 20);

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ",
                "\n",
                "\r\n\t \n",
                "\ufeff",
                "\ufeff\ufeff\n",
                "\0",
                "\u0001 \u001b",
                "\u00a0",
                "<!-- cached by a proxy, <b>not</b> -->",
                "<!-- -->\n<!---->",
                "<?php-fragment left?>",
                NOTICE,
                NOTICE + NOTICE,
                "<b>Warning</b>:  mysql_connect() [<a href='function.mysql-connect'>function.mysql-connect</a>]: slow in"
                        + " <b>/a.php</b> on line <b>1</b>",
                "<br>\n<b>Deprecated</b>: Function ereg() is deprecated in <b>C:\\www\\a.php</b> on line <b>12</b><br>",
                "PHP Notice:  Undefined variable: y in /var/www/index.php on line 7\n",
                "[28-Nov-2026 09:11:00 Europe/Berlin] PHP Warning:  slow in /var/www/index.php on line 7\n",
                "NOTICE: PHP message: PHP Deprecated:  Optional parameter in /a.php on line 7\n",
                "PHP Warning:  slow in /a.php on line 7\nPHP Stack trace:\nPHP   1. {main}() /a.php:0\nPHP   2. f('x') /a.php:7\n",
                "\nNotice: x in /a.php on line 7\n\nCall Stack:\n    0.0001     398816   1. {main}() /a.php:0\n",
                "<br />\n<font size='1'><table class='xdebug-error xe-warning' dir='ltr' border='1'><tr><th align='left'><span"
                        + " style='color: #fce94f;'>( ! )</span> Warning: slow in /a.php on line <i>7</i></th></tr>\n</table></font>\n",
                "\u00ef\u00bb\u00bf",
                "\u00ef\u00bb\u00bf\r\n",
                "\nWarning: Cannot modify header information - headers already sent in /a b/c.php on line 9\n",
                "[28-Nov-2026 09:12:44 Europe/Berlin] PHP Warning:  Undefined array key \"x\" in /a.php on line 3\n",
                "[28-Nov-2026 09:12:44 UTC] PHP Deprecated:  Optional parameter before required in C:\\a.php on line 3\n",
                "\u00ef\u00bb\u00bf",
                "<br />\n<font size='1'><table class='xdebug-error xe-warning' dir='ltr' border='1' cellspacing='0'>\n<tr><th"
                        + " align='left' bgcolor='#f57900' colspan=\"5\"><span>( ! )</span> Warning: Undefined variable $x in"
                        + " /var/www/a.php on line <i>3</i></th></tr>\n<tr><td>1</td><td>{main}(  )</td></tr>\n"
                        + "</table></font>\n"
            })
    void whatSaysNothingMayBeBeforeItAndBehind(String around) {
        String noted = around.replace("\u00a0", "");
        for (String body : List.of(
                noted + answer(2, accepted()), answer(2, accepted()) + noted, noted + answer(2, accepted()) + noted)) {
            assertAll(Delivered.class, verdicts(2, body));
        }
        assertAll(Rejected.class, verdicts(2, noted + answer(2, "<responseCode>403</responseCode>") + noted));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s<script src=\"//isp.example.com/x.js\"></script>",
                "%s<script>var a = '<b>';</script>\n<!-- 0.2 s -->",
                "%s\0\0\0",
                "<?xml version='1.1'?>%s",
                "<?xml version=\"1.0\" encoding=\"no-such-charset\"?>\n%s",
                "<?xml version=\"1.0\" encoding=\"UTF-16\" standalone=\"yes\"?>%s"
            })
    void norDoTheseMeanAnything(String form) {
        assertAll(Delivered.class, verdicts(2, form.formatted(withoutProlog(answer(2, accepted())))));
    }

    @Test
    void ampersandsAndControlCharactersInTextsAreRead() {
        for (String text :
                List.of("A & B", "a&nbsp;b", "&", "R&D;", "a\0b", "x&#0;y", "&#xfffe;", "a&amp;b", "&#228;")) {
            assertAll(Delivered.class, verdicts(1, answer(1, accepted() + "<later>" + text + "</later>")));
        }
    }

    @Test
    void aDocumentThatWasEscapedAsAWholeIsWhatItWas() {
        String escaped =
                answer(2, accepted()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        assertAll(Delivered.class, verdicts(2, "\n" + escaped.replace("\"", "&quot;")));
        assertAll(Retry.class, verdicts(2, "<pre>" + escaped + "</pre>"));
    }

    @Test
    void linesBetweenChunksThatWereLeftInAreTakenOutWhereTheyFit() {
        String body = answer(2, accepted());
        int half = body.length() / 2;
        String chunked = Integer.toHexString(half) + "\r\n" + body.substring(0, half) + "\r\n"
                + Integer.toHexString(body.length() - half) + ";x=y\r\n" + body.substring(half) + "\r\n0\r\n\r\n";
        assertAll(Delivered.class, verdicts(2, chunked));
        assertAll(Retry.class, verdicts(2, chunked.substring(0, chunked.length() - 30)));
        assertAll(Retry.class, verdicts(2, "f" + chunked));
    }

    /** What is hidden from readers was not said, however well it fits. */
    @ParameterizedTest
    @ValueSource(strings = {"<!-- %s -->", "<html><!-- old: %s --></html>", "<SCRIPT>var a = `%s`</SCRIPT>", "<!-- %s"})
    void whatIsInACommentDoesNotCountThoughItNamesItsOrder(String form) {
        String document = "<methodResponse>" + named(1, "order-1") + "</methodResponse>";
        assertAll(Retry.class, verdicts(1, form.formatted(document)));
        assertAll(Delivered.class, verdicts(1, "<!-- x --><p>" + document));
    }

    /** Somebody's page, half an answer, or two: whatever they say, nothing is delivered by that. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s%s",
                "%s\n\n%s",
                "<!-- %s -->%s",
                "<!DOCTYPE html><html><body>%s</body></html>",
                "<html><body>%s</body></html>",
                "<pre>%s</pre>",
                "<textarea>%s",
                "<!-- %s -->",
                "<!-- %s",
                "<![CDATA[%s]]>",
                "Example response:\n\n%s",
                "%s\nThe above is an example.",
                "1%s",
                "<?xml version=\"1.0\"?><log>%s</log>",
                "{\"answer\": \"%s\"}",
                "<b>Fatal error</b>:  Out of memory in <b>/a.php</b> on line <b>1</b>%s",
                "%s<br />\n<b>Fatal error</b>:  Uncaught PDOException: gone in <b>/a.php</b> on line <b>1</b><br />\n",
                "<font size='1'><table class='xdebug-error xe-fatal-error'><tr><th>( ! ) Fatal error: gone</th></tr></table></font>%s",
                "<font size='1'><table class='xdebug-error xe-uncaught-exception'></table></font>%s",
                "<font size='1'><table class='xdebug-error xe-notice'>%s",
                "[the answer would be] %s",
                "PHP Parse error:  syntax error in /a.php on line 1\n%s",
                "[28-Nov-2026 09:12:44 UTC] PHP Fatal error:  Out of memory in /a.php on line 1\n%s",
                "<font size='1'><table class='xdebug-error xe-fatal-error'><tr><td>Out of memory</td></tr></table></font>%s",
                "<script>%s"
            })
    void whatRaisesADoubtIsNotDelivered(String form) {
        String document = withoutProlog(answer(2, accepted()));
        assertAll(Retry.class, verdicts(2, form.formatted(document, document)));
        for (int end = 0; end < document.length(); end++) {
            assertTrue(
                    verdicts(2, document.substring(0, end)).stream().noneMatch(Delivered.class::isInstance),
                    document.substring(0, end));
        }
    }

    @Test
    void whereTheAnswerNamesTheOrdersThereIsNoDoubtWhoseItIs() {
        String body = "A banner of the machine's\n<methodResponse>" + named(1, "order-1") + named(2, "order-17")
                + "</methodResponse> done";
        List<Verdict> verdicts = verdicts(3, body);
        assertInstanceOf(Delivered.class, verdicts.get(0));
        assertInstanceOf(Retry.class, verdicts.get(1));
        assertInstanceOf(Retry.class, verdicts.get(2));
    }

    @Test
    void anItemThatNamesAnotherOrderOfThePostIsNotTheCalls() {
        String crossed = "<methodResponse>" + named(1, "order-2") + named(2, "order-1") + named(3, " order-3\n")
                + "</methodResponse>";
        List<Verdict> verdicts = verdicts(3, crossed);
        assertInstanceOf(Retry.class, verdicts.get(0));
        assertInstanceOf(Retry.class, verdicts.get(1));
        assertInstanceOf(Delivered.class, verdicts.get(2));
    }

    @Test
    void aRefusedLoginAmongOtherItemsSpeaksOfItsCall() {
        String refused = "<item><error>1</error><responseText>Could not authenticate</responseText>"
                + "<responseData><responseCode>445</responseCode></responseData><responseNum>2</responseNum></item>";
        List<Verdict> verdicts = verdicts(
                3, "<methodResponse>" + named(1, "order-1") + refused + named(3, "order-3") + "</methodResponse>");
        assertInstanceOf(Delivered.class, verdicts.get(0));
        assertEquals(new Blocked("Could not authenticate"), verdicts.get(1));
        assertInstanceOf(Delivered.class, verdicts.get(2));
        assertEquals(
                new Blocked("Could not authenticate", true),
                verdicts(3, "<methodResponse>" + refused + "</methodResponse>").get(0));
    }

    @Test
    void oneItemWithoutNumberThatMayBeForAllIsNotTheFirstCalls() {
        String item = "<methodResponse><item><error>1</error><responseText>Missing variables</responseText></item>"
                + "</methodResponse>";
        assertAll(Retry.class, verdicts(3, item));
        assertAll(Rejected.class, verdicts(1, item));
    }

    @Test
    void aStatusThatRefusesDoesNotOutdoWhatAnItemRejects() {
        String body = answer(1, "<responseCode>403</responseCode><responseText>ROI Hash does not match</responseText>");
        assertAll(Rejected.class, Messages.verdicts(1, 403, Optional.empty(), body, Clock.systemUTC()));
        assertAll(Blocked.class, Messages.verdicts(1, 403, Optional.empty(), answer(1, accepted()), Clock.systemUTC()));
        assertAll(Retry.class, Messages.verdicts(1, 500, Optional.empty(), answer(1, accepted()), Clock.systemUTC()));
    }

    @Test
    void whatAPageEchoesIsMasked() {
        String page = "<html><style>p{}</style><h1>Blocked</h1>key the-key, secret the-secret, " + Messages.ROI_DATA
                + ' ' + Messages.ROI_DATA.substring(0, 9);
        for (int status : new int[] {200, 403, 500}) {
            String text = Messages.verdicts(1, status, Optional.empty(), page, Clock.systemUTC())
                    .get(0)
                    .text();
            assertTrue(text.contains("\"Blocked key …, secret …, echo3-61… echo3-619"), text);
        }
        String item = "<responseCode>403</responseCode><responseText>no " + Messages.ROI_DATA + "</responseText>";
        assertEquals("403 no echo3-61…", verdicts(1, answer(1, item)).get(0).text());
    }

    @ParameterizedTest
    @CsvSource({
        "UTF-8, ''", "UTF-8, text/xml; charset=iso-8859-1", "ISO-8859-1, text/xml; charset=utf-8", "ISO-8859-1, ''",
        "ISO-8859-1, text/xml; charset='no such'", "windows-1252, text/html", "UTF-16BE, ''",
                "UTF-16LE, text/xml; charset=utf-8",
        "UTF-16, ''", "US-ASCII, text/xml; charset=utf-16"
    })
    void theBytesDecideWhatCharsetItIs(String charset, String type) throws IOException {
        String body = answer(1, accepted() + "<later>ae" + (charset.equals("US-ASCII") ? "" : "\u00e4") + "</later>");
        String text =
                BodyText.of(body.getBytes(Charset.forName(charset)), Optional.empty(), Optional.of(type), 1 << 20);
        assertAll(Delivered.class, verdicts(1, text));
        assertTrue(text.contains("ae\u00e4") || charset.equals("US-ASCII"), text);
    }

    @ParameterizedTest
    @CsvSource({"gzip", "x-gzip", "''", "identity", "br", "deflate"})
    void gzipIsReadWhateverItIsSaidToBe(String said) throws IOException {
        byte[] body = compressed(new Gzip());
        assertAll(Delivered.class, verdicts(1, text(body, said)));
        assertAll(Delivered.class, verdicts(1, text(answer(1, accepted()).getBytes(StandardCharsets.UTF_8), said)));
    }

    @Test
    void deflateIsReadInBothItsForms() throws IOException {
        assertAll(Delivered.class, verdicts(1, text(compressed(DeflaterOutputStream::new), "deflate")));
        assertAll(
                Delivered.class,
                verdicts(1, text(compressed(out -> new DeflaterOutputStream(out, new Deflater(9, true))), "deflate")));
    }

    @Test
    void whatCannotBeDecompressedIsSaid() throws IOException {
        byte[] whole = compressed(new Gzip());
        assertThrowsIoException(Arrays.copyOf(whole, whole.length / 2), "gzip");
        assertThrowsIoException(new byte[] {(byte) 0x8b, 0x03, (byte) 0x80, (byte) 0xff, (byte) 0xfe}, "br");
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bomb)) {
            gzip.write(new byte[2 << 20]);
        }
        IOException tooLong = assertThrowsIoException(bomb.toByteArray(), "gzip");
        assertTrue(tooLong.getMessage().contains(MAX), tooLong::getMessage);
    }

    private interface Compression {
        OutputStream over(OutputStream out) throws IOException;
    }

    private static final class Gzip implements Compression {
        @Override
        public OutputStream over(OutputStream out) throws IOException {
            return new GZIPOutputStream(out);
        }
    }

    private static IOException assertThrowsIoException(byte[] body, String said) {
        return org.junit.jupiter.api.Assertions.assertThrows(IOException.class, () -> text(body, said));
    }

    private static byte[] compressed(Compression compression) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = compression.over(bytes)) {
            out.write(answer(1, accepted()).getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static String text(byte[] body, String said) throws IOException {
        return BodyText.of(body, Optional.of(said), Optional.empty(), 1 << 20);
    }

    private static String named(int number, String order) {
        return "<item>" + accepted() + "<responseData><order_id>" + order + "</order_id></responseData><responseNum>"
                + number + "</responseNum></item>";
    }

    private static String withoutProlog(String document) {
        return document.substring(document.indexOf("?>") + 2);
    }

    private static void assertAll(Class<? extends Verdict> expected, List<Verdict> verdicts) {
        verdicts.forEach(verdict -> assertInstanceOf(expected, verdict));
    }

    private static List<Verdict> verdicts(int calls, String body) {
        return Messages.verdicts(calls, 200, Optional.empty(), body, Clock.systemUTC());
    }
}
